"""The sheet of an improvement plan: what it holds, row by row. `exports.plan_xlsx` writes it.

Croydon: improvement plan
Month | Nov-17
Pillar | Outcome | Ref | Action | Owner | Due | Rating | Why | Evidence
"""

from dataclasses import dataclass

from indicators.models import Authority
from indicators.periods import Period
from reports.plan.words import RATING_WORDS, TBC, instructions, sheet_title


@dataclass(frozen=True)
class PlanSheet:
    """An authority's plan as it stands, to be changed for a month. `rows` are in the order of words.HEADINGS."""

    authority: Authority
    month: Period
    rows: tuple[tuple[str, ...], ...]

    @property
    def title(self):
        return sheet_title(self.authority.name)

    @property
    def month_text(self):
        return f"{self.month.start:%b-%y}"

    @property
    def file_name(self):
        return f"{self.authority.slug}-plan-{self.month.key}.xlsx"

    @property
    def instructions(self):
        return instructions(authority=self.authority.name, month=self.month.label)


def build_plan_sheet(authority, month, plan):
    """The PlanSheet of a Plan as it stands at the end of the month.

    What has left the plan after its watch comes last: it goes on being complete, unless it is reopened.
    """
    return PlanSheet(authority, month, tuple(_row(action) for action in (*plan.actions, *plan.left)))


def _row(action):
    return (
        action.pillar,
        action.outcome,
        action.ref,
        action.text,
        action.owner,
        f"{action.due_by:%b-%y}" if action.due_by else TBC,
        RATING_WORDS[action.rating],
        action.why,
        action.evidence,
    )
