"""Workbooks in each of their layouts, on small sheets written by hand."""

from datetime import date
from decimal import Decimal

import pytest

from importers.records import Figure, KnownAlias, Passage, Proposal, StatedMethodology, StatedTarget
from importers.sheets import Cell
from importers.sources import workbook
from importers.sources.workbook import cells, words
from indicators.models import Observation
from indicators.periods import Period
from tests.importers.workbook_sheets import (
    NOV,
    OCT,
    SEP,
    YEAR,
    Workbook,
    all_values,
    cell,
    findings,
    known,
    merged,
    number,
    parse,
    percent,
    refusals,
    sheet,
    unused,
    values,
)

CROYDON = "Ref|Title|Polarity|Sep-17|Oct-17|Nov-17|2017-18 Target|Target Owner|RAG|RAG Methodology"


def test_a_councils_scorecard():
    report = parse(
        sheet(
            "Children's Services: priority indicators",
            "November 2017",
            "",
            CROYDON,
            [merged("FRONT DOOR", "A5:J5"), *[merged("", "A5:J5")] * 9],
            ["FD 3", "Percentage of contacts in the month", "BIB", percent("0.89", "89%"), percent("0.863", "86.3%"),
             percent("0.82", "82%"), percent("0.9", "90%"), "IL", "Red", "90% or above Green"],
            "",
            "ASSESSMENT",
            ["AMT 9", "Number of current cases", "SIB", 1204, "c", "", 9, "MK", "", ""],
            ["AMT 10", "Time taken (days)", "", "", "3", number("-3.5"), "NA", "", "Yellow", ""],
        )
    )  # fmt: skip
    assert (report.source, report.title, report.period) == ("workbook", "Children's Services: priority indicators", NOV)
    fd3, amt9, amt10 = report.indicators
    assert (fd3.ref, fd3.title, fd3.section) == ("FD 3", "Percentage of contacts in the month", "FRONT DOOR")
    assert (fd3.unit, fd3.basis, fd3.frequency, fd3.polarity) == ("percent", "in_period", "monthly", "BIB")
    assert (fd3.owner, fd3.locator) == ("IL", "Data!A6")
    assert fd3.figures == (
        Figure(SEP, Decimal(89), "89%", "Data!D6"),
        Figure(OCT, Decimal("86.3"), "86.3%", "Data!E6", decimals=1),
        Figure(NOV, Decimal(82), "82%", "Data!F6", published_rag="red"),
    )
    assert fd3.targets == (StatedTarget(YEAR, Decimal(90), "90%", "Data!G6"),)
    assert fd3.methodology == StatedMethodology(YEAR, "90% or above Green", "Data!J6")
    assert (amt9.section, amt9.unit, amt9.basis) == ("ASSESSMENT", "number", "snapshot")
    assert values(amt9) == {"2017-09": Decimal(1204), "2017-10": "c"}
    assert (amt10.unit, amt10.targets) == ("days", (StatedTarget(YEAR, None, "NA", "Data!G10"),))
    assert values(amt10) == {"2017-10": Decimal(3), "2017-11": Decimal("-3.5")}
    assert [figure.published_rag for figure in amt10.figures] == ["", "amber"]
    assert report.findings == ()
    assert unused(report) == ["Data!A2"]


def test_croydons_own_tables(fixture_lines):
    """The board pack's tables in cells, each section's with a heading row of its own."""
    report = parse(sheet(*fixture_lines))
    assert report.period == NOV
    sections = list(dict.fromkeys(indicator.section for indicator in report.indicators))
    assert sections == ["FRONT DOOR", "ASSESSMENT"]
    fd3, fd8, amt2 = report.indicators
    assert values(fd3) == dict(
        zip([f"2017-{m:02}" for m in range(4, 12)], map(Decimal, [86, 86, 87, 86, 89, 92, 86, 82]), strict=True)
    )
    assert fd8.targets == (StatedTarget(YEAR, Decimal(22), "22%", "Data!L4"),)
    assert amt2.figures[-1].value == Decimal("63.9")
    assert [passage.kind for passage in report.passages] == ["improvement_activity", "improvement_activity"]
    assert report.passages[0] == Passage(
        "improvement_activity", "FD3 is up.", "Data!A5", "", "FRONT DOOR", ("FD 3", "FD 8"), False
    )


