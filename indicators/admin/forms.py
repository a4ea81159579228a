"""Forms that set or correct a dated row. Those of a target and of a RAG threshold have modules of their own.

Each is of one indicator, and of the row that is corrected, if one is. Its `facts` are what `record_by_hand` takes.
"""

from django import forms

from indicators.admin.timeline import day
from indicators.figures import PERCENT
from indicators.models import Definition, Section
from indicators.operations import is_past
from indicators.polarity import NEUTRAL

# A row that ends what was before it, with nothing in its place.
ENDS = "ends"


class DatedForm(forms.ModelForm):
    """`opened_on` is the key of the row that stood for the date when the form was opened, empty for none.

    The save compares it with what stands then, so that nobody overwrites what they have not seen. A row of some models
    can be filled in in several ways: `KINDS` names them, and the form has the fields of the one that is asked for.
    """

    KINDS: dict[str, str] = {}

    opened_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, indicator, today, row=None, kind="", initial=None):
        super().__init__(data, instance=row, initial={"opened_on": row and row.pk, "reason": ""} | (initial or {}))
        self.indicator, self.row, self.today = indicator, row, today
        self.kind = kind if kind in self.KINDS else self.kind_of(row)
        reason = self.fields["reason"]
        reason.widget = forms.Textarea(attrs={"rows": 3})
        if row:
            # Another date is another row.
            del self.fields["starts_on"]
            reason.help_text = "Why it is corrected. What it says now stays on record, with this reason."
        else:
            self.fields["starts_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields["starts_on"].help_text = "It holds from this day, and ends the one before it."
            reason.help_text = "Needed where it says something new of months that are over or were rated."

    def kind_of(self, row):
        """Which of KINDS fits what the row says; where there is no row, the first."""
        return next(iter(self.KINDS), "")

    @property
    def facts(self):
        """{field: value} of what the row states."""
        raise NotImplementedError

    @property
    def starts_on(self):
        return self.row.starts_on if self.row else self.cleaned_data["starts_on"]

    @property
    def model(self):
        return self._meta.model

    def clean_reason(self):
        return self.cleaned_data["reason"].strip()

    def clean(self):
        cleaned = super().clean()
        starts_on = self.row.starts_on if self.row else cleaned.get("starts_on")
        if starts_on is None or cleaned.get("reason"):
            return cleaned
        if self.row:
            name = self.model._meta.verbose_name
            self.add_error("reason", f"Say why the {name} from {day(starts_on)} is corrected. It stays on record.")
        elif is_past(indicator=self.indicator, starts_on=starts_on, today=self.today):
            self.add_error("reason", f"Say why it holds from {day(starts_on)} on: months before now are rated by it.")
        return cleaned

    def keep(self, *names):
        """Leave out the fields of the other kinds; those that stay have to be filled in."""
        for name in set(self.fields) - {*names, "starts_on", "reason", "opened_on"}:
            del self.fields[name]
        for name in names:
            self.fields[name].required = True

    def _post_clean(self):
        """Nothing: a row is never edited, so that there is no instance to fill and hold against its constraints."""


class DefinitionForm(DatedForm):
    """A new one starts as a copy of the one in force: what is left as it is stays as it was."""

    class Meta:
        model = Definition
        fields = [
            "starts_on", "title", "section", "position", "unit", "decimals", "polarity", "frequency", "basis", "owner",
            "direction_rule", "breaks_series", "reason",
        ]  # fmt: skip
        help_texts = {
            "title": "As the report prints it.",
            "decimals": "Decimal places that its figures are shown with.",
            "polarity": "Which way is better. Leave it empty for a volume, where neither is.",
            "basis": "What its figures count: the period alone, a day, or the year so far.",
            "owner": "Who answers for it.",
            "direction_rule": "Which figure the direction of travel compares with.",
        }

    def __init__(self, *args, indicator, today, row=None, initial=None, **kwargs):
        before = None if row else Definition.objects.to_copy(indicator, today)
        known = {name: before.serializable_value(name) for name in Definition.STATED} if before else {}
        known.pop("breaks_series", None)  # it is of one day, and not copied to another
        super().__init__(*args, indicator=indicator, today=today, row=row, initial=known | (initial or {}), **kwargs)
        self.fields["section"].queryset = Section.objects.filter(authority=indicator.authority)

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in (*Definition.STATED, "breaks_series")}


def unit_and_polarity(indicator):
    """(unit, polarity) by the newest definition; per cent and none where nothing describes the indicator yet."""
    newest = Definition.objects.filter(indicator=indicator).standing().last()
    return (newest.unit, newest.polarity) if newest else (PERCENT, NEUTRAL)
