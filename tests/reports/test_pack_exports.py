"""PDF, workbook, CSV and page of a pack: the same figures, ratings and order, for all five authorities."""

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from pypdf import PdfReader

from indicators.figures import PERCENT, plain
from reports.exports.pack_csv import pack_csv
from reports.exports.pack_page import page_of
from reports.exports.pack_pdf import pack_pdf
from reports.exports.pack_words import scorecard_rows
from reports.exports.pack_xlsx import pack_xlsx
from reports.exports.xlsx import WORDS, as_stored
from reports.pack.parts import Outcome, Passage, Pillar, PlanLine, PlanPart
from reports.templatetags.display import RAG

# The packs need a database to be made in, whichever of these tests comes first.
pytestmark = pytest.mark.django_db

_SPACE = re.compile(r"\s+")


def bare(text):
    """Without its spaces, because a PDF breaks lines where there is no more room."""
    return _SPACE.sub("", text)


def lines_of(pack):
    return [(table, section, line) for table in pack.tables for section in table.sections for line in section.lines]


def test_the_csv_has_every_figure_in_order(pack):
    rows = list(csv.DictReader(io.StringIO(pack_csv(pack))))
    told = [
        (row["title"], row["period_end"], row["value"], row["rag"], row["source_file"], row["locator"]) for row in rows
    ]
    assert told == [
        (line.title, f.period.end.isoformat(), "" if f.value is None else plain(f.value), f.rag, f.source, f.locator)
        for _, _, line in lines_of(pack)
        for f in line.figures
    ]


def test_the_workbook_has_every_figure_in_order(pack):
    book = openpyxl.load_workbook(io.BytesIO(pack_xlsx(pack)))
    for table in pack.tables:
        for section in table.sections:
            sheet = next(s for s in book if s["A1"].value.startswith(f"{section.heading}: ") and _is_of(s, table, pack))
            for at, line in enumerate(section.lines, 5):
                cells = [sheet.cell(at, 3 + n) for n in range(len(table.periods))]
                for period, cell in zip(table.periods, cells, strict=True):
                    _check_cell(cell, line, line.at(period))
                after = 3 + len(table.periods)
                now = line.at(table.period)
                assert (sheet.cell(at, after).value or "") == line.target
                assert (sheet.cell(at, after + 1).value or "") == (WORDS[line.rag] if now else "")


def _is_of(sheet, table, pack):
    headings = [cell.value for cell in sheet[4]]
    return [period.short_label for period in table.periods] == headings[2 : 2 + len(table.periods)]


def _check_cell(cell, line, figure):
    if figure is None:
        assert cell.value is None
    elif figure.value is None:
        assert cell.value == figure.text
    else:
        assert cell.value == pytest.approx(float(as_stored(figure.value, line.unit == PERCENT)), abs=0)
        assert f"Source: {figure.source}" in cell.comment.text


def test_the_index_has_every_rating_in_order(pack):
    sheet = openpyxl.load_workbook(io.BytesIO(pack_xlsx(pack)))["Index"]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    told = [(row[1], row[3], row[4]) for row in rows if row[3] in WORDS.values()]
    assert told == [(line.title, WORDS[line.rag_before], WORDS[line.rag]) for _, _, line in lines_of(pack)]


def test_the_pdf_has_every_figure_in_order(pack):
    text = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(pack_pdf(pack))).pages))
    place = 0
    for table in pack.tables:
        for section in table.sections:
            for row in scorecard_rows(table, section):
                shown = "".join(f"{_shape(colour)}{words}" for words, colour in row.cells)
                rated = f"{row.target}{row.rating}" if table.is_rated else ""
                sought = bare(f"{row.name}{row.title}{shown}{rated}")
                found = text.find(sought, place)
                assert found >= 0, sought
                place = found + len(sought)


def _shape(colour):
    return RAG[colour][0] if colour in ("red", "amber", "green") else ""


class _Cells(HTMLParser):
    """The text of each row of the tables of scorecards, without what is only heard."""

    def __init__(self):
        super().__init__()
        self.rows, self.cell, self.hidden = [], None, 0

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = ""
        elif tag == "span" and (self.hidden or ("class", "vh") in attributes):
            self.hidden += 1

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(" ".join(self.cell.split()))
            self.cell = None
        elif tag == "span" and self.hidden:
            self.hidden -= 1

    def handle_data(self, data):
        if self.cell is not None and not self.hidden:
            self.cell += data


def test_the_page_has_every_figure_in_order(pack):
    parser = _Cells()
    parser.feed(render_to_string("reports/pack/body.html", {"shown": page_of(pack)}))
    rows = iter(parser.rows)
    for table in pack.tables:
        has_refs = any(line.ref for line in table.lines)
        for section in table.sections:
            for row in scorecard_rows(table, section):
                named = [row.name] if has_refs else []
                sought = [*named, " ".join(row.title.split()), *(words for words, _ in row.cells)]
                assert any(found[: len(sought)] == sought for found in rows), sought


def test_the_same_pack_gives_the_same_bytes(croydon_pack):
    for make in (pack_pdf, pack_xlsx, pack_csv):
        assert make(croydon_pack) == make(croydon_pack)


