"""A finding that is accepted is quiet until its facts change: through the next month, in counts, and by whom."""

import csv
import io
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import FindingAcceptance
from indicators.operations import accept_findings, withdraw_acceptance
from indicators.series import load_figures
from reports.findings import accepted, build_findings, to_settle
from reports.findings.finding import facts_in
from tests.conftest import edition
from tests.importers.later_editions import a_month_later

OTHER_GAP = ("17 or below Green 18.1-20 Amber", "17 or below Green 18.5-20 Amber")
REASON = "Known, and agreed with the board."


def next_month(*changes):
    return a_month_later(edition(*changes).decode()).encode()


def found(croydon, ref, code):
    return next(f for f in build_findings(load_figures([croydon])) if (f.ref, f.code) == (ref, code))


@pytest.fixture
def accept(croydon, ola):
    def accept(ref, code, reason=REASON):
        finding = found(croydon, ref, code)
        assert accept_findings(authority=croydon, findings=[finding], by=ola, reason=reason) == 1
        return FindingAcceptance.objects.latest("pk")

    return accept


def codes(findings):
    return {(finding.ref, finding.code) for finding in findings}


def test_what_is_accepted_is_listed_but_asks_nothing(batch, croydon, accept):
    before = build_findings(load_figures([croydon]))
    accept("W 1", "band-gap")
    after = build_findings(load_figures([croydon]))
    assert codes(after) == codes(before)
    assert codes(to_settle(before)) - codes(to_settle(after)) == {("W 1", "band-gap")}
    (one,) = accepted(after)
    assert (one.acceptance.reason, one.acceptance.accepted_by.username) == (REASON, "ola")


def test_accepting_twice_is_once(batch, croydon, ola, accept):
    accept("W 1", "band-gap")
    again = accept_findings(authority=croydon, findings=[found(croydon, "W 1", "band-gap")], by=ola, reason="Again.")
    assert again == 0
    assert FindingAcceptance.objects.count() == 1


def test_it_stays_accepted_when_the_next_month_loads(batch, load, croydon, accept):
    """Every finding that the next month finds again, of whatever kind."""
    for finding in to_settle(build_findings(load_figures([croydon]))):
        accept(finding.ref, finding.code)
    load(next_month(), name="december.txt")
    figures = load_figures([croydon])
    assert figures.latest.key == "2017-12"
    left = to_settle(build_findings(figures))
    assert left == (), [(f.ref, f.code, f.message) for f in left]
    assert len(accepted(build_findings(figures))) == 30


def test_it_is_back_when_its_facts_change_and_says_so(batch, load, croydon, accept):
    accept("W 1", "band-gap")
    load(edition(OTHER_GAP), name="changed.txt")
    finding = found(croydon, "W 1", "band-gap")
    assert finding.is_open
    assert finding.accepted_before.reason == REASON
    assert "17.1 to 18" in finding.accepted_before.message


def test_it_is_accepted_again_when_its_facts_are_as_before(batch, load, croydon, accept):
    accept("W 1", "band-gap")
    load(edition(OTHER_GAP), name="changed.txt")
    load(name="back.txt")
    assert found(croydon, "W 1", "band-gap").acceptance


def test_a_reissue_with_other_lines_changes_no_facts(batch, load, croydon, accept):
    accept("W 1", "band-gap")
    accept("", "placeholder")
    changed = ("\t86%\t82%\t90%\tIL", "\t86%\t81%\t90%\tIL")
    assert load(b"\n\n" + edition(changed), name="moved.txt", reason="Cleansed.")
    for ref, code in (("W 1", "band-gap"), ("", "placeholder")):
        assert found(croydon, ref, code).acceptance, code


def test_of_two_months_each_is_a_finding_of_its_own(load, croydon, accept):
    values = "86%\t86%\t87%\t86%\t89%\t92%\t86%\t82%\t90%\tIL\tRed"
    load(edition((values, values.replace("Red", "Green"))))
    accept("FD 3", "rag-differs")
    restated = values.replace("82%", "81%").replace("Red", "Green")
    load(edition((values, restated)), name="restated.txt", reason="Cleansed.")
    finding = found(croydon, "FD 3", "rag-differs")
    assert finding.is_open
    assert finding.accepted_before


def test_withdrawn_it_asks_again_and_the_record_stays(batch, croydon, ola, accept):
    acceptance = accept("W 1", "band-gap")
    assert withdraw_acceptance(acceptance=acceptance, by=ola, reason="We will mend it.")
    assert not withdraw_acceptance(acceptance=acceptance, by=ola, reason="Once more.")
    finding = found(croydon, "W 1", "band-gap")
    assert finding.is_open
    assert finding.accepted_before is None
    acceptance.refresh_from_db()
    assert (acceptance.withdrawn_by, acceptance.withdrawn_reason) == (ola, "We will mend it.")


def test_what_was_accepted_at_a_moment_stays_answerable(batch, croydon, ola, accept):
    acceptance = accept("W 1", "band-gap")
    withdraw_acceptance(acceptance=acceptance, by=ola, reason="We will mend it.")
    then = load_figures([croydon], as_of=acceptance.accepted_at)
    assert codes(accepted(build_findings(then))) == {("W 1", "band-gap")}


