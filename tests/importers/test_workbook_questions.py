"""What a workbook leaves open is a question with answers to choose from; what was confirmed is read so, and told."""

from datetime import date

import pytest

from importers.problems import from_plain, to_plain
from importers.records import KnownAlias, Refused
from importers.sheets import NUMBER, Cell
from tests.importers.workbook_sheets import (
    all_values,
    findings,
    known,
    number,
    parse,
    percent,
    refusals,
    sheet,
    values,
)

TITLE = "Re-referrals within 12 months of an earlier one"
FD8 = known("FD 8", title=TITLE)
LONG = "Ref|Title|Month|Actuls"


def asked(*sheets, **more):
    """The questions about the sheets, of a refusal or of a report."""
    try:
        problems = parse(*sheets, **more).findings
    except Refused as refusal:
        problems = refusal.problems
    return [problem.question for problem in problems if problem.question]


def answered(question, wanted):
    """A confirmation with the answer whose label begins with those words."""
    (choice,) = [choice for choice in question.choices if choice.label.startswith(wanted)]
    return {question.kind: {question.name: choice.value}}


def told(report, code):
    return [problem.message for problem in report.findings if problem.code == code]


# Headings


def test_the_question_about_a_heading():
    table = sheet(LONG, "A 1|Cases|Oct-17|5", "A 1|Cases|Nov-17|6")
    (question,) = asked(table)
    assert "'Actuls'" in question.asks
    assert question.samples == ("5", "6")
    assert question.choices[0].value == "value"
    assert question.is_lasting
    assert all_values(parse(table, confirmed=answered(question, "The figure"))) == {"A 1": {"2017-10": 5, "2017-11": 6}}


def test_every_answer_about_a_heading_can_be_read():
    table = sheet("Ref|Title|Nov-17|Actuls|Polarty", "A 1|Cases|5|BIB|BIB")
    for question in asked(table):
        for choice in question.choices:
            try:
                parse(table, confirmed={question.kind: {question.name: choice.value}})
            except Refused as refusal:
                assert "confirmation-invalid" not in [problem.code for problem in refusal.problems]


def test_an_alias_is_never_asked_again_and_is_told():
    table = sheet(LONG, "A 1|Cases|Nov-17|5")
    report = parse(table, headings=(KnownAlias("ACTULS", "value", "Ana on 3 May 2018"),))
    assert all_values(report) == {"A 1": {"2017-11": 5}}
    assert told(report, "as-confirmed") == ["'Actuls' is read as the figure, as confirmed by Ana on 3 May 2018."]


def test_an_alias_for_a_column_that_is_not_read():
    table = sheet("Ref|Title|Nov-17|Polarty", "A 1|Cases|5|BIB")
    report = parse(table, headings=(KnownAlias("Polarty", "", "Ana on 3 May 2018"),))
    assert report.indicators[0].polarity == ""
    assert told(report, "as-confirmed") == ["'Polarty' is not read, as confirmed by Ana on 3 May 2018."]


def test_a_known_heading_outranks_an_alias_and_that_is_told():
    table = sheet("Ref|Title|Nov-17|Target|Owner", "A 1|Cases|5|6|IL")
    aliases = (KnownAlias("Target", "owner", "Ana on 3 May 2018"), KnownAlias("Owner", "owner", "Ana on 3 May 2018"))
    report = parse(table, headings=aliases)
    assert [target.value for target in report.indicators[0].targets] == [6]
    (message,) = told(report, "alias-overruled")
    assert "'Target'" in message
    assert "read as the target" in message


def test_what_is_said_of_the_file_outranks_an_alias():
    table = sheet("Ref|Title|Nov-17|Zebra", "A 1|Cases|5|IL")
    report = parse(table, headings=(KnownAlias("Zebra", "note", "Ana"),), confirmed={"headers": {"Zebra": "owner"}})
    assert (report.indicators[0].owner, report.passages) == ("IL", ())
    assert told(report, "as-confirmed") == ["'Zebra' is read as the owner, as was said of this file."]


def test_a_heading_under_a_period():
    """`Oct-17` merged over `Actuls` and `RAG`: the row below is of the heading, too."""
    merge = [Cell("text", "Oct-17", merged="C1:D1"), Cell(merged="C1:D1")]
    table = sheet(["Ref", "Title", *merge], ["", "", "Actuls", "RAG"], "A 1|Cases|5|Green")
    (question,) = asked(table)
    for more in (
        {"confirmed": answered(question, "The figure")},
        {"headings": (KnownAlias("Actuls", "value", "Ana"),)},
    ):
        report = parse(table, **more)
        assert all_values(report) == {"A 1": {"2017-10": 5}}
        assert [figure.published_rag for figure in report.indicators[0].figures] == ["green"]


# Periods


