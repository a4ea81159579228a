"""What a person should look at: in the methodology, in the figures, and in the files they came from.

Findings about rules and figures are worked out from what counts now, so that they go when their cause goes.
Findings about a file stand with its batch: they hold for the newest issue of each report.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from indicators import catalogue, methodology
from indicators.figures import format_value
from indicators.qualifiers import measured_as
from indicators.rating import NOT_RATED
from indicators.series import rule_of

# A zero is suspect in an indicator that is never near zero otherwise: where its smallest other value is at least half
# of its median, and the median is too large (10 or more) for a zero to be an ordinary small number.
SUSPECT_ZERO_SHARE = 2
SUSPECT_ZERO_MEDIAN = 10

RATINGS = "Ratings to check"
RULES = "Targets and thresholds to settle"
FIGURES = "Figures to check"
NAMES = "Names and refs to agree"
TEXTS = "Text to finish"
ACTIONS = "Actions to correct"
LOADED = "What the files changed"
UNUSED = "Parts of the files that were not used"

# Each kind of finding: its words, and what to do about it. The groups stand in the order of this table.
KINDS = {
    "rag-differs": ("Published rating differs", RATINGS),
    "rag-not-published": ("Rating was not published", RATINGS),
    "not-computable": ("Rating can't be worked out", RATINGS),
    "direction-differs": ("Published direction differs", RATINGS),
    "direction-unreadable": ("Published direction can't be read", RATINGS),
    "direction-without-value": ("Direction without a figure", RATINGS),
    "rag-without-value": ("Rating without a figure", RATINGS),
    "index-rag-differs": ("Index and table rate differently", RATINGS),
    "target-contradicts-bands": ("Target contradicts bands", RULES),
    "polarity-contradicts-bands": ("Polarity contradicts bands", RULES),
    "polarity-missing": ("No polarity", RULES),
    "band-gap": ("Gap between bands", RULES),
    "band-overlap": ("Bands overlap", RULES),
    "methodology-unreadable": ("Methodology can't be read", RULES),
    "target-in-words": ("Target in words", RULES),
    "target-unread": ("Target not read", RULES),
    "target-year": ("Target for another year", RULES),
    "zero-suspect": ("Suspect zero", FIGURES),
    "out-of-range": ("Outside 0% to 100%", FIGURES),
    "unit-doubtful": ("Percentage without % signs", FIGURES),
    "definition-change": ("Definition changed", FIGURES),
    "no-data": ("No figures", FIGURES),
    "not-reported": ("Not reported in the latest period", FIGURES),
    "complement-differs": ("Shares don't add to 100%", FIGURES),
    "running-total-differs": ("Running total differs", FIGURES),
    "rate-differs": ("Rate doesn't follow from its count", FIGURES),
    "percentage-differs": ("Percentage doesn't follow from its figures", FIGURES),
    "narrative-differs": ("Text and figures differ", FIGURES),
    "figure-repeated": ("Figure stated twice", FIGURES),
    "not-comparable": ("Not comparable", FIGURES),
    "totals-differ": ("Totals differ", FIGURES),
    "totals-missing": ("Totals not stated", FIGURES),
    "priorities-differ": ("Priorities differ", FIGURES),
    "not-listed": ("Not all are listed", FIGURES),
    "month-without-values": ("Month without figures", FIGURES),
    "title-without-row": ("Title without figures", FIGURES),
    "row-in-doubt": ("Row in doubt", FIGURES),
    "pairing-needed": ("Pairing to confirm", FIGURES),
    "proposal": ("Figures to accept", FIGURES),
    "acceptance-unused": ("Acceptance that no longer fits", FIGURES),
    "figure-unclear": ("Figure not stated clearly", FIGURES),
    "span-differs": ("Dates and text differ", FIGURES),
    "year-unfinished": ("Year not over", FIGURES),
    "dates-unclear": ("Dates not stated clearly", FIGURES),
    "date-unreadable": ("Date can't be read", FIGURES),
    "date-after-report": ("Date after the report", FIGURES),
    "date-missing": ("Date was inferred", FIGURES),
    "year-backwards": ("Years run backwards", FIGURES),
    "months-differ": ("Tables of different months", FIGURES),
    "period-differs": ("Month of the report differs", FIGURES),
    "alias": ("Index and table disagree", NAMES),
    "index-only": ("In the index only", NAMES),
    "not-in-index": ("Not in the index", NAMES),
    "index-section": ("Index and table disagree on the section", NAMES),
    "index-repeated": ("Twice in the index", NAMES),
    "index-unreadable": ("Index line can't be read", NAMES),
    "sequence-order": ("Numbers out of order", NAMES),
    "sequence-gap": ("Number missing in the sequence", NAMES),
    "placeholder": ("Placeholder left in", TEXTS),
    "commentary-empty": ("Heading without text", TEXTS),
    "commentary-misplaced": ("Comment under another table", TEXTS),
    "theme-unclear": ("Heading or text?", TEXTS),
    "summary-missing": ("No summary", TEXTS),
    "title-missing": ("No title", TEXTS),
    "raised-unknown": ("No month in the ref", ACTIONS),
    "due-before-raised": ("Due before it was raised", ACTIONS),
    "revised": ("Figure revised", LOADED),
    "renamed": ("Renamed", LOADED),
    "moved": ("Moved to another section", LOADED),
    "definition-changed": ("Described differently", LOADED),
    "new-indicator": ("New indicator", LOADED),
    "missing": ("No longer in the report", LOADED),
    "target-changed": ("Target changed", LOADED),
    "rule-changed": ("Methodology changed", LOADED),
    "macros-ignored": ("Macros not run", UNUSED),
    "sheet-hidden": ("Hidden sheet not read", UNUSED),
    "sheet-ignored": ("Sheet not read", UNUSED),
    "hidden-skipped": ("Hidden part not read", UNUSED),
    "merged-over": ("Hidden under merged cells", UNUSED),
    "values-only": ("Formats not available", UNUSED),
    "encoding-assumed": ("Old encoding", UNUSED),
    "value-rounded": ("Rounded", UNUSED),
    "title-known": ("Title differs from the catalogue", UNUSED),
    "unused": ("Not used", UNUSED),
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `ref` is the indicator's or action's, or "" for the file; `slug` an indicator's address.

    `locator` is the place in `source`, the file of batch `batch_id`.
    """

    ref: str
    code: str
    message: str
    locator: str
    slug: str = ""
    source: str = ""
    batch_id: int | None = None

    @property
    def kind(self):
        return _kind(self.code)[0]

    @property
    def group(self):
        return _kind(self.code)[1]