# The role of each person at Croydon decides; whoever may not is told that there is no such page.
@pytest.mark.parametrize(
    ("person", "status"), [("ada", 200), ("ola", 200), ("ana", 404), ("mo", 404), ("cy", 404), ("rea", 404)]
)
def test_who_may_accept_and_withdraw(batch, croydon, client, request, accept, person, status):
    acceptance = accept("FD 8", "band-overlap")
    fingerprint = found(croydon, "W 1", "band-gap").fingerprint
    client.force_login(request.getfixturevalue(person))
    page = f"/croydon/findings/accept/?finding={fingerprint}"
    back = f"/croydon/findings/accepted/{acceptance.pk}/withdraw/"
    assert client.get(page).status_code == client.get(back).status_code == status
    posted = client.post(page, {"finding": fingerprint, "reason": "Agreed."}).status_code
    assert posted == client.post(back, {"reason": "Mended."}).status_code == (302 if status == 200 else 404)
    standing = FindingAcceptance.objects.standing().values_list("code", flat=True)
    assert list(standing) == (["band-gap"] if status == 200 else ["band-overlap"])


def test_an_acceptance_is_not_withdrawn_under_another_authority(batch, client, ada, accept):
    acceptance = accept("W 1", "band-gap")
    client.force_login(ada)
    assert client.post(f"/reading/findings/accepted/{acceptance.pk}/withdraw/", {"reason": "x"}).status_code == 404
    assert FindingAcceptance.objects.standing().count() == 1


def test_nobody_accepts_without_a_reason(batch, croydon, client, ola):
    client.force_login(ola)
    fingerprint = found(croydon, "W 1", "band-gap").fingerprint
    response = client.post("/croydon/findings/accept/", {"finding": fingerprint, "reason": "  "})
    assert response.status_code == 200
    assert b"There is a problem" in response.content
    assert fingerprint.encode() in response.content
    assert FindingAcceptance.objects.count() == 0


def test_a_group_is_accepted_for_one_reason_and_only_as_it_was_shown(batch, croydon, client, ola):
    client.force_login(ola)
    shown = client.get("/croydon/findings/accept/?group=agree-names-and-refs")
    fingerprints = [finding.fingerprint for finding in shown.context["chosen"]]
    assert len(fingerprints) == 5
    client.post("/croydon/findings/accept/", {"finding": [*fingerprints[:3], "gone"], "reason": "Typing."})
    assert set(FindingAcceptance.objects.values_list("fingerprint", flat=True)) == set(fingerprints[:3])
    assert client.get("/croydon/findings/accept/?finding=gone").status_code == 302


def test_the_page_counts_and_lists_them_apart(batch, croydon, client, mo, accept):
    client.force_login(mo)
    assert "30 things for a person" in body(client.get("/croydon/findings/"))
    accept("W 1", "band-gap")
    page = body(client.get("/croydon/findings/"))
    assert "29 things for a person" in page
    listed = page.partition('id="accepted"')[2]
    assert REASON in listed
    assert "ola" in listed
    assert "Withdraw" not in listed
    assert REASON in body(client.get("/croydon/indicators/w-1/"))


def test_the_command_exports_them_as_before(batch, croydon, accept):
    before = [(f.ref, f.code, f.message, f.locator) for f in build_findings(load_figures([croydon]))]
    accept("W 1", "band-gap")
    assert [(f.ref, f.code, f.message, f.locator) for f in build_findings(load_figures([croydon]))] == before


def test_managers_see_whom_to_ask_and_admins_the_form(batch, client, cy, ola, ana):
    client.force_login(cy)
    page = body(client.get("/croydon/findings/"))
    assert "An admin: ola" in page
    assert "An analyst or admin: ana, ola" in page
    assert "/admin/indicators" not in page
    client.force_login(ola)
    page = body(client.get("/croydon/findings/"))
    form = page.partition("/admin/indicators/ragthreshold/add/?")[2].partition('"')[0]
    assert form.endswith("&starts_on=2017-12-01")
    assert 'value="2017-12-01"' in body(client.get(f"/admin/indicators/ragthreshold/add/?{form}"))


def test_new_is_what_the_last_report_had_not(batch, load, client, mo):
    client.force_login(mo)
    assert "This is the first report" in body(client.get("/croydon/findings/"))
    load(next_month(OTHER_GAP), name="december.txt")
    response = client.get("/croydon/findings/")
    new = {(row.finding.ref, row.finding.code) for row in response.context["page"].open if row.is_new}
    assert ("W 1", "band-gap") in new
    assert response.context["page"].new == len(new)
    assert "the last upload before the report for December 2017" in body(response)
    only = client.get("/croydon/findings/?new=on")
    assert only.context["shown"] == len(new)
    assert client.get("/croydon/findings/?since=2010-01-01").context["page"].new == len(response.context["page"].open)
    assert client.get("/croydon/findings/?since=0001-01-01").status_code == 200


def test_the_export_follows_the_filters(batch, croydon, client, mo, accept):
    accept("W 1", "band-gap")
    client.force_login(mo)
    text = client.get("/croydon/findings.csv?kind=band-gap").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["ref"], row["code"], row["what_to_do"]) == ("W 1", "band-gap", "Correct the rule")
    assert (row["accepted_by"], row["accepted_because"]) == ("ola", REASON)


def test_wording_is_no_fact():
    said, otherwise = "The index says 'W 1 e', the table 'W 2'.", "Index: 'W 1 e'; it is 'W 2' in the table."
    assert facts_in(said) == facts_in(otherwise) == ("W 1 e", "W 2")
    assert facts_in("It is red in the index.") != facts_in("It is green in the index.")
    assert facts_in("A rise of 3 points in May.") != facts_in("A rise of 4 points in May.")
    assert facts_in("A rise of 3 points in May.") != facts_in("A rise of 3 points in June.")


@given(st.integers(), st.integers())
def test_other_numbers_are_other_facts(one, other):
    said = (facts_in(f"The total is {number} for November 2017.") for number in (one, other))
    assert (len(set(said)) == 1) == (one == other)


def body(response):
    return unescape(response.content.decode())
