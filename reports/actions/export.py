"""The action log as rows of text, for a spreadsheet."""

COLUMNS = (
    "ref", "action", "owner", "raised", "due", "status", "complete_as_printed", "indicators", "raised_at", "carried_to",
    "source", "locator",
)  # fmt: skip


def build_action_export(rows):
    """Rows in the order of COLUMNS, of ActionRows."""
    return tuple(_row(row) for row in rows)


def _row(row):
    return (
        row.ref,
        row.text,
        row.owner,
        f"{row.raised:%Y-%m}" if row.raised else "",
        f"{row.due_by:%Y-%m}" if row.due_by else row.due,
        row.status,
        row.published,
        ", ".join(name for name, _ in row.indicators),
        row.meeting.isoformat() if row.meeting else "",
        row.carried_to.isoformat() if row.carried_to else "",
        row.source,
        row.locator,
    )
