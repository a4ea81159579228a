"""The questions that a workbook leaves open, with the answers to choose from."""

import re
from dataclasses import replace
from itertools import islice

from rapidfuzz.distance import OSA

from importers.printed import listed, shortened
from importers.records import Choice, Question
from importers.sheets import is_blank
from importers.sources.workbook import dates
from importers.sources.workbook.answers import DATES, HEADERS, INDICATORS, NEW, PERCENTAGES
from importers.sources.workbook.dates import DAYS, YEARS
from importers.sources.workbook.percent import FRACTION, POINTS
from importers.sources.workbook.words import (
    ACTIVITY,
    METHODOLOGY,
    NEXT_STEPS,
    NOTE,
    OWNER,
    PERIOD,
    POLARITY,
    RAG,
    REF,
    ROLES,
    SECTION,
    TARGET,
    TITLE,
    UNIT,
    UNREAD,
    VALUE,
)
from indicators.periods import MONTHLY, WEEKLY, YEARLY, Period

_MEANINGS = {
    REF: "the indicator's ref",
    TITLE: "the indicator's title",
    PERIOD: "the period",
    VALUE: "the figure",
    TARGET: "the target",
    RAG: "the published rating (RAG)",
    OWNER: "the owner",
    POLARITY: "the polarity (whether bigger or smaller is better)",
    METHODOLOGY: "the RAG methodology",
    SECTION: "the section",
    UNIT: "the unit",
    NOTE: "a note",
    ACTIVITY: "the improvement activity",
    NEXT_STEPS: "the next steps",
}
# What a heading is said to mean whose column is left out.
NOTHING = ""
_LEFT_OUT = Choice(NOTHING, "Do not read the column")
_SAMPLES = 4
# `Arp-17`: a word that may be a month's, and what follows it.
_MONTH_SHAPED = re.compile(r"([A-Za-z]{3,9})([\-/'’][0-9]{1,4})")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_ALIKE = 0.6


def meaning(said):
    """What a heading was said to mean, in words: a role's name, a period, or nothing."""
    if said == NOTHING:
        return "nothing that is read"
    return _MEANINGS[said] if said in ROLES else Period.parse(said).label


def is_read(heading):
    """`is read as the figure`, `is not read`."""
    if heading.role == UNREAD:
        return "is not read"
    period = heading.dated and heading.dated.readings and heading.role == VALUE
    return f"is read as {heading.dated.readings[0].label if period else _MEANINGS[heading.role]}"


def which_role(grid, row, heading, resembled):
    """What a heading means that resembles a known one. It holds for the authority's later files, too."""
    others = [role for role in ROLES if role != resembled]
    return Question(
        HEADERS,
        heading.text,
        f"What does the heading '{shortened(heading.text)}' mean? It looks like {_MEANINGS[resembled]}.",
        (
            *(Choice(role, _capital(_MEANINGS[role]), is_lasting=True) for role in (resembled, *others)),
            replace(_LEFT_OUT, is_lasting=True),
        ),
        _below(grid, row, heading.column),
    )


def which_period(grid, row, heading, headings):
    """Which period a heading means that looks like one, or None where there is nothing to choose from."""
    taken = {period for h in headings if h.dated for period in h.dated.readings}
    periods = [period for period in _periods_meant(heading, headings) if period not in taken]
    return Question(
        HEADERS,
        heading.text,
        f"Which period is the heading '{shortened(heading.text)}'?",
        (*(Choice(period.key, period.label) for period in dict.fromkeys(periods)), _LEFT_OUT),
        _below(grid, row, heading.column),
    )


def which_dates(asked, still_open):
    """What days in place of periods are, or what `2010-11` is: one question for all of a kind.

    `asked` is the Dated that it is about, `still_open` are (Dated, text) of all those in the table.
    """
    alike = [(dated, text) for dated, text in still_open if bool(dated.day) == bool(asked.day)]
    dated = alike[0][0]
    samples = tuple(map(shortened, islice(dict.fromkeys(text for _, text in alike), _SAMPLES)))
    words = listed([f"'{sample}'" for sample in samples])
    if dated.day:
        asks = f"Dates such as {words} stand for periods. What is each of them?"
        choices = (
            Choice(MONTHLY, f"A day of the month it stands for: {Period.month(dated.day.year, dated.day.month).label}"),
            Choice(WEEKLY, f"The last day of a week: {Period.week_ending(dated.day).label}"),
        )
        return Question(DATES, DAYS, asks, choices, samples)
    labels = {period.frequency: period.label for period in dated.readings}
    choices = tuple(Choice(frequency, labels[frequency]) for frequency in (MONTHLY, YEARLY) if frequency in labels)
    return Question(DATES, YEARS, f"What does {words} mean?", choices, samples)


def is_percentage(name, asks, plain, samples):
    """Whether figures are percentages, and how. `plain` is a Reading without a %, None where there is none."""
    if plain is None:
        choices = (Choice(POINTS, "Yes, it is a percentage"),)
    else:
        fraction = f"{plain.as_points().value.normalize():f}"
        choices = (
            Choice(POINTS, f"{plain.text} means {plain.text}%"),
            Choice(FRACTION, f"{plain.text} is a fraction and means {fraction}%"),
        )
    return Question(PERCENTAGES, name, asks, choices, samples)


def which_indicator(name, title, candidates, samples):
    """Which of the KnownIndicators that it resembles an unknown ref or title means. It holds for later files, too."""
    called = f"'{shortened(name)}'" + (f" ({shortened(title)})" if title and title != name else "")
    choices = tuple(Choice(known.key, f"It is {_called(known)}", is_lasting=True) for known in candidates)
    return Question(
        INDICATORS,
        name,
        f"Is {called} one of the indicators that are known, or a new one?",
        (*choices, Choice(NEW, "It is a new indicator")),
        samples,
    )


def _capital(words):
    return words[0].upper() + words[1:]


def _called(known):
    return f"{known.key}: {shortened(known.title)}" if known.title != known.key else shortened(known.title)


def _below(grid, row, column):
    """The first things that stand in a column below its heading, as printed."""
    cells = (grid.cell(below, column) for below in grid.rows if below > row)
    return tuple(shortened(cell.text) for cell in islice((c for c in cells if not is_blank(c)), _SAMPLES))


def _periods_meant(heading, headings):
    """The months whose names the heading resembles, then what would fit between its neighbours."""
    if match := _MONTH_SHAPED.fullmatch(heading.text):
        word = match[1].casefold()
        # A letter too many, too few or wrong, or two of them swapped, is one slip.
        likeness = {month: max(_likeness(word, month), _likeness(word, month[:3])) for month in _MONTHS}
        for month in sorted(likeness, key=likeness.get, reverse=True):
            dated = dates.read_words(month[:3] + match[2]) if likeness[month] >= _ALIKE else None
            yield from dated.readings if dated else ()
    near = {h.column: h.dated.readings for h in headings if h.dated and len(h.dated.readings) == 1}
    for column, step in ((heading.column - 1, 1), (heading.column + 1, -1)):
        yield from (period.shifted(step) for period in near.get(column, ()))


def _likeness(word, month):
    return OSA.normalized_similarity(word, month.casefold())