def _kind(code):
    """A source may report what no table foresaw: it is shown under its own name, never dropped."""
    return KINDS.get(code, (code.replace("-", " ").capitalize(), FIGURES))


def build_findings(figures):
    """All findings of one authority's Figures, by group, then in the order of the report. No queries.

    Where the Figures are those of one indicator, only what concerns it.
    """
    order = {_name(series): n for n, series in enumerate(figures.series)}
    named = {title: s for s in figures.series for title in (s.indicator.ref or s.definition.title, _name(s))}
    found = [finding for series in figures.series for finding in _of_series(series, figures.latest)]
    of_files = (_about(f, named.get(f.ref)) for f in _of_files(figures.batches))
    found += [f for f in of_files if f.slug or not figures.of_one_indicator]
    codes = {code: n for n, code in enumerate(KINDS)}
    groups = list(dict.fromkeys(group for _, group in KINDS.values()))
    return tuple(
        sorted(
            dict.fromkeys(found),
            key=lambda f: (groups.index(f.group), codes.get(f.code, len(codes)), order.get(f.ref, len(order))),
        )
    )


def _name(series):
    """What an indicator is called in lists and exports: its ref, else its slug."""
    return series.indicator.ref or series.indicator.slug


def _about(finding, series):
    """The finding of a file with the indicator that it names by ref or title; as it is where it names none."""
    return replace(finding, ref=_name(series), slug=series.indicator.slug) if series else finding


def to_settle(findings):
    """Those that ask something of a person: all but what a file changed and what wasn't used of it."""
    return tuple(f for f in findings if f.group not in (LOADED, UNUSED))


def _of_files(batches):
    """A re-issue of a report speaks for it in place of the issue before, so each report is heard once."""
    newest = {}
    for batch in batches:  # newest first
        newest.setdefault((batch.source, batch.frequency, batch.period_start), batch)
    heard = set()
    for batch in newest.values():
        said = [problem for problem in batch.problems if _saying(problem) not in heard]
        heard.update(_saying(problem) for problem in said)
        for problem in said:
            yield Finding(
                ref=problem["ref"],
                code=problem["code"],
                message=problem["message"],
                locator=problem["locator"],
                source=batch.file_name,
                batch_id=batch.pk,
            )


