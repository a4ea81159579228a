"""What loading a report does to what counts, and what undoing it does."""

import io

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from importers import operations
from importers.matching import free_slug
from importers.operations import Moved
from importers.records import Refused
from indicators.models import Authority, Commentary, Definition, ImportBatch, Indicator, Observation, Target
from indicators.operations import record_by_hand
from indicators.periods import Period
from indicators.series import load_figures
from reports.actions.log import build_action_log
from reports.models import Action
from tests.conftest import FIXTURE, edition

NOVEMBER = Period.month(2017, 11)
FD3_NOVEMBER = "89%\t92%\t86%\t82%\t90%\tIL"
COUNTED = (Observation, Definition, Target, Commentary, Action)


def december(*changes):
    """The next month's edition: a December column in every table, November's figures once more below it."""
    lines = []
    for line in edition(("\nNovember 2017\n", "\nDecember 2017\n")).decode().split("\n"):
        cells = line.split("\t")
        if cells[0] == "Indicator Number":
            cells.insert(11, "Dec-17")
        elif len(cells) == 15 and cells[2] in ("SIB", "BIB", "") and cells[12]:
            cells.insert(11, cells[10])
        elif len(cells) == 15:
            cells.append("")
        lines.append("\t".join(cells))
    text = "\n".join(lines)
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text.encode()


def fd3(croydon, **kwargs):
    (series,) = load_figures([croydon], slug="fd-3", **kwargs).series
    return series


def problems(batch, code):
    return [problem for problem in batch.problems if problem["code"] == code]


def test_a_report_is_loaded_whole(batch, croydon):
    assert batch.state == ImportBatch.State.COMMITTED
    assert batch.commit_number == 1
    assert batch.counts["values"] == batch.counts["new"] == 243
    assert Observation.objects.count() == 243
    assert Indicator.objects.count() == 34
    assert Action.objects.count() == 13
    assert croydon.sections.count() == 8
    with default_storage.open(batch.file.name) as original:
        assert original.read() == FIXTURE.read_bytes()
    assert fd3(croydon).at(NOVEMBER).observation.locator == "line:135"


def test_the_same_file_again_changes_nothing(batch, load):
    before = [model.objects.count() for model in COUNTED]
    assert load() is None
    assert load(name="renamed.txt") is None
    assert [model.objects.count() for model in COUNTED] == before
    assert ImportBatch.objects.count() == 1


def test_a_refused_file_writes_nothing(load):
    with pytest.raises(Refused) as refusal:
        load(edition((FD3_NOVEMBER, "89%\t92%\t86%\teighty\t90%\tIL")))
    assert "line:135" in str(refusal.value)
    assert ImportBatch.objects.count() == Observation.objects.count() == Indicator.objects.count() == 0


