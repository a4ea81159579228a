"""The improvement plan: its totals, what is said of each priority, and the summaries around them."""

import re

from importers.printed import read_count, read_month, same, tidy
from importers.records import Passage, StatedTotal
from importers.sources.reading.layout import check_numbers
from importers.sources.reading.values import COUNT

_PRIORITY = re.compile(r"Progress against priority (?P<number>[0-9]{1,2}) *[-–—:] *(?P<name>\S.*)", re.IGNORECASE)
# The sections that sum the report up, by the words that their headings have.
_SUMMARIES = ("executive summary", "conclusion")


def _count(name):
    # Not the end of something longer, such as 1,060.
    return rf"(?<![\w.,/-])(?P<{name}>{COUNT})"


# The forms of sentence that state totals; a part of a pattern has the total's name, with _ for -.
TOTALS = (
    # `3 key pillars of reform`, `three key priorities`, `the 3 key priority areas`: all are the plan's priorities.
    re.compile(rf"{_count('priorities')} key (?:pillars|priorities|priority areas)\b", re.IGNORECASE),
    # Only together: the report speaks of outcomes and of actions in other senses too.
    re.compile(rf"{_count('outcomes')} (?:[a-z]+ )?outcomes\b.*?{_count('actions')} actions\b", re.IGNORECASE),
    re.compile(rf"{_count('complete')} actions were (?:rated )?(?:as )?completed?\b", re.IGNORECASE),
    # `remain within the plan for 6 months`: how long completed actions stay under watch.
    re.compile(
        rf"\bremain (?:in|on|within) the (?:[a-z]+ ){{0,4}}plan for {_count('watch_months')} months\b",
        re.IGNORECASE,
    ),
)
_NAMES = {
    "priorities": "priorities",
    "outcomes": "outcomes",
    "actions": "actions",
    "complete": "completed actions",
    "watch-months": "months under watch",
}
_POSITION = re.compile(r"\bposition (?:as )?at (?:the )?end (?:of )?(?P<month>[A-Z][a-z]+ [0-9]{4})\b")


def is_priority(section):
    """Its heading is that of the progress against one of the plan's priorities."""
    return _PRIORITY.fullmatch(section.title) is not None


def read_totals(sections, notes):
    """A StatedTotal for each count, as it is first stated. Finds `totals-differ` where a later one disagrees."""
    first = {}
    for section in sections:
        for sentence in section.sentences:
            for pattern in TOTALS:
                for match in pattern.finditer(sentence.text):
                    _read_total(match, sentence, first, notes)
    return tuple(total for total, _ in first.values())


def read_priorities(sections, totals, notes):
    """A Passage for each priority. Finds `priorities-differ` when there are not as many as the report states."""
    passages, seen = [], {}
    for section in filter(is_priority, sections):
        match = _PRIORITY.fullmatch(section.title)
        theme = f"{int(match['number'])}. {tidy(match['name'])}"
        known = seen.setdefault(int(match["number"]), section)
        if known is not section:
            notes.refuse(
                "priority-repeated",
                f"Priority {match['number']} has two sections, on lines {known.heading.number} and "
                f"{section.heading.number}.",
                section.heading,
            )
        passages += _passage("plan", theme, section, notes)
    stated = next((total for total in totals if total.name == "priorities"), None)
    if stated and stated.count != len(seen):
        notes.find(
            "priorities-differ",
            f"The report states {stated.count} priorities ({stated.locator.replace(':', ' ')}), but has a section of "
            f"progress for {len(seen)}.",
            _heading(sections),
        )
    return passages


def read_summaries(sections, notes):
    """A Passage for each section that sums the report up. Finds `summary-missing` for one that is not there."""
    passages = []
    for words in _SUMMARIES:
        mine = [section for section in sections if words in same(section.title)]
        for section in mine:
            passages += _passage("summary", section.title, section, notes)
        if not mine:
            notes.find("summary-missing", f"There is no section called '{words.capitalize()}'.", _heading(sections))
    return passages


def check_position(sections, period, notes):
    """Finds `period-differs` where the text dates its position otherwise than the table's last week does."""
    for section in sections:
        for sentence in section.sentences:
            match = _POSITION.search(sentence.text)
            month = match and read_month(match["month"])
            if month and month != period:
                notes.find(
                    "period-differs",
                    f"The text gives the position at the end of {month.label}, but the table's last week ends in "
                    f"{period.label}.",
                    sentence.line,
                )


def _read_total(match, sentence, first, notes):
    for group, words in match.groupdict().items():
        name = group.replace("_", "-")
        count = read_count(words)
        known, line = first.setdefault(
            name, (StatedTotal(name, count, sentence.text, sentence.line.locator), sentence.line)
        )
        if known.count != count:
            notes.find(
                "totals-differ",
                f"The number of {_NAMES[name]} is {known.count} on line {line.number}, but {count} here; the first "
                "is kept.",
                sentence.line,
            )
        elif line is sentence.line:
            notes.use(line)


def _passage(kind, theme, section, notes):
    """The section's numbered paragraphs as one Passage; none where the section is empty."""
    check_numbers(section, notes)
    notes.use(section.heading)
    if not section.paragraphs:
        return []
    for paragraph in section.paragraphs:
        notes.use(*paragraph.lines)
    text = "\n\n".join(paragraph.printed for paragraph in section.paragraphs)
    return [Passage(kind, text, section.paragraphs[0].lines[0].locator, theme)]


def _heading(sections):
    """Where to look for something that is not there: the first heading of the report."""
    return next(section.heading for section in sections if section.heading)
