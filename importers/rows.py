"""What a report states, as rows that are not saved yet: a commit writes them, a preview rates with them."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from importers.problems import to_plain
from importers.proposals import left_out
from indicators.models import Definition, ImportBatch, RagThreshold, Target
from indicators.operations import rule_json
from indicators.periods import Period
from indicators.profiles import to_json


class Row(NamedTuple):
    """A row of Observation, by its columns. It is what a Series takes for one, and costs a fraction of it."""

    batch_id: int | None
    indicator_id: int | None
    frequency: str
    period_start: date
    period_end: date
    value: Decimal | None
    status: str
    text: str
    decimals: int
    qualifier: str
    published_rag: str
    published_direction: str
    locator: str

    @property
    def period(self):
        return Period.beginning(self.period_start, self.frequency)

    @property
    def printed_rag(self):
        return self.published_rag

    @property
    def printed_direction(self):
        return self.published_direction


def batch_of(preview, *, path="", by=None):
    """The staged batch of a preview. `path` is where its file is kept."""
    return ImportBatch(
        authority=preview.authority,
        file_name=preview.document.name,
        file=path,
        sha256=preview.document.sha256,
        created_at=timezone.now(),
        created_by=by,
        **read_from(preview),
    )


def read_from(preview, chosen=None):
    """What a batch keeps of its preview: what the file is, the counts, and every problem with its place.

    Once it is committed `chosen` says which comments on cells were taken (see `importers.proposals`).
    """
    period = preview.report.period
    silent = () if chosen is None else left_out(preview.proposals, chosen)
    return {
        "source": preview.report.source,
        "title": preview.report.title[: ImportBatch._meta.get_field("title").max_length],
        "frequency": period.frequency,
        "period_start": period.start,
        "period_end": period.end,
        "counts": preview.counts,
        "problems": to_plain((*preview.problems, *silent)),
    }


def definition(batch, indicator, section, position, matched):
    stated = matched.stated
    return Definition(
        **_dated(batch, indicator, batch.period_start, stated.locator),
        title=stated.title,
        section=section,
        position=position,
        unit=stated.unit,
        decimals=max((figure.decimals for figure in stated.figures), default=0),
        polarity=matched.polarity,
        frequency=stated.frequency,
        basis=stated.basis,
        owner=stated.owner,
    )


def observations(batch, indicator, stated):
    """A Row for each figure that is stated."""
    batch_id, indicator_id = batch.pk, indicator.pk
    return [
        Row(
            batch_id,
            indicator_id,
            figure.period.frequency,
            figure.period.start,
            figure.period.end,
            figure.value,
            figure.status,
            figure.text,
            figure.decimals,
            figure.qualifier,
            figure.published_rag,
            figure.published_direction,
            figure.locator,
        )
        for figure in stated.figures
    ]


def targets(batch, indicator, stated):
    """The targets that are stated, each with its path over the year where it has one."""
    return [
        Target(
            value=target.value,
            text=target.text,
            path=to_json(target.path) if target.path else None,
            **_dated(batch, indicator, target.starts.start, target.locator, target.reason),
        )
        for target in stated.targets
    ]


def thresholds(batch, indicator, stated):
    """The methodology that is stated, or none."""
    methodology = stated.methodology
    if methodology is None:
        return []
    dated = _dated(batch, indicator, methodology.starts.start, methodology.locator, methodology.reason)
    return [RagThreshold(words=methodology.words, rule=rule_json(methodology.words), **dated)]


def _dated(batch, indicator, starts_on, locator, reason=""):
    return {
        "batch": batch,
        "indicator": indicator,
        "starts_on": starts_on,
        "locator": locator,
        "recorded_at": batch.committed_at or batch.created_at,
        "recorded_by": batch.committed_by,
        "reason": reason or batch.reason,
    }
