"""What a migration may do while the code before it still runs: expand, then fill, then contract.

Servers are replaced one after the other, and the migrations come first. So for some minutes code that knows nothing of
a migration reads and writes what it made:

- expand: add what is new, so that whoever doesn't know it can go on writing rows: nullable, or with a default that
  the database itself fills in (`db_default`; Django's own `default` is dropped again as soon as the column is there)
- fill: rows of old in a migration of its own (RunPython), which holds no lock on a changed table while it runs
- contract: take away what is old in a later version, when no running code names it any more

`broken(migration, before)` names what breaks these rules. `before` is the ProjectState before the migration.
"""

from django.db import migrations
from django.db.models import NOT_PROVIDED

# What code that is still running may name.
_CONTRACTS = {
    migrations.DeleteModel: "drops a table",
    migrations.RemoveField: "drops a column",
    migrations.RenameField: "renames a column",
    migrations.RenameModel: "renames a table",
    migrations.AlterModelTable: "renames a table",
}
_WITHOUT_SCHEMA = (migrations.RunPython, migrations.AlterModelOptions, migrations.AlterModelManagers)


def broken(migration, before):
    """What code that still runs could not live with, as sentences; an empty list where there is nothing."""
    state, found, made_here = before.clone(), [], set()
    for operation in migration.operations:
        found += _of(operation, state, migration.app_label, made_here)
        if isinstance(operation, migrations.CreateModel):
            made_here.add(operation.name_lower)
        operation.state_forwards(migration.app_label, state)
    kinds = {isinstance(operation, migrations.RunPython) for operation in migration.operations}
    changes = [each for each in migration.operations if not isinstance(each, _WITHOUT_SCHEMA)]
    if True in kinds and changes:
        found.append("fills rows beside a change of tables: rows are filled in a migration of their own")
    return found


def _of(operation, state, app, made_here):
    if getattr(operation, "model_name_lower", "") in made_here:
        return  # nobody knows the table yet
    for kind, what in _CONTRACTS.items():
        if isinstance(operation, kind):
            yield f"{operation.describe()}: it {what}, which running code may still name"
    if isinstance(operation, migrations.RunSQL):
        yield f"{operation.describe()}: nobody can tell what it does to running code"
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        for part in operation.database_operations:
            yield from _of(part, state, app, made_here)
    if isinstance(operation, migrations.AddField) and not _can_be_left_out(operation.field):
        yield f"{operation.describe()}: running code writes rows without it (null=True or db_default)"
    if isinstance(operation, migrations.AlterField):
        old = state.models[app, operation.model_name_lower].get_field(operation.name)
        yield from _altered(operation, old, operation.field)


def _altered(operation, old, new):
    if old.null and not new.null:
        yield f"{operation.describe()}: running code may still write rows without it"
    if old.get_internal_type() != new.get_internal_type():
        yield f"{operation.describe()}: it becomes another type, for which the whole table is written anew"
    shorter = old.max_length and (new.max_length or old.max_length) < old.max_length
    if shorter:
        yield f"{operation.describe()}: it becomes shorter than what running code may write"


def _can_be_left_out(field):
    return field.many_to_many or field.null or field.db_default is not NOT_PROVIDED
