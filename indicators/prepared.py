"""Queries that are put together once. What they are asked of differs from page to page, their SQL doesn't.

Django takes longer to put a ranked query together than PostgreSQL takes to answer it for one authority; and PostgreSQL
takes longer to plan it than to carry the plan out. So it is prepared there too, once for each connection.
"""

from copy import copy
from functools import cached_property
from hashlib import sha256
from inspect import signature
from weakref import WeakKeyDictionary

from django.contrib.auth import get_user_model
from django.db import connections

# Stand for the keys while a query is put together: so high that no row has them, and still within 64 bits.
_STANDINS = 9_100_000_000_000_000_000
# The names of what each open connection to PostgreSQL has prepared.
_known = WeakKeyDictionary()


class Execute(str):
    """The statement that asks for a prepared one by its `name`; `sql` is what that says."""

    def __new__(cls, name, parameters, sql):
        self = super().__new__(cls, f"EXECUTE {name}({', '.join(['%s'] * parameters)})")
        self.name, self.sql = name, sql
        return self


class Prepared:
    """A function from keys to the rows of the queryset that `build` makes of them, as a list.

    Keys are integers. Which they are, and when it is, must make no difference to how the queryset is built: that is
    done once, when it is first asked, as Django does it each time.
    """

    def __init__(self, build):
        self._build = build
        self._standins = tuple(_STANDINS + n for n in range(len(signature(build).parameters)))

    def __call__(self, *keys):
        queryset, compiler, sql, params = self._put_together
        answering = copy(compiler)
        # Each thread has a connection of its own.
        answering.connection = connection = connections[queryset.db]
        if connection.vendor == "postgresql":
            execute = self._prepared_by(connection)
            answering.as_sql = lambda **_: (execute, keys)
        else:
            filled = dict(zip(self._standins, keys, strict=True))
            answering.as_sql = lambda **_: (sql, tuple(filled.get(p, p) if type(p) is int else p for p in params))
        asked = queryset.all()
        asked.query.get_compiler = lambda *_, **__: answering
        return list(asked)

    @cached_property
    def _put_together(self):
        queryset = self._build(*self._standins)
        compiler = queryset.query.get_compiler(using=queryset.db)
        return queryset, compiler, *compiler.as_sql()

    @cached_property
    def _execute(self):
        queryset, _, sql, params = self._put_together
        # The same name is never of another statement, whoever it was that prepared it.
        digest = sha256(repr((sql, params)).encode()).hexdigest()[:16]
        return Execute(f'"{queryset.model._meta.db_table} {digest}"', len(self._standins), sql)

    def _prepared_by(self, connection):
        """The Execute for a connection to PostgreSQL, which has it prepared when it is first asked."""
        execute = self._execute
        connection.ensure_connection()
        known = _known.setdefault(connection.connection, set())
        if execute.name not in known:
            # Not with Django's cursor: what a page asks is counted, and it asks no more for being the first.
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(self._as_prepared(cursor))
            known.add(execute.name)
        return execute

    def _as_prepared(self, cursor):
        _, _, sql, params = self._put_together
        places = {standin: f"${n}" for n, standin in enumerate(self._standins, 1)}
        written = (places[p] if type(p) is int and p in places else cursor.mogrify("%s", [p]).decode() for p in params)
        return f"PREPARE {self._execute.name}({', '.join(['bigint'] * len(places))}) AS {sql % tuple(written)}"


class PreparedForOne:
    """A function from keys to rows, where mostly there is one key: for more, the queryset is put together each time.

    `build` makes it of a list of keys.
    """

    def __init__(self, build):
        self._build = build
        self._of_one = Prepared(lambda key: build([key]))

    def __call__(self, keys):
        return self._of_one(*keys) if len(keys) == 1 else list(self._build(keys))


class PreparedForUser:
    """A function from a user to rows. `build` makes the queryset of whoever is a superuser, and of whoever isn't."""

    def __init__(self, build):
        def of(key, *, is_superuser):
            return build(get_user_model()(pk=key, is_superuser=is_superuser))

        self._of_superuser = Prepared(lambda key: of(key, is_superuser=True))
        self._of_user = Prepared(lambda key: of(key, is_superuser=False))

    def __call__(self, user):
        return (self._of_superuser if user.is_superuser else self._of_user)(user.pk)