def test_the_pdf_is_for_every_reader(croydon_pack):
    data = pack_pdf(croydon_pack)
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Croydon: improvement board pack, November 2017"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    bookmarks = [each.title for each in reader.outline if not isinstance(each, list)]
    assert bookmarks[:4] == ["Director’s summary", "What changed", "Ratings, last period and current",
                             "Scorecard, November 2017"]  # fmt: skip
    assert bookmarks[-1] == "Sources"
    alternatives = list(_alternatives(root["/StructTreeRoot"]))
    assert len(alternatives) == sum(bool(line.trend) for line in croydon_pack.card.lines)
    assert any(words.startswith("Line of FD 3: Apr 2017 86%") for words in alternatives)
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}
    assert sizes == {(595, 842), (842, 595)}
    assert "Page 2 of" in reader.pages[1].extract_text()


def _alternatives(element):
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            yield from _alternatives(each)
    elif isinstance(element, dict):
        if "/Alt" in element:
            yield element["/Alt"]
        if "/K" in element:
            yield from _alternatives(element["/K"])


HOSTILE = '=HYPERLINK("http://evil.example","x") #image("x.png") $x^2$ *bold* <script>alert(1)</script> {{ 7 }} @ref'


@pytest.fixture
def hostile_pack(croydon_pack):
    """What somebody might write into an action, a passage and a title."""
    card = croydon_pack.card
    line = replace(card.lines[0], title=HOSTILE, ref="=1+1", owner=HOSTILE)
    said = (Passage("next steps", HOSTILE, ("@x",), "=cmd", HOSTILE),)
    section = replace(card.sections[0], heading="=1+1", lines=(line, *card.sections[0].lines[1:]), said=said)
    table = replace(card, sections=(section, *card.sections[1:]))
    action = replace(croydon_pack.actions[0], ref="=1+1", text=HOSTILE)
    late = PlanLine("=1+1", HOSTILE, "@x", "Mar 2018", True, "red", "amber", HOSTILE, HOSTILE, "plan.xlsx", "Plan!A5")
    plan = PlanPart((Pillar(HOSTILE, (Outcome(HOSTILE, (late,)),)),), (), ())
    return replace(croydon_pack, tables=(table,), actions=(action,), plan=plan)


def test_what_people_wrote_is_never_run_in_a_workbook(hostile_pack, pack):
    for made in (hostile_pack, pack):
        book = openpyxl.load_workbook(io.BytesIO(pack_xlsx(made)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    book = openpyxl.load_workbook(io.BytesIO(pack_xlsx(hostile_pack)))
    assert book["Action log"]["B5"].value == book["Plan"]["D5"].value == HOSTILE
    assert book["Plan"]["G5"].value == "Red"


def test_what_people_wrote_is_shown_as_it_stands(hostile_pack):
    text = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(pack_pdf(hostile_pack))).pages))
    assert text.count(bare(HOSTILE)) >= 6
    assert "Amberamonthbefore." in text and "Mar2018,overdue" in text
    html = render_to_string("reports/pack/body.html", {"shown": page_of(hostile_pack)})
    assert "<script" not in html
    assert "'=1+1" in pack_csv(hostile_pack)


def test_sections_of_one_name_have_sheets_of_their_own(croydon_pack):
    card = croydon_pack.card
    long = "What is known of [all]: children/young people\\carers"
    sections = tuple(replace(section, heading=long) for section in card.sections)
    book = openpyxl.load_workbook(
        io.BytesIO(pack_xlsx(replace(croydon_pack, tables=(replace(card, sections=sections),))))
    )
    assert len(set(book.sheetnames)) == len(book.sheetnames) > len(sections)
    assert all(len(name) <= 31 for name in book.sheetnames)


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-1.7"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfauthority,")])
def test_the_command_writes_what_the_button_gives(form, start, batch, tmp_path):
    file = tmp_path / f"pack.{form}"
    call_command(
        "export_pack", "--authority", "croydon", "--period", "2017-11", "--format", form, "--output", str(file),
        stdout=io.StringIO(),
    )  # fmt: skip
    assert file.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("authority", "period", "why"),
    [
        ("nowhere", "2017-11", "There is no authority 'nowhere'"),
        ("croydon", "November", "'November' is no period"),
        ("croydon", "2030-01", "Croydon has no figures for January 2030"),
    ],
)
def test_the_command_says_why_there_is_no_pack(authority, period, why, batch, tmp_path):
    with pytest.raises(CommandError, match=why) as refused:
        call_command(
            "export_pack", "--authority", authority, "--period", period, "--format", "pdf",
            "--output", str(tmp_path / "pack.pdf"),
        )  # fmt: skip
    assert refused.value.returncode == 2
    assert not list(tmp_path.glob("pack*"))


def test_pages_of_the_pack(batch, client, cy):
    client.force_login(cy)
    page = client.get("/croydon/packs/2017-11/").content.decode()
    assert 'href="/croydon/packs/2017-11/pack.pdf"' in page
    public = client.get("/croydon/packs/2017-11/?public=1").content.decode()
    assert 'href="/croydon/packs/2017-11/pack.xlsx?public=1"' in public
    assert "Public: small numbers are withheld" in public
    file = client.get("/croydon/packs/2017-11/pack.csv?public=1")
    assert file.headers["Content-Disposition"] == 'attachment; filename="croydon-2017-11-pack-public.csv"'
    for missing in ("/croydon/packs/2030-01/", "/croydon/packs/sometime/", "/croydon/packs/2017-11/pack.exe"):
        assert client.get(missing).status_code == 404
