"""Bytes to lines: what a file is, by its content and never by its name.

    read_document("pack.txt", b"Ref\\tTitle\\r\\n") -> Document("pack.txt", "9f8c…", ("Ref\\tTitle",))

Text is UTF-8, with or without a byte-order mark, or UTF-16 with one. Anything else is refused with the
reason: `file-empty`, `file-too-large`, `file-binary` (what it looks like) or `file-undecodable` (which line).
"""

import hashlib
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

from importers.records import Problem, Refused

MAX_BYTES = 20 * 1024 * 1024

# Only these end a line. str.splitlines would also break at form feeds and other characters that
# text taken from a PDF has inside its lines, and every line number after them would be wrong.
_LINE_END = re.compile(r"\r\n|\n|\r")

_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive, such as an Excel workbook (.xlsx) or a Word document (.docx)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Office document (.xls or .doc)"),
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
)


@dataclass(frozen=True)
class Document:
    """A text file as read: its name as given, the SHA-256 of its bytes, and its lines without their ends."""

    name: str
    sha256: str
    lines: tuple[str, ...]


def locator(number):
    """The address of a line: `line:135`. Lines are counted from 1."""
    return f"line:{number}"


def read_document(name, data):
    """The Document in `data`. Raises Refused with one Problem when it is not text that can be read whole."""
    _check_size(data)
    _check_signature(data)
    text = _decode(data)
    if "\x00" in text:
        raise _refusal(
            "file-binary",
            "This is not a text file: it holds NUL bytes, as pictures, archives and UTF-16 text without a "
            "byte-order mark do.",
            _line_at(text, text.index("\x00")),
        )
    if not text.strip():
        raise _refusal("file-empty", "The file has no text in it.")
    return Document(name, hashlib.sha256(data).hexdigest(), _lines(text))


def _check_size(data):
    if not data:
        raise _refusal("file-empty", "The file is empty.")
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        size = len(data) / (1024 * 1024)
        raise _refusal("file-too-large", f"The file has {size:.1f} MiB; {limit} MiB can be read at most.")


def _check_signature(data):
    # A mark before a signature does not make it text.
    start = data.removeprefix(BOM_UTF8)
    for signature, description in _SIGNATURES:
        if start.startswith(signature):
            raise _refusal("file-binary", f"This is not a text file: it looks like {description}.")


def _decode(data):
    body, encoding, label = _encoding(data)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        # What stands before the first bad byte is good, so it can be decoded to count its lines.
        good = body[: error.start].decode(encoding)
        raise _refusal(
            "file-undecodable",
            f"This line holds bytes that are not {label} text; save the file as UTF-8 and load it again.",
            _line_at(good, len(good)),
        ) from None


def _encoding(data):
    if data.startswith(BOM_UTF16_LE):
        return data[2:], "utf-16-le", "UTF-16"
    if data.startswith(BOM_UTF16_BE):
        return data[2:], "utf-16-be", "UTF-16"
    return data.removeprefix(BOM_UTF8), "utf-8", "UTF-8"


def _line_at(text, position):
    return len(_LINE_END.findall(text[:position])) + 1


def _lines(text):
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()  # the end of the last line, not a line of its own
    return tuple(lines)


def _refusal(code, message, line=None):
    return Refused([Problem(code, message, locator(line) if line else "")])
