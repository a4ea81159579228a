"""Which reader a workbook is for: by what is in it, never by its name."""

from importers.annotations import marks
from importers.readers import calamine, ods, xlsx
from importers.readers.archive import Archive, damaged, refusal
from importers.readers.notes import list_ignored

_ZIP = b"PK"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def read(data):
    """The workbook's sheets as (kind, grids, notes). Raises Refused."""
    kind, grids, notes = _read(data)
    ours = [grid for grid in grids if (first := grid.at(0, 0)) and marks.is_list(grid.name, first.text)]
    return kind, [grid for grid in grids if grid not in ours], [*notes, *(list_ignored(grid.name) for grid in ours)]


def _read(data):
    if not data.startswith(_ZIP):
        return calamine.read(data)
    archive = Archive(data)
    if "_rels/.rels" in archive:
        return xlsx.read(archive)
    if "content.xml" in archive and ("mimetype" not in archive or archive.read("mimetype").startswith(_ODS)):
        return ods.read(archive)
    if "xl/workbook.xml" in archive:
        raise damaged("nothing in it says where the workbook is")
    raise refusal("file-binary", "This is a zip archive with no workbook in it that can be read.")