def test_a_failing_write_leaves_nothing(load, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("importers.writing.Action.objects.bulk_create", fail)
    with pytest.raises(RuntimeError, match="disk"):
        load()
    assert ImportBatch.objects.count() == Observation.objects.count() == Indicator.objects.count() == 0


def test_a_report_goes_to_its_own_authority_only(catalogue):
    reading = Authority.objects.get(slug="reading")
    with pytest.raises(Refused, match="which can't be loaded for"):
        operations.stage(name="x.txt", data=FIXTURE.read_bytes(), authority=reading)


def test_a_revised_value_counts_and_the_old_one_stays(batch, load, croydon):
    second = load(edition((FD3_NOVEMBER, "89%\t92%\t86%\t83%\t90%\tIL")), name="again.txt")
    assert second.counts == second.counts | {"new": 0, "changed": 1, "same": 242}
    (told,) = problems(second, "revised")
    assert told["message"] == "FD 3, November 2017: 82% in croydon-2017-11.txt, now 83%."
    assert fd3(croydon).at(NOVEMBER).value == 83
    assert batch.observations.get(indicator__slug="fd-3", period_start="2017-11-01").value == 82


def test_undoing_is_as_if_it_had_never_been(batch, load, croydon, ana):
    moment = timezone.now()
    second = load(edition((FD3_NOVEMBER, "89%\t92%\t86%\t83%\t90%\tIL")), name="again.txt")
    later = timezone.now()
    operations.undo(batch=second, by=ana, reason="It was a draft.")
    assert fd3(croydon).at(NOVEMBER).value == 82
    assert fd3(croydon, as_of=moment).at(NOVEMBER).value == 82
    assert fd3(croydon, as_of=later).at(NOVEMBER).value == 83
    # A file may be loaded again after an undo, under a number of its own.
    third = load(edition((FD3_NOVEMBER, "89%\t92%\t86%\t83%\t90%\tIL")), name="again.txt")
    assert third.commit_number == 3
    assert fd3(croydon).at(NOVEMBER).value == 83


def test_only_a_committed_batch_can_be_undone(batch, ana):
    operations.undo(batch=batch, by=ana, reason="Wrong month.")
    with pytest.raises(ValueError, match="only a committed batch"):
        operations.undo(batch=batch, by=ana, reason="Again.")


def test_undoing_the_only_batch_leaves_no_indicator_to_read(batch, croydon, ana):
    operations.undo(batch=batch, by=ana, reason="Wrong month.")
    assert load_figures([croydon]).series == ()
    assert not Commentary.objects.current().exists()
    assert build_action_log(croydon, NOVEMBER.end).rows == ()


def test_undoing_the_first_batch_keeps_what_the_second_states_too(batch, load, croydon, ana):
    load(december(), name="december.txt")
    operations.undo(batch=batch, by=ana, reason="Superseded.")
    point = fd3(croydon).at(NOVEMBER)
    assert (point.value, point.target.value, point.rag) == (82, 90, "red")


def test_a_preview_that_is_out_of_date_is_not_committed(batch, croydon, load):
    changed = edition((FD3_NOVEMBER, "89%\t92%\t86%\t83%\t90%\tIL"))
    staged = operations.stage(name="slow.txt", data=changed, authority=croydon)
    load(edition((FD3_NOVEMBER, "89%\t92%\t86%\t81%\t90%\tIL")), name="quick.txt")
    with pytest.raises(Moved):
        operations.commit(staged=staged, by=None)
    assert fd3(croydon).at(NOVEMBER).value == 81


def test_a_preview_from_before_an_undo_is_not_committed(batch, croydon, load, ana):
    staged = operations.stage(name="december.txt", data=december(), authority=croydon)
    operations.undo(batch=batch, by=ana, reason="Wrong file.")
    with pytest.raises(Moved):
        operations.commit(staged=staged, by=None)


def test_a_half_written_original_is_written_again(load, batch, ana):
    name = batch.file.name
    operations.undo(batch=batch, by=ana, reason="To load it again.")
    with open(default_storage.path(name), "wb") as half:  # noqa: PTH123
        half.write(FIXTURE.read_bytes()[:100])
    again = load()
    with again.file.open() as original:
        assert original.read() == FIXTURE.read_bytes()


def test_a_later_edition_adds_its_month_and_says_what_else_changed(batch, load, croydon):
    second = load(
        december(
            ("74%\t85%\t87%\t87%\t98%", "74%\t85%\t88%\t87%\t98%"),  # CP 13 in November: 87% → 88%
            ("CL a\tCare Leavers with an Up-to-date Pathway plan", "CL a\tCare Leavers with a current plan"),
            ("LE 3\tNumber of cases in proceedings\t\t\t\t67", "LE 9\tNumber of new cases\t\t\t\t67"),
        ),
        name="croydon-2017-12.txt",
    )
    assert second.period_start == Period.month(2017, 12).start
    assert second.counts["changed"] == 1
    assert [p["ref"] for p in problems(second, "revised")] == ["CP 13"]
    assert "now “Care Leavers with a current plan”" in problems(second, "renamed")[0]["message"]
    assert [p["ref"] for p in problems(second, "new-indicator")] == ["LE 9"]
    assert [p["ref"] for p in problems(second, "missing")] == ["LE 3"]
    # What was printed in November's report stays as printed: the later one prints no rating for it.
    assert fd3(croydon).at(NOVEMBER).published_rag == "red"
    # The old name stands under the old month, the new one from December.
    (plan,) = load_figures([croydon], slug="cl-a").series
    assert plan.definition_on(NOVEMBER.end).title == "Care Leavers with an Up-to-date Pathway plan"
    assert plan.definition.title == "Care Leavers with a current plan"


def test_a_file_of_another_kind_is_told_what_last_month_had_and_it_lacks(batch, croydon):
    book = b"Ref,Dec-17\nFD 3,85%\nFD 8,20%\n"
    preview = operations.stage(name="december.csv", data=book, authority=croydon).preview
    had = {s.indicator.ref for s in load_figures([croydon]).series if s.at(NOVEMBER)} - {"FD 3", "FD 8"}
    lacks = [problem for problem in preview.problems if problem.code == "not-in-file"]
    assert {problem.ref for problem in lacks} == had
    assert preview.counts["missing"] == len(lacks) == len(had) > 20
    assert lacks[0].message == "P1 is not in this file; it has a figure for November 2017. Its earlier figures stay."


def test_a_changed_target_of_the_same_year_counts_from_the_newer_file(batch, load, croydon, ana):
    second = load(edition((FD3_NOVEMBER, "89%\t92%\t86%\t82%\t91%\tIL")), name="again.txt")
    (told,) = problems(second, "target-changed")
    assert told["message"] == "FD 3: the target from 2017/18 was 90%, the file says 91%."
    assert fd3(croydon).at(NOVEMBER).target.value == 91
    operations.undo(batch=second, by=ana, reason="Not agreed.")
    assert fd3(croydon).at(NOVEMBER).target.value == 90


def test_a_target_set_by_hand_outlives_the_next_report(batch, load, croydon, ada):
    indicator = Indicator.objects.get(slug="fd-3")
    start = Period.from_year_heading("2017-18").start
    record_by_hand(
        model=Target, indicator=indicator, starts_on=start, by=ada, reason="Agreed in May.", value=92, text="92%"
    )
    second = load(december(), name="december.txt")
    assert fd3(croydon).at(NOVEMBER).target.value == 92
    assert "It was set by hand and stays as it is." in problems(second, "target-changed")[0]["message"]
    # Loading the report again has nothing more to say.
    assert load(december(), name="december.txt") is None


def test_measures_are_linked_with_their_caveat(batch):
    visits = Indicator.objects.get(slug="cp-13")
    assert visits.measure.slug == "cp-visits-in-time"
    assert "four weeks" in visits.measure_caveat


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("CL a\tCare Leavers with an", "CL a\t" + "Care Leavers with an " * 20, "too-long"),
        (FD3_NOVEMBER, "89%\t92%\t86%\t82%\t12345678901%\tIL", "number-too-large"),
        ("763\t0\t0\t0\t483", "763.123456\t0\t0\t0\t483", "number-too-large"),
    ],
)
def test_what_the_database_cannot_hold_is_refused_with_its_line(load, old, new, code):
    with pytest.raises(Refused) as refusal:
        load(edition((old, new)))
    (problem,) = refusal.value.problems
    assert problem.code == code
    assert problem.locator.startswith("line:")


def test_a_title_longer_than_an_address_gets_a_shorter_one():
    taken = set()
    first = free_slug("x" * 250, taken)
    taken.add(first)
    assert len(first) <= 200
    assert free_slug("x" * 250, taken) == f"{first}-2"


def workbook(value):
    book = openpyxl.Workbook()
    book.active.append(["Ref", "Indicator", "Nov-17"])
    book.active.append(["FD 3", Indicator.objects.get(slug="fd-3").definitions.first().title, value])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_takes_back_nothing_that_it_does_not_speak_of(batch, load, croydon):
    """It has no action log and no commentary; stating a figure that is so already makes no batch."""
    assert load(workbook("82%"), name="month.xlsx") is None
    second = load(workbook("83%"), name="month.xlsx")
    october = [s.indicator.ref for s in load_figures([croydon]).series if s.at(Period.month(2017, 10))]
    # What it doesn't speak of is told, against the month before, and stays.
    assert (second.counts["changed"], second.counts["missing"]) == (1, len(october) - 1)
    assert load(workbook("83%"), name="month.xlsx") is None
    assert len(build_action_log(croydon, NOVEMBER.end).rows) == 13
    assert Commentary.objects.current().filter(kind="summary").exists()
