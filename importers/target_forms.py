"""Last year's targets and rules, to be changed in one table: what is typed fills a sheet, which is then previewed."""

from dataclasses import dataclass, replace

from django import forms
from django.forms import BoundField

from indicators.models import RagThreshold, Target
from indicators.periods import long_date
from reports.target_sheet import SheetRow

# What the reader of the sheet says of a rule; all else is said of a target.
_OF_RULES = ("methodology-", "band-")


@dataclass(frozen=True)
class CopyRow:
    """A row of the sheet with its two fields."""

    row: SheetRow
    target: BoundField
    rule: BoundField


class CopyTargetsForm(forms.Form):
    """A target and a rule for each row of a TargetSheet, from one day on and for one reason."""

    starts_on = forms.TypedChoiceField(label="From", help_text="Ratings of earlier months stay as they are.")
    reason = forms.CharField(label="Reason (optional)", required=False, max_length=500)

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        days = {month.start.isoformat(): month.start for month in sheet.months}
        self.fields["starts_on"].choices = [(key, long_date(day)) for key, day in days.items()]
        self.fields["starts_on"].coerce = days.get
        for number, row in enumerate(sheet.rows):
            self.fields[f"target_{number}"] = forms.CharField(
                label=f"Target of {row.key}", required=False, initial=row.entry.target,
                max_length=Target._meta.get_field("text").max_length,
            )  # fmt: skip
            self.fields[f"rule_{number}"] = forms.CharField(
                label=f"RAG methodology of {row.key}", required=False, initial=row.entry.rule,
                max_length=RagThreshold._meta.get_field("words").max_length,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    @property
    def rows(self):
        return [
            CopyRow(row, self[f"target_{number}"], self[f"rule_{number}"]) for number, row in enumerate(self.sheet.rows)
        ]

    @property
    def filled(self):
        """The TargetSheet with what was typed. A path moves on where no target was typed instead of it."""
        rows = (self._filled(number, row) for number, row in enumerate(self.sheet.rows))
        return replace(self.sheet, rows=tuple(rows))

    def add_problems(self, problems):
        """What the reader refused, at the fields that it is about."""
        numbers = {row.key: number for number, row in enumerate(self.sheet.rows)}
        for problem in problems:
            number = numbers.get(problem.ref)
            kind = "rule" if problem.code.startswith(_OF_RULES) else "target"
            self.add_error(None if number is None else f"{kind}_{number}", problem.message)

    def _filled(self, number, row):
        data = self.cleaned_data
        entry = replace(
            row.entry, starts_on=data["starts_on"], target=data[f"target_{number}"], rule=data[f"rule_{number}"]
        )
        if entry.target:
            entry = replace(entry, months=(), builds_up=False)
        states = entry.target or entry.months or entry.rule
        return replace(row, entry=replace(entry, reason=data["reason"] if states else ""))
