import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# On both databases no statement changes what was published. PostgreSQL refuses a deletion too; SQLite can't, because
# Django empties a test's tables there row by row. A later change of this table on SQLite makes it anew, without its
# triggers: such a migration has to end with `forbid_changes`.
_FORBID = {
    "postgresql": [
        """
        CREATE FUNCTION edition_is_closed() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'an edition is never changed'; END $$
        """,
        """
        CREATE TRIGGER edition_is_closed BEFORE UPDATE OR DELETE ON reports_edition
        FOR EACH ROW EXECUTE FUNCTION edition_is_closed()
        """,
    ],
    "sqlite": [
        """
        CREATE TRIGGER edition_is_closed BEFORE UPDATE ON reports_edition
        BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END
        """,
    ],
}
_ALLOW = {
    "postgresql": ["DROP TRIGGER edition_is_closed ON reports_edition", "DROP FUNCTION edition_is_closed()"],
    "sqlite": ["DROP TRIGGER edition_is_closed"],
}


def forbid_changes(apps, schema_editor):
    for statement in _FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow_changes(apps, schema_editor):
    for statement in _ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0010_commentary_by_hand"),
        ("reports", "0002_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "weekly"),
                            ("monthly", "monthly"),
                            ("quarterly", "quarterly"),
                            ("yearly", "yearly"),
                        ],
                        max_length=9,
                    ),
                ),
                ("period_start", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("rows", models.JSONField()),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the rows")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="indicators.authority",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="reports.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["authority", "-period_start", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "frequency", "period_start", "number"), name="edition_number_once"
                    )
                ],
            },
        ),
        migrations.RunPython(forbid_changes, allow_changes),
    ]