@pytest.fixture
def fixture_lines():
    header = (
        "Indicator Number|Indicator Title|Polarity|Apr-17|May-17|Jun-17|Jul-17|Aug-17|Sep-17|Oct-17|Nov-17"
        "|2017-18 Target|Target Owner|RAG|RAG Methodology"
    )
    return (
        "FRONT DOOR",
        header,
        "FD 3|Contacts actioned|BIB|86%|86%|87%|86%|89%|92%|86%|82%|90%|IL|Red|90% or above Green 84% and below Red",
        "FD 8|Re-referrals|SIB|21%|10%|28%|19%|24%|23%|18%|19%|22%|IL|Green|",
        "Improvement Activity||FD3 is up.",
        "Next Steps|",
        "",
        "ASSESSMENT",
        header,
        "AMT 2|In 45 days|BIB|71.3%|85.8%|90.1%|88.8%|85.8%|78.5%|67.7%|63.9%|95.0%|MK|Red|",
        "Improvement Activity||More families came.",
    )


def test_the_first_table_of_several_has_its_section_above_it(fixture_lines):
    report = parse(sheet("Priority indicators", "", *fixture_lines))
    assert report.title == "Priority indicators"
    assert [indicator.section for indicator in report.indicators] == ["FRONT DOOR", "FRONT DOOR", "ASSESSMENT"]
    assert unused(report) == []


def test_a_long_table():
    report = parse(
        sheet(
            "Indicator|Measure title|Month|Actual|Target|RAG|Comments",
            "FD 3|Contacts (%)|Oct-17|86%|90%|Amber|",
            ["FD 3", "Contacts (%)", NOV.start, "82%", "90%", "R", "Busy month"],
            "",
            "FD 9|Cases|2017-10|7|||Went down",
            "FD 9|Cases|November 2017|u||Grey|",
            name="",
        )
    )
    fd3, fd9 = report.indicators
    assert [(f.period, f.value, f.published_rag, f.locator) for f in fd3.figures] == [
        (OCT, Decimal(86), "amber", "D2"),
        (NOV, Decimal(82), "red", "D3"),
    ]
    assert fd3.targets == (StatedTarget(YEAR, Decimal(90), "90%", "E2"),)
    assert (fd3.unit, fd9.unit, fd3.section) == ("percent", "number", "New indicators")
    assert values(fd9) == {"2017-10": Decimal(7), "2017-11": "u"}
    assert report.passages == (
        Passage("narrative", "Busy month", "G3", "", "New indicators", ("FD 3",), True),
        Passage("narrative", "Went down", "G5", "October 2017", "New indicators", ("FD 9",), True),
    )
    assert report.title == "figures.xlsx"


@pytest.mark.parametrize(
    ("headings", "keys"),
    [
        (["Apr-17", "May 2017", "June 2017"], ["2017-04", "2017-05", "2017-06"]),
        (["2017-04", "Sept '17", "05/2017"], ["2017-04", "2017-05", "2017-09"]),
        ([date(2017, 4, 1), date(2017, 5, 1)], ["2017-04", "2017-05"]),
        ([date(2017, 4, 30), date(2017, 5, 31)], ["2017-04", "2017-05"]),
        ([date(2017, 4, 23), date(2017, 4, 30)], ["2017-04-23", "2017-04-30"]),
        (["23/04/2017", "30/04/2017", "7/5/17"], ["2017-04-23", "2017-04-30", "2017-05-07"]),
        (["week ending 23/04/2017", "w/e 30 April 2017"], ["2017-04-23", "2017-04-30"]),
        (["Q2 18/19", "2018/19 Q3", "Quarter 4 2018-19"], ["2018-Q2", "2018-Q3", "2018-Q4"]),
        (["2016/17", "2017-18", "FY 2018/2019"], ["2016-FY", "2017-FY", "2018-FY"]),
        (["2010-11", "2011-12", "2012-13"], ["2010-FY", "2011-FY", "2012-FY"]),
        (["2011-10", "2011-11", "2011-12"], ["2011-10", "2011-11", "2011-12"]),
        (["Apr-17 Actual", "Actual May-17"], ["2017-04", "2017-05"]),
    ],
)
def test_periods_as_headings(headings, keys):
    report = parse(sheet(["Ref", "Title", *headings], ["A 1", "Cases", *range(2, 2 + len(headings))]))
    assert list(values(report.indicators[0])) == keys
    assert report.period.key == keys[-1]


