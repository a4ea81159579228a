"""Findings as rows of text, for a spreadsheet. The command `export_findings` has columns of its own."""

from django.utils.timezone import localtime

COLUMNS = (
    "ref", "code", "finding", "message", "what_to_do", "source", "locator", "new", "accepted_on", "accepted_by",
    "accepted_because",
)  # fmt: skip


def build_export(rows):
    """Rows in the order of COLUMNS, of the FindingRows of a page."""
    return tuple(_row(row) for row in rows)


def _row(row):
    finding, acceptance = row.finding, row.finding.acceptance
    accepted = ("", "", "")
    if acceptance:
        on = localtime(acceptance.accepted_at).date().isoformat()
        accepted = (on, str(acceptance.accepted_by), acceptance.reason)
    return (
        finding.ref,
        finding.code,
        finding.kind,
        finding.message,
        finding.group,
        finding.source,
        finding.locator,
        "yes" if row.is_new else "",
        *accepted,
    )
