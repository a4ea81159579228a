"""What a benchmark says, as a row of the table that `make bench` prints."""

import json
from dataclasses import asdict, dataclass
from statistics import median

AT_LEAST, AT_MOST = "at least", "at most"


@dataclass(frozen=True)
class Measure:
    """`value` against its `bar`; without a bar it is told for information. `spread` is the lowest and the highest seen.

    `detail` says what the value was made of: both sides of a ratio, say.
    """

    name: str
    value: float
    unit: str
    bar: float | None = None
    sense: str = AT_LEAST
    spread: tuple[float, float] | None = None
    detail: str = ""

    @property
    def ok(self):
        """Whether the bar is met; None where there is none."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.sense == AT_LEAST else self.value <= self.bar


def ratio(name, ones, floors, *, bar=None, sense=AT_LEAST, unit="of the floor", what="requests a second"):
    """The Measure of a quantity against its floor: the median of the ratios of pairs that were taken in turn."""
    pairs = [one / floor for one, floor in zip(ones, floors, strict=True)]
    detail = f"{median(ones):,.4g} against {median(floors):,.4g} {what}"
    return Measure(name, median(pairs), unit, bar, sense, (min(pairs), max(pairs)), detail)


def alternating(*actions, times=5):
    """The results of each action, taken in turn, so that what slows the machine for a while slows all of them."""
    taken = [[action() for action in actions] for _ in range(times)]
    return [list(results) for results in zip(*taken, strict=True)]


def table(measures):
    """The measures as a table in Markdown."""
    lines = ["| what | measured | bar | met | lowest to highest | made of |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *(_line(each) for each in measures)])


def _line(each):
    bar = f"{each.sense} {each.bar:g}" if each.bar is not None else "—"
    met = {None: "—", True: "yes", False: "**no**"}[each.ok]
    spread = f"{_number(each.spread[0])} to {_number(each.spread[1])}" if each.spread else "—"
    return f"| {each.name} | {_number(each.value)} {each.unit} | {bar} | {met} | {spread} | {each.detail or '—'} |"


def _number(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def to_json(measures, about):
    """The measures and what the run was, for a program to read."""
    rows = [asdict(each) | {"ok": each.ok} for each in measures]
    return json.dumps({"about": about, "measures": rows}, indent=2)
