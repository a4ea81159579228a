"""Files that a page gives out."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(data, file_name):
    """The bytes of an .xlsx as a download of that name."""
    return file_response(data, _XLSX, file_name)


def file_response(data, content_type, file_name):
    """The bytes of a file as a download of that name."""
    name = content_disposition_header(as_attachment=True, filename=file_name)
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": name})
