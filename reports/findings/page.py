"""The page of findings: grouped by what to do, with what is new, where each is settled, and what was accepted."""

from dataclasses import dataclass
from itertools import groupby

from reports.findings import accepted, build_findings, to_settle
from reports.findings.finding import Finding
from reports.findings.news import Since
from reports.findings.settling import Settlers, Way


@dataclass(frozen=True)
class FindingRow:
    """A finding as its page lists it. `to_ask` names who may settle it, where the reader can't."""

    finding: Finding
    is_new: bool
    ways: tuple[Way, ...]
    to_ask: str


@dataclass(frozen=True)
class FindingsPage:
    """`open` are the rows that ask something, `accepted` those that did, `told` what the files changed and left out.

    `since` is None where there is nothing to compare with; then nothing is new.
    """

    open: tuple[FindingRow, ...]
    accepted: tuple[FindingRow, ...]
    told: tuple[FindingRow, ...]
    since: Since | None

    @property
    def rows(self):
        return (*self.open, *self.accepted, *self.told)

    @property
    def new(self):
        return sum(row.is_new for row in self.open)


def build_findings_page(figures, settlers: Settlers, since=None, earlier=None):
    """The FindingsPage of one authority's Figures; `earlier` are its Figures as they stood `since`. No queries."""
    found = build_findings(figures)
    known = {finding.fingerprint for finding in build_findings(earlier)} if earlier else None

    def rows(findings):
        return tuple(
            FindingRow(
                finding=finding,
                is_new=known is not None and finding.fingerprint not in known,
                ways=settlers.ways(finding),
                to_ask=settlers.to_ask(finding),
            )
            for finding in findings
        )

    return FindingsPage(
        open=rows(to_settle(found)),
        accepted=rows(accepted(found)),
        told=rows(finding for finding in found if not finding.asks),
        since=since,
    )


def by_group(rows):
    """[(what to do, rows)] of rows in the order of the page."""
    return [(group, tuple(members)) for group, members in groupby(rows, key=lambda row: row.finding.group)]
