"""Where loaded figures that should agree do not: findings, with the months and the figures.

They are loaded as printed all the same. Only rows that are proven or confirmed are compared.
"""

from decimal import Decimal
from statistics import median

from importers.sources.west_berkshire.proofs import (
    RATE_ROUNDING,
    ROUNDING,
    WITNESSES,
    annualised,
    running_sums,
)
from importers.sources.west_berkshire.relations import ANNUALISED, COMPLEMENT, RATE, RUNNING


def check(blocks, places, notes):
    """`complement-differs`, `running-total-differs` and `rate-differs`, one for each relation."""
    for block, of_block in zip(blocks, places, strict=True):
        rates = []
        for relation, *positions in block.relations:
            if not all(of_block[at].is_loaded for at in positions):
                continue
            pair = [(block.titles[at], block.rows[of_block[at].row]) for at in positions]
            if relation.kind == RUNNING:
                _check_running(block.months, *pair, notes)
            elif relation.kind == COMPLEMENT:
                _check_complement(block.months, *pair, notes)
            else:
                rates.append((relation.kind, *pair))
        _check_rates(block.months, rates, notes)


def _check_running(months, first, second, notes):
    (part, parts), (title, row) = first, second
    sums = running_sums(months, parts.values)
    wrong = [
        f"{month.label} {cell} against {counted}"
        for month, cell, total, counted in zip(months, row.cells, row.values, sums, strict=True)
        if None not in (total, counted) and total != counted
    ]
    if wrong:
        notes.find(
            "running-total-differs",
            f"'{title.words}' does not equal the sum of '{part.words}': {'; '.join(wrong)}.",
            row.line,
            title.words,
        )


def _check_complement(months, first, second, notes):
    (title, row), (other, rest) = first, second
    wrong = [
        f"{month.label} {cell} and {rest_cell}, {share + left}%"
        for month, cell, rest_cell, share, left in zip(
            months, row.cells, rest.cells, row.values, rest.values, strict=True
        )
        if None not in (share, left) and abs(share + left - 100) > ROUNDING
    ]
    if wrong:
        notes.find(
            "complement-differs",
            f"'{title.words}' and '{other.words}' should add up to 100%, but don't: {'; '.join(wrong)}.",
            row.line,
            title.words,
        )


def _check_rates(months, rates, notes):
    """Every count over its rate gives the same population. Without enough rates to tell it, none is checked."""
    series = [
        (kind, first, second, annualised(months, first[1].values) if kind == ANNUALISED else first[1].values)
        for kind, first, second in rates
    ]
    pairs = [
        (count, rate)
        for _, _, (_, row), counts in series
        for count, rate in zip(counts, row.values, strict=True)
        if count and rate
    ]
    if len(series) < WITNESSES or not pairs:
        return
    ratio = _population(pairs)
    for kind, (title, row), (_, rate_row), counts in series:
        wrong = [
            f"{month.label} {cell}, while {rate_cell} per 10,000{_YEARLY[kind]} means about "
            f"{_printed(rate * ratio * _share(month, kind))}"
            for month, cell, rate_cell, count, rate in zip(
                months, row.cells, rate_row.cells, counts, rate_row.values, strict=True
            )
            if None not in (count, rate) and abs(count / ratio - rate) > RATE_ROUNDING
        ]
        if wrong:
            notes.find(
                "rate-differs",
                f"'{title.words}' does not go with its rate: {'; '.join(wrong)}. The report's rates are of "
                f"about {_printed(ratio * 100) * 100:,} children.",
                row.line,
                title.words,
            )


_YEARLY = {RATE: "", ANNUALISED: " a year"}


def _population(pairs):
    """Children of the area in ten-thousands: all counts over all rates, without the months that are out."""
    middle = median(count / rate for count, rate in pairs)
    fit = [(count, rate) for count, rate in pairs if abs(count / middle - rate) <= RATE_ROUNDING]
    if not fit:
        return middle
    return sum(count for count, _ in fit) / sum(rate for _, rate in fit)


def _share(month, kind):
    """The part of a year that a year-to-date count covers."""
    return Decimal((month.start.month - 4) % 12 + 1) / 12 if kind == ANNUALISED else Decimal(1)


def _printed(value):
    return int(value.to_integral_value())
