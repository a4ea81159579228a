"""What people choose and write on the pages of the action log and of the improvement plan."""

from django import forms

from indicators.models import Indicator
from indicators.periods import MONTHLY, NotAPeriod, Period
from reports.actions.log import COMPLETE, ONGOING, OPEN, OVERDUE
from reports.forms import PlainText
from reports.models import Action, Meeting
from reports.operations.actions import ActionFacts

TEXT_LIMIT = 2000
_YEARS = range(2000, 2100)
_TBC = "TBC"


class MonthField(forms.CharField):
    """A month as people write it: `Dec 2017`, `Dec-17`, `December 2017`, `2017-12`; with `or_none` also TBC, for None.

    Its value is a Period.
    """

    def __init__(self, *, or_none=False, **kwargs):
        self.or_none = or_none
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value):
        words = super().to_python(value).strip()
        if not words or (self.or_none and words.casefold() == _TBC.casefold()):
            return None
        for read in (Period.from_month_heading, Period.parse):
            try:
                month = read(words)
            except NotAPeriod:
                continue
            if month.frequency == MONTHLY and month.start.year in _YEARS:
                return month
        name = self.label.partition(":")[0]
        raise forms.ValidationError(f"{name}: “{words}” is no month. Write it as Dec 2017" + self._or_tbc)

    @property
    def _or_tbc(self):
        return ", or TBC where there is no date yet." if self.or_none else "."

    def validate(self, value):
        if value is None and self.required:
            super().validate("")

    def run_validators(self, value):
        """A month that was read needs no more."""

    def prepare_value(self, value):
        return value.short_label if isinstance(value, Period) else value


class ActionFilter(forms.Form):
    """Which actions to show. A choice that there isn't shows all."""

    status = forms.ChoiceField(
        required=False,
        choices=[
            ("", "All"),
            ("undone", "Still to be done"),
            (OVERDUE, "Overdue"),
            (OPEN, "Open"),
            (ONGOING, "Ongoing"),
            (COMPLETE, "Complete"),
        ],
    )
    owner = forms.ChoiceField(required=False)
    indicator = forms.ChoiceField(required=False)

    def __init__(self, data, *, log):
        super().__init__(data)
        self.log = log
        self.fields["owner"].choices = [("", "All"), *((owner, owner) for owner in log.owners), ("-", "No owner")]
        linked = ((slug, name) for name, slug in log.indicators)
        self.fields["indicator"].choices = [("", "All"), *linked, ("-", "Not linked")]
        self.is_valid()

    @property
    def is_active(self):
        return any(self.cleaned_data.values())

    def rows(self):
        """The chosen rows of the log, in its order."""
        return tuple(row for row in self.log.rows if self._fits(row))

    def _fits(self, row):
        chosen = self.cleaned_data
        return (
            _has_status(row, chosen.get("status"))
            and _is_among((row.owner,), chosen.get("owner"))
            and _is_among([slug for _, slug in row.indicators] or ("",), chosen.get("indicator"))
        )


def _has_status(row, status):
    if status == "undone":
        return row.is_open
    # An overdue action is open or ongoing as well.
    return not status or status in (row.status, row.stated)


def _is_among(values, chosen):
    """`-` chooses what has none."""
    return not chosen or ("" if chosen == "-" else chosen) in values


class StatementForm(forms.Form):
    """What is stated of an action, of the log or of the plan. `seen` is the key of the statement that it was over."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def keep_beside(self, theirs):
        """Say that somebody else changed it meanwhile. What was typed stays, and saving it again is then a choice."""
        self.data = self.data.copy()
        self.data["seen"] = theirs.pk if theirs else ""
        who = theirs.source if theirs else "somebody took it back"
        self.add_error(
            "text",
            f"Action: it was changed while you were writing ({who}). Yours is kept here but not saved, and what stands "
            "now is shown with it. Bring the two together and save again.",
        )


class ActionForm(StatementForm):
    """One action, as it stands or new."""

    text = PlainText(
        label="Action", max_length=TEXT_LIMIT, rows=3, error_messages={"required": "Say what is to be done."}
    )
    owner = forms.CharField(required=False, max_length=100)
    due = MonthField(label="Due: a month, or TBC", or_none=True, required=False)
    status = forms.ChoiceField(choices=[(value, value.capitalize()) for value in Action.Status.values])
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Linked indicators"
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), required=False, label="Raised at", empty_label="No meeting named"
    )
    reason = forms.CharField(required=False, max_length=500, label="Why it changes, or what was done")

    def __init__(self, data=None, *, authority, titles, raised=None, was_due=None, carried_to=None, **kwargs):
        """`titles` are what the indicators that can be linked are called, by key.

        `raised` is a day of the month that it was raised in, `was_due` the last day of the month that it is due in so
        far, `carried_to` the meeting that it goes on to; each None where there is none.
        """
        super().__init__(data, auto_id="action_%s", **kwargs)
        self.raised, self.was_due, self.carried_to = raised, was_due, carried_to
        choices = self.fields["indicators"]
        choices.queryset = Indicator.objects.filter(authority=authority, pk__in=titles)
        choices.label_from_instance = lambda indicator: titles[indicator.pk]
        self.fields["meeting"].queryset = Meeting.objects.filter(authority=authority)

    @classmethod
    def of(cls, facts, seen, **kwargs):
        """To go on from ActionFacts."""
        initial = {
            "text": facts.text,
            "owner": facts.owner,
            "due": Period(facts.due_by.replace(day=1), MONTHLY).short_label if facts.due_by else _TBC,
            "status": facts.status,
            "indicators": [each.pk for each in facts.indicators],
            "meeting": facts.meeting and facts.meeting.pk,
            "seen": seen,
        }
        return cls(initial=initial, was_due=facts.due_by, carried_to=facts.carried_to, **kwargs)

    def clean(self):
        due = self.cleaned_data.get("due")
        raised = self.raised_month
        if due and raised and due < raised and due.end != self.was_due:
            self.add_error("due", f"Due: {due.label} is before {raised.label}, the month it was raised in.")
        return self.cleaned_data

    @property
    def raised_month(self):
        return Period(self.raised.replace(day=1), MONTHLY) if self.raised else None

    @property
    def facts(self):
        given = self.cleaned_data
        return ActionFacts(
            text=given["text"],
            owner=given["owner"],
            due_by=given["due"].end if given["due"] else None,
            status=given["status"],
            indicators=tuple(sorted(given["indicators"], key=lambda each: each.pk)),
            meeting=given["meeting"],
            carried_to=self.carried_to,
        )


class NewActionForm(ActionForm):
    """An action to add. Its ref is proposed as the council numbers them."""

    ref = forms.CharField(max_length=40, error_messages={"required": "Give it a ref, such as Nov-01."})
    raised_in = MonthField(
        label="Raised in: a month", error_messages={"required": "Raised in: enter a month, such as Nov 2017."}
    )

    field_order = ["ref", "raised_in"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why it is raised"

    @property
    def raised_month(self):
        return self.cleaned_data.get("raised_in")

    def offer(self, free):
        """Say that the ref was taken, and give the next that is free."""
        self.data = self.data.copy()
        self.data["ref"] = free
        self.add_error("ref", f"Ref: that one is taken. {free} is free, and is filled in now.")
