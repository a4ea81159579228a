"""The yearly sheet of targets: downloaded, filled in, read, previewed, committed, undone."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from importers import operations
from importers.records import Refused
from importers.sources import targets
from indicators.models import Authority, Definition, Indicator, Observation, RagThreshold, Target
from indicators.operations import record_by_hand
from indicators.periods import Period
from indicators.profiles import describe, evenly
from indicators.series import load_figures
from reports.exports.targets_xlsx import targets_xlsx
from reports.target_sheet import build_target_sheet, carried_over

YEAR = Period.parse("2017-FY")
NEXT = Period.parse("2018-FY")
WORDS = "80% or above Green 70%-79% Amber 69% and below Red"
MADE_AT = datetime(2018, 3, 1, tzinfo=UTC)
PERCENTS, COUNTS = "fd-3", "fd-1"


def filled(authority, year=YEAR, **entries):
    """The bytes of the year's sheet with what each indicator (by its slug, _ for -) has filled in."""
    sheet = build_target_sheet(authority, load_figures([authority]), year)
    by_slug = {slug.replace("_", "-"): entry for slug, entry in entries.items()}
    rows = tuple(replace(row, entry=replace(row.entry, **by_slug.get(row.indicator.slug, {}))) for row in sheet.rows)
    return targets_xlsx(replace(sheet, rows=rows), made_at=MADE_AT)


def stage(authority, data, name="targets.xlsx"):
    return operations.stage(name=name, data=data, authority=authority)


def refused(authority, data):
    with pytest.raises(Refused) as caught:
        stage(authority, data)
    return [(problem.code, problem.locator) for problem in caught.value.problems]


def stated(staged):
    (indicator,) = staged.preview.report.indicators
    return indicator


def aim(staged):
    (target,) = stated(staged).targets
    return target


def series_of(authority, slug):
    return load_figures([authority], slug=slug).series[0]


def test_an_empty_sheet_sets_nothing(croydon, batch):
    (problem,) = refused(croydon, filled(croydon))
    assert problem[0] == "no-targets"


def test_what_is_before_the_year_is_on_the_sheet(croydon, batch):
    book = load_workbook(io.BytesIO(filled(croydon, NEXT)))
    row = next(row for row in book["Targets"].iter_rows(values_only=True) if row[0] == "FD 3")
    assert row[4] == "90%"
    assert row[5].startswith("90% or above Green")
    assert row[6].date() == NEXT.start
    assert not any(row[7:])
    headings = [cell.value for cell in book["Targets"][4]]
    assert headings[9:21] == [
        "Apr-18", "May-18", "Jun-18", "Jul-18", "Aug-18", "Sep-18", "Oct-18", "Nov-18", "Dec-18", "Jan-19", "Feb-19",
        "Mar-19",
    ]  # fmt: skip


def test_a_target_and_a_rule_are_previewed_committed_and_undone(croydon, batch, ada):
    before = ratings(croydon)
    entry = {"starts_on": date(2017, 10, 1), "target": "80%", "rule": WORDS, "reason": "Agreed by the board."}
    staged = stage(croydon, filled(croydon, fd_3=entry))
    changes = staged.preview.targets
    (row,) = changes.rows
    assert (row.ref, row.target.before, row.target.after, row.rule.after) == ("FD 3", "90%", "80%", WORDS)
    assert changes.effects.sentence == "2 ratings of 1 indicator would change."
    assert not staged.preview.needs_reason
    assert ratings(croydon) == before
    counted = Observation.objects.count(), Definition.objects.count(), Indicator.objects.count()
    loaded = operations.commit(staged=staged, by=ada)
    assert (Observation.objects.count(), Definition.objects.count(), Indicator.objects.count()) == counted
    after = ratings(croydon)
    assert {key for key in after if after[key] != before[key]} == {
        (change.series.indicator.slug, change.period) for change in changes.effects.rerated
    }
    (target,) = Target.objects.filter(batch=loaded)
    assert (target.value, target.starts_on, target.reason, target.recorded_by) == (
        80, date(2017, 10, 1), "Agreed by the board.", ada,
    )  # fmt: skip
    with loaded.file.open() as kept:
        assert kept.read(2) == b"PK"
    assert stage(croydon, filled(croydon, fd_3=entry)).preview.is_empty
    operations.undo(batch=loaded, by=ada, reason="Not yet.")
    assert ratings(croydon) == before


