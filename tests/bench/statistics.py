"""National figures of all authorities, made by the database itself as `made` makes an authority's.

There are 9 regions, `{a}` authorities in them, the first of which are the councils, and `{m}` measures with a figure of
each for `{y}` years, the last of which ended on 31 March 2025. A tenth of the figures is stated twice, one in sixty
has a symbol instead of a value, and of each authority ten others are the neighbours.
"""

STATEMENTS = (
    """
    INSERT INTO indicators_area (ons_code, former_codes, dfe_code, name, spellings, level, note)
    VALUES ('E92000001', '[]', '', 'England', '[]', 'england', '')
    """,
    """
    INSERT INTO indicators_area (ons_code, former_codes, dfe_code, name, spellings, level, note, within_id)
    SELECT 'R' || lpad(n::text, 8, '0'), '[]', '', 'Region ' || n, '[]', 'region', '', e.id
    FROM indicators_area e, generate_series(1, 9) n WHERE e.level = 'england'
    """,
    """
    INSERT INTO indicators_area (ons_code, former_codes, dfe_code, name, spellings, level, note, within_id)
    SELECT 'C' || lpad(n::text, 8, '0'), '[]', n::text, 'Council ' || lpad(n::text, 3, '0'), '[]', 'authority', '', r.id
    FROM generate_series(1, {a}) n JOIN indicators_area r ON r.name = 'Region ' || (1 + n % 9)
    """,
    """
    INSERT INTO indicators_measure (slug, title, national_definition, unit, polarity)
    SELECT 'statistic-' || n, 'Statistic of what was done, number ' || n, 'As published.', 'percent',
           CASE WHEN n % 3 = 0 THEN 'SIB' ELSE 'BIB' END
    FROM generate_series(1, {m}) n
    """,
    """
    INSERT INTO indicators_benchmarkbatch (source, file_name, file, sha256, title, state, commit_number, created_at,
        committed_at, reason, undo_reason, counts, problems)
    SELECT 'bench', 'national-' || n || '.csv', 'originals/national-' || n, repeat('0', 64), 'Statistics ' || n,
           'committed', n, now(), now(), '', '', '{{}}', '[]'
    FROM generate_series(1, 3) n
    """,
    """
    INSERT INTO indicators_benchmark (batch_id, measure_id, area_id, code, year, start, "end", value, status, decimals,
        locator)
    SELECT b.id, m.id, a.id, a.ons_code, y, make_date(y - 1, 4, 1), make_date(y, 3, 31),
           CASE WHEN c.symbol THEN NULL ELSE round((56 + 41 * sin(a.id * m.id + y * 0.7))::numeric, 1) END,
           CASE WHEN c.symbol THEN 'c' ELSE '' END, 1, 'line:' || a.id
    FROM indicators_measure m, indicators_area a, generate_series(2026 - {y}, 2025) y, indicators_benchmarkbatch b,
    LATERAL (SELECT (a.id + m.id + y) % 60 = 0 AS symbol) c
    WHERE m.slug LIKE 'statistic-%' AND (b.commit_number = 1 OR b.commit_number = 2 AND (a.id + y) % 10 = 0)
    """,
    """
    INSERT INTO indicators_neighbourset (batch_id, name, version)
    SELECT id, 'Statistical neighbours', '2025' FROM indicators_benchmarkbatch WHERE commit_number = 3
    """,
    """
    INSERT INTO indicators_neighbour (neighbour_set_id, area_id, neighbour_id, rank, closeness, locator)
    SELECT s.id, a.id, o.id, n, 'Very close', 'line:' || a.id
    FROM indicators_neighbourset s, indicators_area a, generate_series(1, 10) n, indicators_area o
    WHERE a.level = 'authority' AND o.level = 'authority'
    AND o.dfe_code::int = 1 + (a.dfe_code::int + n * 7) % {a}
    """,
)


def fill(cursor, authorities, measures, years):
    """Add the figures of so many authorities, measures and years."""
    for statement in STATEMENTS:
        cursor.execute(statement.format(a=authorities, m=measures, y=years))
