"""Sheets as their XML streams by, beside a tree of the same XML; and what no program writes."""

import re
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.readers import markup
from importers.records import Refused
from importers.sheets import column_letters
from tests.importers.naive_worksheet import texts_of
from tests.importers.workbooks import archive, read, xlsx_parts

SHARED = ("Re-referrals", " ", "82%", "<&>")
SHEET = "xl/worksheets/sheet1.xml"

_gaps = st.one_of(st.none(), st.integers(0, 3))
_words = st.text("ab <&%1", max_size=4)
_noise = st.sampled_from(
    [
        "",
        "\n  ",
        "<!-- <c><v>7</v></c> -->",
        "<?x <c><v>7</v></c> ?>",
        "<extLst><ext><v>8</v><f>9</f><is><t>x</t></is></ext></extLst>",
    ]
)
_inline = st.one_of(
    _words.map(lambda text: f"<t>{escape(text)}</t>"),
    st.lists(_words).map(lambda runs: "".join(f"<r><rPr><b/></rPr><t>{escape(run)}</t></r>" for run in runs)),
    _words.map(lambda text: f"<t>{escape(text)}</t><rPh sb='0' eb='1'><t>kana</t></rPh>"),
)
_stated = st.one_of(
    st.integers(0, 10**6).map(lambda number: ("", f"<v>{number}</v>")),
    st.integers(0, len(SHARED) - 1).map(lambda at: (' t="s"', f"<v>{at}</v>")),
    _words.map(lambda text: (' t="str"', f"<f>A1</f><v>{escape(text)}</v>")),
    _words.map(lambda text: ("", f"<f>{escape(text)}</f>")),
    _inline.map(lambda inline: (' t="inlineStr"', f"<is>{inline}</is>")),
    st.just(("", "")),
    st.just((' t="s"', "<v/>")),
)


@st.composite
def sheets(draw):
    """The rows of a sheet, with and without addresses, each place at most once."""
    rows, number = [], 0
    for gap, cells in draw(
        st.lists(st.tuples(_gaps, st.lists(st.tuples(_gaps, _stated, _noise), max_size=4)), max_size=5)
    ):
        number += 1 + (gap or 0)
        column, told = -1, []
        for step, (attributes, inner), noise in cells:
            column += 1 + (step or 0)
            address = "" if step is None else f' r="{column_letters(column)}{number}"'
            told.append(f"<c{address}{attributes}>{inner}{noise}</c>{noise}")
        rows.append(f"<row{'' if gap is None else f' r={chr(34)}{number}{chr(34)}'}>{''.join(told)}</row>")
    return draw(_noise).join(rows)


def parts(rows):
    return xlsx_parts(rows, texts="".join(f"<si><t>{escape(text)}</t></si>" for text in SHARED))


@given(sheets())
def test_a_sheet_is_what_its_tree_says(rows):
    made = parts(rows)
    _, (sheet,), _ = read(archive(made))
    found = {
        (row, column): cell.text
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if cell.text.strip()
    }
    assert found == texts_of(made[SHEET], SHARED)


PLAIN = (
    '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"/><c r="C1" s="1"><v>0.82</v></c></row>'
    '<row r="2" ht="0"><c r="A2" t="str"><v>Don\'t &amp; £ &lt;&#8364;>x="1"></v></c><c r="C2"><v>12.5</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="AB3" t="b"><v>1</v></c></row>'
)


def read_plain(change=lambda xml: xml, encoding="utf-8"):
    made = xlsx_parts(PLAIN, texts="".join(f"<si><t>{escape(text)}</t></si>" for text in SHARED), formats=["0%"])
    made[SHEET] = change(made[SHEET]).encode(encoding)
    return read(archive(made))


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: re.sub("<[^>]*>", lambda tag: tag[0].replace('"', "'"), xml).replace("Don't", "Don&apos;t"),
        lambda xml: xml.replace("<c", "\n<c").replace("><v>", " >\r\n<v >").replace("</v>", "</v >"),
        lambda xml: xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x="),
        lambda xml: re.sub("<c (r=[^ >/]+) ([^>/]+)", r"<c \2 \1", xml),
        lambda xml: xml.replace("0.82", "<!-- <v>7</v> -->0.<!--></c>-->82").replace("12.5", "<?n 9?>12.5<?n?>"),
        lambda xml: xml.replace("Don't &amp; £ &lt;", "<![CDATA[Don't & £ <]]>"),
        lambda xml: xml.replace("Don't", "&#68;&#x6F;n&apos;t").replace("12.5", "&#49;2.5"),
        lambda xml: xml.replace("</v>", "</v><extLst><c r='A1'><v>8</v></c><row r='1'/></extLst>"),
        lambda xml: xml.replace("</c>", '<row r="9"><c r="A9"><v>7</v></c></row></c>'),
        lambda xml: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n{xml}',
        lambda xml: f"\ufeff{xml}",
    ],
)
def test_a_sheet_is_the_same_however_its_xml_is_written(change):
    _, (sheet,), _ = plain = read_plain()
    texts = [[cell.text for cell in row[:3]] for row in sheet.rows]
    assert texts == [["Re-referrals", "", "82%"], ['Don\'t & £ <€>x="1">', "", "12.5"], ["", "", ""]]
    assert (len(sheet.rows[0]), sheet.rows[2][27].text, sheet.hidden_rows) == (28, "TRUE", {1})
    assert read_plain(change) == plain


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_sheet_is_the_same_in_another_encoding(encoding):
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    assert read_plain(lambda xml: declared + xml, encoding) == read_plain()
    if encoding == "utf-16":
        assert read_plain(encoding=encoding) == read_plain()


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_sheet_is_the_same_in_pieces_of_any_size(monkeypatch, size):
    whole = read_plain()
    monkeypatch.setattr(markup, "_CHUNK", size)
    assert read_plain() == whole


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ('<row r="1"><c r="A1"><v>1<x>2</x></v></c></row>', "something inside of its value"),
        ('<row r="1"><c r="A1"><v><row r="1"><c r="A1"><v>2</v></c></row></v></c></row>', "something inside of its"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "two cells A1"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1" t="n"><f>B1</f><v>2</v></c></row>', "two cells A1"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "no possible address"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>', "two cells A1"),
        ('<row r="1"><c r="B2"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>', "two cells B2"),
        ('<row r="2"><c r="B2"><v>1</v></c></row><row r="3"><c r="B2"><v>2</v></c></row>', "two cells B2"),
        ('<row r="0"><c><v>1</v></c></row>', "no possible number"),
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "no possible address"),
        ('<row r="1"><c t="s"><v>99</v></c></row>', "a text that is not there"),
        ('<x:row r="1"/>', "not well-formed"),
    ],
)
def test_what_no_program_writes(rows, says):
    with pytest.raises(Refused) as caught:
        read(archive(parts(rows)))
    (problem,) = caught.value.problems
    assert problem.code == "file-damaged"
    assert says in problem.message


def test_a_cell_stands_where_its_address_says():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="C3"><v>3</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'
    _, (sheet,), _ = read(archive(parts(rows)))
    assert (sheet.rows[0][0].text, sheet.rows[2][0].text, sheet.rows[2][2].text) == ("1", "2", "3")