def test_a_misspelt_month():
    table = sheet("Ref|Title|Mar-17|Arp-17|May-17", "A 1|Cases|5|6|7")
    (question,) = asked(table)
    assert [choice.value for choice in question.choices] == ["2017-04", ""]
    assert not question.is_lasting
    report = parse(table, confirmed=answered(question, "April 2017"))
    assert all_values(report) == {"A 1": {"2017-03": 5, "2017-04": 6, "2017-05": 7}}
    assert told(report, "as-confirmed") == ["'Arp-17' is read as April 2017, as was said of this file."]


def test_a_period_that_another_column_has_is_no_answer():
    (question,) = asked(sheet("Ref|Title|Apr-17|Arp-17|Jul-17", "A 1|Cases|5|6|7"))
    assert [choice.value for choice in question.choices] == ["2017-05", "2017-06", ""]


@pytest.mark.parametrize(
    ("answer", "keys"), [("A day of the month", ["2017-04", "2017-05"]), ("The last day", ["2017-04-13", "2017-05-31"])]
)
def test_days_are_asked_about_once(answer, keys):
    table = sheet(["Ref", "Title", date(2017, 4, 13), date(2017, 5, 31)], "A 1|Cases|5|6")
    first, second = asked(table)
    assert first == second
    report = parse(table, confirmed=answered(first, answer))
    assert list(values(report.indicators[0])) == keys


@pytest.mark.parametrize(
    ("answer", "keys"), [("November 2010", ["2010-11", "2011-12"]), ("2010/11", ["2010-FY", "2011-FY"])]
)
def test_months_or_financial_years(answer, keys):
    table = sheet("Ref|Title|2010-11|2011-12", "A 1|Cases|5|6")
    report = parse(table, confirmed=answered(asked(table)[0], answer))
    assert list(values(report.indicators[0])) == keys


def test_what_neighbours_say_of_a_day_needs_no_answer():
    table = sheet(["Ref", "Title", date(2017, 4, 30), date(2017, 5, 31)], "A 1|Cases|5|6")
    report = parse(table, confirmed={"dates": {"days": "weekly"}})
    assert list(values(report.indicators[0])) == ["2017-04", "2017-05"]


def test_a_day_in_a_long_table():
    table = sheet("Ref|Title|Period|Value", ["A 1", "Cases", date(2017, 4, 13), 5])
    assert refusals(table)[0] == ("period-ambiguous", "Data!C2")
    report = parse(table, confirmed=answered(asked(table)[0], "The last day"))
    assert all_values(report) == {"A 1": {"2017-04-13": 5}}


# Percentages


def test_the_answers_about_a_percentage():
    table = sheet(["Ref", "Title", "Nov-17"], ["FD 3", "Contacts", number("0.853")])
    percentage = known("FD 3", unit="percent")
    (question,) = asked(table, known=(percentage,))
    assert [choice.label for choice in question.choices] == [
        "0.853 means 0.853%", "0.853 is a fraction and means 85.3%",
    ]  # fmt: skip
    report = parse(table, known=(percentage,), confirmed=answered(question, "0.853 is a fraction"))
    assert str(report.indicators[0].figures[0].value.normalize()) == "85.3"


def test_a_percentage_of_what_is_none():
    table = sheet(["Ref", "Title", "Nov-17"], ["FD 3", "Contacts", percent("0.85", "85%")])
    (question,) = asked(table, known=(known("FD 3", unit="days"),))
    assert [choice.label for choice in question.choices] == ["Yes, it is a percentage"]


@pytest.mark.parametrize(("printed_before", "decimals"), [(0, 0), (1, 1), (None, 1)])
def test_zeros_that_only_a_format_adds(printed_before, decimals):
    """84% typed into a cell that shows one decimal: where the indicator never had decimals, it has none now."""
    table = sheet(
        ["Ref", "Title", "Oct-17", "Nov-17"], ["FD 3", "Contacts", percent("0.84", "84.0%"), percent("0.845", "84.5%")]
    )
    (indicator,) = parse(table, known=(known("FD 3", unit="percent", decimals=printed_before),)).indicators
    assert [figure.decimals for figure in indicator.figures] == [decimals, 1]
    assert indicator.figures[0].text == "84.0%"


# Indicators


def test_a_name_that_resembles_a_known_one():
    table = sheet("Ref|Title|Nov-17", f"X 9|{TITLE}|5")
    assert refusals(table, known=(FD8,)) == [("indicator-unclear", "Data!A2")]
    (question,) = asked(table, known=(FD8,))
    assert question.samples == ("5",)
    same = parse(table, known=(FD8,), confirmed=answered(question, "It is FD 8"))
    assert [(i.ref, i.title) for i in same.indicators] == [("FD 8", TITLE)]
    assert told(same, "as-confirmed") == ["'X 9' is taken for FD 8, as was said of this file."]
    new = parse(table, known=(FD8,), confirmed=answered(question, "It is a new"))
    assert [i.ref for i in new.indicators] == ["X 9"]
    assert [choice.is_lasting for choice in question.choices] == [True, False]


