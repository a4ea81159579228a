"""What a person should look at: in the methodology, in the figures, and in the files they came from.

Findings about rules and figures are worked out from what counts now, so that they go when their cause goes.
Findings about a file stand with its batch: they hold for the newest issue of each report. One that a person has
accepted is quiet: it is found, listed and exported, but asks nothing of anybody until its facts change.
"""

from dataclasses import replace

from reports.findings.finding import Finding
from reports.findings.kinds import GROUPS, KINDS, LOADED, ON_RULES, UNUSED
from reports.findings.of_files import of_files
from reports.findings.of_series import name_of, of_series

__all__ = [
    "GROUPS",
    "KINDS",
    "LOADED",
    "ON_RULES",
    "UNUSED",
    "Finding",
    "accepted",
    "build_findings",
    "to_settle",
]  # fmt: skip


def build_findings(figures):
    """All findings of one authority's Figures, by what to do, then in the order of the report. No queries.

    Where the Figures are those of one indicator, only what concerns it.
    """
    order = {name_of(series): n for n, series in enumerate(figures.series)}
    named = {name: series for series in figures.series for name in _names(series)}
    found = [finding for series in figures.series for finding in series.once(of_series, figures.latest)]
    about = (_about(finding, named.get(finding.ref)) for finding in of_files(figures.batches))
    found += [finding for finding in about if finding.slug or not figures.of_one_indicator]
    codes = {code: n for n, code in enumerate(KINDS)}
    in_order = sorted(
        dict.fromkeys(found),
        key=lambda f: (GROUPS.index(f.group), codes.get(f.code, len(codes)), order.get(f.ref, len(order))),
    )
    return _with_acceptances(in_order, figures.acceptances)


def to_settle(findings):
    """Those that ask something of a person: all but the accepted, what a file changed and what wasn't used of it."""
    return tuple(finding for finding in findings if finding.is_open)


def accepted(findings):
    """Those that a person has accepted as they are."""
    return tuple(finding for finding in findings if finding.acceptance)


def _names(series):
    """What a file may call an indicator: as it is called now, and by the refs it had before."""
    known = series.indicator.ref or series.definition.title
    return *(event.former_ref for event in series.renamings), known, name_of(series)


def _about(finding, series):
    """The finding of a file with the indicator that it names by ref or title; as it is where it names none."""
    if series is None:
        return finding
    return replace(finding, ref=name_of(series), slug=series.indicator.slug, indicator_id=series.indicator.pk)


def _with_acceptances(findings, acceptances):
    if not acceptances:
        return tuple(findings)
    standing = {acceptance.fingerprint: acceptance for acceptance in acceptances}
    found = {finding.fingerprint for finding in findings}
    # What was accepted on the same subject, and is not what is found there now.
    before = {a.subject: a for a in reversed(acceptances) if a.fingerprint not in found}
    return tuple(
        replace(
            finding,
            acceptance=standing.get(finding.fingerprint),
            accepted_before=before.get(finding.subject) if finding.fingerprint not in standing else None,
        )
        for finding in findings
    )
