"""Files that a page gives out."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(data, file_name):
    """The bytes of an .xlsx as a download of that name."""
    name = content_disposition_header(as_attachment=True, filename=file_name)
    return HttpResponse(data, content_type=_XLSX, headers={"Content-Disposition": name})
