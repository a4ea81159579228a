"""What the database can hold: a report that says more is refused with the place, before anything is written."""

from decimal import Decimal

from importers.records import Problem, Refused
from indicators.models import Definition, Indicator, Observation, RagThreshold, Section, Target
from reports.models import Action, ProgressStatement

_VALUE = Observation._meta.get_field("value")
_LARGEST = Decimal(10) ** (_VALUE.max_digits - _VALUE.decimal_places)
_FINEST = Decimal(1).scaleb(-_VALUE.decimal_places)
_LONGEST_TEXT, _LONGEST_QUALIFIER = (Observation._meta.get_field(name).max_length for name in ("text", "qualifier"))


def check_limits(report):
    """Raises Refused with every text that is too long and every number that is too large or too fine."""
    problems = [problem for indicator in report.indicators for problem in _of_indicator(indicator)]
    for action in report.actions:
        problems += _too_long(Action, {"ref": action.ref, "due_text": action.due_text}, action)
    for statement in report.statements:
        problems += _too_long(ProgressStatement, {"ref": statement.ref, "area": statement.area}, statement)
    if problems:
        raise Refused(problems)


def _of_indicator(indicator):
    yield from _too_long(Indicator, {"ref": indicator.ref}, indicator)
    yield from _too_long(Section, {"title": indicator.section}, indicator)
    yield from _too_long(Definition, {"title": indicator.title, "owner": indicator.owner}, indicator)
    # Of a hundred thousand figures mostly nothing is to be said.
    for figure in () if _fit(indicator.figures) else indicator.figures:
        yield from _too_long(Observation, {"text": figure.text, "qualifier": figure.qualifier}, figure, indicator)
        yield from _too_large(figure.value, figure, indicator)
    for target in indicator.targets:
        yield from _too_long(Target, {"text": target.text}, target, indicator)
        yield from _too_large(target.value, target, indicator)
    if indicator.methodology:
        words = {"words": indicator.methodology.words}
        yield from _too_long(RagThreshold, words, indicator.methodology, indicator)


def _fit(figures):
    """Whether the database holds all of them as they are."""
    longest = max([len(figure.text) for figure in figures], default=0)
    longest_qualifier = max([len(figure.qualifier) for figure in figures], default=0)
    is_short = longest <= _LONGEST_TEXT and longest_qualifier <= _LONGEST_QUALIFIER
    return is_short and _are_held([figure.value for figure in figures if figure.value is not None])


def _are_held(values):
    """Whether the database holds all of these numbers as they are."""
    is_small = not values or (min(values) > -_LARGEST and max(values) < _LARGEST)
    return is_small and values == [value.quantize(_FINEST) for value in values]


def _too_long(model, texts, stated, indicator=None):
    for name, text in texts.items():
        field = model._meta.get_field(name)
        if len(text) > field.max_length:
            message = f"The {field.verbose_name} has {len(text)} characters; {field.max_length} fit: “{text[:60]}…”."
            yield Problem("too-long", message, stated.locator, (indicator or stated).ref)


def _too_large(value, stated, indicator):
    if value is not None and not _are_held([value]):
        message = f"{stated.text} can't be kept: below {_LARGEST:,} and {_VALUE.decimal_places} decimals at most."
        yield Problem("number-too-large", message, stated.locator, indicator.ref)