@pytest.mark.parametrize(
    ("headings", "code", "places"),
    [
        (["2010-11", "2011-12"], "period-ambiguous", ["C1", "D1"]),
        ([date(2017, 4, 13), date(2017, 5, 31)], "period-ambiguous", ["C1", "D1"]),
        (["Apr-17", "Arp-17"], "period-unreadable", ["D1"]),
        (["Apr-17", "Q5 17/18"], "period-unreadable", ["D1"]),
        (["Apr-17", "April 2017"], "header-repeated", ["D1"]),
    ],
)
def test_periods_that_cannot_be_told(headings, code, places):
    found = refusals(sheet(["Ref", "Title", *headings], ["A 1", "Cases", 1, 2]))
    assert [problem for problem in found if problem[0] != "no-figures"] == [(code, f"Data!{at}") for at in places]


def test_a_single_date_may_end_a_week_where_the_authority_has_weekly_indicators():
    table = sheet(["Ref", "Title", date(2017, 4, 30)], ["A 1", "Cases", 5])
    assert parse(table).period == Period.month(2017, 4)
    weekly = known("B 1", frequency="weekly")
    assert refusals(table, known=(weekly,)) == [("period-ambiguous", "Data!C1")]


def test_dates_are_weeks_under_week_ending():
    report = parse(sheet("Ref|Title|Week ending|Value", ["A 1", "Cases", date(2017, 4, 30), 5]))
    assert report.period.key == "2017-04-30"


def test_a_year_to_date_is_no_years_figure():
    table = sheet("Ref|Title|Sep-17|Oct-17|2016/17|2017/18", "A 1|Cases|5|6|70|11")
    assert refusals(table) == [("period-unfinished", "Data!F2")]
    report = parse(table, confirmed={"headers": {"2017/18": ""}})
    assert all_values(report) == {"A 1": {"2016-FY": 70, "2017-09": 5, "2017-10": 6}}
    assert (report.period, report.indicators[0].frequency) == (OCT, "monthly")


# Headings


def test_a_misspelt_heading_is_a_question():
    table = sheet("Ref|Title|Month|Actuls", "A 1|Cases|Nov-17|5")
    assert refusals(table) == [("header-suggestion", "Data!D1")]
    assert all_values(parse(table, confirmed={"headers": {"actuls": "value"}})) == {"A 1": {"2017-11": 5}}


def test_a_misspelt_heading_that_is_not_needed_is_a_question_too():
    table = sheet("Ref|Title|Nov-17|Polarty|Zebra", "A 1|Cases|5|BIB|7")
    assert refusals(table) == [("header-suggestion", "Data!D1")]
    report = parse(table, confirmed={"headers": {"Polarty": ""}})
    assert (report.indicators[0].polarity, unused(report)) == ("", ["Data!D1", "Data!E1"])
    assert parse(table, confirmed={"headers": {"Polarty": "polarity"}}).indicators[0].polarity == "BIB"


def test_a_heading_confirmed_as_a_period():
    report = parse(sheet("Ref|Title|Oct-17|Nvember", "A 1|Cases|5|6"), confirmed={"headers": {"Nvember": "2017-11"}})
    assert all_values(report) == {"A 1": {"2017-10": 5, "2017-11": 6}}


def test_which_headings_resemble_known_ones():
    assert [words.resembling(w) for w in ("Actuls", "Indicater", "Commentry")] == ["value", "title", "note"]
    assert [words.resembling(w) for w in ("Valeu", "Peroid", "Traget")] == ["value", "period", "target"]
    assert [words.resembling(w) for w in ("Zebra", "Ward", "", "Trnd")] == ["", "", "", ""]


def test_a_confirmation_that_means_nothing():
    table = sheet("Ref|Title|Nov-17", "A 1|Cases|5")
    assert refusals(table, confirmed={"headers": {"X": "colour"}, "percent": {"A 1": "half"}}) == [
        ("confirmation-invalid", ""),
        ("confirmation-invalid", ""),
    ]


def test_columns_that_nothing_was_taken_from():
    report = parse(sheet("Ref|Title|Nov-17|Trend|Ward||YTD", "A 1|Cases|5|up|Fairfield|9|"))
    assert unused(report) == ["Data!D1", "Data!E1", "Data!F2"]


