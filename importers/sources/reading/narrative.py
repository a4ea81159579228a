"""Figures that stand in sentences: only where the sentence gives the value and its date together.

    As at end April 2017 56% social work posts were filled with permanent staff and 20% of … management posts.
    … open cases over the last 2 months from a position of 1986 as at end March 2017 to 1778 as the beginning
    of May 2017.

Read from the sections on the plan's priorities. A sentence in other words gives no figure. Each figure is of
a month: the one at whose end or beginning it was counted. The day is in the sentence, which goes with the
figure; it is no qualifier, because the council compares a month's beginning with another's end.
"""

import re
from dataclasses import dataclass, field

from importers.printed import bare_title, counted, read_month, read_number, same
from importers.records import Figure, ParsedIndicator, Passage
from importers.sources.reading.layout import Sentence
from importers.sources.reading.values import NUMBER
from indicators.periods import MONTHLY, Period, long_date

POSTS = "Social work posts filled with permanent staff (point in time)"
MANAGERS = "Social work management posts filled with permanent staff (point in time)"
OPEN_CASES = "Open cases (point in time)"

# The table's row that counts the same thing, week by week.
TABLE_ROWS = {OPEN_CASES: "No. of open cases"}
# A week's heading is compared with the text when it is the nearest one: weeks lie seven days apart.
_NEAREST_DAYS = 3


def _number(name):
    return f"(?P<{name}>{NUMBER}%?)"


def _moment(name):
    """`as at end April 2017`, `at the end of March 2017`, and `as the beginning of May 2017`, slip and all."""
    return (
        rf"(?:as )?(?:at )?(?:the )?(?P<{name}_edge>end|beginning|start) (?:of )?"
        rf"(?P<{name}_month>[A-Z][a-z]+ [0-9]{{4}})"
    )


@dataclass(frozen=True)
class Fact:
    """One figure of a sentence. `value` and `moment` name the parts of its pattern that hold them."""

    title: str
    unit: str
    value: str
    moment: str


@dataclass(frozen=True)
class Wording:
    """A form of sentence that states figures, with the reason for which it can be trusted."""

    pattern: re.Pattern
    facts: tuple[Fact, ...]
    reason: str


WORDINGS = (
    Wording(
        re.compile(
            rf"{_moment('then')},? {_number('posts')} (?:of )?social work posts were (?:filled with|held by) "
            rf"permanent staff,? and {_number('managers')} of (?:social work )?management posts",
            re.IGNORECASE,
        ),
        (Fact(POSTS, "percent", "posts", "then"), Fact(MANAGERS, "percent", "managers", "then")),
        "one date opens the sentence and holds for both shares; the second one's verb is that of the first",
    ),
    Wording(
        re.compile(
            rf"open cases (?:fell |rose )?(?:over the (?:last|past) (?P<span>[0-9]{{1,3}}) months,? )?"
            rf"from (?:a position of )?{_number('before')} {_moment('first')} "
            rf"to {_number('after')} {_moment('second')}",
            re.IGNORECASE,
        ),
        (
            Fact(OPEN_CASES, "number", "before", "first"),
            Fact(OPEN_CASES, "number", "after", "second"),
        ),
        "each number has its own date right behind it",
    ),
)


@dataclass(frozen=True)
class Moment:
    """The end or the beginning of a month."""

    edge: str
    month: Period

    @property
    def day(self):
        return self.month.end if self.edge == "end" else self.month.start

    @property
    def months(self):
        """Counted in whole months: the end of April and the beginning of May are one moment."""
        return self.month.start.year * 12 + self.month.start.month - (self.edge != "end")

    def __str__(self):
        return f"the {self.edge} of {self.month.label}"


@dataclass(frozen=True)
class Stated:
    """A figure as a sentence of a section states it."""

    fact: Fact
    figure: Figure
    moment: Moment
    sentence: Sentence
    section: str


@dataclass
class Narrative:
    """What the sentences state, in their order."""

    indicators: list[ParsedIndicator] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)


def read_narrative(sections, notes):
    """The Narrative of the sections."""
    stated = [
        found
        for section in sections
        for sentence in section.sentences
        for wording in WORDINGS
        for found in _read_sentence(sentence, wording, section, notes)
    ]
    stated = _unless_doubled(stated, notes)
    narrative = Narrative(stated=stated)
    for title in dict.fromkeys(found.fact.title for found in stated):
        mine = [found for found in stated if found.fact.title == title]
        narrative.indicators.append(_indicator(mine))
        narrative.passages += _data_notes(mine)
    return narrative


