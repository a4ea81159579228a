"""Comments on cells, of which a person says what they are: improvement activity, next steps, a note on the data.

What nobody chose is left out, and said so. `chosen` is always {locator of a proposal: kind of Commentary}.
"""

from importers.printed import shortened
from importers.records import Problem
from indicators.models import Commentary

KINDS = (Commentary.Kind.IMPROVEMENT_ACTIVITY, Commentary.Kind.NEXT_STEPS, Commentary.Kind.DATA_NOTE)


def open_proposals(report, matches, authority):
    """The report's Proposals without those that were taken from an earlier file for the same indicator and period."""
    if not report.proposals:
        return ()
    chosen = Commentary.objects.current().from_comments().filter(authority=authority).prefetch_related("indicators")
    taken = {(indicator.pk, row.period, row.text) for row in chosen for indicator in row.indicators.all()}
    known = {matched.stated.key: matched.indicator and matched.indicator.pk for matched in matches}
    return tuple(
        proposal
        for proposal in report.proposals
        if (known[proposal.ref], proposal.period or report.period, proposal.text) not in taken
    )


def left_out(proposals, chosen):
    """A Problem for each Proposal that nobody chose: nothing is taken from a file in silence, nor left in it."""
    return tuple(
        Problem(
            "comment-left-out",
            f"Nothing was taken from the comment '{shortened(proposal.text)}'"
            f"{f' by {proposal.author}' if proposal.author else ''}: nobody said that it is commentary.",
            proposal.locator,
            proposal.ref,
        )
        for proposal in proposals
        if proposal.locator not in chosen
    )
