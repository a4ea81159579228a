"""Downloading an upload with its problems at their cells: when there is such a thing, and for whom."""

import io

import openpyxl
import pytest

from importers.annotations import marks
from tests.conftest import FIXTURE, edition
from tests.importers.test_loading import FD3_NOVEMBER
from tests.importers.test_uploads import commit, post_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*november):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    sheet.append(
        ["Ref", "Title", *(f"{month}-17" for month in ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"))]
    )
    sheet.append(["Z 9", "Bicycles lent", 50, 51, 52, 51, 50, 51, 52, *november])
    sheet["A4"] = "Nobody knows what this is."
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def ana_at(client, ana):
    client.force_login(ana)
    return client


def annotated(client, data, name="november.xlsx"):
    """(the batch's address, the answer to asking for its annotated copy)."""
    response = post_file(client, data, name=name)
    assert response.status_code == 302, response.content.decode()
    return response.url, client.get(f"{response.url}annotated/")


def comments(response):
    assert response["Content-Type"] == XLSX
    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["Figures"]
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def test_a_refused_workbook_comes_back_with_its_reasons(ana_at, croydon):
    address, response = annotated(ana_at, workbook("fifty"))
    assert response["Content-Disposition"] == 'attachment; filename="november - problems.xlsx"'
    assert "'fifty' for Z 9 in November 2017 is no figure" in comments(response)["J2"]
    assert f'href="{address}annotated/"' in ana_at.get(address).content.decode()


def test_a_preview_comes_back_with_its_flags_and_what_was_not_used(ana_at, croydon):
    address, response = annotated(ana_at, workbook(5200))
    found = comments(response)
    assert "Z 9, November 2017: About 100 times too large" in found["J2"]
    assert "Nothing was taken from this row: 'Nobody knows what this is.'" in found["A4"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content))[marks.SHEET]
    assert sheet["A4"].value == "Figures to look at again"
    page = ana_at.get(address)
    assert f'href="{address}annotated/"' in page.content.decode()
    commit(ana_at, address, page)
    assert ana_at.get(f"{address}annotated/").status_code == 404


@pytest.mark.parametrize("data", [FIXTURE.read_bytes(), edition((FD3_NOVEMBER, "89%\t92%\t86%\teighty\t90%\tIL"))])
def test_a_text_report_has_none(ana_at, croydon, data):
    address, response = annotated(ana_at, data, name="november.txt")
    assert response.status_code == 404
    assert "annotated" not in ana_at.get(address).content.decode()


def test_nobody_else_has_it(ana_at, croydon, client, rea, cy):
    address, _ = annotated(ana_at, workbook("fifty"))
    for person in (rea, cy):
        client.force_login(person)
        assert client.get(f"{address}annotated/").status_code == 404
    client.logout()
    assert client.get(f"{address}annotated/").status_code == 302
