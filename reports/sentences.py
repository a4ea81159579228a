"""Plain sentences made from figures by fixed rules, for the top of a page or the start of a commentary.

A sentence says what the figures are and never why. Beside its text it carries its claims as values, so that each can be
checked against the figures. Better and worse are said only where a polarity is.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from indicators.direction import DOWN, UP
from indicators.figures import format_difference, format_value
from indicators.periods import MONTHLY, QUARTERLY, WEEKLY, YEARLY, Period
from indicators.polarity import BIB, SIB
from indicators.rating import AMBER, GREEN, NOT_RATED, RED
from indicators.variation import COMMON_CAUSE, CONCERN, HIGH, IMPROVEMENT, LOW

# How far back "its lowest" and "in seven of them" look.
PERIODS_TOLD = 12
# Of two figures one is always the lowest.
ENOUGH_FOR_EXTREME = 3
NAMED = 3

STEPS = {WEEKLY: "weeks", MONTHLY: "months", QUARTERLY: "quarters", YEARLY: "years"}
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_KINDS = {
    COMMON_CAUSE: "within ordinary variation",
    IMPROVEMENT: "an improvement beyond ordinary variation",
    CONCERN: "a concern beyond ordinary variation",
    HIGH: "high beyond ordinary variation",
    LOW: "low beyond ordinary variation",
}


@dataclass(frozen=True)
class NoFigure:
    """Nothing, or no number, was stated for the period; the last number is that of another."""

    value: Decimal
    period: Period


@dataclass(frozen=True)
class Movement:
    """From `before`, of the last period with a figure, to `value`. `way` is up, down or ""."""

    way: str
    value: Decimal
    before: Decimal
    before_period: Period


@dataclass(frozen=True)
class Extreme:
    """`which` is lowest or highest: lower or higher than every other of the `of` figures told of."""

    which: str
    of: int


@dataclass(frozen=True)
class AgainstTarget:
    """On the `side` (below, above, at, at or below, at or above) in `count` of the `of` periods that had a target.

    `target` is None where it wasn't the same in all of them.
    """

    side: str
    target: Decimal | None
    count: int
    of: int


@dataclass(frozen=True)
class Coloured:
    """Rated so in `count` of the `of` periods told of."""

    colour: str
    count: int
    of: int


@dataclass(frozen=True)
class Varied:
    """The kind of variation; `figures` is how many figures provisional limits rest on, None for limits that stand."""

    kind: str
    figures: int | None


@dataclass(frozen=True)
class Totals:
    """(colour, how many), worst first, none left out but those with nothing."""

    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Turned:
    """Those that took on the colour since the period before."""

    colour: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Mover:
    """What moved most as a share of its figure before."""

    name: str
    share: Decimal


@dataclass(frozen=True)
class RedLongest:
    names: tuple[str, ...]
    since: Period


@dataclass(frozen=True)
class Sentence:
    text: str
    claims: tuple


@dataclass(frozen=True)
class Told:
    """One figure to tell of: its value, the decimals it was printed with, the target of its day and its rating."""

    period: Period
    value: Decimal
    decimals: int = 0
    target: Decimal | None = None
    colour: str = NOT_RATED


@dataclass(frozen=True)
class ToldVariation:
    """Of the latest figure: its kind, the rule in words, and how many figures provisional limits rest on, else None."""

    kind: str
    words: str = ""
    figures: int | None = None


@dataclass(frozen=True)
class ToldRow:
    """One indicator of a scorecard. `turned` says that its colour isn't what it was the period before.

    It is None where the two can't be compared, because it wasn't rated then or isn't now.
    `share` is its change as a share of the figure before, None where that would mislead; `change` the same as text.
    `red_since` is the first period of an unbroken red run up to now.
    """

    name: str
    colour: str
    turned: bool | None = None
    share: Decimal | None = None
    change: str = ""
    red_since: Period | None = None


def joined(sentences):
    """The sentences as one paragraph: a draft to write a commentary from."""
    return " ".join(sentence.text for sentence in sentences)


def about_indicator(name, unit, polarity, figures, period, variation=None):
    """Sentences on the figure of a period: the last of the figures (Told, oldest first, all measured in one way).

    `name` is what to call the indicator in a sentence. `polarity` is "" where nobody has said which way is better.
    Without any figures there is nothing to say.
    """
    if not figures:
        return ()
    if figures[-1].period != period:
        return (_no_figure(unit, figures[-1], period),)
    recent = [told for told in figures if told.period > figures[-1].period.shifted(-PERIODS_TOLD)]
    found = (
        _movement(name, unit, figures, recent),
        _against_target(unit, polarity, recent) or _coloured(recent),
        _varied(variation, has_moved=len(figures) > 1 and figures[-1].value != figures[-2].value),
    )
    return tuple(sentence for sentence in found if sentence)


def about_scorecard(rows, period):
    """Sentences on the rows (ToldRow) of one period."""
    if not rows:
        return ()
    found = (_totals(rows, period), _mover(rows), _red_longest(rows, period))
    return tuple(sentence for sentence in found if sentence)


def _no_figure(unit, last, period):
    value = format_value(last.value, unit, last.decimals)
    text = f"There is no figure for {period.label}; the last was {value} in {last.period.label}."
    return Sentence(text, (NoFigure(last.value, last.period),))


def _movement(name, unit, figures, recent):
    latest = figures[-1]
    value, when = format_value(latest.value, unit, latest.decimals), latest.period.label
    if len(figures) == 1:
        return Sentence(f"{name} was {value} in {when}; there is no earlier figure to compare it with.", ())
    before = figures[-2]
    way = UP if latest.value > before.value else DOWN if latest.value < before.value else ""
    movement = Movement(way, latest.value, before.value, before.period)
    is_next = before.period == latest.period.previous
    if not way:
        since = "" if is_next else f", as in {before.period.label}"
        return Sentence(f"{name} stayed at {value} in {when}{since}.", (movement,))
    verb = "rose" if way == UP else "fell"
    by = _difference(abs(latest.value - before.value), unit)
    since = "" if is_next else f", from {format_value(before.value, unit, before.decimals)} in {before.period.label}"
    text = f"{name} {verb} by {by} to {value} in {when}{since}"
    if extreme := _extreme(recent):
        return Sentence(f"{text}, its {extreme.which} of the {_periods(recent)}.", (movement, extreme))
    return Sentence(f"{text}.", (movement,))


def _extreme(recent):
    *others, latest = [told.value for told in recent]
    if len(recent) < ENOUGH_FOR_EXTREME:
        return None
    if latest < min(others):
        return Extreme("lowest", len(recent))
    return Extreme("highest", len(recent)) if latest > max(others) else None


def _against_target(unit, polarity, recent):
    aimed = [told for told in recent if told.target is not None]
    if not aimed or aimed[-1] is not recent[-1]:
        return None
    side = _side(aimed[-1], polarity)
    count = sum(_side(told, polarity) == side for told in aimed)
    targets = {told.target for told in aimed}
    target = targets.pop() if len(targets) == 1 else None
    aim = f"its target of {format_value(target, unit)}" if target is not None else "the target of its time"
    claim = AgainstTarget(side, target, count, len(aimed))
    if len(aimed) == 1:
        return Sentence(f"It was {side} its target of {format_value(aimed[-1].target, unit)}.", (claim,))
    which = _periods(recent) if len(aimed) == len(recent) else f"{_periods(aimed)} that had a target"
    return Sentence(f"It was {side} {aim} in {_share(count, len(aimed), which)}.", (claim,))


def _side(told, polarity):
    """Where the figure lies. With a polarity that says so a figure at its target is on the good side."""
    if told.value == told.target and polarity not in (BIB, SIB):
        return "at"
    if polarity == BIB:
        return "at or above" if told.value >= told.target else "below"
    if polarity == SIB:
        return "at or below" if told.value <= told.target else "above"
    return "above" if told.value > told.target else "below"


def _coloured(recent):
    colour = recent[-1].colour
    if colour == NOT_RATED:
        return None
    count = sum(told.colour == colour for told in recent)
    claim = Coloured(colour, count, len(recent))
    if len(recent) == 1:
        return Sentence(f"It was rated {colour}.", (claim,))
    return Sentence(f"It was rated {colour} in {_share(count, len(recent), _periods(recent))}.", (claim,))


def _varied(variation, has_moved):
    if variation is None:
        return None
    why = f": it is {variation.words}" if variation.words else ""
    subject = "the change" if has_moved and variation.kind == COMMON_CAUSE else "the figure"
    said = f"{subject} is {_KINDS[variation.kind]}{why}."
    claim = Varied(variation.kind, variation.figures)
    if variation.figures is None:
        return Sentence(_capital(said), (claim,))
    figures = "figure" if variation.figures == 1 else "figures"
    return Sentence(f"On provisional limits, from {_number(variation.figures)} {figures}, {said}", (claim,))


def _totals(rows, period):
    count = Counter(row.colour for row in rows)
    counts = tuple((colour, count[colour]) for colour in (RED, AMBER, GREEN, NOT_RATED) if count[colour])
    (first, many), *others = counts
    turned, claims = _turned(rows, period)
    if not others:
        text = _alike(first, many)
    else:
        verb = "is" if many == 1 else "are"
        parts = [f"{many} {verb} {_word(first)}", *(f"{number} {_word(colour)}" for colour, number in others)]
        text = f"Of {len(rows)} indicators {_listed(parts)}"
    return Sentence(f"{text}{turned}.", (Totals(counts), *claims))


def _alike(colour, count):
    if colour == NOT_RATED:
        return f"None of the {count} indicators is rated" if count > 1 else "The one indicator is not rated"
    return f"All {count} indicators are {colour}" if count > 1 else f"The one indicator is {colour}"


def _turned(rows, period):
    """("; since October 2017 one turned red (W 2)", its claims). Nothing where nothing can be compared."""
    if all(row.turned is None for row in rows):
        return "", ()
    claims = []
    for colour in (RED, AMBER, GREEN):
        if names := tuple(row.name for row in rows if row.turned and row.colour == colour):
            claims.append(Turned(colour, names))
    since = period.previous.label
    if not claims:
        return f"; none changed colour since {since}", (Turned("", ()),)
    listed = _listed([f"{_number(len(each.names))} turned {each.colour} ({_names(each.names)})" for each in claims])
    return f"; since {since} {listed}", tuple(claims)


def _mover(rows):
    moved = [row for row in rows if row.share is not None]
    if not moved:
        return None
    most = max(row.share for row in moved)
    first, *others = [row for row in moved if row.share == most]
    if others:
        return None
    text = f"Small counts and running totals aside, {first.name} moved most as a share of its figure: {first.change}."
    return Sentence(text, (Mover(first.name, most),))


def _red_longest(rows, period):
    red = [row for row in rows if row.red_since]
    since = min((row.red_since for row in red), default=period)
    if since == period:
        return None
    names = tuple(row.name for row in red if row.red_since == since)
    verb = "has" if len(names) == 1 else "have"
    return Sentence(f"{_names(names)} {verb} been red longest, since {since.label}.", (RedLongest(names, since),))


def _names(names):
    """Three at most, and how many others."""
    if len(names) <= NAMED + 1:
        return _listed(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} others"


def _listed(parts):
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _word(colour):
    return colour.replace("_", " ")


def _number(count):
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _share(count, of, which):
    if count == of == 2:
        return "both " + which.partition(" ")[2]
    return f"all {which}" if count == of else f"{_number(count)} of the {which}"


def _periods(told):
    """`eight months`; `eight months with a figure` where there are others between them."""
    step = STEPS[told[-1].period.frequency]
    first, last = told[0].period, told[-1].period
    gap = "" if first == last.shifted(1 - len(told)) else " with a figure"
    return f"{_number(len(told))} {step}{gap}"


def _difference(value, unit):
    """`four percentage points`, `0.7 percentage points`, `one`, `1,074`."""
    text = format_difference(value, unit)
    if value != value.to_integral_value() or value > len(_NUMBERS) - 1:
        return text
    amount, _, of_what = text.partition(" ")
    return f"{_number(int(amount))} {of_what}".strip()


def _capital(text):
    return text[0].upper() + text[1:]
