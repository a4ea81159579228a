"""Croydon's board pack on excerpts: commentary, themes, the action log, the index."""

import pytest

from indicators.periods import Period
from tests.importers.croydon_pack import (
    ACTION,
    COMMENTARY,
    FD3,
    FD9,
    INDEX,
    NOV,
    finding,
    findings,
    pack,
    parse,
    refusal,
    row,
)

pytestmark = pytest.mark.usefixtures("read_here")

# Commentary and prose


def commentary(activity, *rest):
    cells = ["Improvement Activity", "", activity, *rest]
    lines = pack(after=("|".join(cells), COMMENTARY[1]))
    report = parse(lines)
    told = [(p.text, p.refs, p.named) for p in report.passages if p.kind == "improvement_activity"]
    return told, [(problem.code, problem.ref) for problem in report.findings]


@pytest.mark.parametrize("marker", ["FD 3:", "FD3:", "fd 3 -", "FD3 –", "FD 3 -", "<p>FD 3:", "FD 3 :"])
def test_commentary_on_one_indicator(marker):
    assert commentary(f"{marker} Some - more: words.") == ([("Some - more: words.", ("FD 3",), True)], [])


@pytest.mark.parametrize("words", ["All is well.", "FD3-related work.", "Note: this.", "12-month reviews."])
def test_commentary_on_the_table(words):
    assert commentary(words) == ([(words, ("FD 3", "FD 9"), False)], [])


def test_commentary_in_paragraphs_and_cells():
    told, found = commentary("<p>FD 9: one.</p> <P class='x'>two.</P>", "", "FD 3: three.", "four.")
    assert told == [
        ("one.", ("FD 9",), True),
        ("two.\n\nfour.", ("FD 3", "FD 9"), False),
        ("three.", ("FD 3",), True),
    ]
    assert found == []


def test_commentary_that_says_nothing_or_stands_elsewhere():
    assert commentary("FD 3:") == ([], [("commentary-empty", "FD 3")])
    both = ("FD 3", "FD 9")
    assert commentary("CP13: Visits.") == (
        [("CP13: Visits.", both, False)],
        [("commentary-misplaced", "CP13")],
    )


def test_commentary_may_use_the_ref_of_the_index():
    index = (INDEX[0], "FD 3a|Percentage of contacts in the month||", INDEX[2])
    lines = pack(index=index, after=("Next Steps||FD 3a: More.",))
    assert [(p.refs, p.text) for p in parse(lines).passages if p.named] == [(("FD 3",), "More.")]


def test_a_table_without_commentary():
    assert parse(pack(after=())).findings == ()


@pytest.mark.parametrize("words", ["up (xx%) on", "up xx% on", "up (xx) on", "up XX% on"])
def test_figures_never_filled_in(words):
    code, _, message = finding(pack(summary=("Front Door", "", "Fine.", "", f"It is {words} June.")), "It is")
    assert code == "placeholder"
    assert "'Front Door'" in message
    assert words.split()[1] in message
    assert commentary(f"FD 3: {words}")[1] == [("placeholder", "")]


def test_themes():
    summary = ("One", "", "First.", "", "Second,", "wrapped.", "", "Two", "Third", "without an end.")
    told = [(p.theme, p.text, p.locator) for p in parse(pack(summary=summary)).passages]
    assert told == [
        ("One", "First.\n\nSecond,\nwrapped.", "line:11"),
        ("Two", "Third\nwithout an end.", "line:17"),
    ]


def test_a_theme_that_may_be_a_heading_without_text():
    lines = pack(summary=("One", "", "No change", "", "Two", "", "Text."))
    assert finding(lines, "No change")[0] == "theme-unclear"
    assert [(p.theme, p.text) for p in parse(lines).passages] == [("One", "No change"), ("Two", "Text.")]


# Action log


def entry(text):
    return parse(pack(actions=(text,))).actions[0]


def test_actions():
    assert entry("Dec-01|Text|TBC|Y").raised == Period.month(2016, 12)
    assert entry("Nov-12|Text|nov 2017|N").raised == NOV
    assert entry("Oct-01|Text|TBC|Y").due is None
    assert [entry(f"Oct-01|Text|TBC|{words}").status for words in ("Y", "y", "N", "", "Ongoing")] == [
        "complete",
        "complete",
        "open",
        "open",
        "ongoing",
    ]


