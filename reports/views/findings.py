"""/<authority>/findings/: what a person should look at, as CSV too, and accepting it as it is."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from indicators import operations
from indicators.models import FindingAcceptance
from indicators.series import kept_figures, load_figures
from reports.exports.csv import to_csv
from reports.finding_tables import AcceptedTable, FindingTable
from reports.findings import build_findings, to_settle
from reports.findings.export import COLUMNS, build_export
from reports.findings.news import since_day, since_last_board
from reports.findings.page import FindingRow, build_findings_page, by_group
from reports.findings.settling import settlers_of
from reports.forms import FindingsFilter, ReasonForm
from reports.models import Meeting
from reports.views.decorators import authority_page
from reports.views.kept import kept


@kept
@authority_page
def findings(request, authority):
    chosen, page = _page(request, authority)
    chosen.offer(page.rows)
    may_accept = authority.may_accept_findings
    open_rows, accepted, told = (chosen.chosen(rows) for rows in (page.open, page.accepted, page.told))
    context = {
        "authority": authority,
        "active": "findings",
        "page": page,
        "filter": chosen,
        "groups": [(group, FindingTable(group, rows, may_accept=may_accept)) for group, rows in by_group(open_rows)],
        "accepted": AcceptedTable(accepted, may_accept=may_accept) if accepted else None,
        "told": [(group, FindingTable(group, rows)) for group, rows in by_group(told)],
        "shown": len(open_rows),
    }
    return render(request, "reports/findings.html", context)


@authority_page
def findings_csv(request, authority):
    chosen, page = _page(request, authority)
    text = to_csv(COLUMNS, build_export(chosen.chosen(page.rows)))
    headers = {"Content-Disposition": f'attachment; filename="{authority.slug}-findings.csv"'}
    # The mark at the start lets spreadsheets see that it is UTF-8.
    return HttpResponse(f"\ufeff{text}", content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page
def accept(request, authority):
    """One reason for all findings that were ticked, or for all of a group. For admins; else the page doesn't exist."""
    if not authority.may_accept_findings:
        raise Http404("There is no such page.")
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(to_settle(build_findings(load_figures([authority]))), asked)
    if not chosen:
        messages.info(request, "Tick the findings to accept first. What has gone meanwhile needs no accepting.")
        return redirect("findings", authority.slug)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        count = operations.accept_findings(authority=authority, findings=chosen, by=request.user, reason=reason)
        messages.success(request, f"Accepted: {count} finding{'s' * (count != 1)}.")
        return redirect("findings", authority.slug)
    rows = [FindingRow(finding, is_new=False, ways=(), to_ask="") for finding in chosen]
    table = FindingTable("Findings to accept", rows)
    context = {"authority": authority, "active": "findings", "form": form, "chosen": chosen, "table": table}
    return render(request, "reports/accept_findings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page
def withdraw_acceptance(request, authority, pk):
    """For admins; for anybody else the page doesn't exist."""
    if not authority.may_accept_findings:
        raise Http404("There is no such page.")
    standing = FindingAcceptance.objects.standing().select_related("accepted_by")
    acceptance = get_object_or_404(standing, authority=authority, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.withdraw_acceptance(acceptance=acceptance, by=request.user, reason=reason)
        messages.success(request, "Withdrawn. The finding asks for a person again.")
        return redirect("findings", authority.slug)
    context = {"authority": authority, "active": "findings", "form": form, "acceptance": acceptance}
    return render(request, "reports/withdraw_acceptance.html", context)


def _page(request, authority):
    """(the filter, the FindingsPage) that are asked for."""
    chosen = FindingsFilter(request.GET)
    figures = kept_figures([authority])
    since = since_day(chosen.since_day) if chosen.since_day else _since_last_board(authority, figures)
    earlier = load_figures([authority], as_of=since.moment) if since else None
    settlers = settlers_of(authority, figures, timezone.localdate())
    return chosen, build_findings_page(figures, settlers, since, earlier)


def _since_last_board(authority, figures):
    last = Meeting.objects.filter(authority=authority, held_on__lt=timezone.localdate()).with_published().first()
    return since_last_board(figures, last)


def _chosen(findings, asked):
    """Those that are named by their fingerprints, or all of a group where one is named."""
    if group := asked.get("group"):
        return tuple(finding for finding in findings if slugify(finding.group) == group)
    ticked = set(asked.getlist("finding"))
    return tuple(finding for finding in findings if finding.fingerprint in ticked)
