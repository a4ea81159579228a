"""The prose around the tables: title and month, the director's summary, the analysis."""

from importers.printed import read_month, shortened, tidy
from importers.records import Passage
from importers.sources.croydon.layout import is_short
from importers.sources.croydon.placeholders import check_placeholders


def read_cover(parts, period, notes):
    """(title, lines not used). The month stands last before the summary, the title just before the month.

    Finds `summary-missing`, and `period-differs` when the month is not the tables' last.
    """
    lines = list(parts.cover)
    if parts.marker is None:
        if parts.grids:
            notes.find(
                "summary-missing",
                "There is no line 'Directors Summary', so neither the title and month above it nor the "
                "summary below it could be read.",
                parts.grids[0].header,
            )
        return "", lines
    month = read_month(lines[-1].text) if lines else None
    if period and month != period:
        line = lines[-1] if lines else parts.marker
        states = f"names {month.label}" if month else f"names no month in '{shortened(line.text)}'"
        notes.find("period-differs", f"The cover {states}, but the tables end with {period.label}.", line)
    if month:
        lines.pop()
    title = tidy(lines.pop().text) if lines else ""
    return title, lines


def read_summary(lines, notes):
    """One Passage for each theme. A theme's heading is a short line with text after it.

    Finds `theme-unclear` for a short line that may be a heading with nothing under it.
    """
    headings = _headings(lines)
    passages, theme, block = [], "", []
    for line in lines:
        if line in headings:
            passages += _passage("summary", theme, block, notes)
            theme, block = tidy(line.sole), []
            continue
        if _may_be_heading(line):
            notes.find(
                "theme-unclear",
                f"'{line.sole}' may be a heading with nothing under it; it is kept as text"
                + (f" under '{theme}'." if theme else "."),
                line,
            )
        block.append(line)
    return passages + _passage("summary", theme, block, notes)


def read_analysis(lines, notes):
    """The analysis as one Passage, with the lines under its heading. Lines of several cells are not used."""
    if not lines:
        return []
    heading, *rest = lines
    for line in rest:
        if line.has_cells and not line.sole:
            notes.unused(line)
    block = [line for line in rest if line.sole]
    return _passage("analysis", tidy(heading.sole), block, notes)


def _may_be_heading(line):
    return line.after_gap and is_short(line)


def _headings(lines):
    """The lines that are headings: short ones, followed by a line that is not itself a heading."""
    headings, next_is_text = set(), False
    for line in reversed(lines):
        is_heading = _may_be_heading(line) and next_is_text
        if is_heading:
            headings.add(line)
        next_is_text = not is_heading
    return headings


def _passage(kind, theme, lines, notes):
    if not lines:
        return []
    for line in lines:
        check_placeholders(line.text, theme or "Directors Summary", line, notes)
    # Lines without a blank line between them are one paragraph that was wrapped.
    text = "".join(("\n\n" if line.after_gap else "\n") + line.text for line in lines).strip("\n")
    return [Passage(kind, text, lines[0].locator, theme)]
