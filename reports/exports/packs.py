"""The forms that a pack is given out in, by the ending of their files."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.exports.pack_csv import pack_csv
from reports.exports.pack_pdf import pack_pdf
from reports.exports.pack_xlsx import pack_xlsx


@dataclass(frozen=True)
class Format:
    """`make` turns a Pack into bytes; `words` name the form on a button."""

    words: str
    content_type: str
    make: Callable


def _csv_bytes(pack):
    # The mark at the start lets spreadsheets see that it is UTF-8.
    return pack_csv(pack).encode("utf-8-sig")


FORMATS = {
    "pdf": Format("PDF", "application/pdf", pack_pdf),
    "xlsx": Format("Workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", pack_xlsx),
    "csv": Format("CSV", "text/csv; charset=utf-8", _csv_bytes),
}
