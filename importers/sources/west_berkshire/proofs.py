"""What a block's figures prove of themselves: which rows must be the two rows of a relation.

Four proofs, each between two rows of one block:

    running total    In the first month of a financial year both rows print the same number; after that the
                     second is the sum of the first, within what cleansing moves (`CLEANSED`). So either row
                     fixes the other: a wrong one would need the same figures, or nearly so in every month.
                     The two rows must differ, and so can't be exchanged.
    complement       The two shares add up to 100, within rounding (`ROUNDING`). Rows of 100s and 0s do so by
                     chance, so some months must be telling: neither share at its end (`TELLING`). A sum holds
                     either way round, so the share in time must also be the larger one in every month
                     (`HALF`). Where it isn't, the rows are in doubt, however well they add up.
    rate             The first row over the second is one steady number in every month: the children of the
                     area, in ten-thousands. All rates of the block must agree on it (`POPULATION`), and there
                     must be enough of them to rule out chance (`WITNESSES`).
    annualised rate  The same, of a year-to-date count made up to twelve months.

A relation says what two rows are to each other; which of several pairs of its kind they are, only order says.
So a kind proves nothing unless the rows of the whole block, each tried with each, hold exactly as many such
pairs as the titles do: a missing row leaves too few, a chance likeness makes too many. And all rows proven
in a block must stand in the order of their titles, with never more rows than titles before, between or after
them, since every row has a title. Otherwise nothing in the block is proven.

Not proven, because figures can't do it: percentages `year to date` beside their months (a mean is near to
its months, and so are other rows), and rows near 100% beside each other. Two things escape these proofs, neither
of them with a single row or title out of place: two whole pairs of one kind that have changed places, and the
two shares of a complement exchanged where most assessments are late. They are why a confirmed pairing is
checked for proven rows too.
"""

from decimal import Decimal
from itertools import pairwise, permutations
from statistics import median

from importers.sources.west_berkshire.relations import ANNUALISED, COMPLEMENT, RATE, RUNNING

# Running totals are corrected afterwards, months are not: "Data captured each month includes all data
# cleansing". The widest gap in the report is 6.4% of the total (section 47, May 2016: 94 against 88).
CLEANSED = Decimal("0.07")
# One number proves nothing: the first month is the same in both rows.
LEAST_RUNNING = 2
# Two shares rounded to whole numbers add up to 99 or 101 at worst.
ROUNDING = Decimal(1)
# A share this near to 0, and the other as near to 100, is in many rows at once.
TELLING = Decimal(1)
LEAST_TELLING = 2
# The share in time is the larger one. A council where it isn't has to confirm which row is which.
HALF = Decimal(50)
# One month in eight may be out, as one of nine is in the assessments (April) and in LAC (September).
MONTHS_TO_A_SLIP = 8
# Fewer months could be steady by chance.
LEAST_MONTHS = 4
# A rate below 20 is rounded by more than 2.5% and goes with almost any row.
SMALLEST_RATE = Decimal(20)
# A rate is printed whole, rounded or cut off.
RATE_ROUNDING = Decimal(1)
# The rates of the report agree within 0.2%; other rows that are steady are out by far more.
POPULATION = Decimal("0.01")
WITNESSES = 3


def proven_rows(block):
    """{position of a title: position of its row} for all that the block's figures prove."""
    found = _pairs_found(block)
    proven = {}
    for kind, wanted in pairs_wanted(block).items():
        rows = found.get(kind, [])
        if len(rows) != len(wanted):
            continue
        for titles, pair in zip(wanted, rows, strict=True):
            for title, row in zip(titles, pair, strict=True):
                if proven.setdefault(title, row) != row:
                    return {}
    return proven if _stand_in_order(proven, len(block.titles), len(block.rows)) else {}


def pairs_wanted(block):
    """{kind: pairs of title positions, in order} for the relations whose titles are both in the block."""
    wanted = {}
    for relation, first, second in block.relations:
        wanted.setdefault(relation.kind, []).append((first, second))
    return {kind: sorted(pairs) for kind, pairs in wanted.items()}


def running_sums(months, values):
    """The sum of the values since April at each month; None before the first April, and where blank."""
    total = None
    for month, value in zip(months, values, strict=True):
        if month.start.month == 4:
            total = Decimal(0)
        if total is not None and value is not None:
            total += value
            yield total
        else:
            yield None


