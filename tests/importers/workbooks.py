"""Workbooks made for the tests, part by part: what a library would not write, and what no library here writes."""

import io
import json
import zipfile
from xml.sax.saxutils import escape, quoteattr

from importers.readers import workbook
from importers.readers.grid import sheet_from_plain

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def read(data):
    """(kind, sheets, notes) as they come out of the child, without a child."""
    kind, grids, notes = workbook.read(data)
    return kind, [crossed(grid) for grid in grids], notes


def crossed(grid):
    """The Sheet of a Grid, as it comes out of the child."""
    plain, *parts = json.loads(json.dumps([grid.to_plain(), *grid.parts_to_plain()]))
    return sheet_from_plain(plain, iter(parts))


def archive(parts):
    """A zip archive of texts or bytes by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def xlsx_parts(rows="", *, after="", workbook_extra="", texts="", formats=(), sheet="Sheet1"):
    """The parts of an .xlsx workbook of one sheet. `rows` is what stands in sheetData, `after` what follows it."""
    numbered = enumerate(formats, 200)
    styles = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in numbered)
    cell_xfs = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *range(200, 200 + len(formats))))
    return {
        "_rels/.rels": _relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{workbook_extra}'
        f'<sheets><sheet name={quoteattr(sheet)} sheetId="1" r:id="rId0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{styles}</numFmts>'
        f"<cellXfs>{cell_xfs}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
    }


def xlsx(*args, **kwargs):
    return archive(xlsx_parts(*args, **kwargs))


def _relationships(*targets):
    inner = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{type_}" Target="{target}"/>'
        for at, (type_, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def ods(tables, *, styles="", extra=None):
    """An .ods workbook. `tables` is what stands in its spreadsheet element."""
    spaces = " ".join(f'xmlns:{name}="{_ODS}{name}:1.0"' for name in ("office", "table", "text", "style"))
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": mimetype, "content.xml": content, **(extra or {})})


def ods_cell(type_="", value="", shown="", attributes=""):
    """A cell of an .ods workbook. `type_` is "" for a blank one."""
    names = {"date": "date-value", "boolean": "boolean-value"}
    stated = f' office:value-type="{type_}"' if type_ else ""
    if value:
        stated += f" office:{names.get(type_, 'value')}={quoteattr(value)}"
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n")) if shown else ""
    return f"<table:table-cell{stated} {attributes}>{paragraphs}</table:table-cell>"


def ods_table(rows, name="Sheet1", attributes=""):
    """A sheet of an .ods workbook, from texts of cells."""
    inner = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return f"<table:table table:name={quoteattr(name)} {attributes}>{inner}</table:table>"