def compare_with_table(narrative, indicators, notes):
    """Finds `narrative-differs` where the table has another value for the nearest week."""
    rows = {bare_title(indicator.title): indicator for indicator in indicators}
    for found in narrative.stated:
        row = rows.get(bare_title(TABLE_ROWS.get(found.fact.title, "")))
        if row is None:
            continue
        for figure in row.figures:
            apart = (figure.period.end - found.moment.day).days
            if abs(apart) <= _NEAREST_DAYS and figure.value != found.figure.value:
                _differs(found, row, figure, apart, notes)


def _read_sentence(sentence, wording, section, notes):
    match = wording.pattern.search(sentence.text)
    moments = match and {fact.moment: _read_moment(match, fact.moment) for fact in wording.facts}
    if not match or not all(moments.values()):
        return []
    numbers = {fact: read_number(match[fact.value]) for fact in wording.facts}
    if any(number.is_percent != (fact.unit == "percent") for fact, number in numbers.items()):
        return []
    _check_span(match, list(moments.values()), sentence, notes)
    notes.use(sentence.line)
    found = []
    for fact, number in numbers.items():
        _check_range(fact, number, match[fact.value], sentence, notes)
        moment = moments[fact.moment]
        figure = Figure(
            moment.month,
            number.value,
            match[fact.value],
            sentence.line.locator,
            decimals=number.decimals,
        )
        found.append(Stated(fact, figure, moment, sentence, section.title))
    return found


def _read_moment(match, name):
    month = read_month(match[f"{name}_month"])
    return month and Moment(same(match[f"{name}_edge"]), month)


def _check_range(fact, number, text, sentence, notes):
    if fact.unit == "percent" and number.value > 100:
        notes.find(
            "out-of-range",
            f"The text gives {text} for '{fact.title}', and a percentage lies between 0 and 100.",
            sentence.line,
            fact.title,
        )


def _check_span(match, moments, sentence, notes):
    """`over the last 2 months`, between two dates that lie one month apart."""
    span = match.groupdict().get("span")
    if span is None:
        return
    first, last = moments
    apart = abs(last.months - first.months)
    if apart != int(span):
        notes.find(
            "span-differs",
            f"The text speaks of the last {span} months, but its two dates, {first} and {last}, lie "
            f"{counted(apart, 'month')} apart.",
            sentence.line,
            OPEN_CASES,
        )


def _unless_doubled(stated, notes):
    """Each figure once. Finds `figure-repeated` where one month is given two, and leaves both out."""
    groups = {}
    for found in stated:
        groups.setdefault((found.fact.title, found.figure.period), []).append(found)
    kept = []
    for (title, month), group in groups.items():
        if len({found.figure.value for found in group}) == 1:
            kept.append(group[0])
            continue
        given = ", ".join(f"{found.figure.text} (line {found.sentence.line.number})" for found in group)
        notes.find(
            "figure-repeated",
            f"The text gives more than one figure for '{title}' in {month.label}: {given}. A month holds one, so none "
            "is recorded.",
            group[-1].sentence.line,
            title,
        )
    return kept


def _indicator(mine):
    first = mine[0]
    return ParsedIndicator(
        ref="",
        title=first.fact.title,
        section=first.section,
        unit=first.fact.unit,
        frequency=MONTHLY,
        locator=first.sentence.line.locator,
        basis="snapshot",
        figures=tuple(sorted((found.figure for found in mine), key=lambda figure: figure.period)),
    )


def _data_notes(mine):
    """The sentences that state an indicator, each once."""
    return [
        Passage(
            "data_note",
            sentence.text,
            sentence.line.locator,
            section=mine[0].section,
            refs=(mine[0].fact.title,),
            named=True,
        )
        for sentence in dict.fromkeys(found.sentence for found in mine)
    ]


def _differs(found, row, figure, apart, notes):
    when = f"{counted(abs(apart), 'day')} {'earlier' if apart < 0 else 'later'}" if apart else "the same day"
    notes.find(
        "narrative-differs",
        f"The text gives {found.figure.text} open cases at {found.moment} (line {found.sentence.line.number}), but "
        f"the table's row '{row.title}' has {figure.text} on {long_date(figure.period.end)}, {when} "
        f"(line {row.locator.removeprefix('line:')}).",
        found.sentence.line,
        found.fact.title,
    )
