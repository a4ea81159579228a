"""What a report says besides its figures is told before it is written: commentary, the action log and the rest."""

from importers import operations
from importers.besides import besides
from importers.kept import preview_to_keep
from importers.uploads import build_upload
from indicators.models import Commentary, ImportBatch
from indicators.series import load_figures
from reports.findings import build_findings
from reports.findings.kinds import AS_MEANT
from tests.conftest import FIXTURE, edition
from tests.importers.test_questions import workbook


def noted(**notes):
    """The bytes of a workbook of November as it is, with those notes."""
    figures = {"FD 3": "82%", "FD 8": "19%"}
    rows = [[ref, figures[ref], notes.get(ref.replace(" ", "_").lower())] for ref in figures]
    return workbook([["Ref", "Nov-17", "Notes"], *rows])


def preview_of(croydon, data, name="book.xlsx"):
    return operations.stage(name=name, data=data, authority=croydon).preview


def said(preview):
    return [(change.code, change.message, change.locator) for change in preview.changes if "said-" in change.code]


def test_a_note_is_told_with_its_cell(batch, croydon):
    preview = preview_of(croydon, noted(fd_3="As agreed."))
    assert said(preview)[0] == ("said-new", "Narrative of FD 3 is new: “As agreed.”", "Data!C2")
    assert not preview.is_empty
    assert build_upload(preview_to_keep(preview), "", 1).besides == "1 piece of commentary"


def test_what_gives_way_is_told_and_nothing_else_does(batch, load, croydon):
    load(noted(fd_3="As agreed."), name="first.xlsx")
    before = set(Commentary.objects.current().values_list("kind", "text"))
    preview = preview_of(croydon, noted(fd_8="Fewer came back."))
    told = [
        ("said-new", "Narrative of FD 8 is new: “Fewer came back.”", "Data!C3"),
        (
            "said-no-more",
            "Narrative under FRONT DOOR gives way to what the file says of November 2017: “As agreed.”",
            "",
        ),
    ]
    assert said(preview) == told
    load(noted(fd_8="Fewer came back."), name="second.xlsx")
    after = set(Commentary.objects.current().values_list("kind", "text"))
    assert (before - after, after - before) == (
        {("narrative", "As agreed.")},
        {("narrative", "Fewer came back.")},
    )


def test_a_note_that_counts_already_makes_no_batch(batch, load, croydon):
    data = noted(fd_3="As agreed.")
    assert load(data, name="first.xlsx")
    assert preview_of(croydon, data).is_empty
    assert load(data, name="second.xlsx") is None
    assert ImportBatch.objects.count() == 2


def test_a_report_that_is_loaded_says_nothing_anew(batch, croydon):
    report = preview_of(croydon, FIXTURE.read_bytes(), "croydon.txt").report
    assert besides(report, croydon) == ()


def test_a_changed_action_is_told_with_what_it_was(batch, croydon):
    data = edition(("to work in permanence.\tDec-17\tOngoing", "to work in permanence.\tDec-17\tY"))
    (change,) = said(preview_of(croydon, data, "croydon.txt"))
    assert change[:2] == ("said-otherwise", "Action Oct-01 was “Ongoing”, now “Y”")
    assert change[2].startswith("line:")


def test_the_first_target_of_a_year_is_told(batch, croydon):
    data = workbook([["Ref", "Apr-18", "2018-19 Target"], ["FD 3", "91%", "95%"]])
    preview = preview_of(croydon, data)
    (told,) = [change for change in preview.changes if change.code == "target-new"]
    assert (told.message, told.locator) == ("FD 3: the target from 2018/19 is new: 95%.", "Data!C2")


def test_what_a_report_is_for_is_told_with_its_batch_and_is_no_finding(batch, load, croydon):
    loaded = load(noted(fd_3="As agreed."), name="book.xlsx")
    assert "said-new" in {problem["code"] for problem in loaded.problems}
    codes = {finding.code for finding in build_findings(load_figures([croydon]))}
    assert codes
    assert not codes & set(AS_MEANT)
