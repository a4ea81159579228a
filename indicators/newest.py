"""The newest year of each national statistic over all authorities, as plain values: for who shows thousands at once.

    years = newest_years()                            {"caseload": Year(2025, date(2024, 10, 1), date(2025, 9, 30))}
    load_newest(years)["caseload"]["E09000008"]       Amount(Decimal("16.2"), "", 1)

`benchmarks` reads the same figures one by one, with the place where each stands.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from indicators import catalogue
from indicators.benchmarks import rate_of, when_words
from indicators.models import Benchmark


class Year(NamedTuple):
    """A measure's year: the publisher's own number, and the days that it is about, the same for a snapshot."""

    number: int
    start: date
    end: date

    @property
    def when(self):
        return when_words(self.start, self.end)


class Amount(NamedTuple):
    """A `value` in the measure's unit, or a `status`, never both."""

    value: Decimal | None
    status: str
    decimals: int


def newest_years(as_of=None):
    """{measure's slug: the newest Year that it has national figures of}. One query."""
    years = defaultdict(dict)
    for slug, number, start, end in Benchmark.objects.stated_years(as_of):
        years[slug][number] = Year(number, start, end)
    for slug, rate in catalogue.rates().items():
        counted, of_heads = years[rate.count], years[rate.per]
        years[slug] = {n: year for n, year in counted.items() if n - rate.years_before in of_heads}
    return {slug: found[max(found)] for slug, found in years.items() if found}


def load_newest(years, levels, as_of=None):
    """{measure's slug: {area's newest code: Amount}} for each of `years`, {slug: Year}, and the `levels` of areas.

    One query. A rate is worked out as `load_benchmarks` works it out.
    """
    rates = {slug: (rate, years[slug].number) for slug, rate in catalogue.rates().items() if slug in years}
    numbers = {slug: {year.number} for slug, year in years.items()}
    for rate, number in rates.values():
        numbers.setdefault(rate.count, set()).add(number)
        numbers.setdefault(rate.per, set()).add(number - rate.years_before)
    rows = Benchmark.objects.current(as_of).of_years(numbers).filter(area__level__in=levels).order_by()
    found = defaultdict(dict)
    named = rows.values_list("measure__slug", "year", "area__ons_code", "value", "status", "decimals")
    for slug, number, code, *amount in named:
        found[slug, number][code] = Amount(*amount)
    for slug, (rate, number) in rates.items():
        heads = found[rate.per, number - rate.years_before]
        found[slug, number] = {
            code: Amount(*rate_of(count, heads[code], rate), rate.decimals)
            for code, count in found[rate.count, number].items()
            if code in heads
        }
    return {slug: found[slug, year.number] for slug, year in years.items()}