def test_an_action_due_before_it_was_raised():
    code, ref, message = finding(pack(actions=("Nov-01|Text|Feb-17|Ongoing",)), "Nov-01")
    assert (code, ref) == ("due-before-raised", "Nov-01")
    assert "November 2017" in message
    assert "February 2017" in message
    assert "a year" not in message
    assert "one too early" in message
    assert finding(pack(actions=("One|Text|TBC|Y",)), "One")[0] == "raised-unknown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Oct-01|Text|soon|Y", "due-unreadable"),
        ("Oct-01|Text||Y", "due-unreadable"),
        ("Oct-01|Text|TBC|Perhaps", "complete-unreadable"),
        ("Oct-01|Text|TBC", "row-cells"),
        ("Oct-01|Text|TBC|Y|", "row-cells"),
        ("Oct-01||TBC|Y", "row-unnamed"),
        ("|Text|TBC|Y", "row-unnamed"),
        ("of two teams.", "actions-unreadable"),
    ],
)
def test_actions_that_cannot_be_read_are_refused(text, code):
    assert refusal(pack(actions=(ACTION.replace("01", "02"), text)), text.split("|")[0])[0] == code


def test_an_action_given_twice_is_refused():
    assert refusal(pack(actions=(ACTION, ACTION)), "Oct-01")[0] == "ref-repeated"


# Index


def index(*lines):
    return pack(index=(INDEX[0], *lines))


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("FD3|Percentage of contacts in the month||", "only the spacing differs"),
        ("FD 3|Percentage of contacts inthe month||", "only the spacing differs"),
        ("FD 3|Percentage of all contacts||", "'Percentage of all contacts' in the index"),
        ("FD 4|Percentage of contacts, in the Month||", "'FD 4' in the index and 'FD 3' in the table"),
    ],
)
def test_other_names_in_the_index(first, words):
    code, ref, message = finding(index(first, INDEX[2]), first.split("|")[0])
    assert (code, ref) == ("alias", "FD 3")
    assert words in message


def test_a_known_alias_tells_its_reason():
    rows = (row(FD3, (0, "LAC 19 (12m)")), FD9)
    for title in ("Percentage of contacts in the month", "Something else"):
        lines = pack(*rows, index=(INDEX[0], f"LAC 19|{title}||", INDEX[2]))
        code, ref, message = finding(lines, "LAC 19")
        assert (code, ref) == ("alias", "LAC 19 (12m)")
        assert "six" in message


def test_rows_on_one_side_only():
    found = findings(index("FD 7|Something else||", INDEX[2]))
    assert set(found) == {("index-only", "FD 7"), ("not-in-index", "FD 3")}
    assert finding(index(*INDEX[1:], INDEX[1]), "FD 3")[0] == "index-repeated"
    assert finding(index(*INDEX[1:], "FD 7|||Red"), "FD 7")[0] == "index-unreadable"


def test_equal_titles_are_never_guessed():
    rows = (row(FD3, (0, "A 1")), row(FD3, (0, "A 2")))
    lines = pack(*rows, index=(INDEX[0], "B 1|Percentage of contacts in the month||"))
    assert set(findings(lines)) == {("index-only", "B 1"), ("not-in-index", "A 1"), ("not-in-index", "A 2")}


def test_colours_in_the_index():
    assert findings(index("FD 3|Percentage of contacts in the month|Green|Red", INDEX[2])) == {}
    code, ref, message = finding(index("FD 3|Percentage of contacts in the month||Amber", INDEX[2]), "FD 3")
    assert (code, ref) == ("index-rag-differs", "FD 3")
    assert "amber" in message
    lines = index("FD 3|Percentage of contacts in the month|Blue|", INDEX[2])
    assert refusal(lines, "FD 3")[0] == "rag-unknown"


def test_sections_of_the_index():
    found = findings(pack(index=("BACK DOOR|||", *INDEX[1:])))
    assert set(found) == {("index-section", ref) for ref in ("", "FD 3", "FD 9")}
    lines = pack(index=("FRONT DOOR|||", INDEX[1], "BACK DOOR|||", INDEX[2]))
    assert len(parse(lines).findings) == 2


def test_debris_is_listed():
    lines = pack(more=("", "Graph 1", " ", 'Note: Columns BELOW the line are "good"', "\f"))
    assert [(p.code, p.locator) for p in parse(lines).unused] == [
        ("unused", "line:1"),
        ("unused", f"line:{len(lines) - 3}"),
        ("unused", f"line:{len(lines) - 1}"),
    ]