def annualised(months, values):
    """Year-to-date counts made up to a year: the count to June, times four."""
    return tuple(
        None if value is None else value * 12 / ((month.start.month - 4) % 12 + 1)
        for month, value in zip(months, values, strict=True)
    )


def _pairs_found(block):
    """{kind: pairs of row positions, in order} for each two rows of the block that the relation holds for."""
    found = {RUNNING: [], COMPLEMENT: []}
    for first, second in permutations(range(len(block.rows)), 2):
        one, other = block.rows[first], block.rows[second]
        if one.printed != other.printed or one.is_percent != other.is_percent:
            continue
        if one.is_percent:
            if _is_complement(one.values, other.values):
                found[COMPLEMENT].append((first, second))
        elif _is_running(block.months, one.values, other.values):
            found[RUNNING].append((first, second))
    return found | _rates(block)


def _is_running(months, values, totals):
    starts, checked = True, 0
    for month, total, counted in zip(months, totals, running_sums(months, values), strict=True):
        starts = starts or month.start.month == 4
        if counted is None:
            continue
        if abs(counted - total) > (0 if starts else CLEANSED * total):
            return False
        starts = False
        checked += 1
    return checked >= LEAST_RUNNING and values != totals


def _is_complement(shares, rests):
    pairs = [pair for pair in zip(shares, rests, strict=True) if None not in pair]
    agree = [abs(share + rest - 100) <= ROUNDING for share, rest in pairs]
    telling = sum(ok and min(pair) > TELLING for ok, pair in zip(agree, pairs, strict=True))
    return (
        len(pairs) >= LEAST_MONTHS
        and agree.count(False) <= len(pairs) // MONTHS_TO_A_SLIP
        and telling >= LEAST_TELLING
        and all(share > HALF for share, _ in pairs)
    )


def _rates(block):
    """The pairs of RATE and ANNUALISED that agree on one population, or none when that is not sure."""
    wanted = {kind: len(pairs) for kind, pairs in pairs_wanted(block).items() if kind in (RATE, ANNUALISED)}
    steady = list(_steady(block)) if wanted else []
    answers = set()
    for *_, population in steady:
        near = [pair for pair in steady if abs(pair[-1] - population) <= POPULATION * population]
        counts = {kind: sum(pair[0] == kind for pair in near) for kind in (RATE, ANNUALISED)}
        if len(near) >= WITNESSES and all(counts[kind] == wanted.get(kind, 0) for kind in counts):
            answers.add(tuple(near))
    if len(answers) != 1:
        return {}
    (answer,) = answers
    return {kind: sorted((first, second) for k, first, second, _ in answer if k == kind) for kind in (RATE, ANNUALISED)}


def _steady(block):
    """(kind, first, second, population in ten-thousands) for each two rows whose ratio hardly moves."""
    yearly = [annualised(block.months, row.values) for row in block.rows]
    for second, rate in enumerate(block.rows):
        rates = [value for value in rate.values if value is not None]
        if rate.is_percent or len(rates) < LEAST_MONTHS or min(rates) < SMALLEST_RATE:
            continue
        for first, row in enumerate(block.rows[:second]):  # below it, counts would be the rates of their rates
            if row.is_percent or row.printed != rate.printed:
                continue
            for kind, counts in ((RATE, row.values), (ANNUALISED, yearly[first])):
                population = _steady_ratio(counts, rate.values)
                if population:
                    yield kind, first, second, population


def _steady_ratio(counts, rates):
    pairs = [pair for pair in zip(counts, rates, strict=True) if None not in pair]
    ratio = median(count / rate for count, rate in pairs)
    if not ratio:
        return None
    out = sum(abs(count / ratio - rate) > RATE_ROUNDING for count, rate in pairs)
    return ratio if out <= len(pairs) // MONTHS_TO_A_SLIP else None


def _stand_in_order(proven, titles, rows):
    """Rows rise with their titles, and no stretch between two of them has more rows than titles."""
    stops = [(-1, -1), *sorted(proven.items()), (titles, rows)]
    return all(0 < b[1] - a[1] <= b[0] - a[0] for a, b in pairwise(stops))
