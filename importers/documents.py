"""Bytes to lines or sheets: what a file is, by its content and never by its name.

    read_document("pack.txt", b"Ref\\tTitle\\r\\n") -> Document("pack.txt", "9f8c…", lines=("Ref\\tTitle",))
    read_document("data.bin", b"PK\\x03\\x04…")     -> Document("data.bin", "1a2b…", kind="xlsx", sheets=(Sheet(…),))

Workbooks and delimited text are read in a child process (importers.sandbox). Text is UTF-8, with or without a
byte-order mark, UTF-16 with one, or, where it is delimited, Windows-1252. Anything else is refused with the reason:
    file-empty, file-too-large
    file-binary         what it looks like instead
    file-markup         a web page or XML, whatever its name ends in
    file-undecodable    which line
    file-encrypted, file-damaged, workbook-too-large, unreadable-safely
A text that looks delimited and can't be read so (quotes-unpaired, workbook-too-large) is a text, and a note says why.
"""

import hashlib
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass

from importers import sandbox
from importers.readers.delimited import delimiter_of
from importers.records import Problem, Refused
from importers.sheets import Sheet

# Ten times what councils publish, and what a reader gets through within its limits.
MAX_BYTES = 20 * 1024 * 1024

TEXT = "text"

# Only these end a line. str.splitlines would also break at form feeds and other characters that
# text taken from a PDF has inside its lines, and every line number after them would be wrong.
_LINE_END = re.compile(r"\r\n|\n|\r")

# Zip archives (.xlsx, .xlsm, .ods), and the container of old Office documents (.xls).
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SIGNATURES = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"PK\x07\x08", "a zip archive in several parts"),
    (b"\x09\x00\x04\x00", "an Excel workbook from before 1993 (.xls)"),
    (b"\x09\x02\x06\x00", "an Excel workbook from before 1993 (.xls)"),
    (b"\x09\x04\x06\x00", "an Excel workbook from before 1993 (.xls)"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a rich text document (.rtf)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
)

_MARKUP = re.compile(rb"\s*<[!?/a-z]", re.IGNORECASE)

# What no text in a Western European language has in it: control characters, and four letters in a row that are all
# outside ASCII and not all the same, which is how text in another encoding looks when it is taken for Windows-1252.
_NOT_WESTERN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]|([^\x00-\x7f])(?!\1{3})[^\x00-\x7f]{3}")


@dataclass(frozen=True)
class Document:
    """A file as read: its name as given, the SHA-256 of its bytes, and what it holds.

    `kind` is text, csv, xlsx, xlsm, xls or ods. A text has its `lines` without their ends, and `sheets` beside them
    where it is delimited (csv); a workbook has `sheets` and no lines. `notes` say what was not read, or not as it
    stands: macros, letters in an old encoding, and why a text that looks like a table has no sheets.
    """

    name: str
    sha256: str
    lines: tuple[str, ...] = ()
    kind: str = TEXT
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[Problem, ...] = ()


def locator(number):
    """The address of a line: `line:135`. Lines are counted from 1."""
    return f"line:{number}"


def read_document(name, data):
    """The Document in `data`. Raises Refused where it can't be read whole."""
    _check_size(data)
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith((ZIP, OLE)):
        reading = sandbox.run("workbook", data)
        return Document(name, sha256, (), reading.kind, reading.sheets, reading.notes)
    _check_signature(data)
    _check_markup(data)
    text, notes = _decode(data)
    if "\x00" in text:
        raise _refusal(
            "file-binary",
            "This is not a text file: it holds NUL bytes, as pictures, archives and UTF-16 text without a "
            "byte-order mark do.",
            _line_at(text, text.index("\x00")),
        )
    if not text.strip():
        raise _refusal("file-empty", "The file has no text in it.")
    lines = _lines(text)
    if not delimiter_of(text):
        return Document(name, sha256, lines, notes=notes)
    try:
        reading = sandbox.run("delimited", text.encode())
    except Refused as refused:
        # It may be a report whose lines only look like rows: a text can be read all the same.
        return Document(name, sha256, lines, notes=notes + refused.problems)
    return Document(name, sha256, lines, reading.kind, reading.sheets, notes + reading.notes)


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
            raise _refusal("file-binary", f"This is neither text nor a workbook: it looks like {description}.")


def _check_markup(data):
    # The NULs are those of UTF-16: that it is markup says more than in which encoding.
    start = data[:200].translate(None, b"\x00").lstrip(BOM_UTF8 + BOM_UTF16_LE)
    if _MARKUP.match(start):
        raise _refusal(
            "file-markup",
            "This is a web page or an XML file, whatever its name ends in. Open it in a spreadsheet program, save it "
            "as .xlsx and load that.",
        )


def _decode(data):
    """(text, notes). Raises Refused for bytes that are no text in the encodings that can be read."""
    body, encoding, label = _encoding(data)
    try:
        return body.decode(encoding), ()
    except UnicodeDecodeError as error:
        # What stands before the first bad byte is good, so it can be decoded to count its lines.
        good = body[: error.start].decode(encoding)
        line = _line_at(good, len(good))
    if body is data and (text := _western_table(data)):
        note = (
            "This file is not in UTF-8. Its letters were read as Windows-1252, the first of them on this line: check "
            "that £ signs, dashes and accents look right."
        )
        return text, (Problem("encoding-assumed", note, locator(line)),)
    raise _refusal(
        "file-undecodable",
        f"This line holds bytes that are not {label} text; save the file as UTF-8 and load it again.",
        line,
    )


def _western_table(data):
    """The text of a table in Windows-1252, or None. Running text in it is refused: there is nothing to check it by."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return text if not _NOT_WESTERN.search(text) and delimiter_of(text) else None


def _encoding(data):
    if data.startswith((BOM_UTF32_LE, BOM_UTF32_BE)):
        raise _refusal("file-undecodable", "This is UTF-32 text; save the file as UTF-8 and load it again.")
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