def _saying(problem):
    """What makes two reports say the same thing, wherever each says it."""
    return problem["code"], problem["ref"], problem["message"]


def _of_series(series, latest):
    yield from _of_rules(series)
    yield from _of_ratings(series)
    yield from _of_figures(series, latest)


def _of_rules(series):
    day = series.points[-1].period.end if series.points else series.definition.starts_on
    definition, threshold, target = series.definition, series.thresholds.on(day), series.targets.on(day)
    defects = methodology.read(threshold.words).defects if threshold and threshold.words else ()
    contradictions = methodology.contradictions(
        rule_of(threshold), definition.polarity, target and target.value, definition.unit
    )
    entry = catalogue.indicators_of(series.indicator.authority.slug).get(series.indicator.slug)
    for defect in (*defects, *contradictions):
        if defect.code == methodology.POLARITY_MISSING and entry and entry.polarity is not None:
            continue  # a volume, and the catalogue says so
        # A contradiction of the polarity is found where the polarity stands, a defect of the words where they do.
        place = target if defect.code == methodology.TARGET_CONTRADICTS else threshold or definition
        yield _finding(series, defect.code, defect.message, place)


def _of_ratings(series):
    if not series.points:
        return
    for point in series.points:
        if point.published_rag and point.rag not in (NOT_RATED, point.published_rag):
            message = (
                f"Published {point.published_rag} for {point.period.label}, but by the rule it is {point.rag}. "
                f"{point.rating.reason}"
            )
            yield _finding(series, "rag-differs", message, point.observation)
        if point.published_direction and point.published_direction != point.direction.word:
            message = (
                f"Published as {_spoken(point.published_direction)} for {point.period.label}, but worked out as "
                f"{_spoken(point.direction.word) or 'having no comparison'}. {point.direction.reason}"
            )
            yield _finding(series, "direction-differs", message, point.observation)
    latest = series.points[-1]
    if latest.rag == NOT_RATED and latest.value is not None and latest.threshold and latest.threshold.words:
        published = f" Published {latest.published_rag}, shown beside it." if latest.published_rag else ""
        yield _finding(series, "not-computable", latest.rating.reason + published, latest.threshold)
    if latest.rag != NOT_RATED and not any(point.published_rag for point in series.points):
        message = f"No rating was published for {latest.period.label}. By the rule: {latest.rating.reason}"
        yield _finding(series, "rag-not-published", message, latest.observation)


def _of_figures(series, latest):
    values = [point for point in series.points if point.value is not None]
    if not values:
        message = "No figure has been reported for any period."
        yield _finding(series, "no-data", message, series.definition)
    elif series.definition.frequency == latest.frequency and series.points[-1].period < latest:
        message = f"Nothing was reported for {latest.label}. The last figure is for {values[-1].period.label}."
        yield _finding(series, "not-reported", message, values[-1].observation)
    if zeros := _suspect_zeros(values):
        months = ", ".join(point.period.label for point in zeros)
        others = format_value(median(point.value for point in values if point.value), series.definition.unit)
        message = (
            f"Reported as 0 for {months}, where the other figures lie around {others}. "
            "Such a zero often stands for a figure that was not collected, or had nothing to average. "
            "It is rated as stated."
        )
        yield _finding(series, "zero-suspect", message, zeros[0].observation)
    for before, after in pairwise(series.points):
        was, now = measured_as(before.observation.qualifier), measured_as(after.observation.qualifier)
        if was != now:
            message = (
                f"The figures {_marked(was)} up to {before.period.label}, and {_marked(now)} from "
                f"{after.period.label} on: they don't measure the same thing, and are not compared across the change."
            )
            yield _finding(series, "definition-change", message, after.observation)


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


def _finding(series, code, message, row):
    """At the place of the row it is about: an observation, a threshold, a target or a definition."""
    batch = row.batch_id and series.batch(row.batch_id)
    return Finding(
        ref=_name(series),
        code=code,
        message=message,
        locator=row.locator,
        slug=series.indicator.slug,
        source=batch.file_name if batch else "set by hand",
        batch_id=row.batch_id,
    )
