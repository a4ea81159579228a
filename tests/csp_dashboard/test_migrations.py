"""Migrations that can be applied while the servers of the version before go on: see `migration_rules`."""

import pytest
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.csp_dashboard.migration_rules import broken

OURS = ("csp_dashboard", "importers", "indicators", "reports")

# The last of each app that no running installation has to be brought past with its servers up.
FIRST_RELEASE = {
    "csp_dashboard": "0001_initial",
    "importers": "0002_readings_of_staged_uploads",
    "indicators": "0012_data_version",
    "reports": "0005_actions_as_statements",
}

# (app, migration): why it may break the rules, such as which version stopped naming the column that it drops.
EXCEPTIONS = {}


def later_migrations():
    """(migration, the state before it) of each that came after the first release."""
    loader = MigrationLoader(None)
    for key in sorted(loader.disk_migrations):
        app, name = key
        if app in OURS and name > FIRST_RELEASE[app] and key not in EXCEPTIONS:
            yield loader.disk_migrations[key], loader.graph.make_state(nodes=key, at_end=False)


def test_every_later_migration_lets_the_servers_run_on():
    found = {f"{each.app_label}.{each.name}": broken(each, before) for each, before in later_migrations()}
    assert {name: said for name, said in found.items() if said} == {}


def test_all_apps_of_ours_are_looked_at():
    apps = {path.parent.parent.name for path in settings.BASE_DIR.glob("*/migrations/__init__.py")}
    assert apps == set(OURS)


def said(*operations):
    """What is said of a migration of these operations, before which there is a table `thing`."""
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=50, null=True))]
    state = ProjectState()
    state.add_model(ModelState("shop", "Thing", fields))
    migration = migrations.Migration("0002_next", "shop")
    migration.operations = list(operations)
    return " ".join(broken(migration, state))


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        (migrations.DeleteModel("Thing"), "drops a table"),
        (migrations.RenameModel("Thing", "Object"), "renames a table"),
        (migrations.AlterModelTable("Thing", "things"), "renames a table"),
        (migrations.RemoveField("thing", "name"), "drops a column"),
        (migrations.RenameField("thing", "name", "title"), "renames a column"),
        (migrations.AddField("thing", "size", models.IntegerField(default=0)), "writes rows without it"),
        (migrations.AlterField("thing", "name", models.CharField(max_length=50)), "rows without it"),
        (migrations.AlterField("thing", "name", models.CharField(max_length=9, null=True)), "shorter"),
        (migrations.AlterField("thing", "name", models.IntegerField(null=True)), "another type"),
        (migrations.RunSQL("DROP TABLE thing"), "nobody can tell"),
        (
            migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("thing", "name")]),
            "drops a column",
        ),
    ],
)
def test_what_running_code_could_not_live_with(operation, what):
    assert what in said(operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("thing", "size", models.IntegerField(null=True)),
        migrations.AddField("thing", "size", models.IntegerField(db_default=0)),
        migrations.AddField("thing", "others", models.ManyToManyField("shop.Thing")),
        migrations.AlterField("thing", "name", models.CharField(max_length=90, null=True, help_text="Longer.")),
        migrations.AddIndex("thing", models.Index(fields=["name"], name="by_name")),
        migrations.RunPython(migrations.RunPython.noop),
    ],
)
def test_what_it_need_not_notice(operation):
    assert said(operation) == ""


def test_rows_are_filled_by_themselves():
    added = migrations.AddField("thing", "size", models.IntegerField(null=True))
    assert "rows are filled in a migration of their own" in said(added, migrations.RunPython(print))


def test_a_table_that_is_new_may_change_at_will():
    made = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
    assert said(made, migrations.AddField("other", "size", models.IntegerField())) == ""
