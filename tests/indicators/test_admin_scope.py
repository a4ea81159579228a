"""Who sees what in Django admin: every address, by role, for what is one's own and for what is another authority's."""

from datetime import date
from itertools import product

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.sites import NotRegistered
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from indicators.models import (
    Area,
    Authority,
    Definition,
    ImportBatch,
    Indicator,
    LifeEvent,
    Measure,
    Membership,
    RagThreshold,
    Relation,
    Section,
    Target,
)
from indicators.operations import record_by_hand

# Nothing of Croydon's has this in it.
MARK = "Zzyzx"
APRIL = date(2017, 4, 1)
ONLY_SUPERUSERS = {get_user_model(), Membership, Area}


def address(model, action, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def body(response):
    return response.content.decode()


def shown(response):
    """The page under its head, whose switcher names every authority that the user may read."""
    return body(response).partition("</header>")[2]


def rows_of(authority, mark, by):
    """{model: a row of the authority's}, each with the mark in whatever names it."""
    section = Section.objects.create(authority=authority, title=f"{mark} section", slug="a-section")
    indicator = Indicator.objects.create(authority=authority, ref=f"{mark} 1", slug="an-indicator")
    said = {"indicator": indicator, "starts_on": APRIL, "by": by, "reason": mark}
    batch = ImportBatch.objects.create(
        authority=authority, source="test", file_name=f"{mark}.txt", sha256="0", frequency="monthly",
        period_start=APRIL, period_end=date(2017, 4, 30), title=f"{mark} secret",
    )  # fmt: skip
    return {
        Authority: authority,
        Section: section,
        Indicator: indicator,
        ImportBatch: batch,
        Target: record_by_hand(model=Target, value=None, text=f"{mark} target", **said),
        RagThreshold: record_by_hand(model=RagThreshold, words=f"{mark} words", **said),
        LifeEvent: LifeEvent.objects.create(
            indicator=indicator, kind="renamed", starts_on=APRIL, former_ref=f"{mark} 0", reason=mark, recorded_by=by
        ),
        Definition: record_by_hand(
            model=Definition, title=f"{mark} secret", section=section, unit="percent", frequency="monthly", **said
        ),
    }


@pytest.fixture
def own(croydon, ada):
    return rows_of(croydon, "Own", ada) | {Measure: Measure.objects.first()}


@pytest.fixture
def foreign(catalogue, ada):
    reading = Authority.objects.get(slug="reading")
    reading.name = f"{MARK} Council"
    reading.save()
    return rows_of(reading, MARK, ada)


@pytest.fixture
def as_ola(client, ola):
    client.force_login(ola)
    return client


def everywhere(rows):
    """Every address of admin: those of the site, of each model, and of each row."""
    yield from (reverse(f"admin:{name}") for name in ("index", "password_change", "jsi18n"))
    yield reverse("admin:app_list", args=["indicators"])
    yield reverse("admin:autocomplete") + "?app_label=indicators&model_name=indicator&field_name=measure"
    for model in admin.site._registry:
        yield address(model, "changelist")
        yield address(model, "add")
    for model, row in rows.items():
        for action in ("change", "history", "delete"):
            yield address(model, action, row.pk)


def test_every_model_is_of_authorities_or_for_superusers(own):
    """A model that is registered some day is given a place in these tests."""
    assert set(admin.site._registry) == set(own) | ONLY_SUPERUSERS


@pytest.mark.parametrize("person", ["ana", "mo"])
def test_for_those_who_administer_nothing_there_is_no_admin(client, own, request, person):
    client.force_login(request.getfixturevalue(person))
    assert {client.get(page).status_code for page in everywhere(own)} == {404}
    assert client.post(address(Target, "changelist"), {"action": "withdraw"}).status_code == 404


def test_staff_is_not_what_counts(client, own, mo):
    mo.is_staff = True
    mo.save()
    client.force_login(mo)
    assert {client.get(page).status_code for page in everywhere(own)} == {404}


def test_nobody_signed_in_is_sent_to_the_one_sign_in(client, own):
    for page in everywhere(own):
        response = client.get(page, follow=True)
        assert response.redirect_chain[-1][0].startswith("/sign-in/?next=/admin/"), page


def test_an_administrator_opens_what_is_their_own(as_ola, own):
    for model, row in own.items():
        assert as_ola.get(address(model, "changelist")).status_code == 200, model
        assert as_ola.get(address(model, "change", row.pk)).status_code == 200, model
        assert as_ola.get(address(model, "history", row.pk)).status_code == 200, model
        assert as_ola.get(address(model, "delete", row.pk)).status_code == 403, model


@pytest.mark.parametrize("action", ["change", "history", "delete"])
def test_what_is_anothers_is_not_there(as_ola, own, foreign, action):
    for model, row in foreign.items():
        page = address(model, action, row.pk)
        posted = {"post": "yes", "step": "save", "title": "Taken over"}
        for response in (as_ola.get(page, follow=True), as_ola.post(page, posted, follow=True)):
            assert MARK not in shown(response), model
            assert response.redirect_chain or response.status_code in (403, 404), model
        row.refresh_from_db()
        assert "Taken over" not in str(row)


def test_people_are_for_superusers(as_ola, ola, own, croydon):
    for model in ONLY_SUPERUSERS:
        row = model.objects.first()
        pages = [address(model, "changelist"), address(model, "add")]
        pages += [address(model, action, row.pk) for action in ("change", "history", "delete")]
        assert {as_ola.get(page).status_code for page in pages} == {403}
    posted = {"user": ola.pk, "authority": croydon.pk, "role": "admin"}
    assert as_ola.post(address(Membership, "add"), posted).status_code == 403


def test_a_superuser_opens_everything(client, ada, own, foreign):
    client.force_login(ada)
    for model in admin.site._registry:
        assert client.get(address(model, "changelist")).status_code == 200
    for model, row in (own | foreign).items():
        assert client.get(address(model, "change", row.pk)).status_code == 200
        assert client.get(address(model, "history", row.pk)).status_code == 200


def test_lists_search_and_filters_show_ones_own(as_ola, own, foreign):
    reading = foreign[Authority].pk
    queries = (
        {},
        {"q": "secret"},
        {"authority__id__exact": reading},
        {"indicator__authority__id__exact": reading},
        {"section": foreign[Section].pk},
        {"rating": "not_rated"},
        {"standing": "yes"},
        {"standing": "no"},
    )
    for model, query in product(own, queries):
        response = as_ola.get(address(model, "changelist"), query, follow=True)
        assert response.status_code == 200
        assert MARK not in shown(response), (model, query)


def test_autocomplete_offers_ones_own(as_ola, own, foreign):
    answered = 0
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            if not (field.concrete and field.is_relation):
                continue
            try:
                remote = admin.site.get_model_admin(field.remote_field.model)
            except NotRegistered:
                continue
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
            for term in ("", "secret", MARK):
                response = as_ola.get(reverse("admin:autocomplete"), asked | {"field_name": field.name, "term": term})
                assert MARK not in body(response)
                allowed = remote.model not in ONLY_SUPERUSERS
                assert response.status_code == (200 if allowed else 403), (model, field.name)
                answered += allowed
    assert answered


def test_a_form_accepts_no_foreign_key(as_ola, own, foreign):
    reading = foreign[Authority].pk
    refused = as_ola.post(address(Section, "add"), {"authority": reading, "title": "New", "slug": "new"})
    assert "Select a valid choice" in body(refused)
    refused = as_ola.post(address(Indicator, "add"), {"authority": reading, "ref": "N 1", "slug": "n-1"})
    assert "Select a valid choice" in body(refused)
    # An authority is chosen once: what is posted for it later is not read.
    section = own[Section]
    moved = as_ola.post(
        address(Section, "change", section.pk), {"authority": reading, "title": section.title, "slug": section.slug}
    )
    assert moved.status_code == 302
    section.refresh_from_db()
    assert section.authority == own[Authority]
    assert not Section.objects.filter(title="New").exists()
    assert not Indicator.objects.filter(slug="n-1").exists()


@pytest.mark.parametrize("model", [Target, RagThreshold, Definition], ids=lambda model: model.__name__)
def test_no_dated_row_is_added_to_a_foreign_indicator(as_ola, own, foreign, model):
    page = address(model, "add") + f"?indicator={foreign[Indicator].pk}"
    before = model.objects.count()
    data = {"starts_on": "2018-04-01", "kind": "number", "value": "1", "words": "", "reason": "R"}
    assert as_ola.get(page).status_code == 404
    for step in ("try", "save", "back"):
        assert as_ola.post(page, data | {"step": step}).status_code == 404
    assert model.objects.count() == before


def test_a_definition_takes_no_section_of_another_authority(as_ola, own, foreign):
    page = address(Definition, "add") + f"?indicator={own[Indicator].pk}"
    data = {
        "starts_on": "2018-04-01", "title": "T", "section": foreign[Section].pk, "position": 1, "unit": "percent",
        "decimals": 0, "frequency": "monthly", "direction_rule": "previous", "reason": "R", "step": "try",
    }  # fmt: skip
    response = as_ola.post(page, data)
    assert "Select a valid choice" in body(response)
    assert MARK not in shown(response)


@pytest.mark.parametrize("model", [Target, RagThreshold, Definition], ids=lambda model: model.__name__)
def test_actions_reach_ones_own(as_ola, own, foreign, model):
    for action in ("withdraw", "delete_selected"):
        data = {"action": action, "_selected_action": [foreign[model].pk], "step": "save", "reason": "R", "post": "yes"}
        response = as_ola.post(address(model, "changelist"), data, follow=True)
        assert MARK not in shown(response)
    foreign[model].refresh_from_db()
    assert foreign[model].superseded_at is None


def test_recent_actions_name_what_one_may_still_see(as_ola, ola, own, foreign):
    for row in (own[Target], foreign[Target]):
        LogEntry.objects.create(
            user=ola, content_type=ContentType.objects.get_for_model(Target), object_id=str(row.pk),
            object_repr=f"{MARK} log" if row == foreign[Target] else "own log", action_flag=CHANGE,
        )  # fmt: skip
    response = as_ola.get(reverse("admin:index"))
    assert "own log" in shown(response)
    assert MARK not in shown(response)


def test_view_on_site_leads_nowhere(as_ola, own, foreign):
    for model, row in foreign.items():
        key = ContentType.objects.get_for_model(model).pk
        response = as_ola.get(reverse("admin:view_on_site", args=[key, row.pk]))
        assert response.status_code == 404
        assert MARK not in shown(response)


def test_a_membership_that_ends_ends_it(as_ola, ola, own):
    assert as_ola.get(reverse("admin:index")).status_code == 200
    Membership.objects.filter(user=ola, role="admin").delete()
    assert as_ola.get(reverse("admin:index")).status_code == 404


def test_the_site_leads_to_admin_whoever_may(client, catalogue, ola, ana, ada):
    for person, may in ((ola, True), (ana, False), (ada, True)):
        client.force_login(person)
        assert ('href="/admin/"' in body(client.get("/croydon/scorecard/"))) is may


def test_history_shows_who_changed_what(as_ola, ola, own):
    indicator = own[Indicator]
    data = {"ref": indicator.ref, "slug": indicator.slug, "measure": "", "measure_caveat": "Counts siblings once."}
    data |= {"parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0}
    assert as_ola.post(address(Indicator, "change", indicator.pk), data).status_code == 302
    (newest, *_) = indicator.history.all()
    assert (newest.history_user, newest.measure_caveat) == (ola, "Counts siblings once.")
    page = body(as_ola.get(address(Indicator, "history", indicator.pk)))
    assert "Measure caveat" in page
    assert "Counts siblings once." in page


def test_an_indicator_is_worked_out_from_others_of_its_own_authority(as_ola, ola, own, foreign):
    indicator = own[Indicator]
    part = Indicator.objects.create(authority=own[Authority], ref="Own 2", slug="another")
    page = address(Indicator, "change", indicator.pk)
    data = {
        "slug": indicator.slug, "measure": "", "measure_caveat": "", "parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 0,
        "parts-0-indicator": indicator.pk, "parts-0-role": "numerator",
    }  # fmt: skip
    assert MARK not in shown(as_ola.get(page))
    for other in (foreign[Indicator], indicator):
        refused = as_ola.post(page, data | {"parts-0-part": other.pk})
        assert "Select a valid choice" in body(refused)
        assert MARK not in shown(refused)
    assert not Relation.objects.exists()
    assert as_ola.post(page, data | {"parts-0-part": part.pk}).status_code == 302
    relation = Relation.objects.get()
    assert (relation.indicator, relation.part, relation.role) == (indicator, part, "numerator")
    assert relation.history.get().history_user == ola
