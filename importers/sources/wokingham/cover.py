"""What stands around the list of indicators: the title, the summary, and the lines that nothing was taken from."""

from importers.records import Passage, Problem
from importers.sources.croydon.notes import shortened
from importers.sources.croydon.values import tidy
from importers.sources.wokingham.layout import BACKGROUND, SUMMARY
from importers.sources.wokingham.paragraphs import read_paragraphs


def read_title(parts, notes):
    """The report's title. Finds `title-missing`."""
    words = tidy(" ".join(parts.title.cells[1:])) if parts.title else ""
    if not words:
        notes.find(
            "title-missing", "No line 'TITLE' says what the report is called.", parts.title or parts.blocks[0].heading
        )
    return words


def read_summary(parts, notes):
    """A Passage for the summary and one for the background. Finds `summary-missing`."""
    passages = []
    for heading, *lines in (parts.prose[name] for name in (SUMMARY, BACKGROUND) if name in parts.prose):
        text = "\n\n".join(paragraph.text for paragraph in read_paragraphs(lines))
        if text:
            theme = tidy(heading.text).capitalize()
            passages.append(Passage("summary", text, lines[0].locator, theme))
    if not passages:
        notes.find(
            "summary-missing",
            "There is no text under 'SUMMARY OF REPORT' or 'Background'.",
            parts.blocks[0].heading,
        )
    return tuple(passages)


def list_unused(runs):
    """A Problem for each run of lines that nothing was taken from."""
    return tuple(_unused_run(run) for run in runs)


def _unused_run(run):
    first, last = run[0], run[-1]
    if first is last:
        message = f"Nothing was taken from this line: '{shortened(first.text)}'."
        return Problem("unused", message, first.locator)
    message = f"Nothing was taken from these {len(run)} lines, the first of which is '{shortened(first.text)}'."
    return Problem("unused", message, f"{first.locator}-{last.number}")
