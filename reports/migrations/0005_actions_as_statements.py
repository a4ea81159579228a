"""What reports stated of actions before they were statements: each gets its name, its day and its status."""

import re

from django.db import migrations


def fill(apps, schema_editor):
    Action = apps.get_model("reports", "Action")
    rows = list(Action.objects.select_related("batch"))
    for row in rows:
        row.slug = _slug(row)
        row.stated_for = row.batch.period_end
        row.recorded_at = row.batch.committed_at
        row.status = "complete" if row.is_complete else _status(row.complete_text)
    Action.objects.bulk_update(rows, ["slug", "stated_for", "recorded_at", "status"], batch_size=500)


def _slug(row):
    """`oct-01-2017` for `Oct-01`."""
    words = re.sub(r"[^a-z0-9]+", "-", "".join(row.ref.split()).casefold()).strip("-") or "action"
    return f"{words}-{row.raised_in.year}" if row.raised_in else words


def _status(printed):
    return "ongoing" if printed.casefold() == "ongoing" else "open"


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0004_actions_and_plan"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField(model_name="action", name="is_complete"),
    ]