@pytest.mark.parametrize(
    ("header", "ref", "title"),
    [
        ("Ref|Indicator", "A 1", "Cases"),
        ("Indicator|Title", "A 1", "Cases"),
        ("Measure ID|KPI", "A 1", "Cases"),
        ("Code|Description", "A 1", "Cases"),
        ("Title|Description", "", "A 1"),
    ],
)
def test_refs_and_titles(header, ref, title):
    (indicator,) = parse(sheet(f"{header}|Nov-17", "A 1|Cases|5")).indicators
    assert (indicator.ref, indicator.title) == (ref, title)


def test_columns_in_any_order():
    (indicator,) = parse(sheet("Owner|Nov-17|Title|Oct-17|Reference", "IL|5|Cases|4|A 1")).indicators
    assert (indicator.ref, indicator.title, indicator.owner) == ("A 1", "Cases", "IL")
    assert values(indicator) == {"2017-10": 4, "2017-11": 5}


def test_two_columns_with_one_meaning():
    assert refusals(sheet("Ref|Title|Nov-17|Target|Goal", "A 1|Cases|5|6|7")) == [("header-repeated", "Data!E1")]


def test_rows_of_a_long_table_in_any_order():
    """Rows that follow each other are read as one: what they say apart from figures is said of the right ones."""
    rows = [
        f"FD {n}|Cases of kind {n}|{section}|{month}-17|{n}{day}|{rag}"
        for n, section in ((3, "Front door"), (9, "Care"))
        for day, (month, rag) in enumerate([("Aug", "Red"), ("Sep", ""), ("Oct", "Amber"), ("Nov", "Green")])
    ]
    heading = "Ref|Title|Section|Month|Actual|RAG"
    by_indicator, by_month = (
        parse(sheet(heading, *rows)),
        parse(sheet(heading, *rows[::4], *rows[1::4], *rows[2:4], *rows[6:])),
    )

    def told(report):
        return {
            (i.key, i.section, f.period.key): (f.value, f.published_rag) for i in report.indicators for f in i.figures
        }

    assert told(by_indicator) == told(by_month)
    assert told(by_indicator)["FD 9", "Care", "2017-11"] == (Decimal(93), "green")
    assert [f.locator for f in by_indicator.indicators[1].figures] == ["Data!E6", "Data!E7", "Data!E8", "Data!E9"]
    assert by_indicator.indicators[1].locator == "Data!A6"


def test_a_long_table_with_columns_of_periods():
    assert refusals(sheet("Ref|Title|Month|Value|Nov-17", "A 1|Cases|Oct-17|5|6")) == [("header-unclear", "Data!E1")]


def test_a_rating_behind_each_period():
    report = parse(sheet("Ref|Title|Oct-17|RAG|Nov-17|RAG", "A 1|Cases|5|Green|6|Red"))
    assert [figure.published_rag for figure in report.indicators[0].figures] == ["green", "red"]


def test_periods_merged_over_columns_of_their_own():
    report = parse(
        sheet(
            [merged("Ref", "A1:A2"), merged("Title", "B1:B2"), merged("Oct-17", "C1:D1"), merged("", "C1:D1"),
             merged("Nov-17", "E1:F1"), merged("", "E1:F1")],
            [merged("", "A1:A2"), merged("", "B1:B2"), "Actual", "RAG", "Actual", "RAG"],
            "A 1|Cases|5|Green|6|Red",
        )
    )  # fmt: skip
    assert all_values(report) == {"A 1": {"2017-10": 5, "2017-11": 6}}
    assert [figure.published_rag for figure in report.indicators[0].figures] == ["green", "red"]


def test_a_year_merged_over_its_months():
    blank = merged("", "C1:D1")
    report = parse(
        sheet(
            [merged("Ref", "A1:A2"), merged("Title", "B1:B2"), merged("2017/18", "C1:D1"), blank],
            [merged("", "A1:A2"), merged("", "B1:B2"), "Oct-17", "Nov-17"],
            "A 1|Cases|5|6",
        )
    )
    assert all_values(report) == {"A 1": {"2017-10": 5, "2017-11": 6}}


def test_targets_of_several_years():
    report = parse(sheet("Ref|Title|Nov-17|2018-19 target|Target 2017/18|2016-17 Target", "A 1|Cases|5|8|7|6"))
    assert report.indicators[0].targets == (
        StatedTarget(YEAR.previous, Decimal(6), "6", "Data!F2"),
        StatedTarget(YEAR, Decimal(7), "7", "Data!E2"),
        StatedTarget(YEAR.next, Decimal(8), "8", "Data!D2"),
    )
    assert unused(report) == []


