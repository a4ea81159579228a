"""What people choose and write on the pages of the improvement plan."""

from django import forms

from indicators.periods import MONTHLY, Period
from reports.actions.forms import TEXT_LIMIT, MonthField, StatementForm
from reports.forms import PlainText
from reports.models import Outcome, PlanAction
from reports.operations.plan import PlanFacts


class PlanActionForm(StatementForm):
    """One action of the plan as it stands."""

    outcome = forms.ModelChoiceField(
        Outcome.objects.none(), empty_label=None, error_messages={"required": "Choose an outcome."}
    )
    text = PlainText(
        label="Action", max_length=TEXT_LIMIT, rows=3, error_messages={"required": "Say what is to be done."}
    )
    owner = forms.CharField(required=False, max_length=100)
    due = MonthField(label="Due: a month, or TBC", or_none=True, required=False)
    rating = forms.ChoiceField(choices=[(value, label.capitalize()) for value, label in PlanAction.Rating.choices])
    why = PlainText(label="Why it is rated so", max_length=TEXT_LIMIT, rows=2, required=False)
    evidence = PlainText(label="Evidence", max_length=TEXT_LIMIT, rows=2, required=False)

    def __init__(self, data=None, *, authority, **kwargs):
        super().__init__(data, auto_id="plan_%s", **kwargs)
        of_authority = Outcome.objects.filter(pillar__authority=authority).select_related("pillar")
        self.fields["outcome"].queryset = of_authority
        self.fields["outcome"].label_from_instance = lambda outcome: f"{outcome.pillar.title}: {outcome.title}"

    @classmethod
    def of(cls, row, authority):
        """To go on from a PlanRow."""
        due = Period(row.due_by.replace(day=1), MONTHLY).short_label if row.due_by else "TBC"
        initial = {
            "outcome": row.outcome_id, "text": row.text, "owner": row.owner, "due": due, "rating": row.rating,
            "why": row.why, "evidence": row.evidence, "seen": row.pk,
        }  # fmt: skip
        return cls(authority=authority, initial=initial)

    def clean(self):
        if self.cleaned_data.get("rating") == PlanAction.Rating.RED and not self.cleaned_data.get("why"):
            self.add_error("why", "Why it is rated so: say why it is red. The board asks.")
        return self.cleaned_data

    def facts(self, outcome=None):
        """The PlanFacts; `outcome` is one that was made for a new action."""
        given = self.cleaned_data
        return PlanFacts(
            outcome=outcome or given["outcome"],
            text=given["text"],
            owner=given["owner"],
            due_by=given["due"].end if given["due"] else None,
            rating=given["rating"],
            why=given["why"],
            evidence=given["evidence"],
        )


class NewPlanActionForm(PlanActionForm):
    """An action to add, under an outcome that there is or under a new one."""

    ref = forms.CharField(max_length=40, error_messages={"required": "Give it a ref, such as 1.2.3."})
    new_pillar = forms.CharField(required=False, max_length=200, label="New outcome: its pillar")
    new_outcome = forms.CharField(required=False, max_length=300, label="New outcome: what it is")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = False
        self.fields["outcome"].empty_label = "A new one, named below"

    def clean(self):
        super().clean()
        given = self.cleaned_data
        if not given.get("outcome"):
            for name in ("new_pillar", "new_outcome"):
                if not given.get(name):
                    label = self.fields[name].label
                    self.add_error(name, f"{label}: choose an outcome that there is, or name the new one here.")
        return given
