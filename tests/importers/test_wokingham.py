"""Wokingham's exceptions report: on excerpts, whole, and damaged."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.documents import read_document
from importers.records import Figure, Passage, Problem, Refused, StatedTarget, StatedTotal
from importers.sources import wokingham
from indicators.periods import Period

pytestmark = pytest.mark.usefixtures("read_here")

ROOT = Path(__file__).parent.parent.parent
FIXTURE = ROOT / "fixtures" / "reports" / "wokingham-2018-19-q2.txt"
ORIGINAL = ROOT.parent / "shared" / "reports" / "wokingham-2018-19-q2.txt"
CATALOGUE = ROOT / "fixtures" / "indicators" / "wokingham.json"
Q1, Q2 = Period.parse("2018-Q1"), Period.parse("2018-Q2")
YEAR = Period.parse("2018-FY")

TOTALS = "In 18/19 Q2 there are two green indicators and two red indicators."
RATED = 'Information on performance rated "Red" is given below.'
VP1 = (
    "1. VP1: Percentage of visits due in the period.",
    "18/19 Q1 Performance: **90.20%**",
    " 18/19 Q2 Performance: **86.5%**",
    "Fewer visits were made.",
)
VP2 = (
    "2. VP2: Children waiting",
    "18/19 Q1 Performance: **1,204**",
    "18/19 Q2 Performance: **7**",
    "More are waiting.",
)


def paper(
    *indicators, totals=(TOTALS,), rated=(RATED,), summary=("All is well.",), background=("More is meant to come.",)
):
    """The lines of a small report, each a paragraph with a blank line after it."""
    paragraphs = [
        "TITLE\tHow we do",
        "WARD\tNone",
        "RECOMMENDATION",
        "Take note.",
        "SUMMARY OF REPORT",
        *summary,
        "Background",
        *background,
        "Analysis of Issues",
        *totals,
        *rated,
        *(line for indicator in indicators or (VP1, VP2) for line in indicator),
        "FINANCIAL IMPLICATIONS",
        "There are none.",
        "\tCost\tRevenue",
    ]
    return [line for paragraph in paragraphs for line in (paragraph, "")]


def changed(indicator, at, *lines):
    """An indicator with one of its lines, counted from 0, replaced by others."""
    return (*indicator[:at], *lines, *indicator[at + 1 :])


def document(lines):
    return read_document("paper.txt", "\n".join(lines).encode())


def parse(lines):
    return wokingham.parse(document(lines))


def refusals(lines):
    with pytest.raises(Refused) as caught:
        parse(lines)
    for problem in caught.value.problems:
        assert problem.message.endswith("."), problem
    return caught.value.problems


def refusal(lines, at):
    """(code, ref, message) of the only refusal, which must be on the line that begins with `at`."""
    return _only(refusals(lines), lines, at)


def finding(lines, at):
    """(code, ref, message) of the only finding, which must be on the line that begins with `at`."""
    return _only(parse(lines).findings, lines, at)


def _only(problems, lines, at):
    (problem,) = problems
    assert line_at(lines, problem).startswith(at), problem
    assert problem.message.endswith(".")
    return problem.code, problem.ref, problem.message


def line_at(lines, record):
    return lines[int(record.locator.removeprefix("line:")) - 1].strip()


def codes(lines):
    return [(problem.code, problem.ref) for problem in parse(lines).findings]


def place(lines, start):
    return f"line:{next(n for n, line in enumerate(lines, 1) if line.startswith(start))}"


# Excerpts: what is read


def test_a_report():
    lines = paper(totals=("In 18/19 Q2 there are 0 green indicators, no amber and two red.",))
    report = parse(lines)
    assert (report.source, report.title, report.period) == ("wokingham-exceptions", "How we do", Q2)
    assert report.findings == ()
    vp1, vp2 = report.indicators
    assert (vp1.ref, vp1.title, vp1.section) == ("VP1", "Percentage of visits due in the period", "Rated red")
    assert (vp1.unit, vp1.basis, vp1.frequency, vp1.polarity) == ("percent", "in_period", "quarterly", "")
    assert (vp1.locator, vp1.targets, vp1.methodology) == (place(lines, "1. VP1"), (), None)
    first = place(lines, "18/19 Q1")
    second = place(lines, " 18/19 Q2")
    assert vp1.figures == (
        Figure(Q1, Decimal("90.20"), "90.20%", first, decimals=2),
        Figure(Q2, Decimal("86.5"), "86.5%", second, decimals=1, published_rag="red"),
    )
    assert (vp2.unit, vp2.basis) == ("number", "")
    assert [figure.value for figure in vp2.figures] == [Decimal(1204), Decimal(7)]
    assert report.passages == (
        Passage("summary", "All is well.", place(lines, "All is"), "Summary of report"),
        Passage("summary", "More is meant to come.", place(lines, "More is meant"), "Background"),
        Passage("narrative", "Fewer visits were made.", place(lines, "Fewer"), "", "Rated red", ("VP1",), named=True),
        Passage("narrative", "More are waiting.", place(lines, "More are"), "", "Rated red", ("VP2",), named=True),
    )
    sentence, where = "In 18/19 Q2 there are 0 green indicators, no amber and two red.", place(lines, "In 18/19")
    assert report.totals == (
        StatedTotal("green", 0, sentence, where),
        StatedTotal("amber", 0, sentence, where),
        StatedTotal("red", 2, sentence, where),
    )
    assert report.unused == (
        Problem("unused", "Nothing was taken from this line: 'WARD None'.", "line:3"),
        Problem("unused", "Nothing was taken from these 2 lines, the first of which is 'RECOMMENDATION'.", "line:5-7"),
        Problem(
            "unused",
            "Nothing was taken from these 3 lines, the first of which is 'FINANCIAL IMPLICATIONS'.",
            f"{place(lines, 'FINANCIAL')}-{len(lines) - 1}",
        ),
    )


@pytest.mark.parametrize(
    ("printed", "text", "value", "decimals", "qualifier"),
    [
        ("**86.27%**", "86.27%", "86.27", 2, ""),
        ("86%", "86%", "86", 0, ""),
        ("**0.0%**", "0.0%", "0.0", 1, ""),
        ("**86%** (provisional)", "86% (provisional)", "86", 0, "provisional"),
    ],
)
def test_figures(printed, text, value, decimals, qualifier):
    figure = parse(paper(changed(VP1, 2, f"18/19 Q2 Performance: {printed}"), VP2)).indicators[0].figures[1]
    assert (figure.text, str(figure.value), figure.decimals) == (text, value, decimals)
    assert figure.qualifier == qualifier


def test_quarters_may_stand_in_any_order():
    figures = parse(paper((VP1[0], VP1[2], VP1[1], VP1[3]), VP2)).indicators[0].figures
    assert [figure.period for figure in figures] == [Q1, Q2]
    assert [figure.published_rag for figure in figures] == ["", "red"]


def test_quarters_may_cross_the_year():
    lines = [
        line.replace("18/19 Q1", "17/18 Q4").replace("18/19 Q2", "18/19 Q1").replace("18/19 Q4", "17/18 Q4")
        for line in paper()
    ]
    assert [figure.period.key for figure in parse(lines).indicators[0].figures] == ["2017-Q4", "2018-Q1"]


def test_another_list_has_its_own_colour():
    lines = paper(VP1, ("Performance rated “Amber” is listed below:",), VP2, totals=(TOTALS.replace("green", "amber"),))
    first, second = parse(lines).indicators
    assert (first.section, second.section) == ("Rated red", "Rated amber")
    assert second.figures[1].published_rag == "amber"
    assert [p.text for p in parse(lines).passages if p.refs == ("VP1",)] == ["Fewer visits were made."]
    assert codes(lines) == [("totals-differ", ""), ("totals-differ", "")]


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("12-Month Rolling Turnover", "rolling_12_months"),
        ("Schools with a current Ofsted Rating", "snapshot"),
        ("Visits due in the period", "in_period"),
        ("Referrals within 12 months of another", ""),
        ("Currently open", ""),
    ],
)
def test_bases(title, basis):
    assert parse(paper(changed(VP1, 0, f"1. VP1: {title}"), VP2)).indicators[0].basis == basis


def test_a_title_broken_by_a_page():
    indicator = parse(paper(changed(VP1, 0, "1. VP1: Visits which", "were made on time.", "Note."), VP2)).indicators[0]
    assert indicator.title == "Visits which were made on time"


def narratives(*paragraphs):
    report = parse(paper(changed(VP1, 3, *paragraphs), VP2))
    return [(p.text, p.refs) for p in report.passages if p.kind == "narrative" and "VP1" in p.refs]


# Begins like a figure, but is a sentence.
LONG = "18/19 Q2 performance shows how things stood at the end of August 2018."


@pytest.mark.parametrize(
    ("paragraphs", "text"),
    [
        (("One. This", "goes on. Two."), "One. This goes on. Two."),
        (("One.", "two."), "One.\n\ntwo."),
        (("One (so.)", "two."), "One (so.)\n\ntwo."),
        (("One", "Two"), "One\n\nTwo"),
        (("For these reasons:", "two."), "For these reasons:\n\ntwo."),
        (("One, **two**.", "there are two red indicators."), "One, **two**.\n\nthere are two red indicators."),
        (("Background",), "Background"),
        ((LONG,), LONG),
    ],
)
def test_paragraphs(paragraphs, text):
    assert narratives(*paragraphs) == [(text, ("VP1",))]


def test_lines_without_a_blank_line_between_are_one_paragraph():
    lines = paper()
    at = lines.index("Fewer visits were made.")
    lines[at : at + 1] = ["One.", "Two"]
    assert "One.\nTwo" in [passage.text for passage in parse(lines).passages]


@pytest.mark.parametrize(
    "words",
    ["Commentary for indicator is as for VP1 above.", "Commentary: as for vp 1", "Commentary here is as for VP1 above"],
)
def test_a_narrative_that_is_shared(words):
    report = parse(paper(VP1, changed(VP2, 3, words)))
    assert [(p.text, p.refs) for p in report.passages if p.kind == "narrative"] == [
        ("Fewer visits were made.", ("VP1", "VP2"))
    ]


@pytest.mark.parametrize(
    ("words", "value", "text"),
    [
        ("The targets proposed (Green if less than 16%) say so.", "16", "less than 16%"),
        ("The target (20% or less) was met.", "20", "20% or less"),
        ("We met the target (more than 92.5%).", "92.5", "more than 92.5%"),
        ("We met it (green if 92% or more).", "92", "92% or more"),
    ],
)
def test_targets(words, value, text):
    lines = paper(changed(VP1, 3, "In 2018/19 more came.", words), VP2)
    decimals = len(value.partition(".")[2])
    target = StatedTarget(YEAR, Decimal(value), text, place(lines, words), decimals)
    assert parse(lines).indicators[0].targets == (target,)
    assert codes(lines) == [("not-listed", "")]


# Excerpts: refusals

UNREADABLE = ["**n/k**", "**86.27%", "86,27%", "**8 6%**", "**٨٦%**", "**−5%**", "**.5%**", "**86%%**", "**c**"]


@pytest.mark.parametrize("printed", UNREADABLE)
def test_values_that_are_no_figure(printed):
    code, ref, message = refusal(paper(changed(VP1, 2, f"18/19 Q2 Performance: {printed}"), VP2), "18/19 Q2")
    assert (code, ref) == ("value-unreadable", "VP1")
    assert "VP1 in Q2 2018/19" in message


@pytest.mark.parametrize(
    "line",
    [
        "18/19 Q5 Performance: **86%**",
        "18/20 Q2 Performance: **86%**",
        "18/19 Q2 Performance **86%**",
        "18/19 Q2 Perfomance: **86%**",
        "18/19 Performance: **86%**",
        "Performance: 86%",
        "18/19 Q2 Performance:",
    ],
)
def test_performance_lines_out_of_form(line):
    code, ref, _ = refusal(paper(changed(VP1, 2, line), VP2), line)
    assert (code, ref) == ("performance-unreadable", "VP1")


@pytest.mark.parametrize(
    ("indicators", "at", "code"),
    [
        ((VP1, (*VP2[:2], VP2[1], *VP2[2:])), "18/19 Q1 Performance: **1,204**", "quarter-repeated"),
        ((VP1[1:], VP2), "18/19 Q", "performance-misplaced"),
        ((VP1, changed(VP2, 0, "2. vp 1: Children waiting")), "2. vp 1", "ref-repeated"),
        ((changed(VP1, 2, "18/19 Q2 Performance: **86**"), VP2), "1. VP1", "unit-mixed"),
    ],
)
def test_what_is_there_twice_or_out_of_place(indicators, at, code):
    lines = paper(*indicators)
    for problem in refusals(lines):
        assert problem.code == code
        assert line_at(lines, problem).startswith(at)


def test_a_lost_heading_makes_quarters_repeat():
    assert [problem.code for problem in refusals(paper(VP1, VP2[1:]))] == ["quarter-repeated"] * 2


def test_quarters_that_do_not_follow():
    lines = paper(changed(VP1, 1, "17/18 Q3 Performance: **90%**"), changed(VP2, 1, "17/18 Q3 Performance: **9**"))
    code, _, message = refusal(lines, "18/19 Q2")
    assert code == "quarters-not-consecutive"
    assert "Q2 2018/19" in message
    assert "Q3 2017/18" in message


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ('Performance rated "Purple" is listed below.', "Performance rated"),
        ("What follows is bad.", "1. VP1"),
    ],
)
def test_a_list_of_no_known_colour(line, at):
    code, _, message = refusal(paper(rated=(line,)), at)
    assert code == "rag-unknown"
    assert "Red" in message


def test_a_new_heading_ends_the_list():
    assert refusal(paper(VP1, ("OTHER INDICATORS",), VP2), "2. VP2")[:2] == ("rag-unknown", "VP2")


@pytest.mark.parametrize(
    "totals",
    [
        "In 18/19 Q2 there are sixx green indicators and two red indicators.",
        "In 18/19 Q2 there are two red indicators and two red indicators.",
        "In 18/19 Q2 there are -2 red indicators.",
        "In 18/19 Q2 there are several green indicators.",
        "In 18/19 Q2 there are two red and two purple indicators.",
        "In 18/20 Q2 there are two red indicators.",
        "In 18/19 Q5 there are two red indicators.",
        "Now there are two red indicators.",
    ],
)
def test_totals_that_cannot_be_read(totals):
    assert refusal(paper(totals=(totals,)), totals)[0] == "totals-unreadable"


def test_totals_given_twice():
    code, _, message = refusal(paper(totals=(TOTALS, TOTALS.replace("two", "one"))), "In 18/19 Q2 there are one")
    assert code == "totals-repeated"
    assert "on lines" in message


def test_totals_of_another_quarter():
    code, _, message = refusal(paper(totals=(TOTALS.replace("Q2", "Q1"),)), "In 18/19")
    assert code == "period-differs"
    assert "Q1 2018/19" in message
    assert "Q2 2018/19" in message


def test_every_reason_is_told():
    lines = paper(changed(VP1, 2, "18/19 Q2 Performance: **x**"), VP2, totals=("Now there are sixx red indicators.",))
    assert [problem.code for problem in refusals(lines)] == ["totals-unreadable", "value-unreadable"]


def test_another_report():
    (problem,) = refusals(["Some text"])
    assert problem.code == "format-unknown"


# Excerpts: findings

ALL_RED = ("In 18/19 Q2 there are two red indicators.",)


def finding_under_vp1(*paragraphs, at):
    return finding(paper(changed(VP1, 3, *paragraphs), VP2, totals=ALL_RED), at)


def test_indicators_that_are_not_listed():
    code, _, message = finding(paper(), "In 18/19 Q2")
    assert code == "not-listed"
    assert message == ("The report counts 4 indicators and lists 2; nothing is said of the others, which are 2 green.")


@pytest.mark.parametrize("count", ["three", "1"])
def test_totals_that_differ_from_the_list(count):
    lines = paper(totals=(f"In 18/19 Q2 there are {count} red indicators.",))
    code, _, message = finding(lines, "In 18/19")
    assert code == "totals-differ"
    assert "lists 2" in message


def test_no_totals():
    assert finding(paper(totals=()), "1. VP1")[0] == "totals-missing"


def test_a_quarter_that_is_missing():
    code, ref, message = finding(paper(changed(VP1, 1), VP2, totals=ALL_RED), "1. VP1")
    assert (code, ref) == ("not-reported", "VP1")
    assert "Q1 2018/19" in message


def test_the_latest_quarter_is_missing():
    lines = paper(changed(VP1, 2), VP2, totals=ALL_RED)
    assert codes(lines) == [("not-reported", "VP1"), ("rag-without-value", "VP1")]
    assert [figure.published_rag for figure in parse(lines).indicators[0].figures] == [""]


@pytest.mark.parametrize(("printed", "told"), [("**186%**", "186% in Q2 2018/19"), ("**-1%**", "-1% in Q2 2018/19")])
def test_percentages_out_of_range(printed, told):
    lines = paper(changed(VP1, 2, f"18/19 Q2 Performance: {printed}"), VP2, totals=ALL_RED)
    code, ref, message = finding(lines, "1. VP1")
    assert (code, ref) == ("out-of-range", "VP1")
    assert told in message


def test_a_target_out_of_range():
    words = "The target (200% or less) was met."
    lines = paper(changed(VP1, 3, words), VP2, totals=ALL_RED)
    code, _, message = finding(lines, "1. VP1")
    assert code == "out-of-range"
    assert "as its target" in message


def test_percentages_without_signs():
    lines = [re.sub(r"(90.20|86.5)%", r"\1", line) for line in paper(totals=ALL_RED)]
    assert finding(lines, "1. VP1")[:2] == ("unit-doubtful", "VP1")
    assert parse(lines).indicators[0].unit == "number"


@pytest.mark.parametrize(
    "words",
    [
        "The target of 20% was missed.",
        "Targets are 20% or better.",
        "The target (20%) was missed.",
        "The target (1,23% or less) was missed.",
        "In Q2 of 2018/19 the target was 15 days.",
    ],
)
def test_targets_in_an_unknown_form(words):
    code, ref, message = finding_under_vp1("All well.", words, at=words)
    assert (code, ref) == ("target-unread", "VP1")
    assert words[:20] in message


@pytest.mark.parametrize(
    "words", ["The target was missed. 20% were late.", "Targets for 2018/19 follow in Q3 or 18/19."]
)
def test_sentences_that_state_no_target(words):
    assert codes(paper(changed(VP1, 3, words), VP2, totals=ALL_RED)) == []


def test_two_targets():
    words = "The target (20% or less) was met. It is green (Green if less than 16%)."
    code, _, message = finding_under_vp1(words, at=words)
    assert code == "target-unread"
    assert "'20% or less' and 'less than 16%'" in message
    assert parse(paper(changed(VP1, 3, words), VP2)).indicators[0].targets == ()


@pytest.mark.parametrize("ref", ["VP9", "VP2"])
def test_a_narrative_shared_with_nobody(ref):
    words = f"Commentary for indicator is as for {ref} above."
    lines = paper(VP1, changed(VP2, 3, words), totals=ALL_RED)
    code, found, message = finding(lines, words)
    assert (code, found) == ("commentary-misplaced", "VP2")
    assert ref in message


def test_no_narrative():
    assert finding(paper(VP1, VP2[:3], totals=ALL_RED), "2. VP2")[:2] == ("commentary-empty", "VP2")


def shares(words, figure="40%"):
    indicator = changed(changed(VP1, 3, words), 2, f"18/19 Q2 Performance: **{figure}**")
    return codes(paper(indicator, VP2, totals=ALL_RED))


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("In Q2 four of the ten left.", "40%"),
        ("We saw 2 out of 3 of them.", "66.7%"),
        ("We saw two of these three.", "67%"),
        ("One of the schools did; half of the 10 did not.", "40%"),
        ("In Q1 nine of the ten left.", "40%"),
        ("Four of no importance.", "40%"),
        ("One of the 00 left.", "40%"),
    ],
)
def test_shares_that_agree(words, figure):
    assert shares(words, figure) == []


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("In Q2 four of the ten left.", "41%"),
        ("We saw 2 out of 3 of them.", "66.6%"),
        ("In Quarter 2, twelve of the ten left.", "40%"),
    ],
)
def test_shares_that_differ(words, figure):
    assert shares(words, figure) == [("narrative-differs", "VP1")]


def test_what_is_told_of_a_share():
    lines = paper(
        changed(changed(VP1, 3, "In Q2 two of the three left."), 2, "18/19 Q2 Performance: **60%**"),
        VP2,
        totals=ALL_RED,
    )
    assert finding(lines, "In Q2")[2] == (
        "The text under VP1 says 'two of the three', which is about 67%, but the figure for Q2 2018/19 is 60%."
    )


def test_no_title_and_no_summary():
    lines = [line for line in paper(summary=(), background=(), totals=ALL_RED) if not line.startswith("TITLE")]
    assert codes(lines) == [("title-missing", ""), ("summary-missing", "")]
    assert parse(lines).title == ""


# The report


@pytest.fixture(
    scope="module",
    params=[
        FIXTURE,
        pytest.param(
            ORIGINAL,
            marks=pytest.mark.skipif(not ORIGINAL.exists(), reason=f"{ORIGINAL.name} as published is not here"),
        ),
    ],
    ids=["fixture", "published"],
)
def lines(request):
    return request.param.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def report(lines):
    return parse(lines)


@pytest.fixture(scope="module")
def ours():
    """The lines of the fixture: what damage does is the same in both."""
    return FIXTURE.read_text(encoding="utf-8").split("\n")


def naive_figures(lines):
    """{(ref, quarter): (line number, text)}: a line with `:` and a dot near its start names, one with ** states."""
    ref, found = "", {}
    for number, line in enumerate(lines, 1):
        if line[:1].isdigit() and line[1:3] == ". ":
            ref = line[3:].split(":")[0]
        elif "**" in line:
            year, quarter = line.split()[:2]
            found[ref, f"20{year[:2]}-{quarter}"] = (number, line.split("**")[1])
    return found


def naive_titles(lines):
    return [line.split(": ", 1)[1].rstrip(".") for line in lines if line[:1].isdigit() and line[1:3] == ". "]


def figures(report):
    return {(i.ref, figure.period.key): figure for i in report.indicators for figure in i.figures}


REFS = ["EA1i", "EA2", "EA11", "VP4", "VP7", "VP8"]


def test_every_value(lines, report):
    wanted = naive_figures(lines)
    found = figures(report)
    assert len(found) == 12
    assert {key: (int(f.locator.removeprefix("line:")), f.text) for key, f in found.items()} == wanted
    for (_, quarter), figure in found.items():
        number = figure.text.removesuffix("%")
        assert figure.value == Decimal(number)
        assert figure.decimals == len(number.partition(".")[2])
        assert figure.published_rag == ("red" if quarter == "2018-Q2" else "")
    assert [figure.text for figure in found.values()] == [
        *("90.20%", "86.27%", "90.95%", "86.65%", "24%", "28%"),
        *("19.5%", "23.6%", "77%", "40%", "65.4%", "58.0%"),
    ]


def test_every_indicator(lines, report):
    assert (report.period, report.title) == (Q2, lines[2].split("\t")[1])
    assert [indicator.ref for indicator in report.indicators] == REFS
    assert [indicator.title for indicator in report.indicators] == naive_titles(lines)
    assert [indicator.basis for indicator in report.indicators] == [
        *("snapshot", "", "rolling_12_months"),
        *("", "", "in_period"),
    ]
    for indicator in report.indicators:
        assert (indicator.unit, indicator.frequency, indicator.section) == ("percent", "quarterly", "Rated red")
        assert (indicator.polarity, indicator.owner, indicator.methodology) == ("", "", None)
    targets = {indicator.ref: target for indicator in report.indicators for target in indicator.targets}
    assert {ref: (t.value, t.text, t.starts) for ref, t in targets.items()} == {
        "EA11": (Decimal(16), "less than 16%", YEAR),
        "VP4": (Decimal(20), "20% or less", YEAR),
    }


def test_totals_and_narratives(lines, report):
    assert [(total.name, total.count) for total in report.totals] == [("green", 6), ("amber", 2), ("red", 6)]
    assert [(problem.code, problem.ref) for problem in report.findings] == [("not-listed", "")]
    assert [passage.theme for passage in report.passages if passage.kind == "summary"] == [
        *("Summary of report", "Background"),
    ]
    told = [passage for passage in report.passages if passage.kind == "narrative"]
    assert [passage.refs for passage in told] == [("EA1i", "EA2"), ("EA11",), ("VP4",), ("VP7",), ("VP8",)]
    paragraphs = [passage.text.split("\n\n") for passage in told]
    assert [len(parts) for parts in paragraphs] == [4, 1, 1, 1, 1]
    for passage in told:
        assert passage.text.startswith(line_at(lines, passage))


def test_every_line_is_used_or_listed(lines, report):
    """Taking out any line that is not listed as unused changes what is read, or is refused."""
    listed = set()
    for problem in report.unused:
        first, _, last = problem.locator.removeprefix("line:").partition("-")
        listed |= set(range(int(first), int(last or first) + 1))
    for number, line in enumerate(lines, 1):
        if not line.strip() or line == "Analysis of Issues":
            continue  # the totals are known by their own form
        try:
            other = parse([*lines[: number - 1], "", *lines[number:]])
        except Refused:
            assert number not in listed
            continue
        if number in listed:
            stated = (other.indicators, other.passages, other.totals, other.title)
            same = stated == (report.indicators, report.passages, report.totals, report.title)
            assert same or line.startswith("FINANCIAL"), line  # which ends the last narrative
        else:
            assert other != report, line


def test_the_other_reports_are_not_recognised(ours):
    assert wokingham.recognises(document(ours))
    folders = {FIXTURE.parent, ORIGINAL.parent}
    others = [file for folder in folders for file in folder.glob("*.txt") if file.name != FIXTURE.name]
    assert others
    for file in others:
        assert not wokingham.recognises(read_document(file.name, file.read_bytes())), file


def test_the_catalogue_knows_its_indicators(report):
    entries = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    assert [entry["indicator"] for entry in entries] == [indicator.ref.lower() for indicator in report.indicators]


# Damage


def test_changing_a_value_changes_that_figure_alone(ours):
    before = figures(parse(ours))
    for key, (number, text) in naive_figures(ours).items():
        line = ours[number - 1].replace(text, "12.34%")
        after = figures(parse([*ours[: number - 1], line, *ours[number:]]))
        assert {k for k in before | after if before.get(k) != after.get(k)} == {key}
        assert (after[key].value, after[key].decimals) == (Decimal("12.34"), 2)


def test_changing_a_total_or_a_target_changes_that_alone(ours):
    before = parse(ours)
    after = parse([line.replace("six green", "nine green").replace("20% or less", "21% or less") for line in ours])
    assert [(total.name, total.count) for total in after.totals] == [("green", 9), ("amber", 2), ("red", 6)]
    targets = [[target.value for target in indicator.targets] for indicator in after.indicators]
    assert targets == [[], [], [Decimal(16)], [Decimal(21)], [], []]
    assert figures(after) == figures(before)
    five = parse([line.replace("six red", "five red") for line in ours])
    assert [problem.code for problem in five.findings] == ["totals-differ", "not-listed"]


@pytest.mark.parametrize("ref", REFS)
def test_an_indicator_given_twice_is_refused(ours, ref):
    start = next(n for n, line in enumerate(ours) if f". {ref}: " in line)
    end = next(n for n, line in enumerate(ours) if n > start and (line[1:3] == ". " or line.startswith("FINANCIAL")))
    (problem,) = refusals([*ours[:end], *ours[start:end], *ours[end:]])
    assert (problem.code, problem.ref, problem.locator) == ("ref-repeated", ref, f"line:{end + 1}")


def test_losing_a_line_of_an_indicator_is_never_silent(ours):
    for number, line in enumerate(ours):
        if "**" in line:
            lost = parse([*ours[:number], *ours[number + 1 :]])
            assert "not-reported" in [problem.code for problem in lost.findings]
        elif line[1:3] == ". ":
            assert refusals([*ours[:number], *ours[number + 1 :]])


def test_the_next_quarter(ours):
    later = [re.sub(r"18/19 Q([12])", lambda m: f"18/19 Q{int(m[1]) + 1}", line) for line in ours]
    report = parse(later)
    assert report.period == Q2.next
    before, after = figures(parse(ours)), figures(report)
    assert [figure.value for figure in after.values()] == [figure.value for figure in before.values()]
    assert {key[1] for key in after} == {"2018-Q2", "2018-Q3"}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_is_read_or_refused(data):
    """Lines moved and words replaced: never another kind of error, never a problem without a place."""
    lines = FIXTURE.read_text(encoding="utf-8").split("\n")
    words = st.sampled_from(
        ["", "\t", "x", "18/19", "99/00", "Q4", "**", "(0%", "1. VP4:", "one of the 0", "\x0c", "9" * 50]
    )
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        parts = lines[at].split(" ")
        parts[data.draw(st.integers(0, len(parts) - 1))] = data.draw(words)
        lines[at] = " ".join(parts)
        if data.draw(st.booleans()):
            lines.insert(data.draw(st.integers(0, len(lines))), lines.pop(at))
    try:
        report = parse(lines)
    except Refused as refused:
        problems = refused.problems
    else:
        problems = (*report.findings, *report.unused)
    for problem in problems:
        assert problem.message.endswith(".")
        assert problem.locator.startswith("line:") or problem.code == "format-unknown"
