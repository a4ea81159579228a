"""Targets that are a path over the year: steps from month to month, or a total that the year builds up to.

    steps       60% from June, 70% from September, 80% from March: each holds until the next one
    builds up   year-to-date figures against 1,200 by March: 100 by April, 200 by May … and nothing past the year's end

A path is one fact with one start, so that it is set, corrected and withdrawn as a whole.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import pairwise

from indicators.figures import format_value
from indicators.periods import MONTHLY, Period

# More steps than these are told by the first and the last.
_TOLD = 4


class NotAPath(ValueError):
    """The values make no path."""


@dataclass(frozen=True)
class Step:
    """From the first of a month on the target is `value`, a Decimal in the indicator's unit; None: there is none."""

    starts: date
    value: Decimal | None


@dataclass(frozen=True)
class Path:
    """Steps in order of time. `builds_up`: towards a total that only counts within its year. Raises NotAPath."""

    steps: tuple[Step, ...]
    builds_up: bool = False

    def __post_init__(self):
        if not any(step.value is not None for step in self.steps):
            raise NotAPath("a path needs a value for at least one month")
        if any(earlier.starts >= later.starts for earlier, later in pairwise(self.steps)):
            raise NotAPath("the steps of a path follow each other in time")
        if any(step.starts.day != 1 for step in self.steps):
            raise NotAPath("a step starts on the first of a month")
        if any(step.value is not None and not step.value.is_finite() for step in self.steps):
            raise NotAPath("the values of a path are numbers")

    @property
    def aims(self):
        """The steps that have a value."""
        return tuple(step for step in self.steps if step.value is not None)

    def on(self, day):
        """The value aimed for on `day`; None before the first step, and where there is none."""
        reached = [step for step in self.steps if step.starts <= day]
        return reached[-1].value if reached else None


def by_month(values, *, builds_up=False):
    """The Path of some months' values ({Period: Decimal}), each holding until the next. Raises NotAPath.

    What builds up ends with the financial year of its last month: a year-to-date figure starts anew then.
    """
    steps = [Step(month.start, value) for month, value in sorted(values.items())]
    if builds_up and steps:
        steps.append(Step(max(values).financial_year.next.start, None))
    return Path(tuple(steps), builds_up)


def evenly(total, year):
    """The Path on which a financial year builds up to a total by equal parts, each rounded as finely as the total is.

    >>> [str(step.value) for step in evenly(Decimal(100), Period.parse("2018-FY")).aims[:3]]
    ['8', '17', '25']
    """
    months = [Period(year.start, MONTHLY).shifted(n) for n in range(12)]
    precision = Decimal(1).scaleb(min(total.normalize().as_tuple().exponent, 0))
    parts = ((total * n / 12).quantize(precision, ROUND_HALF_UP) for n in range(1, 13))
    return by_month(dict(zip(months, parts, strict=True)), builds_up=True)


def describe(path, unit):
    """`60% from June 2018, 70% from September 2018`, `Builds up to 1,200 by March 2019`."""
    first, last = path.aims[0], path.aims[-1]
    if path.builds_up:
        return f"Builds up to {format_value(last.value, unit)} by {_month(last)}"
    if len(path.aims) <= _TOLD:
        return ", ".join(f"{format_value(step.value, unit)} from {_month(step)}" for step in path.aims)
    ends = (f"{format_value(step.value, unit)} from {_month(step)}" for step in (first, last))
    return f"{' to '.join(ends)}, in {len(path.aims)} steps"


def to_json(path):
    """Plain dict of the path, for a JSON field: days as ISO, Decimals as strings."""
    steps = [[step.starts.isoformat(), None if step.value is None else str(step.value)] for step in path.steps]
    return {"steps": steps, "builds_up": path.builds_up}


def from_json(data):
    """The Path from `to_json`'s dict. Raises NotAPath for anything else."""
    try:
        steps = tuple(
            Step(date.fromisoformat(starts), None if value is None else Decimal(value))
            for starts, value in data["steps"]
        )
        return Path(steps, bool(data["builds_up"]))
    except NotAPath:
        raise
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise NotAPath(f"not a path: {error!r}") from error


def _month(step):
    return Period(step.starts, MONTHLY).label