def test_a_target_of_the_year_beside_one_without_a_year():
    table = sheet("Ref|Title|Nov-17|Target|2017-18 Target|2018-19 Target", "A 1|Cases|5|7|7|8")
    assert [target.value for target in parse(table).indicators[0].targets] == [7, 8]
    table = sheet("Ref|Title|Nov-17|Target|2017-18 Target", "A 1|Cases|5|7|8")
    assert refusals(table) == [("stated-twice", "Data!E2")]


def test_a_target_without_a_year_is_that_of_the_latest_figures():
    report = parse(sheet("Ref|Title|Mar-17|Apr-17|May-17|Target", "A 1|Cases|5|6||7"))
    assert report.indicators[0].targets[0].starts == YEAR
    assert report.period == Period.month(2017, 4)


# Rows


def test_section_rows_and_footnotes():
    report = parse(
        sheet(
            "Ref|Title|Nov-17",
            "FRONT DOOR",
            "A 1|Cases|5",
            "|WORKFORCE",
            "A 2|Visits|6",
            "Figures of this year are provisional.",
            "* without agency staff",
        )
    )
    assert [(i.ref, i.section) for i in report.indicators] == [("A 1", "FRONT DOOR"), ("A 2", "WORKFORCE")]
    assert unused(report) == ["Data!A6", "Data!A7"]


def test_a_known_indicator_without_figures_is_no_section():
    report = parse(
        sheet("Title|Nov-17", "Cases|5", "Visits", "Plans|7"), known=(known("Visits", ref="", title="Visits"),)
    )
    assert [(i.title, i.section) for i in report.indicators] == [
        ("Cases", "New indicators"), ("Visits", "FRONT DOOR"), ("Plans", "New indicators"),
    ]  # fmt: skip


def test_a_row_that_names_an_unknown_indicator_and_states_nothing():
    report = parse(sheet("Ref|Title|Nov-17", "A 1|Cases|5", "Source:|Case management system|"))
    assert (len(report.indicators), unused(report)) == (1, ["Data!A3"])


def test_refs_merged_downwards_speak_for_their_rows():
    report = parse(
        sheet(
            "Ref|Title|Month|Value",
            [merged("A 1", "A2:A3"), merged("Cases", "B2:B3"), "Oct-17", 5],
            [merged("", "A2:A3"), merged("", "B2:B3"), "Nov-17", 6],
        )
    )
    assert all_values(report) == {"A 1": {"2017-10": 5, "2017-11": 6}}


def test_a_heading_row_repeated_at_a_page_break():
    report = parse(sheet("Ref|Title|Nov-17", "FRONT DOOR", "A 1|Cases|5", "Ref|Title|Nov-17", "A 2|Visits|6"))
    assert [(i.ref, i.section) for i in report.indicators] == [("A 1", "FRONT DOOR"), ("A 2", "FRONT DOOR")]


def test_what_the_catalogue_knows_stands_where_the_table_is_silent():
    told = known(
        "FD 3", title="Contacts", unit="percent", section="S", owner="IL", polarity="BIB",
        aliases=(KnownAlias("Old name", "FD 3", "Ana"), KnownAlias("F3", "FD 3", "Ana")), basis="in_period",
    )  # fmt: skip
    for table in (
        sheet("Ref|Nov-17", "fd3|82"),
        sheet("Ref|Nov-17", "F3|82"),
        sheet("Title|Nov-17", "CONTACTS|82"),
        sheet("Indicator|Nov-17", "Old name|82"),
    ):
        (indicator,) = parse(table, known=(told,)).indicators
        assert (indicator.ref, indicator.title, indicator.unit) == ("FD 3", "Contacts", "percent")
        assert (indicator.section, indicator.owner, indicator.polarity) == ("S", "IL", "BIB")
        assert indicator.basis == "in_period"


def test_comments_and_notes():
    noted = Cell("number", "5", Decimal(5), comment="Late returns.\n", comment_by="Jo")
    report = parse(
        sheet(
            ["Ref", "Title", Cell("text", "Oct-17", comment="Provisional"), "Nov-17", "Notes", "Next steps"],
            ["A 1", "Cases", noted, Cell("number", "6", Decimal(6), comment="Checked."), "Up again", "Recruit"],
        )
    )
    section = "New indicators"
    assert report.passages == (
        Passage("narrative", "Up again", "Data!E2", "", section, ("A 1",), True),
        Passage("next_steps", "Recruit", "Data!F2", "", section, ("A 1",), True),
    )
    assert report.proposals == (
        Proposal("Late returns.", "Jo", "Data!C2", "A 1", OCT),
        Proposal("Checked.", "", "Data!D2", "A 1", NOV),
    )
    assert unused(report) == ["Data!C1"]


