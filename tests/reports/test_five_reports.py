"""The five councils' reports, loaded as a person loads them: every figure comes out, from both editions alike."""

import csv
import io
from collections import Counter
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from importers import sources
from importers.confirmed import confirmation_for
from importers.documents import read_document
from indicators import catalogue
from indicators.models import Indicator

FIXTURES = settings.BASE_DIR / "fixtures" / "reports"
PUBLISHED = settings.BASE_DIR.parent / "shared" / "reports"
# (authority, file, figures, of which by frequency), counted by hand in the published reports.
REPORTS = [
    ("croydon", "croydon-2017-11.txt", {"monthly": 243}),
    ("reading", "reading-2017-06.txt", {"weekly": 90, "monthly": 4}),
    ("west-berkshire", "west-berkshire-2017-04.txt", {"monthly": 513, "quarterly": 4}),
    ("windsor-and-maidenhead", "windsor-and-maidenhead-2018-09.txt", None),
    ("wokingham", "wokingham-2018-19-q2.txt", {"quarterly": 12}),
]
each_report = pytest.mark.parametrize(("authority", "name", "counts"), REPORTS, ids=[r[0] for r in REPORTS])


def load_and_export(file, authority):
    call_command("import_report", str(file), "--authority", authority, stdout=StringIO())
    out = StringIO()
    call_command("export_values", "--authority", authority, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


@each_report
def test_every_figure_that_is_read_comes_out(db, authority, name, counts):
    rows = load_and_export(FIXTURES / name, authority)
    document = read_document(name, (FIXTURES / name).read_bytes())
    source = sources.find(document)
    report = source.parse(document, confirmation_for(document, source))
    read = Counter(
        (indicator.title, figure.period.end.isoformat(), figure.value, indicator.unit, figure.locator)
        for indicator in report.indicators
        for figure in indicator.figures
    )
    came_out = Counter((r["title"], r["period_end"], _decimal(r["value"]), r["unit"], r["locator"]) for r in rows)
    assert came_out == read
    if counts:
        assert Counter(row["frequency"] for row in rows) == counts
    assert {row["authority"] for row in rows} == {authority}


def _decimal(text):
    return Decimal(text)


@each_report
def test_what_is_linked_to_a_measure_is_in_its_unit(db, authority, name, counts):
    load_and_export(FIXTURES / name, authority)
    linked = {row.slug: row for row in Indicator.objects.filter(authority__slug=authority, measure__isnull=False)}
    named = {slug: entry.measure for slug, entry in catalogue.indicators_of(authority).items() if entry.measure}
    assert {slug: row.measure.slug for slug, row in linked.items()} == named
    for row in linked.values():
        assert {definition.unit for definition in row.definitions.all()} == {row.measure.unit}, row.slug


@each_report
def test_our_edition_gives_the_figures_of_the_published_one(db, authority, name, counts):
    if not (PUBLISHED / name).exists():
        pytest.skip(f"{name} as published is not beside this checkout")
    ours = load_and_export(FIXTURES / name, authority)
    published = load_and_export(PUBLISHED / name, authority)
    assert published == ours


@each_report
def test_a_report_is_refused_for_any_other_authority(db, authority, name, counts):
    other = "reading" if authority != "reading" else "croydon"
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_report", str(FIXTURES / name), "--authority", other, stdout=out)
    assert ended.value.code == 1
    assert "which can't be loaded for" in out.getvalue()


@each_report
def test_loading_it_again_changes_nothing(db, authority, name, counts):
    load_and_export(FIXTURES / name, authority)
    out = StringIO()
    call_command("import_report", str(FIXTURES / name), "--authority", authority, stdout=out)
    assert "Already loaded" in out.getvalue()
