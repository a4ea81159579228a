"""Lines of prose to paragraphs: what a page break cut in two is put together."""

import re
from dataclasses import dataclass

from importers.lines import Line

# A colon ends a paragraph as well: what follows it in small letters is a list.
_SENTENCE_END = re.compile(r"[.!?:][\"”'’)\]]*$")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and its first line."""

    text: str
    line: Line

    @property
    def sentences(self):
        return _BETWEEN_SENTENCES.split(self.text)


def read_paragraphs(lines):
    """A Paragraph for each line, or for several: those that a page break cut, or without a blank line between."""
    paragraphs = []
    for line in lines:
        last = paragraphs[-1] if paragraphs else None
        if last and (continues(last.text, line.text) or not line.after_gap):
            joint = " " if continues(last.text, line.text) else "\n"
            paragraphs[-1] = Paragraph(last.text + joint + line.text, last.line)
        else:
            paragraphs.append(Paragraph(line.text, line))
    return paragraphs


def continues(text, more):
    """True where `more` plainly goes on with a sentence that `text` does not end."""
    return not _SENTENCE_END.search(text) and more[:1].islower()