def ratings(authority):
    return {
        (series.indicator.slug, point.period): (point.rag, point.target_value)
        for series in load_figures([authority]).series
        for point in series.points
    }


def test_a_gap_between_bands_is_said_and_is_no_finding_of_the_file(croydon, batch):
    words = "90% or above Green 85%-88% Amber 84% and below Red"
    preview = stage(croydon, filled(croydon, NEXT, fd_3={"rule": words})).preview
    (row,) = preview.targets.rows
    assert len(row.rule.defects) == 1
    assert preview.problems == ()


def test_the_past_needs_a_reason(croydon, batch):
    assert stage(croydon, filled(croydon, fd_3={"target": "91%"})).preview.needs_reason
    entry = {"starts_on": date(2017, 10, 1), "rule": WORDS}
    assert stage(croydon, filled(croydon, fd_3=entry)).preview.needs_reason
    later = {"rule": WORDS}
    assert not stage(croydon, filled(croydon, NEXT, fd_3=later)).preview.needs_reason


def test_a_path_by_months(croydon, batch, ada):
    entry = {"months": ((2, "60%"), (5, "70%"), (11, "80%"))}
    staged = stage(croydon, filled(croydon, fd_3=entry))
    assert aim(staged).text == "60% from June 2017, 70% from September 2017, 80% from March 2018"
    operations.commit(staged=staged, by=ada, reason="R")
    series = series_of(croydon, "fd-3")
    assert [point.target_value for point in series.points][:7] == [None, None, 60, 60, 60, 70, 70]
    assert stage(croydon, filled(croydon, fd_3=entry)).preview.is_empty


def test_a_total_that_builds_up(croydon, batch):
    slug, unit = next(
        (s.indicator.slug, s.definition.unit) for s in load_figures([croydon]).series if s.definition.unit == "number"
    )
    staged = stage(croydon, filled(croydon, **{slug: {"target": "1,200", "builds_up": True}}))
    path = aim(staged).path
    assert path == evenly(Decimal(1200), YEAR)
    assert aim(staged).text == describe(path, unit)


def test_words_and_none(croydon, batch, ada):
    staged = stage(croydon, filled(croydon, fd_3={"target": "<10% of Cohort"}))
    assert (aim(staged).value, aim(staged).text) == (None, "<10% of Cohort")
    assert aim(stage(croydon, filled(croydon, fd_3={"target": "NA"}))).text == "NA"
    staged = stage(croydon, filled(croydon, NEXT, fd_3={"target": "None", "rule": "none"}))
    operations.commit(staged=staged, by=ada)
    series = series_of(croydon, "fd-3")
    assert str(series.targets.on(NEXT.start)) == "no target"
    assert str(series.thresholds.on(NEXT.start)) == "no rule"
    assert series.targets.on(YEAR.end).value == 90


def test_what_a_person_set_for_that_day_stays(croydon, batch, ada):
    fd3 = Indicator.objects.get(slug="fd-3")
    record_by_hand(model=Target, indicator=fd3, starts_on=NEXT.start, by=ada, value=Decimal(85), text="85")
    staged = stage(croydon, filled(croydon, NEXT, fd_3={"target": "95%"}))
    (row,) = staged.preview.targets.rows
    assert row.target.held
    assert staged.preview.is_empty


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"target": "0.9"}, ("percent-unclear", "Targets!H")),
        ({"target": "90% (6m+)"}, ("target-unreadable", "Targets!H")),
        ({"target": "90%", "months": ((3, "80%"),)}, ("path-unclear", "Targets!M")),
        ({"months": ((3, "soon"),)}, ("target-unreadable", "Targets!M")),
        ({"months": ((3, "80%"),), "starts_on": date(2017, 10, 1)}, ("path-unclear", "Targets!M")),
        ({"target": "90%", "builds_up": True, "starts_on": date(2017, 10, 1)}, ("path-unclear", "Targets!H")),
        ({"target": "90%", "starts_on": date(2017, 10, 2)}, ("start-unclear", "Targets!G")),
        ({"target": "90%", "starts_on": date(2018, 4, 1)}, ("start-outside-year", "Targets!G")),
        ({"builds_up": True}, ("builds-up-unclear", "Targets!I")),
        ({"rule": "good is green"}, ("methodology-unreadable", "Targets!V")),
        ({"target": "9" * 16 + "%"}, ("number-too-large", "Targets!H")),
    ],
)
def test_what_is_refused_says_its_cell(croydon, batch, entry, expected):
    (found,) = refused(croydon, filled(croydon, fd_3=entry))
    assert found[0] == expected[0]
    assert found[1].rstrip("0123456789") == expected[1]


