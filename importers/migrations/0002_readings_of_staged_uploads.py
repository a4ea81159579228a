from django.db import migrations


def read_when_looked_at(apps, schema_editor):
    """An upload that was staged has been read, and its preview was worked out whenever it was looked at."""
    staged = apps.get_model("indicators", "ImportBatch").objects.filter(state="staged", reading=None)
    readings = apps.get_model("importers", "Reading").objects
    readings.bulk_create(readings.model(batch=batch, state="ready") for batch in staged)


class Migration(migrations.Migration):

    dependencies = [
        ("importers", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(read_when_looked_at, migrations.RunPython.noop),
    ]
