"""What stands around the list of indicators: the title and the summary."""

from importers.printed import tidy
from importers.records import Passage
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
