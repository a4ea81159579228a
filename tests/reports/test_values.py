"""The figures that come out are the figures that the report prints: held against a second, naive reading of it."""

import csv
import io
import re
from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from importers import operations
from tests.conftest import edition

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
RAG = {"Red": "red", "Yellow": "amber", "Amber": "amber", "Green": "green", "": ""}
# Worked out by a person from the bands of the report, for the two that it left blank and the one it can't be for.
NOT_PRINTED = {"MC 6": "red", "LE 2": "red", "CP 10": "not_rated"}


def export(*args):
    out = StringIO()
    call_command("export_values", "--authority", "croydon", *args, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def naive_reading(file):
    """{(ref, last day): what the report prints}, by splitting lines and nothing else."""
    figures, months, section = {}, [], ""
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        cells = line.split("\t")
        if cells[0] and cells[0].isupper() and not any(cells[1:]):
            section = cells[0]
        if cells[0] == "Indicator Number":
            months = cells[3:11]
        elif months and len(cells) == 15 and cells[2] in ("BIB", "SIB", ""):
            for n, (month, cell) in enumerate(zip(months, cells[3:11], strict=True)):
                if re.match(r"[0-9]", cell):
                    year, place = 2000 + int(month[4:]), MONTHS.index(month[:3]) + 1
                    end = date(year, place, monthrange(year, place)[1]).isoformat()
                    figures[cells[0], end] = {
                        "title": cells[1],
                        "section": section,
                        "value": Decimal(re.match(r"[0-9.]+", cell)[0]),
                        "unit": "percent" if "%" in cell else "days" if "(days)" in cells[1] else "number",
                        "qualifier": "6m+" if "6m+" in cell else "",
                        "target": cells[11].rstrip("%") if re.match(r"[0-9]", cells[11]) else "",
                        "published_rag": RAG[cells[13]] if n == 7 else "",
                        "locator": f"line:{number}",
                    }
    return figures


@pytest.fixture
def published(load, report_file):
    load(report_file.read_bytes())
    return naive_reading(report_file)


def test_every_figure_of_the_report(published):
    rows = export()
    assert len(rows) == len(published) == 243
    for row in rows:
        printed = published[row["ref"], row["period_end"]]
        assert Decimal(row["value"]) == printed["value"]
        assert Decimal(row["target"] or 0) == Decimal(printed["target"] or 0)
        for name in ("title", "section", "unit", "qualifier", "published_rag", "locator"):
            assert row[name] == printed[name], (row["ref"], name)
        assert (row["authority"], row["frequency"], row["status"]) == ("croydon", "monthly", "")
        assert row["period_start"] == row["period_end"][:8] + "01"
        assert row["source_file"] == "croydon-2017-11.txt"
        assert not re.search(r"\.[0-9]*0$|[eE]", row["value"])


def test_every_rating_that_can_be_worked_out_equals_the_published_one(published):
    november = [row for row in export() if row["period_end"] == "2017-11-30"]
    assert len(november) == 32
    for row in november:
        expected = NOT_PRINTED.get(row["ref"], row["published_rag"] or "not_rated")
        assert row["rag"] == expected, row["ref"]


def test_directions(batch):
    rows = {(row["ref"], row["period_end"][:7]): row["direction"] for row in export()}
    assert rows["FD 3", "2017-04"] == ""  # the first period
    assert rows["FD 3", "2017-11"] == "worsening"
    assert rows["W1 a", "2017-11"] == "improving"
    assert rows["P1", "2017-11"] == "no_change"
    assert rows["LE 3", "2017-11"] == "up"  # no polarity
    assert rows["QA 1", "2017-11"] == "down"  # a polarity that its bands contradict
    assert rows["LAC 19 (12m)", "2017-10"] == ""  # 6m+ until September: not the same thing
    assert rows["LAC 19 (12m)", "2017-11"] == "improving"


def test_as_of_reads_what_was_known_then(load, ana):
    def at(day):
        return time_machine.travel(datetime.fromisoformat(f"{day}T12:00:00+00:00"), tick=False)

    changed = edition(("89%\t92%\t86%\t82%\t90%\tIL", "89%\t92%\t86%\t83%\t90%\tIL"))
    with at("2017-12-01"):
        load()
    with at("2017-12-05"):
        second = load(changed, name="again.txt")
    with at("2017-12-09"):
        operations.undo(batch=second, by=ana, reason="A draft.")

    def november(*args):
        return [row["value"] for row in export(*args) if (row["ref"], row["period_end"]) == ("FD 3", "2017-11-30")]

    assert november("--as-of", "2017-11-30T12:00") == []
    assert november("--as-of", "2017-12-02T12:00") == ["82"]
    assert november("--as-of", "2017-12-06T12:00:00Z") == ["83"]
    assert november("--as-of", "2017-12-10T12:00") == november() == ["82"]


def test_usage(catalogue):
    with pytest.raises(CommandError) as error:
        call_command("export_values", "--authority", "atlantis")
    assert error.value.returncode == 2
