"""The index of indicators, reconciled with the tables.

The index and the tables are kept by hand and drift apart. A row of the index belongs to the table row with
the same ref, else with the same title, else to the one a known alias names.
"""

from collections import Counter
from dataclasses import dataclass

from importers.lines import Line
from importers.printed import bare_title, same, shortened, tidy
from importers.sources.croydon.layout import INDEX_HEADER
from importers.sources.croydon.values import read_colour
from indicators.refs import bare_ref


@dataclass(frozen=True)
class Alias:
    """An indicator that the index and the tables are known to call by different refs."""

    index_ref: str
    table_ref: str
    reason: str


KNOWN_ALIASES = (
    Alias(
        "W 1 e",
        "W 2",
        "the index counts the caseload of newly qualified social workers among the parts of W 1, the table "
        "as a measure of its own",
    ),
    Alias(
        "LAC 19",
        "LAC 19 (12m)",
        "the table adds that it now counts twelve months, because its earlier figures counted six",
    ),
)


@dataclass(frozen=True)
class _Entry:
    ref: str
    title: str
    section: str
    colour: str
    line: Line


def reconcile(lines, tables, notes):
    """Every bare ref of tables and index -> the table's ref.

    Finds `alias`, `index-only`, `not-in-index`, `index-rag-differs`, `index-section`, `index-repeated` and
    `index-unreadable`. Refuses `rag-unknown`.
    """
    rows = {row.indicator.ref: row for table in tables for row in table.rows}
    entries = _read_entries(lines, notes)
    _check_sections(lines, tables, notes)
    pairs = _pair(entries, rows)
    for at, entry in enumerate(entries):
        if at in pairs:
            _compare(entry, rows[pairs[at]], notes)
        else:
            notes.find(
                "index-only",
                f"The index lists {entry.ref}, '{shortened(entry.title)}', but no table has a row for it.",
                entry.line,
                entry.ref,
            )
    _check_listed(rows, set(pairs.values()), notes)
    by_index = {bare_ref(entries[at].ref): ref for at, ref in pairs.items()}
    return by_index | {bare_ref(ref): ref for ref in rows}


def _check_listed(rows, listed, notes):
    for ref, row in rows.items():
        if ref not in listed:
            notes.find(
                "not-in-index",
                f"{ref}, '{shortened(row.indicator.title)}', has a row in a table but is not in the index.",
                row.line,
                ref,
            )


def _is_section(line):
    return bool(line.sole and line.cells[0])


def _read_entries(lines, notes):
    entries, section, seen = [], "", {}
    for line in lines:
        if _is_section(line):
            section = tidy(line.sole)
            continue
        ref, title, last, current, *more = (*line.cells, "", "", "", "")
        if not ref or not title or any(more):
            notes.find(
                "index-unreadable",
                f"The index row '{shortened(line.text)}' should have {', '.join(INDEX_HEADER)}; it was not used.",
                line,
                ref,
            )
            continue
        first = seen.setdefault(bare_ref(ref), line)
        if first is not line:
            notes.find(
                "index-repeated",
                f"The index lists {ref} twice, on lines {first.number} and {line.number}; the second was not used.",
                line,
                tidy(ref),
            )
            continue
        _colour(ref, last, line, notes)
        entries.append(_Entry(tidy(ref), tidy(title), section, _colour(ref, current, line, notes), line))
    return entries


def _colour(ref, words, line, notes):
    colour = read_colour(words)
    if colour is None:
        notes.refuse(
            "rag-unknown",
            f"The index rates {ref} '{shortened(words)}'; it should be Red, Amber, Yellow, Green or blank.",
            line,
            ref,
        )
    return colour


def _check_sections(lines, tables, notes):
    in_index = {same(line.sole): line for line in lines if _is_section(line)}
    in_tables = {}
    for table in tables:
        in_tables.setdefault(same(table.section), table)
    for name, line in in_index.items():
        if name not in in_tables:
            notes.find(
                "index-section",
                f"The index has a section '{tidy(line.sole)}' that no table stands under.",
                line,
            )
    for name, table in in_tables.items():
        if name not in in_index:
            notes.find(
                "index-section",
                f"A table stands under '{table.section}', which is no section of the index.",
                table.columns.header,
            )


def _pair(entries, rows):
    """{place in the index: ref in the tables}, each used once, by ref, then by title, then by known alias."""
    aliases = {bare_ref(alias.index_ref): bare_ref(alias.table_ref) for alias in KNOWN_ALIASES}
    pairs = {}
    for key_of_entry, key_of_row in (
        (lambda entry: bare_ref(entry.ref), lambda indicator: bare_ref(indicator.ref)),
        (lambda entry: bare_title(entry.title), lambda indicator: bare_title(indicator.title)),
        (lambda entry: aliases.get(bare_ref(entry.ref)), lambda indicator: bare_ref(indicator.ref)),
    ):
        taken = set(pairs.values())
        free_entries = {at: key_of_entry(entry) for at, entry in enumerate(entries) if at not in pairs}
        free_rows = {ref: key_of_row(rows[ref].indicator) for ref in rows if ref not in taken}
        pairs |= _one_to_one(free_entries, free_rows)
    return pairs


def _one_to_one(left, right):
    """Pairs of names whose keys are equal, where no other name on either side has that key."""
    left_count, right_count = Counter(left.values()), Counter(right.values())
    by_key = {key: name for name, key in right.items() if key and right_count[key] == 1}
    return {name: by_key[key] for name, key in left.items() if left_count[key] == 1 and key in by_key}


def _compare(entry, row, notes):
    indicator, differences = row.indicator, []
    if entry.ref != indicator.ref:
        differences.append(_difference("ref", entry.ref, indicator.ref, _reason(entry.ref, indicator.ref)))
    if entry.title != indicator.title:
        differences.append(_difference("title", entry.title, indicator.title, ""))
    if differences:
        told = "; ".join(differences)
        message = f"{indicator.ref} is not written alike in the index and in its table: {told}."
        notes.find("alias", message, entry.line, indicator.ref)
    _compare_section(entry, indicator, notes)
    _compare_colour(entry, row, notes)


def _difference(what, in_index, in_table, reason):
    if "".join(in_index.split()) == "".join(in_table.split()):
        reason = "only the spacing differs"
    return f"its {what} is '{in_index}' in the index and '{in_table}' in the table" + (f" ({reason})" if reason else "")


def _reason(index_ref, table_ref):
    pair = (bare_ref(index_ref), bare_ref(table_ref))
    known = (a for a in KNOWN_ALIASES if (bare_ref(a.index_ref), bare_ref(a.table_ref)) == pair)
    return next((alias.reason for alias in known), "")


def _compare_section(entry, indicator, notes):
    if entry.section and same(entry.section) != same(indicator.section):
        notes.find(
            "index-section",
            f"The index has {indicator.ref} under '{entry.section}', its table stands under '{indicator.section}'.",
            entry.line,
            indicator.ref,
        )


def _compare_colour(entry, row, notes):
    if entry.colour and entry.colour != row.colour:
        notes.find(
            "index-rag-differs",
            f"The index rates {row.indicator.ref} {entry.colour}, its table {row.colour or 'not at all'}.",
            entry.line,
            row.indicator.ref,
        )
