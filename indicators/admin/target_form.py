"""The form of a target: one number, a path over the year, words, or none from then on."""

from django import forms

from indicators import profiles
from indicators.admin.forms import ENDS, DatedForm, unit_and_polarity
from indicators.admin.timeline import day, states_nothing
from indicators.figures import format_value, plain
from indicators.models import Target
from indicators.periods import MONTHLY, Period

NUMBER, STEPS, TOTAL, WORDS = "number", "steps", "total", "words"
# The fields of a path's steps, in the order of a financial year.
MONTHS = {
    f"month_{name.lower()}": name
    for name in (
        "April", "May", "June", "July", "August", "September",
        "October", "November", "December", "January", "February", "March",
    )
}  # fmt: skip
FIRST = next(iter(MONTHS))


def _amount(**kwargs):
    return forms.DecimalField(max_digits=15, decimal_places=5, **kwargs)


class TargetForm(DatedForm):
    """A path is of the financial year that its first day lies in: April to March."""

    KINDS = {
        NUMBER: "A number",
        STEPS: "Steps over the year",
        TOTAL: "Builds up over the year",
        WORDS: "In words",
        ENDS: "None from then on",
    }

    total = _amount(
        label="Total by the end of March",
        help_text="For figures of the year to date: each month aims for its part of the total.",
    )

    class Meta:
        model = Target
        fields = ["starts_on", "value", "text", "reason"]
        labels = {"value": "Target", "text": "Target in words"}
        help_texts = {"text": "As published, such as <10% of Cohort. No figure is rated by it."}

    def __init__(self, *args, row=None, initial=None, **kwargs):
        super().__init__(*args, row=row, initial=_known(row) | (initial or {}), **kwargs)
        self.keep(*{NUMBER: ["value"], TOTAL: ["total"], WORDS: ["text"]}.get(self.kind, []))
        if self.kind == STEPS:
            self.fields |= {field: _amount(label=name, required=False) for field, name in MONTHS.items()}
            self.fields[FIRST].help_text = "A month left empty goes on with the one before it."
        self.order_fields(["starts_on", "value", "total", "text", *MONTHS])

    def kind_of(self, row):
        if row is None or row.value is not None:
            return NUMBER
        if row.profile:
            return TOTAL if row.profile.builds_up else STEPS
        return ENDS if states_nothing(row) else WORDS

    def clean(self):
        cleaned = super().clean()
        if self.kind in (STEPS, TOTAL) and not self.errors:
            self._check_path()
        return cleaned

    @property
    def facts(self):
        unit, _ = unit_and_polarity(self.indicator)
        if self.kind in (STEPS, TOTAL):
            path = self._path()
            return {"value": None, "text": profiles.describe(path, unit), "path": profiles.to_json(path)}
        # A number is its own text, as a report would print it; words are for a target that is no number.
        value = self.cleaned_data.get("value")
        return {
            "value": value,
            "text": self.cleaned_data.get("text", "") if value is None else format_value(value, unit),
        }

    def _path(self):
        """Raises NotAPath."""
        if self.kind == TOTAL:
            return profiles.evenly(self.cleaned_data["total"], _year_of(self.starts_on))
        return profiles.by_month({month: value for month, value in self._steps().values() if value is not None})

    def _steps(self):
        """{field: (month, value or None)}"""
        months = _months(_year_of(self.starts_on))
        return {field: (month, self.cleaned_data[field]) for field, month in zip(MONTHS, months, strict=True)}

    def _check_path(self):
        try:
            self._path()
        except profiles.NotAPath as why:
            self.add_error(FIRST if self.kind == STEPS else "total", f"This is no path: {why}.")
            return
        if self.kind == STEPS:
            for field, (month, value) in self._steps().items():
                if value is not None and month.end < self.starts_on:
                    self.add_error(field, f"It holds from {day(self.starts_on)} on: leave earlier months empty.")


def _known(row):
    """{field: value} of what a row says, for the fields that the model hasn't."""
    if row is None:
        return {}
    if row.value is not None:
        return {"value": plain(row.value)}
    if row.profile is None:
        return {}
    if row.profile.builds_up:
        return {"total": plain(row.profile.aims[-1].value)}
    months = _months(_year_of(row.starts_on))
    steps = {step.starts: plain(step.value) for step in row.profile.aims}
    return {field: steps[month.start] for field, month in zip(MONTHS, months, strict=True) if month.start in steps}


def _year_of(day):
    return Period(day.replace(day=1), MONTHLY).financial_year


def _months(year):
    return [Period(year.start, MONTHLY).shifted(number) for number in range(12)]
