"""Files of national statistics as tests make them: a row for each area and year, in the layout that DfE publishes."""

import csv
import io

from django.conf import settings

from importers.documents import Document
from importers.national.geography import Gazetteer, Place
from importers.national.reading import read_national
from importers.readers import delimited
from indicators import catalogue
from tests.importers.workbooks import crossed

NATIONAL = settings.BASE_DIR / "fixtures" / "national"
CATEGORY = "Section 47s and Initial Child Protection Conferences"

ENGLAND = {"geographic_level": "National"}
LONDON = {"geographic_level": "Regional", "region_code": "E12000007", "region_name": "London"}
OUTER_LONDON = {"geographic_level": "Regional", "region_code": "E13000002", "region_name": "Outer London"}


def authority(dfe_code, ons_code, name, region_code="E12000008", region_name="South East"):
    return {
        "geographic_level": "Local authority",
        "region_code": region_code,
        "region_name": region_name,
        "old_la_code": dfe_code,
        "new_la_code": ons_code,
        "la_name": name,
    }


CROYDON = authority("306", "E09000008", "Croydon", "E13000002", "Outer London")
READING = authority("870", "E06000038", "Reading")

# As published for 2025.
COUNTS = {
    "Section47": "2947",
    "ICPC": "697",
    "Duration_0-10_days": "43",
    "Duration_11-15_days": "445",
    "Duration_16-20_days": "69",
    "Duration_21+_days": "140",
}


# Reading's, as published for 2025.
CONFERENCES_OF_READING = {"ICPC": "358", "Duration_0-10_days": "11", "Duration_11-15_days": "184"}


def row(area, year="2025", **cells):
    """A row of conferences: `row(CROYDON, "2024", ICPC="c")`."""
    same = {"time_identifier": "Reporting year", "country_code": "E92000001", "country_name": "England"}
    empty = dict.fromkeys(("region_code", "region_name", "old_la_code", "new_la_code", "la_name"), "")
    return {"time_period": year, **same, **empty, "category": CATEGORY, **COUNTS, **area, **cells}


def file_of(rows, columns=None):
    """The bytes of the rows, in the order of `columns`, or of the first row's."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(rows[0]), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def gazetteer():
    """The areas of the catalogue, without a database."""
    return Gazetteer(
        [
            Place(
                area["ons_code"],
                area["name"],
                area["level"],
                area.get("dfe_code", ""),
                tuple(area.get("former_codes", ())),
                tuple(area.get("spellings", ())),
            )
            for area in catalogue.areas()
        ]
    )


def document_of(name, data):
    """The Document of a table, without the child process that reads what people upload."""
    kind, grids, _ = delimited.read(data)
    return Document(name, "", (), kind, tuple(crossed(grid) for grid in grids))


def read(rows, columns=None):
    """The NationalReport of the rows. Raises Refused."""
    return read_national(document_of("conferences.csv", file_of(rows, columns)), gazetteer())


def said(report):
    """{(measure, area, year): value, or the status where there is none}"""
    return {
        (each.measure, each.area, each.year): each.status if each.value is None else each.value
        for each in report.figures
    }
