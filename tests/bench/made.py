"""Fills an empty, migrated database: `python -m tests.bench.made council=AUTHORITIESxINDICATORSxMONTHS …`.

`statistics=AUTHORITIESxMEASURESxYEARS` adds national figures, see `statistics`.

All rows are made by the database itself, in a few statements. A tenth of the values is stated twice: the second batch
of an authority revises the first. Prints {name: session key} of the people who are signed in, as JSON.
"""

import json
import sys
from importlib import import_module

import django

from tests.bench import statistics

COUNCIL, STATISTICS = "council", "statistics"

# {a}: authorities, {i}: indicators of each, {m}: months of each, {kind}: what they are called.
STATEMENTS = (
    """
    INSERT INTO indicators_authority (name, slug, ons_code, dfe_code, region)
    SELECT '{kind} ' || lpad(n::text, 3, '0'), '{kind}-' || n, '{mark}' || lpad(n::text, 8, '0'),
           '{mark}' || lpad(to_hex(n), 2, '0'), 'Made up'
    FROM generate_series(1, {a}) n
    """,
    """
    INSERT INTO indicators_section (authority_id, title, slug)
    SELECT a.id, 'Section ' || n, 'section-' || n
    FROM indicators_authority a, generate_series(0, 7) n WHERE a.slug LIKE '{kind}-%'
    """,
    """
    INSERT INTO indicators_measure (slug, title, national_definition, unit, polarity)
    SELECT 'measure-' || n, 'Measure ' || n, '', 'percent', 'BIB' FROM generate_series(1, {i}) n
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO indicators_indicator (authority_id, ref, slug, measure_id, measure_caveat)
    SELECT a.id, 'I ' || n, 'i-' || n, m.id, ''
    FROM indicators_authority a, generate_series(1, {i}) n JOIN indicators_measure m ON m.slug = 'measure-' || n
    WHERE a.slug LIKE '{kind}-%'
    """,
    """
    INSERT INTO indicators_importbatch (authority_id, source, file_name, file, sha256, title, frequency, period_start,
        period_end, state, commit_number, created_at, committed_at, reason, undo_reason, counts, problems)
    SELECT a.id, 'bench', 'batch-' || n || '.csv', 'originals/' || n, repeat('0', 64), 'Batch ' || n, 'monthly',
           {last}, ({last} + interval '1 month - 1 day')::date, 'committed', n, now(), now(), '', '', '{{}}', '[]'
    FROM indicators_authority a, generate_series(1, 2) n WHERE a.slug LIKE '{kind}-%'
    """,
    """
    INSERT INTO indicators_definition (indicator_id, starts_on, batch_id, locator, recorded_at, superseded_reason,
        reason, title, section_id, position, unit, decimals, polarity, frequency, basis, owner, direction_rule,
        breaks_series)
    SELECT {of_indicator}, {first}, {batch}, 'line:1', now(), '', '',
           'Percentage of things that were done in time, number ' || {n}, s.id, {n}, 'percent', 1,
           CASE WHEN {n} % 3 = 0 THEN 'SIB' ELSE 'BIB' END, 'monthly', '', chr(65 + {n} % 5) || 'B', 'previous', false
    FROM {indicators} JOIN indicators_section s
    ON s.authority_id = i.authority_id AND s.slug = 'section-' || {n} * 8 / ({i} + 1)
    """,
    """
    INSERT INTO indicators_target (indicator_id, starts_on, batch_id, locator, recorded_at, superseded_reason, reason,
        value, text)
    SELECT {of_indicator}, y, {batch}, 'line:1', now(), '', '', 85, '85%'
    FROM {indicators}, generate_series({first}, {last}, interval '1 year') y
    """,
    """
    INSERT INTO indicators_ragthreshold (indicator_id, starts_on, batch_id, locator, recorded_at, superseded_reason,
        reason, words, rule)
    SELECT {of_indicator}, {first}, {batch}, 'line:1', now(), '', '', r.words, r.rule::jsonb FROM {indicators},
    LATERAL (SELECT CASE WHEN {n} % 3 = 0 THEN '24% or below Green 25%-34% Amber 35% and above Red'
        ELSE '90% or above Green 85%-89% Amber 84% and below Red' END AS words,
        CASE WHEN {n} % 3 = 0 THEN '{falling}' ELSE '{rising}' END AS rule) r
    """,
    # Of each indicator a walk between 15 and 97, which differs by authority; a fifteenth of the figures has a symbol.
    """
    INSERT INTO indicators_observation (batch_id, indicator_id, frequency, period_start, period_end, value, status,
        text, decimals, qualifier, published_rag, published_direction, locator)
    SELECT b.id, i.id, 'monthly', d, (d + interval '1 month - 1 day')::date,
           CASE WHEN c.symbol THEN NULL ELSE c.value END, CASE WHEN c.symbol THEN 'c' ELSE '' END,
           CASE WHEN c.symbol THEN 'c' ELSE c.value || '%' END, 1, '',
           CASE WHEN {n} % 7 = 0 THEN 'amber' ELSE '' END, '', 'line:' || {n}
    FROM {indicators}
    JOIN indicators_importbatch b ON b.authority_id = i.authority_id,
    generate_series({first}, {last}, interval '1 month') WITH ORDINALITY AS t(d, m),
    LATERAL (SELECT round((56 + 41 * sin(i.id + m * 0.7 + (b.commit_number - 1) * 0.01))::numeric, 1) AS value,
                    (i.id + m) % 15 = 0 AS symbol) c
    WHERE b.commit_number = 1 OR (i.id + m) % 10 = 0
    """,
)
BATCH = "(SELECT id FROM indicators_importbatch b WHERE b.authority_id = i.authority_id AND commit_number = 1)"
INDICATORS = """
    (SELECT i.* FROM indicators_indicator i JOIN indicators_authority a ON a.id = i.authority_id
    WHERE a.slug LIKE '{kind}-%') i
"""
RISING = {
    "kind": "bands",
    "bands": [
        {"colour": "green", "low": "90", "high": None, "low_open": False, "high_open": False},
        {"colour": "amber", "low": "85", "high": "89", "low_open": False, "high_open": False},
        {"colour": "red", "low": None, "high": "84", "low_open": False, "high_open": False},
    ],
    "decimals": 0,
    "percent": True,
}
FALLING = RISING | {
    "bands": [
        {"colour": "green", "low": None, "high": "24", "low_open": False, "high_open": False},
        {"colour": "amber", "low": "25", "high": "34", "low_open": False, "high_open": False},
        {"colour": "red", "low": "35", "high": None, "low_open": False, "high_open": False},
    ]
}