def test_units_by_their_column():
    report = parse(
        sheet(
            "Ref|Title|Unit|Nov-17",
            "A 1|Contacts|%|82",
            "A 2|Time|Days|8",
            "A 3|Rate|per 10,000|52.5",
            "A 4|Cost|pounds|7",
        )
    )
    assert [i.unit for i in report.indicators] == ["percent", "days", "rate_per_10000", "number"]
    assert unused(report) == ["Data!C5"]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("% of visits", "percent"),
        ("Percentage of visits", "percent"),
        ("Visits in time (%)", "percent"),
        ("Number of visits (% is shown elsewhere)", "number"),
        ("Time taken (days)", "days"),
        ("Contacts actioned within 3 days", "number"),
        ("Referrals per 10,000", "rate_per_10000"),
    ],
)
def test_units_by_title(title, unit):
    assert parse(sheet("Title|Nov-17", f"{title}|82")).indicators[0].unit == unit


# Sheets


def test_several_sheets_are_put_together():
    report = parse(
        sheet("Read me", "How to fill this in", name="Instructions"),
        sheet("Ref|Title|Oct-17", "A 1|Cases|5", name="One"),
        sheet("Ref|Title|Oct-17|Nov-17", "A 1|Cases|5|6", name="Two"),
    )
    assert all_values(report) == {"A 1": {"2017-10": 5, "2017-11": 6}}
    assert [figure.locator for figure in report.indicators[0].figures] == ["One!C2", "Two!D2"]
    assert unused(report) == ["Instructions!A1"]


def test_sheets_that_differ():
    one = sheet("Ref|Title|Oct-17|Target", "A 1|Cases|5|9", name="One")
    two = sheet("Ref|Title|Oct-17|Target", "A 1|Cases|6|8", name="Two")
    assert refusals(one, two) == [("stated-twice", "Two!C2"), ("stated-twice", "Two!D2")]


def test_hidden_sheets_rows_and_columns():
    visible = sheet(
        "Ref|Title|Oct-17|Nov-17|Dec-17", "A 1|Cases|5|6|7", "A 2|Visits|8|9|10", "A 3|Plans|1|2|3",
        hidden_rows=frozenset({1, 2}), hidden_columns=frozenset({3, 4}),
    )  # fmt: skip
    hidden = sheet("Ref|Title|Nov-17", "A 4|Old|5", name="Old", is_hidden=True)
    empty = sheet("", name="Empty", is_hidden=True)
    report = parse(visible, hidden, empty)
    assert all_values(report) == {"A 3": {"2017-10": 1}}
    assert findings(report) == [
        ("hidden-skipped", "Data!D1"), ("hidden-skipped", "Data!A2"), ("hidden-skipped", "Old!A1"),
    ]  # fmt: skip
    report = parse(visible, hidden, empty, confirmed={"read_hidden": True})
    assert list(all_values(report)) == ["A 1", "A 2", "A 3", "A 4"]
    assert (report.period, report.findings) == (Period.month(2017, 12), ())


def test_a_table_on_a_hidden_sheet_only():
    """That it can be chosen is said beside the reason, so that nobody has to ask."""
    table = sheet("Ref|Title|Nov-17", "A 1|Cases|5", is_hidden=True)
    assert refusals(table) == [("no-table", ""), ("hidden-skipped", "Data!A1")]
    assert all_values(parse(table, confirmed={"read_hidden": {"Data": "yes"}})) == {"A 1": {"2017-11": 5}}


def test_what_is_no_workbook():
    for rows in (("Name|Age", "Ann|7"), ("Nov-17|Dec-17",), ("Period|Value", "Nov-17|5"), ("",)):
        assert not workbook.recognises(Workbook("a.csv", (sheet(*rows),)))
    assert not workbook.recognises(Workbook("a.csv", ()))


def test_a_table_without_figures():
    assert refusals(sheet("Ref|Title|Nov-17|Target", "A 1|Cases||5")) == [("no-figures", "")]


def test_as_many_decimals_as_an_observation_holds():
    assert Observation._meta.get_field("value").decimal_places == cells.MAX_DECIMALS


def test_a_cell_of_our_own():
    assert cell("5").text == "5" and cell(None) == Cell()
