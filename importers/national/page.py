"""The pages of a file of national statistics: what loading or undoing it would change, in rows of texts."""

from dataclasses import dataclass

from importers.national.operations import NEIGHBOURS
from importers.national.preview import CHANGED, NEW, SAME, Preview, Said
from indicators import suppression
from indicators.figures import format_value
from indicators.models import Area, BenchmarkBatch, Indicator, Measure, RagThreshold
from indicators.querysets import Supposed
from indicators.series import load_figures
from indicators.surroundings import lazily
from indicators.whatif import compare

# Enough to see what kind of changes they are.
SAMPLE = 50


@dataclass(frozen=True)
class TallyRow:
    measure: str
    year: str
    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class ChangeRow:
    measure: str
    area: str
    year: str
    before: str
    after: str
    locator: str


@dataclass(frozen=True)
class RatingRow:
    """A rating against a benchmark that would change; `before` and `after` are its colours."""

    authority: str
    indicator: str
    period: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class NationalPage:
    """`changes` are the largest, `SAMPLE` at most."""

    counts: dict
    is_empty: bool
    tallies: tuple[TallyRow, ...]
    changes: tuple[ChangeRow, ...]

    @property
    def is_sample(self):
        return self.counts[CHANGED] > len(self.changes)


def build_page(preview: Preview):
    """The NationalPage of a Preview. Two queries."""
    measures = {measure.slug: measure for measure in Measure.objects.all()}
    areas = dict(Area.objects.values_list("ons_code", "name"))
    tallies = [
        TallyRow(_title(tally.measure, measures), tally.year, tally.new, tally.changed, tally.same)
        for tally in preview.tallies
    ]
    return NationalPage(
        counts={kind: preview.counts[kind] for kind in (NEW, CHANGED, SAME)},
        is_empty=preview.is_empty,
        tallies=tuple(sorted(tallies, key=lambda row: row.measure)),
        changes=tuple(_change(change, measures, areas) for change in preview.largest_changes(SAMPLE)),
    )


def ratings_that_change(batch, authorities):
    """The RatingRows of what committing a staged batch, or undoing one that counts, would do, in the reports' order."""
    supposed = Supposed(batch.pk, counts=batch.state == BenchmarkBatch.State.STAGED)
    # Whatever else there is, no statistic rates it.
    against = RagThreshold.objects.against_benchmarks()
    now = load_figures(authorities, among=Indicator.objects.filter(pk__in=against.values("indicator")))
    then = now.beside(lazily(authorities, supposing=supposed))
    return tuple(_rating(change) for change in compare(now, then).rerated)


def _rating(change):
    definition = change.series.definition_on(change.period.end)
    return RatingRow(
        authority=change.series.indicator.authority.name,
        indicator=definition.title,
        period=change.period.short_label,
        before=change.before.colour,
        after=change.after.colour,
        reason=change.after.reason,
    )


def _title(measure, measures):
    return "Statistical neighbours" if measure == NEIGHBOURS else measures[measure].title


def _change(change, measures, areas):
    code, _, rank = change.area.partition(" ") if change.measure == NEIGHBOURS else (change.area, "", "")
    return ChangeRow(
        measure=_title(change.measure, measures),
        area=f"{areas[code]}, neighbour {rank}" if rank else areas[code],
        year=change.year,
        before=_text(change.was, measures, areas),
        after=_text(change.becomes, measures, areas),
        locator=change.becomes.locator,
    )


def _text(said: Said, measures, areas):
    measure = said.key[0]
    if said.status:
        return suppression.MEANINGS[said.status]
    return areas[said.value] if measure == NEIGHBOURS else format_value(said.value, measures[measure].unit)