def fill(cursor, kind, authorities, indicators, months):
    """Add that many authorities called `<kind>-1`, `<kind>-2`, …, whose last month is December 2025."""
    words = {
        "kind": kind,
        "mark": kind[0].upper(),
        "a": authorities,
        "i": indicators,
        "first": f"(date '2026-01-01' - interval '{months} months')::date",
        "last": "date '2025-12-01'",
        "n": "substr(i.slug, 3)::int",
        "of_indicator": "i.id",
        "batch": BATCH,
        "indicators": INDICATORS.format(kind=kind),
        "rising": json.dumps(RISING),
        "falling": json.dumps(FALLING),
    }
    for statement in STATEMENTS:
        cursor.execute(statement.format(**words))


def main(kinds):
    django.setup()
    from django.db import connection  # noqa: PLC0415 - a database can be named once Django is set up

    with connection.cursor() as cursor:
        for kind in kinds:
            name, _, size = kind.partition("=")
            sizes = [int(number) for number in size.split("x")]
            if name == STATISTICS:
                statistics.fill(cursor, *sizes)
            else:
                fill(cursor, name, *sizes)
        cursor.execute("VACUUM ANALYZE")
    print(json.dumps(sign_in()))  # noqa: T201 - the answer


def sign_in():
    """The manager of each council, called as it is, and a superuser: {name: session key}."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: PLC0415

    from indicators.models import Authority, Membership  # noqa: PLC0415

    users = get_user_model().objects
    people = {"admin": users.create_superuser("admin")}
    for council in Authority.objects.filter(slug__startswith=f"{COUNCIL}-"):
        people[council.slug] = users.create_user(council.slug)
        council.memberships.create(user=people[council.slug], role=Membership.Role.MANAGER)
    keys = {}
    for name, user in people.items():
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys[name] = session.session_key
    return keys


if __name__ == "__main__":
    main(sys.argv[1:])
