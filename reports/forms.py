"""What a reader may choose on a page."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import slugify

from indicators.commentary import WRITTEN
from indicators.models import Commentary
from indicators.rating import NOT_RATED
from reports.compare.column import CHOICES
from reports.compare.quarters import EVERYONE, NEIGHBOURS, REGION
from reports.findings.kinds import GROUPS, KINDS

# About two printed pages. A board reads less.
WORDS_LIMIT = 6000
NOTE_LIMIT = 1000
_RATINGS = [("", "All"), ("red", "Red"), ("amber", "Amber"), ("green", "Green"), (NOT_RATED, "Not rated")]


class ScorecardFilter(forms.Form):
    """Which rows of a scorecard to show. A choice that there isn't shows all rows, and says so beside the field."""

    section = forms.ChoiceField(required=False)
    rating = forms.ChoiceField(required=False, choices=_RATINGS)
    owner = forms.ChoiceField(required=False)
    changed = forms.BooleanField(required=False, label="Only what changed")
    variation = forms.BooleanField(required=False, label="Show variation")
    benchmark = forms.ChoiceField(required=False, label="Beside", choices=[("", "Nothing"), *CHOICES.items()])

    def __init__(self, data, *, card):
        super().__init__(data)
        self.card = card
        sections = dict.fromkeys((row.section_slug, row.section) for row in card.rows)
        owners = sorted({row.owner for row in card.rows if row.owner})
        self.fields["section"].choices = [("", "All"), *sections]
        self.fields["owner"].choices = [("", "All"), *((owner, owner) for owner in owners)]
        # Its HTML is the same for whatever else the page shows.
        self.drawn_from = repr((list(sections.items()), owners, card.is_rated, sorted(dict(data).items())))

    def rows(self):
        """The chosen rows of the card, in its order."""
        self.is_valid()
        chosen = self.cleaned_data
        return tuple(row for row in self.card.rows if _fits(row, chosen))

    @property
    def is_active(self):
        """Whether it leaves rows out."""
        return any(value for name, value in self.cleaned_data.items() if name not in ("variation", "benchmark"))


class ShownFilter(forms.Form):
    """Whom to show beside the authority that a reader looks from. A choice that there isn't shows the neighbours."""

    show = forms.ChoiceField(label="Show", required=False)

    def __init__(self, data, *, around):
        super().__init__(data)
        choices = [(NEIGHBOURS, "Statistical neighbours")] if around.neighbours else []
        if around.region:
            choices.append((REGION, around.region.name))
        self.fields["show"].choices = [*choices, (EVERYONE, "All authorities")]

    @property
    def choice(self):
        """The one that is chosen, else the first there is."""
        chosen = self.cleaned_data.get("show") if self.is_valid() else ""
        return chosen or self.fields["show"].choices[0][0]


class PlacesFilter(forms.Form):
    """Which authorities of a MeasurePage to list. A region that there isn't lists all, and says so beside the field."""

    q = forms.CharField(label="Authority", required=False, max_length=100)
    region = forms.ChoiceField(required=False)

    def __init__(self, data, *, page):
        super().__init__(data)
        self.page = page
        self.fields["region"].choices = [("", "All"), *((name, name) for name in page.regions)]

    def rows(self):
        """The chosen rows of the page, in its order."""
        self.is_valid()
        sought, region = self.cleaned_data.get("q", "").casefold(), self.cleaned_data.get("region")
        return tuple(
            row for row in self.page.rows if sought in row.name.casefold() and (not region or row.region == region)
        )

    @property
    def is_active(self):
        """Whether it leaves rows out."""
        return any(self.cleaned_data.values())


def _fits(row, chosen):
    return (
        (not chosen.get("section") or row.section_slug == chosen["section"])
        and (not chosen.get("rating") or row.rag == chosen["rating"])
        and (not chosen.get("owner") or row.owner == chosen["owner"])
        and (not chosen.get("changed") or row.changed)
    )


class RebaseForm(forms.Form):
    """From which period on variation is worked out anew, and why. `periods` are those that may start a stretch."""

    period = forms.ChoiceField(
        label="From",
        error_messages={"required": "Choose a period.", "invalid_choice": "Choose a period from the list."},
    )
    reason = forms.CharField(
        label="What changed then?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what changed. A rebase without a reason hides a change."},
    )

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, auto_id="rebase_%s", **kwargs)
        self.by_key = {period.key: period for period in periods}
        self.fields["period"].choices = [("", "Choose a period"), *((p.key, p.label) for p in reversed(periods))]

    def clean_period(self):
        return self.by_key[self.cleaned_data["period"]]


class PlainText(forms.CharField):
    """Text with line breaks, whatever system typed them. A browser doesn't cut what is pasted: a person is told."""

    def __init__(self, *, label, max_length, rows, **kwargs):
        too_long = f"{label} must be %(limit_value)d characters or fewer. It has %(show_value)d."
        messages = {"max_length": too_long} | kwargs.pop("error_messages", {})
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=max_length, widget=widget, error_messages=messages, **kwargs)

    def widget_attrs(self, widget):
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class CommentaryForm(forms.Form):
    """A text for each kind of `commentary.WRITTEN`, each with the row that it was written over."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="say_%s", **kwargs)
        for kind in WRITTEN:
            label = Commentary.Kind(kind).label.capitalize()
            self.fields[kind] = PlainText(label=label, max_length=WORDS_LIMIT, rows=6, required=False)
            self.fields[_seen(kind)] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, words):
        """To go on writing from {kind: Words}."""
        texts = {kind: each.text for kind, each in words.items()}
        seen = {_seen(kind): each.latest and each.latest.pk for kind, each in words.items()}
        return cls(initial=texts | seen)

    @property
    def texts(self):
        return {kind: self.cleaned_data[kind] for kind in WRITTEN}

    @property
    def seen(self):
        """{kind: pk of the row that was written over, or None}."""
        return {kind: self.cleaned_data.get(_seen(kind)) for kind in WRITTEN}

    def fields_of(self, kind):
        """The field of a text, and the hidden one beside it."""
        return self[kind], self[_seen(kind)]

    def starting_with(self, sentences):
        """The same form with sentences at the start of its analysis, once. Nothing is lost, and nothing saved."""
        data = self.data.copy()
        kind = Commentary.Kind.ANALYSIS
        if sentences not in data.get(kind, ""):
            data[kind] = f"{sentences}\n\n{data.get(kind, '')}".strip()
        self.data = data
        return self

    def keep_beside(self, theirs):
        """Say what somebody else saved in the meantime; `theirs` as in `operations.StaleWords`.

        What was typed stays in its field, and saving it again is then a choice.
        """
        data = self.data.copy()
        for kind, row in theirs.items():
            data[_seen(kind)] = row.pk if row else ""
            label = self.fields[kind].label
            who = f"{row.written_by} saved another text" if row else "Somebody removed the text"
            self.add_error(
                kind,
                f"{label}: {who} while you were writing. Yours is kept here but not saved, and theirs is shown "
                "beside it. Bring the two together and save again.",
            )
        self.data = data


def _seen(kind):
    return f"seen_{kind}"


class NoteForm(forms.Form):
    """A reader's note."""

    text = PlainText(label="Your note", max_length=NOTE_LIMIT, rows=3, error_messages={"required": "Enter a note."})

    def __init__(self, data=None):
        super().__init__(data, auto_id="note_%s")


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
