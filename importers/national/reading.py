"""A file of national statistics to figures: all that the mapping asks for, each with its line, or every reason why not.

    time_period,time_identifier,geographic_level,…,new_la_code,la_name,category,ICPC,Duration_0-10_days,…
    2025,Reporting year,Local authority,…,E09000008,Croydon,Section 47s…,697,43,…

    -> Stated("icpc-within-15-days", "E09000008", "E09000008", 2025, start, end, Decimal("70.0"), "", 1, "line:153")

A symbol is a status, never a number. A share is not given where one of its parts is a symbol: it has that status. A
blank cell states nothing. Refused, with the line and the reason: missing columns, a row that is there twice, more than
one kind of year, an area that isn't known, text where a figure should be.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from importers.documents import locator
from importers.national import mappings
from importers.national.geography import UnknownPlace
from importers.records import Problem, Refused
from indicators import suppression

TIME_IDENTIFIER = "Reporting year"

# A file that is wrong is often wrong on every line.
MOST_REASONS = 50

# Of several symbols in one sum the first of these is what the sum has. A part that rounds to zero leaves the sum
# unknown, and not near zero.
_GRAVEST = (suppression.CONFIDENTIAL, suppression.UNRELIABLE, suppression.NOT_AVAILABLE, suppression.NOT_APPLICABLE)
_SHARE = Decimal("0.1")
_FIGURE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,5})?")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure that a file states of an area, by its newest code; `code` is the one in the file."""

    measure: str
    area: str
    code: str
    year: int
    start: date
    end: date
    value: Decimal | None
    status: str
    decimals: int
    locator: str


@dataclass(frozen=True, slots=True)
class StatedNeighbour:
    """`neighbour` is the neighbour of `area` with that rank; both are newest ONS codes."""

    area: str
    neighbour: str
    rank: int
    closeness: str
    locator: str


@dataclass(frozen=True)
class NationalReport:
    """What a file says: figures, or neighbours with the version that the file's name gives.

    `findings` are for a person to look at; nothing is left out because of them.
    """

    mapping: mappings.Mapping
    figures: tuple[Stated, ...] = ()
    neighbours: tuple[StatedNeighbour, ...] = ()
    version: str = ""
    findings: tuple[Problem, ...] = ()


def read_national(document, gazetteer):
    """The NationalReport of a Document. Raises Refused with every reason, fifty at most."""
    columns, rows = _table(document)
    mapping = mappings.find(frozenset(columns), [row for _, row in rows])
    if mapping.layout == mappings.NEIGHBOURS:
        neighbours = _all_or_refused(rows, lambda row, place: _neighbours(row, place, gazetteer))
        _check_neighbours(neighbours)
        return NationalReport(mapping, neighbours=neighbours, version=_version(document.name))
    _check_time(rows)
    seen = {}
    figures = _all_or_refused(rows, lambda row, place: _figures(row, place, mapping, gazetteer, seen))
    unread = [each.measure for each in mapping.measures if not any(f.measure == each.measure for f in figures)]
    if unread:
        raise Refused([Problem("filter-finds-nothing", f"No row of this file gives {', '.join(unread)}.")])
    return NationalReport(mapping, figures=figures, findings=tuple(_over_the_whole(figures, mapping)))


def share(parts, whole):
    """(value, status): the sum of `parts` over the `whole` in per cent, to one decimal, a half rounded up.

    Each is (value, status) as `figure` gives it. Where one has a status the share has it, the gravest of several.
    """
    statuses = {status for _, status in (*parts, whole) if status}
    if statuses:
        return None, next((status for status in _GRAVEST if status in statuses), suppression.NOT_AVAILABLE)
    if whole[0] == 0:
        return None, suppression.NOT_APPLICABLE
    exact = 100 * sum(value for value, _ in parts) / whole[0]
    return exact.quantize(_SHARE, ROUND_HALF_UP), ""


def figure(text):
    """(value, status) of a cell, or None where it is blank. Raises ValueError for text that is neither."""
    text = text.strip()
    if not text:
        return None
    if status := suppression.status_of(text):
        return None, status
    if not _FIGURE.fullmatch(text):
        raise ValueError(f"“{text}” is neither a figure nor a symbol that is known.")
    return Decimal(text), ""


def _table(document):
    """(columns, [(line, {column: text})]). Raises Refused where the file is no table with one heading for a column."""
    if not document.sheets:
        raise Refused([Problem("table-needed", "This is no table: national statistics are read from CSV files.")])
    heading, *cells = document.sheets[0].rows
    columns = [cell.text.strip() for cell in heading]
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise Refused([Problem("column-twice", f"There are two columns {', '.join(twice)}.", locator(1))])
    beyond = [number for number, row in enumerate(cells, 2) if _is_beyond(columns, row)]
    if beyond:
        raise Refused([Problem("row-too-long", "This row has a value without a heading.", locator(n)) for n in beyond])
    rows = [(number, _row(columns, row)) for number, row in enumerate(cells, 2)]
    rows = [(number, row) for number, row in rows if any(row.values())]
    if not rows:
        raise Refused([Problem("table-empty", "There are headings in this file, and no rows.")])
    return columns, rows


