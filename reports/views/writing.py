"""/<authority>/indicators/<slug>/commentary/ and /<authority>/sections/<slug>/commentary/, for a `?period=`.

Everybody reads what is written and may add a note; those who may comment write here too. `do` says what is asked:
draft, publish, discard, start (from the figures), note or withdraw.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from indicators.models import Commentary
from indicators.operations import StaleWords, add_note, discard_drafts, withdraw_note, write_commentary
from indicators.policies import check_comment, check_note, check_withdraw_note
from indicators.series import load_figures
from reports.forms import CommentaryForm, NoteForm
from reports.views.decorators import asked_period, authority_page
from reports.writing import build_writing, indicator_subject, section_figures, section_subject


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page
def write_of_indicator(request, authority, slug):
    figures = load_figures([authority], slug=slug)
    if not figures.series:
        raise Http404("There is no such indicator.")
    return _write(request, figures, indicator_subject(figures, asked_period(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page
def write_of_section(request, authority, slug):
    figures = load_figures([authority])
    subject = section_subject(figures, slug, asked_period(request))
    return _write(request, section_figures(figures, slug), subject)


def _write(request, figures, subject):
    if subject is None:
        raise Http404("Nothing was reported of this period.")
    if request.method != "POST":
        return _page(request, figures, subject)
    does = _DOES.get(request.POST.get("do"))
    return does(request, figures, subject) if does else HttpResponseBadRequest("There is no such button.")


def _save(request, figures, subject):
    check_comment(request.user, subject.authority)
    publish = request.POST["do"] == "publish"
    form, theirs = CommentaryForm(request.POST), None
    if form.is_valid():
        try:
            changed = write_commentary(
                subject=subject, texts=form.texts, seen=form.seen, publish=publish, by=request.user
            )
        except StaleWords as stale:
            theirs = stale.theirs
            form.keep_beside(theirs)
        else:
            return _said(request, _saved(subject, changed, publish))
    return _page(request, figures, subject, form=form, theirs=theirs)


def _saved(subject, changed, publish):
    if not changed:
        return "Nothing has changed since it was last saved."
    what = _listed([Commentary.Kind(kind).label for kind in changed])
    if publish:
        return f"Published: {what}. Everybody who reads {subject.authority} sees it."
    return f"Draft saved: {what}. Analysts and admins of {subject.authority} see it until it is published."


def _discard(request, figures, subject):
    check_comment(request.user, subject.authority)
    form = CommentaryForm(request.POST)
    form.full_clean()
    try:
        discarded = discard_drafts(subject=subject, seen=form.seen, by=request.user)
    except StaleWords as stale:
        form.keep_beside(stale.theirs)
        return _page(request, figures, subject, form=form, theirs=stale.theirs)
    return _said(request, "The draft was discarded. It stays on record." if discarded else "There was no draft.")


def _start(request, figures, subject):
    check_comment(request.user, subject.authority)
    page = build_writing(subject, figures, request.user)
    return _render(request, page, form=CommentaryForm(request.POST).starting_with(page.from_figures))


def _note(request, figures, subject):
    check_note(request.user, subject.authority)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, figures, subject, note_form=form)
    add_note(subject=subject, text=form.cleaned_data["text"], by=request.user)
    return _said(request, "Your note was added.")


def _withdraw(request, figures, subject):
    pk = request.POST.get("note", "")
    notes = Commentary.objects.by_hand_on(subject).filter(kind=Commentary.Kind.NOTE)
    note = get_object_or_404(notes, pk=pk if pk.isdecimal() else None)
    check_withdraw_note(request.user, note)
    stood = withdraw_note(note=note, by=request.user)
    return _said(request, "The note was withdrawn. It stays on record." if stood else "This was done in the meantime.")


_DOES = {
    "draft": _save,
    "publish": _save,
    "discard": _discard,
    "start": _start,
    "note": _note,
    "withdraw": _withdraw,
}


def _page(request, figures, subject, form=None, note_form=None, theirs=None):
    page = build_writing(subject, figures, request.user)
    return _render(request, page, form or CommentaryForm.of(page.words), note_form, theirs)


def _render(request, page, form, note_form=None, theirs=None):
    """`theirs` is what others saved in the meantime, by kind: it is shown beside the field of that kind."""
    rows = []
    for about in page.kinds:
        field, seen = form.fields_of(about.kind)
        rows.append({"about": about, "field": field, "seen": seen, "theirs": (theirs or {}).get(about.kind)})
    context = {
        "authority": page.subject.authority,
        "active": "commentary",
        "page": page,
        "here": request.path,
        "form": form,
        "rows": rows,
        "note_form": note_form or NoteForm(),
    }
    return render(request, "reports/writing.html", context)


def _said(request, message):
    messages.success(request, message)
    return redirect(request.get_full_path())


def _listed(words):
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
