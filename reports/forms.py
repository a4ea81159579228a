"""What a reader may choose on a page."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import slugify

from indicators.rating import NOT_RATED
from reports.findings.kinds import GROUPS, KINDS

_RATINGS = [("", "All"), ("red", "Red"), ("amber", "Amber"), ("green", "Green"), (NOT_RATED, "Not rated")]


class ScorecardFilter(forms.Form):
    """Which rows of a scorecard to show. A choice that there isn't shows all rows, and says so beside the field."""

    section = forms.ChoiceField(required=False)
    rating = forms.ChoiceField(required=False, choices=_RATINGS)
    owner = forms.ChoiceField(required=False)
    changed = forms.BooleanField(required=False, label="Only what changed")

    def __init__(self, data, *, card):
        super().__init__(data)
        self.card = card
        sections = dict.fromkeys((row.section_slug, row.section) for row in card.rows)
        owners = sorted({row.owner for row in card.rows if row.owner})
        self.fields["section"].choices = [("", "All"), *sections]
        self.fields["owner"].choices = [("", "All"), *((owner, owner) for owner in owners)]

    def rows(self):
        """The chosen rows of the card, in its order."""
        self.is_valid()
        chosen = self.cleaned_data
        return tuple(row for row in self.card.rows if _fits(row, chosen))

    @property
    def is_active(self):
        return any(self.cleaned_data.values())


def _fits(row, chosen):
    return (
        (not chosen.get("section") or row.section_slug == chosen["section"])
        and (not chosen.get("rating") or row.rag == chosen["rating"])
        and (not chosen.get("owner") or row.owner == chosen["owner"])
        and (not chosen.get("changed") or row.changed)
    )


class ProgressFilter(forms.Form):
    """Which progress statements to show."""

    show = forms.ChoiceField(
        required=False,
        label="Show",
        choices=[("", "All"), ("figures", "With figures"), ("better", "What got better"), ("worse", "What got worse")],
    )

    @property
    def choice(self):
        """The key in `reports.progress.CHOICES`."""
        return self.cleaned_data.get("show", "") if self.is_valid() else ""


class FindingsFilter(forms.Form):
    """Which findings to show, and what counts as new among them. A choice that there isn't shows all."""

    todo = forms.ChoiceField(
        required=False, label="What to do", choices=[("", "All"), *((slugify(group), group) for group in GROUPS)]
    )
    kind = forms.ChoiceField(
        required=False,
        label="Finding",
        choices=[("", "All"), *sorted(((code, kind.words) for code, kind in KINDS.items()), key=lambda one: one[1])],
    )
    since = forms.DateField(
        required=False,
        label="New since",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
    )
    new = forms.BooleanField(required=False, label="Only what is new")

    def __init__(self, data):
        super().__init__(data)
        self.is_valid()

    def offer(self, rows):
        """Of the kinds only those that there are."""
        there = {row.finding.code for row in rows}
        self.fields["kind"].choices = [one for one in self.fields["kind"].choices if one[0] in {"", *there}]
        groups = {slugify(row.finding.group) for row in rows}
        self.fields["todo"].choices = [one for one in self.fields["todo"].choices if one[0] in {"", *groups}]

    @property
    def since_day(self):
        return self.cleaned_data.get("since")

    @property
    def is_active(self):
        return any(self.cleaned_data.get(name) for name in ("todo", "kind", "new"))

    def chosen(self, rows):
        return tuple(row for row in rows if self._fits(row))

    def _fits(self, row):
        todo, kind = self.cleaned_data.get("todo"), self.cleaned_data.get("kind")
        return (
            (not todo or slugify(row.finding.group) == todo)
            and (not kind or row.finding.code == kind)
            and (not self.cleaned_data.get("new") or row.is_new)
        )


class ReasonForm(forms.Form):
    """Why a finding is accepted as it is, or why no longer."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why."},
    )