def _is_beyond(columns, row):
    return any(cell.text.strip() and not column for column, cell in zip(columns, row, strict=True))


def _row(columns, cells):
    return {column: cell.text.strip() for column, cell in zip(columns, cells, strict=True)}


def _check_time(rows):
    """Raises Refused unless all rows are of one kind of year, which is the one that the dates are worked out from."""
    others = [(number, row["time_identifier"]) for number, row in rows if row["time_identifier"] != TIME_IDENTIFIER]
    if others:
        reason = f"The time identifier is “{{}}”, and not “{TIME_IDENTIFIER}” as it is throughout such a file."
        raise _refused(Problem("time-identifier", reason.format(found), locator(number)) for number, found in others)


def _all_or_refused(rows, read):
    """All that `read` makes of the rows. Raises Refused for those of which it raises UnknownPlace or _Wrong."""
    made, problems = [], []
    for number, row in rows:
        place = locator(number)
        try:
            made.extend(read(row, place))
        except UnknownPlace as reason:
            problems.append(Problem("area-unknown", str(reason), place))
        except _Wrong as reason:
            problems.append(Problem(reason.code, str(reason), place))
    if problems:
        raise _refused(problems)
    return tuple(made)


class _Wrong(ValueError):
    """What is wrong with one row."""

    def __init__(self, code, message):
        self.code = code
        super().__init__(message)


def _refused(problems):
    problems = list(problems)
    more = len(problems) - MOST_REASONS
    if more > 0:
        problems = [*problems[:MOST_REASONS], Problem("and-more", f"And {more:,} more reasons like these.")]
    return Refused(problems)


def _figures(row, place, mapping, gazetteer, seen):
    """The figures of a row. `seen` has the line of each key so far."""
    if not _YEAR.fullmatch(row["time_period"]):
        raise _Wrong("not-a-year", f"The time period “{row['time_period']}” is no year, such as 2025.")
    year = int(row["time_period"])
    area, code = gazetteer.find(row)
    filters = {name: row[name] for name in mapping.filters}
    key = (year, area.code, *filters.values())
    if key in seen:
        said, other = ", ".join([area.name, str(year), *filters.values()]), seen[key].replace(":", " ")
        raise _Wrong("row-twice", f"{said} is here and on {other}, so which of them counts is not said.")
    seen[key] = place
    for each in mapping.measures:
        if each.takes(filters):
            said = _said(row, each)
            if said is not None:
                start, end = _days(year, mapping, each.span)
                value, status = said
                decimals = 0 if value is None else -value.as_tuple().exponent
                yield Stated(each.measure, area.code, code, year, start, end, value, status, decimals, place)


def _over_the_whole(figures, mapping):
    """Findings on shares of more than everything: the file's numbers don't fit one another."""
    shares = {each.measure for each in mapping.measures if each.parts}
    for each in figures:
        if each.measure in shares and each.value is not None and each.value > 100:
            message = f"{each.measure} of {each.code} in {each.year} is {each.value}%: its parts exceed the whole."
            yield Problem("share-over-100", message, each.locator)


def _said(row, measure):
    """(value, status) of a measure in a row, or None where the row states nothing of it."""
    cells = {column: _cell(row, column) for column in measure.columns}
    if measure.column:
        return cells[measure.column]
    if None in cells.values():
        return None
    return share([cells[part] for part in measure.parts], cells[measure.whole])


def _cell(row, column):
    try:
        return figure(row[column])
    except ValueError as reason:
        raise _Wrong("not-a-figure", f"{column}: {reason}") from reason


def _days(year, mapping, span):
    """(first, last day) of what a year is about: `year` for the year to the mapping's day, `day` for that day."""
    end = date(year, mapping.month, mapping.day)
    if span == mappings.DAY:
        return end, end
    return date(year - 1, mapping.month, mapping.day) + timedelta(days=1), end


def _neighbours(row, place, gazetteer):
    """The neighbours of a row's authority, nearest first."""
    area = gazetteer.by_dfe_code(row["old_la_code"], row["la_name"])
    for rank in range(1, mappings.HOW_MANY_NEIGHBOURS + 1):
        neighbour = gazetteer.by_dfe_code(row[f"SN_{rank}"])
        if neighbour == area:
            raise _Wrong("own-neighbour", f"SN_{rank}: {area.name} can't be its own neighbour.")
        yield StatedNeighbour(area.code, neighbour.code, rank, row[f"SN_{rank}P"], place)


def _check_neighbours(neighbours):
    """Raises Refused where an authority has two rows, or a neighbour twice."""
    seen, problems = {}, []
    for each in neighbours:
        for key in ((each.area, each.rank), (each.area, each.neighbour)):
            if key in seen:
                message = f"{each.area} has its neighbour {each.rank}, {each.neighbour}, twice: see {seen[key]}."
                problems.append(Problem("neighbour-twice", message, each.locator))
            seen[key] = each.locator
    if problems:
        raise _refused(problems)


def _version(file_name):
    """The year in the name of a file of neighbours, which says it nowhere else, or ""."""
    found = _YEAR.search(file_name)
    return found[0] if found else ""
