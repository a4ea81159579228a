"""The workbook to fill in: what it holds, what it lets a person type, and that its ratings are those of the rules."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given

from importers import operations
from indicators import policies
from indicators.models import Authority, Definition, Indicator, Observation, Target
from indicators.periods import Period
from indicators.rating import Circumstances, place, rate, resolve, stretches
from indicators.series import load_figures, rule_of
from indicators.suppression import status_of
from reports.exports.xlsx import HEADER_ROW, check_formula, rag_formula, template_xlsx
from reports.template import (
    DECIMAL,
    PERCENTAGE,
    SYMBOLS,
    WHOLE,
    Held,
    TemplateRow,
    build_template,
    heading,
    next_period,
)
from reports.template_words import RAG_HEADING
from tests.conftest import FIXTURE
from tests.indicators.strategies import rules_and_values
from tests.reports.spreadsheet import work_out

NOVEMBER, DECEMBER = Period.month(2017, 11), Period.month(2017, 12)
MADE_AT = datetime(2017, 12, 4, 9, 30, tzinfo=UTC)
WORDS = {"red": "Red", "amber": "Amber", "green": "Green", "not_rated": "Not rated"}
HEADINGS = ("Ref", "Indicator", "Section", "Unit", "Polarity", "Nov-17", "Dec-17", "Target", RAG_HEADING, "Notes")


def opened(template):
    return openpyxl.load_workbook(io.BytesIO(template_xlsx(template, made_at=MADE_AT)))


def rows_of(sheet):
    """{ref: {heading: cell}} of the rows that hold an indicator, in their order; the section rows apart."""
    indicators, sections = {}, []
    for cells in sheet.iter_rows(min_row=HEADER_ROW + 2):
        if [cell.value for cell in cells[1:]] == [None] * (len(HEADINGS) - 1):
            sections.append(cells[0].value)
        else:
            indicators[cells[0].value] = dict(zip(HEADINGS, cells, strict=True))
    return indicators, sections


def row(unit="percent", check=PERCENTAGE, bands=()):
    return TemplateRow("X 1", "Title", "Section", unit, "", Held(), Held(), check, stretches(bands) if bands else ())


@pytest.fixture
def template(batch, croydon):
    return build_template(croydon, load_figures([croydon]), DECEMBER)


@pytest.fixture
def book(template):
    return opened(template)


@pytest.fixture
def indicators(book):
    return rows_of(book["Figures"])[0]


def test_the_header_and_the_order_are_the_reports(book, croydon):
    sheet = book["Figures"]
    assert [cell.value for cell in sheet[HEADER_ROW + 1]] == list(HEADINGS)
    assert sheet["A1"].value == "Croydon: figures for December 2017"
    found, sections = rows_of(sheet)
    held = load_figures([croydon]).series
    assert list(found) == [series.indicator.ref for series in held]
    assert sections == list(dict.fromkeys(series.definition.section.title for series in held))
    for series in held:
        cells = found[series.indicator.ref]
        assert cells["Indicator"].value == series.definition.title
        assert cells["Section"].value == series.definition.section.title
        assert (cells["Polarity"].value or "") == series.definition.polarity


def test_last_months_figures_stand_beside_in_the_digits_they_are_held_in(batch, book, indicators):
    held = Observation.objects.current().filter(period_start=NOVEMBER.start).select_related("indicator")
    stated = {observation.indicator.ref: observation for observation in held}
    assert len(stated) == 32
    for ref, cells in indicators.items():
        cell, observation = cells["Nov-17"], stated.get(ref)
        if observation is None:
            assert cell.value is None
            continue
        percent = cells["Unit"].value == "%"
        assert Decimal(str(cell.value)) * (100 if percent else 1) == observation.value, ref
        places = "." + "0" * observation.decimals if observation.decimals else ""
        assert cell.number_format == (f"0{places}%" if percent else f"#,##0{places}"), ref
        assert cell.protection.locked


def test_a_number_is_written_with_its_own_digits(template):
    """7% is stored as 0.07: not by way of a float, which has 0.07000000000000001 in the file."""
    odd = [Decimal(text) for text in ("7.00000", "57", "14.5", "28.99999", "100", "0")]
    rows = tuple(row() for _ in odd)
    made = [TemplateRow(**{**vars(r), "previous": Held(value, 1)}) for r, value in zip(rows, odd, strict=True)]
    data = template_xlsx(type(template)(template.authority, DECEMBER, tuple(made), ()), made_at=MADE_AT)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    for text in ("0.07", "0.57", "0.145", "0.2899999", "1", "0"):
        assert f"<v>{text}</v>" in xml
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Figures"]
    assert sheet.cell(HEADER_ROW + 3, 6).number_format == "0.0%"


def test_what_is_no_bare_number_stays_as_published(batch, croydon):
    figures = load_figures([croydon])
    october = build_template(croydon, figures, Period.month(2017, 10))
    place, marked = next((n, row_) for n, row_ in enumerate(october.rows) if row_.ref == "LAC 19 (12m)")
    assert marked.previous == Held(text="71% (6m+)")
    cells = list(rows_of(opened(october)["Figures"])[0].values())[place]
    assert [cell.value for cell in cells.values()][5] == "71% (6m+)"


def test_targets_are_those_in_force(indicators):
    held = {target.indicator.ref: target for target in Target.objects.in_force(DECEMBER.end)}
    for ref, cells in indicators.items():
        target, value = held.get(ref), cells["Target"].value
        if target is None or (target.value is None and not target.text):
            assert value is None
        elif target.value is None:
            assert value == target.text
        else:
            assert Decimal(str(value)) * (100 if cells["Unit"].value == "%" else 1) == target.value
        assert cells["Target"].protection.locked
    assert indicators["CP 10"]["Target"].value == "<10% of Cohort"


def test_only_the_figure_and_the_note_can_be_typed_in(book, indicators):
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
    unlocked = {cell.coordinate for cells in book["Figures"] for cell in cells if not cell.protection.locked}
    assert unlocked == {cells[name].coordinate for cells in indicators.values() for name in ("Dec-17", "Notes")}
    assert all(cells["Dec-17"].value is None and cells["Notes"].value is None for cells in indicators.values())
    # A note that starts with a dash isn't taken for a formula.
    assert {cells["Notes"].number_format for cells in indicators.values()} == {"@"}


def test_every_figure_is_checked_as_it_is_typed(template, book, indicators):
    checks = {str(found.sqref): found for found in book["Figures"].data_validations.dataValidation}
    assert set(checks) == {cells["Dec-17"].coordinate for cells in indicators.values()}
    formats = {PERCENTAGE: "0.0%", WHOLE: "#,##0", DECIMAL: "General"}
    for row_ in template.rows:
        cell = indicators[row_.ref]["Dec-17"]
        found = checks[cell.coordinate]
        assert (found.type, found.errorStyle, found.allowBlank) == ("custom", "warning", True)
        assert found.formula1 == check_formula(cell.coordinate, row_)[1:]
        assert cell.number_format == formats[row_.check]
    assert {row_.ref: row_.check for row_ in template.rows if row_.ref in ("FD 3", "W 1", "CP 10")} == {
        "FD 3": PERCENTAGE,
        "W 1": DECIMAL,  # an average, whose bands have decimals
        "CP 10": WHOLE,
    }


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (PERCENTAGE, [0, 0.82, 1], [-0.01, 1.01, 82]),
        (WHOLE, [0, 7, 1074], [-1, 16.5]),
        (DECIMAL, [0, 16.5, 1074], [-0.1]),
    ],
)
def test_what_may_be_typed(check, right, wrong):
    formula = check_formula("G6", row(check=check))
    assert all(work_out(formula, value) for value in [*right, *SYMBOLS, "C", "Low"])
    assert not any(work_out(formula, value) for value in [*wrong, "n/a", "82 %", "?", "cc"])


def test_every_symbol_that_may_be_typed_is_one_and_is_explained(book):
    assert all(status_of(symbol) for symbol in SYMBOLS)
    assert set(SYMBOLS) <= {cell.value for cell in book["Instructions"]["A"]}


def test_the_ratings_are_those_of_the_rules(batch, croydon, template, indicators):
    """Every bound of every rule, and values on both sides of it, held against the rules themselves."""
    rated = 0
    for series, cells in zip(load_figures([croydon]).series, indicators.values(), strict=True):
        rule = rule_of(series.thresholds.on(DECEMBER.end))
        unit, formula = series.definition.unit, cells[RAG_HEADING].value
        bands = resolve(rule, Circumstances(unit)).bands
        bounds = {b for band in bands.bands for b in (band.low, band.high) if b is not None} if bands else {Decimal(50)}
        for value in {b + Decimal(step) for b in bounds for step in ("-1", "-0.1", "0", "0.1", "0.5", "1")}:
            typed = float(value / 100 if unit == "percent" else value)
            assert work_out(formula, typed) == WORDS[rate(value, rule, None, unit).colour], (series, value)
            rated += 1
        assert work_out(formula, None) == ""
        assert work_out(formula, "c") == "Not rated"
        assert cells[RAG_HEADING].protection.locked
    assert rated > 300


@given(rules_and_values())
def test_any_rule_is_rated_as_the_rule_rates(rule_and_value):
    rule, value = rule_and_value
    colour = place(value, rule.bands).colour
    number = row("number", DECIMAL, rule.bands)
    assert work_out(rag_formula("G6", number), float(value)) == WORDS[colour]
    percent = row("percent", PERCENTAGE, rule.bands)
    assert work_out(rag_formula("G6", percent), float(value.scaleb(-2))) == WORDS[colour]


def test_what_cannot_be_rated_says_so(indicators):
    share = indicators["CP 10"][RAG_HEADING].value  # bands that are shares of a cohort
    assert work_out(share, 12) == "Not rated"
    volume = indicators["LE 3"][RAG_HEADING].value
    assert work_out(volume, 12) == "Not rated"


def test_a_rating_has_its_colour_and_its_shape(book):
    formats = book["Figures"].conditional_formatting
    assert [str(found.sqref) for found in formats] == [f"I{HEADER_ROW + 2}:I{book['Figures'].max_row}"]
    rules = {rule.formula[0]: rule.dxf for found in formats for rule in found.rules}
    assert set(rules) == {'"Red"', '"Amber"', '"Green"'}
    assert rules['"Red"'].numFmt.formatCode == '"■ "@'
    assert len({dxf.fill.bgColor.rgb for dxf in rules.values()}) == 3


def test_text_from_a_file_never_runs(load, croydon):
    load()
    Definition.objects.filter(indicator__ref="FD 3").update(title='=HYPERLINK("https://example.com","FD")')
    Indicator.objects.filter(ref="FD 8").update(ref="-1+1")
    Target.objects.filter(indicator__ref="CP 10").update(text="@SUM(A1)")
    book = opened(build_template(croydon, load_figures([croydon]), DECEMBER))
    found, _ = rows_of(book["Figures"])
    for cell in (found["FD 3"]["Indicator"], found["-1+1"]["Ref"], found["CP 10"]["Target"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert not found["FD 3"]["Ref"].quotePrefix
    formulas = {cell.column_letter for sheet in book for cells in sheet for cell in cells if cell.data_type == "f"}
    assert formulas == {"I"}
    assert not any(cell.hyperlink for sheet in book for cells in sheet for cell in cells)


def test_it_prints_on_a4_and_keeps_its_headings(book):
    sheet = book["Figures"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEADER_ROW + 1}:${HEADER_ROW + 1}"
    assert sheet.freeze_panes == f"C{HEADER_ROW + 2}"
    assert sheet.column_dimensions["B"].width > 40


def test_an_ampersand_in_a_name_is_printed(template):
    template.authority.name = "Bath & Wells"
    assert opened(template)["Figures"].oddFooter.left.text == "Bath && Wells: figures for December 2017"


def test_it_says_what_it_is(template, book):
    assert book.properties.title == "Croydon: figures for December 2017"
    assert book.properties.created == MADE_AT.replace(tzinfo=None)
    assert {prop.name: prop.value for prop in book.custom_doc_props.props} == {
        "Authority": "croydon",
        "Period": "2017-12",
    }
    assert template_xlsx(template, made_at=MADE_AT) == template_xlsx(template, made_at=MADE_AT)


def test_nothing_is_hidden_and_nothing_runs(template, book):
    assert book.sheetnames == ["Figures", "Instructions"]
    assert book.active.title == "Figures"
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not any(row_.hidden for row_ in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not sheet.merged_cells.ranges
    names = zipfile.ZipFile(io.BytesIO(template_xlsx(template, made_at=MADE_AT))).namelist()
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]


def test_the_instructions_explain_what_there_is(book):
    text = "\n".join(str(cell.value) for cells in book["Instructions"] for cell in cells if cell.value)
    assert "Type each figure of December 2017 into its white cell below Dec-17." in text
    assert "It is not a published rating and is not loaded." in text
    assert "Suppressed to protect confidentiality." in text
    assert "in force on 31 December 2017" in text


def test_headings_of_other_periods():
    assert heading(Period.month(2018, 1)) == "Jan-18"
    assert heading(Period.parse("2018-Q2")) == "Q2 2018/19"
    assert heading(Period.parse("2017-04-30")) == "week ending 30 April 2017"


def test_an_older_month_has_the_targets_and_bands_of_its_day(batch, croydon):
    template = build_template(croydon, load_figures([croydon]), Period.month(2016, 12))
    assert {row_.target for row_ in template.rows} == {Held()}
    assert {row_.stretches for row_ in template.rows} == {()}


@pytest.mark.parametrize(
    ("authority", "name", "frequency", "period", "headings"),
    [
        ("reading", "reading-2017-06.txt", "weekly", "2017-05-07",
         ["week ending 30 April 2017", "week ending 7 May 2017"]),
        ("reading", "reading-2017-06.txt", "monthly", "2017-06", ["May-17", "Jun-17"]),
        ("west-berkshire", "west-berkshire-2017-04.txt", "monthly", "2017-01", ["Dec-16", "Jan-17"]),
        ("wokingham", "wokingham-2018-19-q2.txt", "quarterly", "2018-Q3", ["Q2 2018/19", "Q3 2018/19"]),
    ],
)  # fmt: skip
def test_every_council_has_one(catalogue, authority, name, frequency, period, headings):
    council = Authority.objects.get(slug=authority)
    data = (FIXTURE.parent / name).read_bytes()
    operations.commit(staged=operations.stage(name=name, data=data, authority=council), by=None)
    figures = load_figures([council])
    due = next_period(figures, frequency)
    template = build_template(council, figures, due)
    sheet = opened(template)["Figures"]
    assert due.key == period
    assert [sheet.cell(HEADER_ROW + 1, column).value for column in (6, 7)] == headings
    assert len(template.rows) == sum(s.definition_on(due.end).frequency == frequency for s in figures.series) > 0
    assert any(row_.previous.value is not None for row_ in template.rows)


def test_it_takes_no_query(batch, croydon, django_assert_num_queries):
    figures = load_figures([croydon])
    with django_assert_num_queries(0):
        opened(build_template(croydon, figures, DECEMBER))


def test_the_download(client, batch, ana, django_assert_num_queries):
    client.force_login(ana)
    with django_assert_num_queries(11):  # session, user, authorities, and the eight of the figures
        response = client.get("/croydon/template.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="croydon-2017-12.xlsx"'
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["Figures"]
    assert [sheet.cell(HEADER_ROW + 1, column).value for column in (6, 7)] == ["Nov-17", "Dec-17"]
    october = client.get("/croydon/template.xlsx?period=2017-10")
    assert october["Content-Disposition"] == 'attachment; filename="croydon-2017-10.xlsx"'


def test_without_figures_it_says_what_to_do(client, catalogue, ana):
    client.force_login(ana)
    assert b"What to do next" in client.get("/reading/template.xlsx").content


def test_the_link_is_for_those_who_upload(client, batch, ana, mo, ada):
    link = b'href="/croydon/template.xlsx?period=2017-12" download>Template for Dec 2017</a>'
    for person, sees in ((ana, True), (ada, True), (mo, False)):
        client.force_login(person)
        for query in ("", "?period=2017-06"):
            assert (link in client.get(f"/croydon/scorecard/{query}").content) == sees


def test_the_tools_of_a_role_agree_with_the_policies(catalogue, ana, mo, rea, ola, ada):
    asked = {
        "may_upload": policies.can_upload,
        "may_edit_targets": policies.can_edit_targets,
        "may_accept_findings": policies.can_accept_findings,
        "may_keep_actions": policies.can_keep_actions,
    }
    for person in (ana, mo, rea, ola, ada):
        seen = Authority.objects.visible_to(person).annotate(role=policies.role_of(person))
        for authority in seen:
            assert policies.tools_of(authority.role) == {name: can(person, authority) for name, can in asked.items()}
        assert not any(can(person, other) for other in Authority.objects.exclude(pk__in=seen) for can in asked.values())


def test_the_next_period_is_after_the_latest_of_its_kind(batch, croydon, load):
    figures = load_figures([croydon])
    assert next_period(figures, "monthly") == DECEMBER
    assert next_period(figures, "weekly") is None