@pytest.mark.parametrize(
    "row",
    ["FD-8|Something else|5", "FD.8||5", "X 9|Re-referrals within 12 months of earlier one|5",
     "|Percentage of re-referrals within 12 months of an earlier one|5"],
)  # fmt: skip
def test_what_resembles(row):
    assert refusals(sheet("Ref|Title|Nov-17", row), known=(FD8,)) == [
        ("indicator-unclear", "Data!A2" if row[0] != "|" else "Data!B2")
    ]


@pytest.mark.parametrize("row", ["FD 9|Visits in the month|5", "FD 80|Number of children in care|5", "|Contacts|5"])
def test_what_is_clearly_new_is_no_question(row):
    both = (FD8, known("B 2", title="Number of children in need"))
    assert asked(sheet("Ref|Title|Nov-17", row), known=both) == []


def test_a_sibling_of_an_indicator_that_the_file_has_too_is_no_question():
    table = sheet("Ref|Title|Nov-17", f"FD 8|{TITLE}|5", f"FD 8a|{TITLE}: boys|3", f"FD 8b|{TITLE}|2")
    report = parse(table, known=(FD8,))
    assert [i.ref for i in report.indicators] == ["FD 8", "FD 8a", "FD 8b"]
    assert findings(report) == [("title-known", "Data!A4")]


def test_an_indicators_alias():
    told_of = known("FD 8", title=TITLE, aliases=(KnownAlias("X 9", "FD 8", "Ana on 3 May 2018"),))
    report = parse(sheet("Ref|Title|Nov-17", f"x9|{TITLE}|5"), known=(told_of,))
    assert all_values(report) == {"FD 8": {"2017-11": 5}}
    assert told(report, "as-confirmed") == ["'x9' is taken for FD 8, as confirmed by Ana on 3 May 2018."]


def test_a_real_ref_outranks_an_alias_and_that_is_told():
    """X 9 was confirmed for FD 8; since then there is an X 9 of its own."""
    told_of = known("FD 8", title=TITLE, aliases=(KnownAlias("X 9", "FD 8", "Ana on 3 May 2018"),))
    report = parse(sheet("Ref|Title|Nov-17", "X 9|Visits|5"), known=(told_of, known("X 9", title="Visits")))
    assert all_values(report) == {"X 9": {"2017-11": 5}}
    assert findings(report) == [("alias-overruled", "Data!A2")]


def test_what_was_said_of_an_indicator_that_is_not_known():
    table = sheet("Ref|Title|Nov-17", "X 9|Visits|5")
    assert refusals(table, confirmed={"indicators": {"X 9": "FD 99"}}) == [("confirmation-invalid", "")]


# What is hidden


HIDING = sheet(
    "Ref|Title|Oct-17|Nov-17", "A 1|Cases|5|6", "A 2|Visits|8|9", "A 3|Plans|1|2",
    hidden_rows=frozenset({1, 3}), hidden_columns=frozenset({3}),
)  # fmt: skip
OLD = sheet("Ref|Title|Nov-17", "A 4|Old|5", name="Old", is_hidden=True)


@pytest.mark.parametrize(
    ("address", "more"),
    [
        ("Data!2:2", {"A 1": {"2017-10": 5}}),
        ("Data!4:4", {"A 3": {"2017-10": 1}}),
        ("Data!D:D", {"A 2": {"2017-10": 8, "2017-11": 9}}),
        ("Old", {"A 4": {"2017-11": 5}}),
    ],
)
def test_each_hidden_part_is_read_where_it_is_chosen(address, more):
    questions = asked(HIDING, OLD)
    assert {question.name for question in questions} == {"Data!2:2", "Data!4:4", "Data!D:D", "Old"}
    assert all(question.is_optional and question.answer == "no" for question in questions)
    report = parse(HIDING, OLD, confirmed={"read_hidden": {address: "yes"}})
    assert all_values(report) == {"A 2": {"2017-10": 8}} | more
    assert {q.name: q.answer for q in asked(HIDING, OLD, confirmed={"read_hidden": {address: "yes"}})}[address] == "yes"
    assert len(told(report, "hidden-read")) == 1
    assert len(told(report, "hidden-skipped")) == 3


def test_what_is_hidden_is_offered_beside_the_reasons_of_a_refusal():
    table = sheet(LONG, "A 1|Cases|Nov-17|5")
    assert refusals(table, OLD) == [("header-suggestion", "Data!D1"), ("hidden-skipped", "Old!A1")]


def test_questions_are_kept_as_plain_data():
    with pytest.raises(Refused) as caught:
        parse(sheet(LONG, "A 1|Cases|Nov-17|5"), OLD)
    assert from_plain(to_plain(caught.value.problems)) == caught.value.problems


def test_a_confirmation_of_each_kind_that_means_nothing():
    table = sheet(["Ref", "Title", "Nov-17"], ["A 1", "Cases", Cell(NUMBER, "5", number("5").number)])
    wrong = {"dates": {"days": "yearly", "hours": "weekly"}, "read_hidden": {"Old": "maybe"}, "indicators": {"A 1": 7}}
    assert refusals(table, confirmed=wrong) == [("confirmation-invalid", "")] * 4
