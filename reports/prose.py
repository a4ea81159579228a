"""Plain text as people write it: paragraphs with their line breaks, and lines that begin with a dash as a list."""

from dataclasses import dataclass
from itertools import groupby

_BULLETS = ("- ", "* ", "• ", "– ")


@dataclass(frozen=True)
class Block:
    """A paragraph of lines, or a list of items without their bullets."""

    lines: tuple[str, ...]
    is_list: bool = False


def blocks(text):
    """The Blocks of a text. A blank line ends a paragraph; whatever looks like markup stays as it was typed."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(
        Block(tuple(line[2:].strip() for line in run) if kind == "list" else tuple(run), kind == "list")
        for kind, run in groupby(lines, key=_kind)
        if kind
    )


def _kind(line):
    if not line:
        return ""
    return "list" if line.startswith(_BULLETS) else "paragraph"
