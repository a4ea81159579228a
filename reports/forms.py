"""What a reader may choose on a page."""

from django import forms

from indicators.rating import NOT_RATED

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