def test_a_percentage_for_a_count_is_refused(croydon, batch):
    slug = next(s.indicator.slug for s in load_figures([croydon]).series if s.definition.unit == "number")
    assert refused(croydon, filled(croydon, **{slug: {"target": "90%"}}))[0][0] == "target-unreadable"


def edited(data, change):
    """The workbook with change(sheet) applied, as a person would in a spreadsheet program."""
    book = load_workbook(io.BytesIO(data))
    change(book["Targets"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet, ref):
    return next(cells for cells in sheet.iter_rows() if cells[0].value == ref)


def test_numbers_as_a_spreadsheet_stores_them(croydon, batch):
    def change(sheet):
        cells = row_of(sheet, "FD 3")
        cells[7].value, cells[7].number_format = 0.925, "0.0%"

    assert aim(stage(croydon, edited(filled(croydon), change))).value == Decimal("92.5")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (0, "FD 99", "indicator-unknown"),
        (1, "Something else", "title-differs"),
        (6, "soon", "start-unclear"),
        (7, "#N/A", "cell-error"),
        (8, "perhaps", "builds-up-unclear"),
        (21, "=A1", "formula-without-value"),
    ],
)
def test_a_cell_that_cant_be_taken(croydon, batch, column, value, code):
    def change(sheet):
        row_of(sheet, "FD 3")[column].value = value

    data = edited(filled(croydon, fd_3={"target": "91%"}), change)
    assert code in [found for found, _ in refused(croydon, data)]


def test_an_indicator_has_one_row(croydon, batch):
    def change(sheet):
        for cell, other in zip(row_of(sheet, "CIN 4"), row_of(sheet, "FD 3"), strict=True):
            cell.value = other.value

    assert [code for code, _ in refused(croydon, edited(filled(croydon, fd_3={"target": "91%"}), change))] == [
        "ref-repeated"
    ]


def test_headings_that_were_changed(croydon, batch):
    def change(sheet):
        sheet.cell(4, 10).value = "May-17"

    assert refused(croydon, edited(filled(croydon, fd_3={"target": "91%"}), change)) == [("sheet-unread", "Targets!J4")]


def test_another_authoritys_sheet_is_refused(croydon, batch, load, rea):
    reading = Authority.objects.get(slug="reading")
    assert refused(reading, filled(croydon, fd_3={"target": "91%"}))[0][0] == "indicator-unknown"


def test_a_report_that_looks_like_nothing_is_not_a_sheet(batch):
    class Empty:
        sheets = ()

    assert not targets.recognises(Empty())


def test_carried_over_changes_no_rating_and_moves_a_path_on(croydon, batch, ada):
    operations.commit(
        staged=stage(croydon, filled(croydon, fd_3={"months": ((2, "60%"), (5, "70%"))})), by=ada, reason="R"
    )
    sheet = carried_over(croydon, load_figures([croydon]), NEXT)
    staged = stage(croydon, targets_xlsx(sheet, made_at=MADE_AT))
    assert staged.preview.targets.effects.changes_nothing
    by_ref = {indicator.ref: indicator for indicator in staged.preview.report.indicators}
    assert by_ref["FD 3"].targets[0].text == "60% from June 2018, 70% from September 2018"
    was = {s.indicator.ref: s.targets.on(YEAR.end) for s in load_figures([croydon]).series}
    for ref, indicator in by_ref.items():
        for target in indicator.targets:
            assert target.path or target.value == was[ref].value, ref
    operations.commit(staged=staged, by=ada)
    assert RagThreshold.objects.filter(starts_on=NEXT.start).count() == sum(
        bool(i.methodology) for i in by_ref.values()
    )
