"""The sheet of a plan: downloaded, filled in, uploaded, previewed, committed and undone."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from importers import operations
from importers.documents import read_document
from importers.records import PlanEntry, Refused
from importers.sources import find, plan
from indicators.models import ImportBatch
from indicators.periods import Period
from indicators.series import load_figures
from reports.exports.plan_xlsx import plan_xlsx
from reports.models import PlanAction
from reports.operations.plan import edit_plan_action, facts_of
from reports.plan.sheet import build_plan_sheet
from reports.plan.whole import build_plan
from reports.plan.words import HEADINGS, PLAN_SHEET
from tests.importers.test_uploads import text_of

NOVEMBER, DECEMBER = Period.month(2017, 11), Period.month(2017, 12)
ROW = {
    "Pillar": "Help early",
    "Outcome": "Nobody waits",
    "Ref": "1.1.1",
    "Action": "A second team.",
    "Owner": "MK",
    "Due": "Mar-18",
    "Rating": "Green",
    "Why": "",
    "Evidence": "Rota",
}
SECOND = ROW | {"Ref": "1.1.2", "Action": "Cover over lunch.", "Rating": "Red", "Why": "No posts.", "Due": "TBC"}


def sheet(authority, *rows, month=NOVEMBER, change=None):
    """The bytes of a downloaded sheet with those rows filled in. `change` may do anything else to its worksheet."""
    data = plan_xlsx(build_plan_sheet(authority, month, build_plan(authority, month.end)), made_at=timezone.now())
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book[PLAN_SHEET]
    page.delete_rows(5, page.max_row)
    for number, row in enumerate(rows, 5):
        for column, name in enumerate(HEADINGS, 1):
            page.cell(number, column, row[name] or None)
    if change:
        change(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stage(croydon, *rows, **options):
    return operations.stage(name="plan.xlsx", data=sheet(croydon, *rows, **options), authority=croydon)


def commit(croydon, ana, *rows, **options):
    return operations.commit(staged=stage(croydon, *rows, **options), by=ana, reason="As agreed.")


def refusals(croydon, *rows, **options):
    with pytest.raises(Refused) as refused:
        stage(croydon, *rows, **options)
    return [(problem.code, problem.locator) for problem in refused.value.problems]


def said(preview):
    return [(change.code, change.message) for change in preview.changes]


def test_a_row_is_read_with_its_place(croydon):
    preview = stage(croydon, ROW).preview
    assert preview.report.period == NOVEMBER
    assert preview.report.plan == (
        PlanEntry(
            "Help early", "Nobody waits", "1.1.1", "A second team.", "MK", Period.month(2018, 3), "green", "", "Rota",
            "Plan!C5",
        ),
    )  # fmt: skip
    assert preview.counts["plan"] == 1


def test_a_sheet_is_recognised_and_nothing_else_is(croydon):
    document = read_document("plan.xlsx", sheet(croydon, ROW))
    assert find(document) is plan
    other = sheet(croydon, ROW, change=lambda page: page.cell(4, 3, "Number"))
    assert not plan.recognises(read_document("plan.xlsx", other))


def test_a_plan_is_told_committed_and_undone(batch, croydon, ana):
    before = len(load_figures([croydon]).series)
    preview = stage(croydon, ROW, SECOND).preview
    # A plan has no figures: none is missing from it.
    assert said(preview) == [
        ("said-new", "Plan action 1.1.1 is new: “A second team.”"),
        ("said-new", "Plan action 1.1.2 is new: “Cover over lunch.”"),
    ]
    assert preview.counts["missing"] == 0
    loaded = commit(croydon, ana, ROW, SECOND)
    found = build_plan(croydon, NOVEMBER.end)
    assert [(row.ref, row.rating, row.why, row.due_by) for row in found.actions] == [
        ("1.1.1", "green", "", date(2018, 3, 31)),
        ("1.1.2", "red", "No posts.", None),
    ]
    assert (found.actions[0].source, found.actions[0].locator) == ("plan.xlsx", "Plan!C5")
    assert len(load_figures([croydon]).series) == before
    assert commit(croydon, ana, ROW, SECOND) is None
    operations.undo(batch=loaded, by=ana, reason="Too early.")
    assert build_plan(croydon, NOVEMBER.end).is_empty
    assert PlanAction.objects.count() == 2


def test_what_is_downloaded_says_what_stands(batch, croydon, ana):
    commit(croydon, ana, ROW, SECOND)
    data = plan_xlsx(build_plan_sheet(croydon, DECEMBER, build_plan(croydon, DECEMBER.end)), made_at=timezone.now())
    preview = operations.stage(name="plan.xlsx", data=data, authority=croydon).preview
    assert preview.report.period == DECEMBER
    assert preview.is_empty


def test_the_next_month_says_what_is_otherwise_and_what_is_gone(batch, croydon, ana):
    commit(croydon, ana, ROW, SECOND)
    preview = stage(croydon, ROW | {"Rating": "Complete"}, month=DECEMBER).preview
    assert said(preview) == [
        ("said-otherwise", "Plan action 1.1.1 was “green”, now “complete”"),
        (
            "said-no-more",
            "Plan action 1.1.2 is not in what the file says of December 2017: “Cover over lunch.”",
        ),
    ]


def test_what_was_written_here_gives_way_to_what_is_new_alone(batch, croydon, ana):
    commit(croydon, ana, ROW)
    row = PlanAction.objects.get()
    by_hand = replace(facts_of(row), rating="amber")
    edit_plan_action(authority=croydon, slug="1-1-1", day=NOVEMBER.end, facts=by_hand, seen=row.pk, by=ana)
    assert stage(croydon, ROW, month=DECEMBER).preview.is_empty
    ((code, message),) = said(stage(croydon, ROW | {"Rating": "Red", "Why": "No."}, month=DECEMBER).preview)
    assert code == "said-otherwise"
    assert message.startswith("Plan action 1.1.1 is “amber” by what was written here (ana, ")
    assert message.endswith("), now “red”")


def test_what_is_written_meanwhile_makes_the_preview_out_of_date(batch, croydon, ana):
    commit(croydon, ana, ROW)
    staged = stage(croydon, ROW | {"Rating": "Complete"}, month=DECEMBER)
    row = PlanAction.objects.get()
    by_hand = replace(facts_of(row), owner="IL")
    edit_plan_action(authority=croydon, slug="1-1-1", day=NOVEMBER.end, facts=by_hand, seen=row.pk, by=ana)
    with pytest.raises(operations.Moved):
        operations.commit(staged=staged, by=ana)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Rating": "Blue"}, [("rating-unreadable", "Plan!G5")]),
        ({"Due": "soon"}, [("due-unreadable", "Plan!F5")]),
        ({"Outcome": ""}, [("row-incomplete", "Plan!B5")]),
        ({"Ref": "", "Rating": "Blue"}, [("row-incomplete", "Plan!C5"), ("rating-unreadable", "Plan!G5")]),
        ({"Owner": "x" * 101}, [("row-incomplete", "Plan!E5")]),
    ],
)
def test_what_cant_be_taken_is_refused_with_its_cell(croydon, changes, expected):
    assert refusals(croydon, ROW | changes) == expected


def test_a_ref_stands_once_and_there_is_a_month_and_an_action(croydon):
    assert refusals(croydon, ROW, ROW | {"Ref": "1-1-1"}) == [("ref-repeated", "Plan!C6")]
    assert refusals(croydon) == [("no-actions", "Plan!A4")]
    assert refusals(croydon, ROW, change=lambda page: page.cell(3, 2, "Christmas")) == [("month-unclear", "Plan!B3")]
    assert refusals(croydon, ROW, change=lambda page: page.cell(3, 1, "Date")) == [("month-unclear", "Plan!A4")]


def test_dates_typed_by_a_spreadsheet_are_months(croydon):
    def change(page):
        page["B3"].number_format = page["F5"].number_format = "mmm-yy"
        page["B3"], page["F5"] = date(2017, 12, 1), date(2018, 4, 1)

    report = stage(croydon, ROW, change=change).preview.report
    assert (report.period, report.plan[0].due) == (DECEMBER, Period.month(2018, 4))


def test_red_without_a_reason_is_a_finding(croydon):
    (finding,) = stage(croydon, SECOND | {"Why": ""}).preview.report.findings
    assert (finding.code, finding.ref, finding.locator) == ("red-without-why", "1.1.2", "Plan!H5")


def test_text_that_looks_like_a_formula_stays_text(batch, croydon, ana):
    commit(croydon, ana, ROW | {"Action": "- by team", "Evidence": "'=1+1"})
    data = plan_xlsx(build_plan_sheet(croydon, DECEMBER, build_plan(croydon, DECEMBER.end)), made_at=timezone.now())
    page = openpyxl.load_workbook(io.BytesIO(data))[PLAN_SHEET]
    assert (page["D5"].data_type, page["D5"].value) == ("s", "- by team")
    assert ImportBatch.objects.filter(source="plan").count() == 1


def test_the_upload_is_previewed_committed_and_leads_to_the_plan(client, batch, croydon, ana):
    client.force_login(ana)
    file = SimpleUploadedFile("plan.xlsx", sheet(croydon, ROW, SECOND))
    address = client.post("/uploads/", {"authority": croydon.pk, "file": file}).url
    page = client.get(address)
    assert "The file states 2 actions of the plan." in text_of(page)
    assert "Plan action 1.1.1 is new" in text_of(page)
    stamp = page.context["form"].initial["stamp"]
    assert client.post(f"{address}commit/", {"stamp": stamp, "reason": ""}).status_code == 302
    done = client.get(address).content.decode()
    assert 'href="/croydon/plan/?period=2017-11"' in done
    assert "2 actions of the plan" in done
    assert "Cover over lunch." in client.get("/croydon/plan/").content.decode()
