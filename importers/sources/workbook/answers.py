"""What a person said of a file, and what words were confirmed to mean in the authority's files: see `confirmed`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from importers.printed import shortened
from importers.records import KnownAlias
from importers.sources.workbook import percent
from importers.sources.workbook.dates import DAYS, YEARS
from importers.sources.workbook.notes import FILE
from importers.sources.workbook.words import ROLES, compared
from indicators.periods import MONTHLY, WEEKLY, YEARLY, NotAPeriod, Period
from indicators.refs import bare_ref

# The parts of `confirmed`, which are the kinds of questions.
HEADERS, PERCENTAGES, INDICATORS, DATES, READ_HIDDEN = "headers", "percent", "indicators", "dates", "read_hidden"
YES, NO = "yes", "no"
NEW = ""

_DATES = {DAYS: (MONTHLY, WEEKLY), YEARS: (MONTHLY, YEARLY)}


@dataclass(frozen=True)
class Answers:
    """Headings are found as compared, indicators by their bare ref or title, what is hidden by its address.

    `aliases` are what earlier files' headings were confirmed to mean.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    percent: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    reads_all: bool = False
    aliases: Mapping[str, KnownAlias] = field(default_factory=dict)

    def reads(self, address):
        """Whether what is hidden there was chosen to be read."""
        return self.reads_all or self.hidden.get(address) == YES


NOTHING_SAID = Answers()


def read_answers(confirmed, aliases, notes):
    """The Answers of a confirmation; refuses what means nothing. `aliases` are KnownAliass."""
    hidden = confirmed.get(READ_HIDDEN)
    return Answers(
        headers={compared(text): said for text, said in _items(confirmed, HEADERS, _heading_means, notes)},
        percent={bare_ref(name): said for name, said in _items(confirmed, PERCENTAGES, _percent_means, notes)},
        indicators={bare_ref(name): said for name, said in _items(confirmed, INDICATORS, _text, notes)},
        dates=dict(_items(confirmed, DATES, _dates_mean, notes)),
        hidden=dict(_items(confirmed, READ_HIDDEN, _yes_or_no, notes)),
        reads_all=hidden is True,
        aliases={compared(alias.text): alias for alias in aliases if readable(alias.means)},
    )


def readable(said):
    """True for what a person may say of a heading: a role, a period's address, or "" for nothing."""
    if said in ("", *ROLES):
        return True
    try:
        Period.parse(said)
    except NotAPeriod:
        return False
    return True


def _items(confirmed, kind, fault, notes):
    stated = confirmed.get(kind)
    for name, said in stated.items() if isinstance(stated, dict) else ():
        if why := fault(name, said):
            notes.refuse(FILE, "confirmation-invalid", why)
        else:
            yield name, said


def _heading_means(text, said):
    if isinstance(said, str) and readable(said):
        return ""
    return (
        f"The heading '{shortened(text)}' was confirmed to mean '{said}', which is none of {', '.join(ROLES)}, "
        "a period such as 2017-04, or nothing at all."
    )


def _percent_means(name, said):
    if said in percent.ANSWERS:
        return ""
    return f"Percentages of {shortened(name)} were confirmed as '{said}': it should be points or fraction."


def _dates_mean(name, said):
    if name in _DATES and said in _DATES[name]:
        return ""
    return f"Dates were confirmed as '{name}: {said}': it should be days or years, and what they are."


def _yes_or_no(address, said):
    return "" if said in (YES, NO) else f"'{shortened(address)}' was confirmed as '{said}': it should be yes or no."


def _text(name, said):
    return "" if isinstance(said, str) else f"'{shortened(name)}' was confirmed as {said}: it should be a ref or title."
