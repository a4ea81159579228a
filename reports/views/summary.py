"""/<authority>/summary/: the director's summary of a `?period=` by theme, read by everybody and written in place.

`do` says what is asked of the theme `theme`: draft, publish or discard.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.commentary import SUMMARY, Subject
from indicators.operations import StaleWords, discard_drafts, write_commentary
from indicators.policies import can_comment, check_comment
from indicators.series import load_figures
from reports.board_forms import ThemeForm
from reports.commentary import commentary_periods, newest
from reports.scorecard import around, build_scorecard
from reports.summary import build_summary, build_writing_of
from reports.views.decorators import asked_period, authority_page
from reports.views.kept import kept

(_KIND,) = SUMMARY


@require_http_methods(["GET", "HEAD", "POST"])
@kept
@authority_page
def summary(request, authority):
    figures = load_figures([authority])
    periods = commentary_periods(authority, figures)
    period = asked_period(request) or newest(periods)
    if period is None:
        return render(request, "reports/empty.html", {"authority": authority, "active": "commentary"})
    page = build_summary(build_scorecard(authority, figures, period))
    may_write = can_comment(request.user, authority)
    written = build_writing_of(page, authority, with_drafts=may_write)
    form = None
    if request.method == "POST":
        check_comment(request.user, authority)
        if request.POST.get("do") not in ("draft", "publish", "discard"):
            return HttpResponseBadRequest("There is no such button.")
        about = _asked_theme(request, written)
        form = ThemeForm(request.POST, about=about)
        if form.is_valid() and (done := _write(request, about, period, form)):
            messages.success(request, done)
            return redirect(f"{request.get_full_path()}#{about.theme.slug}")
        # Read again: what somebody else saved in the meantime stands beside what was typed.
        written = build_writing_of(page, authority, with_drafts=may_write)
    alike = [p for p in periods if p.frequency == period.frequency]
    context = {
        "authority": authority,
        "active": "commentary",
        "page": page,
        "around": around(alike, period),
        "may_write": may_write,
        "form": form,
        "rows": [(each, _form_of(each, form)) for each in written],
    }
    return render(request, "reports/summary.html", context)


def _asked_theme(request, written):
    about = next((each for each in written if each.theme.slug == request.POST.get("theme")), None)
    if about is None:
        raise Http404("There is no such theme.")
    return about


def _form_of(about, bound):
    """The form that was sent stands for its own theme."""
    return bound if bound and bound.prefix == about.theme.slug else ThemeForm.of(about)


def _write(request, about, period, form):
    """What was done, in words; "" where somebody else was quicker, which the form then says."""
    subject, seen = Subject(period, about.section), {_KIND: form.cleaned_data["seen"]}
    text, publish = form.cleaned_data["text"], request.POST["do"] == "publish"
    try:
        if request.POST["do"] == "discard":
            discarded = discard_drafts(subject=subject, seen=seen, by=request.user)
            return "The draft was discarded. It stays on record." if discarded else "There was no draft."
        changed = write_commentary(subject=subject, texts={_KIND: text}, seen=seen, publish=publish, by=request.user)
    except StaleWords as stale:
        form.keep_beside(stale.theirs[_KIND])
        return ""
    return _saved(about.theme.heading, changed, publish, text)


def _saved(heading, changed, publish, text):
    if not changed:
        return "Nothing has changed since it was last saved."
    if not publish:
        return f"{heading}: draft saved. Analysts and admins see it until somebody says yes to it."
    return f"{heading}: published." if text else f"{heading}: the published text was taken back."
