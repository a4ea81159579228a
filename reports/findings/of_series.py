"""What the figures, targets and rules of one indicator say of themselves, worked out from what counts now."""

from itertools import pairwise
from statistics import median

from indicators import catalogue, methodology
from indicators.figures import format_value, plain
from indicators.periods import long_date
from indicators.qualifiers import measured_as
from indicators.rating import NOT_RATED, NotRated
from indicators.series import rule_of
from reports.findings.finding import Finding, facts_in

# A zero is suspect in an indicator that is never near zero otherwise: where its smallest other value is at least half
# of its median, and the median is too large (10 or more) for a zero to be an ordinary small number.
SUSPECT_ZERO_SHARE = 2
SUSPECT_ZERO_MEDIAN = 10


def name_of(series):
    """What an indicator is called in lists and exports: its ref, else its slug."""
    return series.indicator.ref or series.indicator.slug


def of_series(series, latest):
    """The findings of a Series; `latest` is the newest period that its authority reports on in earnest."""
    return (*_of_rules(series), *_of_ratings(series), *_of_figures(series, latest))


def _of_rules(series):
    day = series.points[-1].period.end if series.points else series.definition.starts_on
    definition, threshold, target = series.definition, series.thresholds.on(day), series.targets.on(day)
    defects = methodology.read(threshold.words, definition.unit).defects if threshold and threshold.words else ()
    contradictions = methodology.contradictions(
        rule_of(threshold), definition.polarity, target and target.value_on(day), definition.unit
    )
    entry = catalogue.indicators_of(series.indicator.authority.slug).get(series.indicator.slug)
    for defect in (*defects, *contradictions):
        if defect.code == methodology.POLARITY_MISSING and entry and entry.polarity is not None:
            continue  # a volume, and the catalogue says so
        # A contradiction of the polarity is found where the polarity stands, a defect of the words where they do.
        place = target if defect.code == methodology.TARGET_CONTRADICTS else threshold or definition
        yield _finding(series, defect.code, defect.message, place, facts=_facts_of(defect, threshold, definition))


def _facts_of(defect, threshold, definition):
    """The rule's words, the values that the defect is at, and the polarity where it is about that."""
    of_polarity = defect.code in (methodology.POLARITY_CONTRADICTS, methodology.POLARITY_MISSING)
    words = " ".join(threshold.words.split()) if threshold else ""
    return (words, definition.polarity if of_polarity else "", *facts_in(defect.message))


def _of_ratings(series):
    if not series.points:
        return
    for point in series.points:
        if point.published_rag and point.rag not in (NOT_RATED, point.published_rag):
            message = (
                f"Published {point.published_rag} for {point.period.label}, but by the rule it is {point.rag}. "
                f"{point.rating.reason}"
            )
            facts = (point.published_rag, point.rag, plain(point.value), *_rule_facts(point))
            yield _finding(series, "rag-differs", message, point.observation, point.period, facts)
        if point.published_direction and point.published_direction != point.direction.word:
            message = (
                f"Published as {_spoken(point.published_direction)} for {point.period.label}, but worked out as "
                f"{_spoken(point.direction.word) or 'having no comparison'}. {point.direction.reason}"
            )
            facts = (point.published_direction, point.direction.word, *facts_in(point.direction.reason))
            yield _finding(series, "direction-differs", message, point.observation, point.period, facts)
    latest = series.points[-1]
    by_decision = isinstance(rule_of(latest.threshold), NotRated)
    has_words = latest.threshold and latest.threshold.words and not by_decision
    if latest.rag == NOT_RATED and latest.value is not None and has_words:
        published = f" Published {latest.published_rag}, shown beside it." if latest.published_rag else ""
        message = latest.rating.reason + published
        yield _finding(series, "not-computable", message, latest.threshold, facts=_rule_facts(latest))
    if latest.rag != NOT_RATED and not any(point.published_rag for point in series.points):
        message = f"No rating was published for {latest.period.label}. By the rule: {latest.rating.reason}"
        # Whichever month it is said for, it is the rule that nothing was ever published by.
        yield _finding(series, "rag-not-published", message, latest.observation, facts=_rule_facts(latest)[:1])


def _of_figures(series, latest):
    values = [point for point in series.points if point.value is not None]
    if not values and series.end is None:
        message = "No figure has been reported for any period."
        yield _finding(series, "no-data", message, series.definition)
    elif _is_silent(series, latest):
        message = f"Nothing was reported for {latest.label}. The last figure is for {values[-1].period.label}."
        last = values[-1]
        yield _finding(series, "not-reported", message, last.observation, facts=(last.period.key,))
    if zeros := _suspect_zeros(values):
        months = ", ".join(point.period.label for point in zeros)
        others = format_value(median(point.value for point in values if point.value), series.definition.unit)
        message = (
            f"Reported as 0 for {months}, where the other figures lie around {others}. "
            "Such a zero often stands for a figure that was not collected, or had nothing to average. "
            "It is rated as stated."
        )
        facts = [point.period.key for point in zeros]
        yield _finding(series, "zero-suspect", message, zeros[0].observation, facts=facts)
    for before, after in pairwise(series.points):
        was, now = measured_as(before.observation.qualifier), measured_as(after.observation.qualifier)
        if was != now and before.stretch == after.stretch:  # a break that a person has recorded settles it
            message = (
                f"The figures {_marked(was)} up to {before.period.label}, and {_marked(now)} from "
                f"{after.period.label} on: they don't measure the same thing, and are not compared across the change."
            )
            yield _finding(series, "definition-change", message, after.observation, after.period, (was, now))
    if after_end := [point for point in values if series.has_ended_by(point.period)]:
        months = ", ".join(point.period.label for point in after_end)
        message = f"It ended on {long_date(series.end.starts_on)}, but figures were reported for {months}."
        facts = (series.end.starts_on.isoformat(), *(point.period.key for point in after_end))
        yield _finding(series, "reported-after-end", message, after_end[0].observation, facts=facts)


def _is_silent(series, latest):
    """Whether a figure was due for the latest period, and there is nothing."""
    if not series.points or series.has_ended_by(latest) or series.definition.frequency != latest.frequency:
        return False
    return series.points[-1].period < latest


def _rule_facts(point):
    """What a rating follows from besides the value."""
    words = " ".join(point.threshold.words.split()) if point.threshold else ""
    target = "" if point.target is None else " ".join(str(point.target).split())
    return words, target


def _spoken(word):
    return word.replace("_", " ")


def _marked(qualifier):
    return f"are marked {qualifier}" if qualifier else "carry no mark"


def _suspect_zeros(points):
    others = [abs(point.value) for point in points if point.value]
    if not others:
        return []
    middle = median(others)
    never_near_zero = middle >= SUSPECT_ZERO_MEDIAN and min(others) * SUSPECT_ZERO_SHARE >= middle
    return [point for point in points if point.value == 0] if never_near_zero else []


def _finding(series, code, message, row, period=None, facts=()):
    """At the place of the row it is about: an observation, a threshold, a target or a definition.

    `period` is for a finding of one period, which is another finding in another.
    """
    batch = row.batch_id and series.batch(row.batch_id)
    return Finding(
        ref=name_of(series),
        code=code,
        message=message,
        locator=row.locator,
        slug=series.indicator.slug,
        source=batch.file_name if batch else "set by hand",
        batch_id=row.batch_id,
        indicator_id=series.indicator.pk,
        occasion=(period.key,) if period else (),
        facts=tuple(facts),
    )
