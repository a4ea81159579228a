"""Every read has a name.

`as_of` is a moment: None asks for now; T asks for what counted at T, which is what had been committed
by T and not undone by T. A batch that isn't committed, or was undone, is invisible to every reader.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Case, F, Max, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Rank, RowNumber

from indicators.rating import AgainstBenchmark


def batch_counts(as_of=None, prefix="batch__"):
    """The condition that a row's batch counts at `as_of`."""
    if as_of is None:
        return Q(**{f"{prefix}state": "committed"})
    undone_later = Q(**{f"{prefix}undone_at__isnull": True}) | Q(**{f"{prefix}undone_at__gt": as_of})
    return Q(**{f"{prefix}committed_at__lte": as_of}) & undone_later


def stands(as_of=None, written="recorded_at"):
    """The condition that a row is one that a person wrote, and not superseded at `as_of`."""
    by_hand = Q(batch__isnull=True)
    if as_of is None:
        return by_hand & Q(superseded_at__isnull=True)
    not_yet = Q(superseded_at__isnull=True) | Q(superseded_at__gt=as_of)
    return by_hand & Q(**{f"{written}__lte": as_of}) & not_yet


class AuthorityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The authorities that a user may read: all for a superuser, else those they are a member of."""
        if user.is_superuser:
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user)


class MeasureQuerySet(models.QuerySet):
    def compared(self):
        """Those in which authorities are compared: no number that grows with their size."""
        volume = Q(compared_as__isnull=False) | Q(unit="number", polarity="")
        return self.exclude(volume)


class ImportBatchQuerySet(models.QuerySet):
    def counting(self, as_of=None):
        return self.filter(batch_counts(as_of, prefix=""))


class ObservationQuerySet(models.QuerySet):
    def current(self, as_of=None):
        """One row for each indicator and period: that of the highest-numbered batch that states it."""
        newest = Window(
            RowNumber(),
            partition_by=[F("indicator"), F("frequency"), F("period_start")],
            order_by=[F("batch__commit_number").desc()],
        )
        return self.filter(batch_counts(as_of)).annotate(statement=newest).filter(statement=1)

    def with_printed(self, as_of=None):
        """Annotate `printed_rag` and `printed_direction`: the newest printed for the indicator and period, or None.

        Apart from the value, because a later report restates older values without printing these again.
        """
        stated = self.model.objects.filter(
            batch_counts(as_of),
            indicator=OuterRef("indicator"),
            frequency=OuterRef("frequency"),
            period_start=OuterRef("period_start"),
        ).order_by("-batch__commit_number")
        rag = stated.exclude(published_rag="").values("published_rag")[:1]
        direction = stated.exclude(published_direction="").values("published_direction")[:1]
        return self.annotate(printed_rag=Subquery(rag), printed_direction=Subquery(direction))

    def with_revised(self, as_of=None):
        """Annotate `revised_from`: the newest earlier statement of the period that says something else, as printed."""
        differs = Q(value__lt=OuterRef("value")) | Q(value__gt=OuterRef("value")) | ~Q(status=OuterRef("status"))
        earlier = self.model.objects.filter(
            batch_counts(as_of) & differs,
            indicator=OuterRef("indicator"),
            frequency=OuterRef("frequency"),
            period_start=OuterRef("period_start"),
            batch__commit_number__lt=OuterRef("batch__commit_number"),
        ).order_by("-batch__commit_number")
        return self.annotate(revised_from=Subquery(earlier.values("text")[:1]))


@dataclass(frozen=True)
class Supposed:
    """A batch of national statistics, by its key, that is read as if it counted, or as if it didn't.

    For what committing a staged one would do, which then counts as the last, and undoing one that counts.
    """

    batch: int
    counts: bool


def _counts_supposing(supposed, as_of):
    """The condition that a row's batch counts at `as_of`, or would."""
    if supposed is None:
        return batch_counts(as_of)
    of_it = Q(batch=supposed.batch)
    return batch_counts(as_of) | of_it if supposed.counts else batch_counts(as_of) & ~of_it


class BenchmarkQuerySet(models.QuerySet):
    def current(self, as_of=None, supposing=None):
        """One row for each measure, area and year: that of the highest-numbered batch that states it.

        `supposing` is a Supposed, None for what is so.
        """
        newest = Window(
            RowNumber(),
            partition_by=[F("measure"), F("area"), F("year")],
            order_by=[F("batch__commit_number").desc(nulls_first=True)],
        )
        return self.filter(_counts_supposing(supposing, as_of)).annotate(statement=newest).filter(statement=1)

    def stated_years(self, as_of=None):
        """(measure's slug, year, its first day, its last) of all that counts, as the newest batches have it last."""
        days = self.filter(batch_counts(as_of)).values("measure__slug", "year", "start", "end")
        newest_last = days.annotate(newest=Max("batch__commit_number")).order_by("newest")
        return newest_last.values_list("measure__slug", "year", "start", "end")

    def of_years(self, years):
        """Those of some years of each measure: `years` are {measure's slug: numbers}."""
        slugs = defaultdict(list)
        for slug, numbers in years.items():
            for number in numbers:
                slugs[number].append(slug)
        each = (Q(year=number, measure__slug__in=of_year) for number, of_year in slugs.items())
        return self.filter(reduce(or_, each, Q(pk__in=())))


class NeighbourSetQuerySet(models.QuerySet):
    def newest(self, as_of=None, supposing=None):
        """Those that count, that of the highest-numbered batch first. `supposing` is as for Benchmarks."""
        newest_first = F("batch__commit_number").desc(nulls_first=True)
        return self.filter(_counts_supposing(supposing, as_of)).order_by(newest_first)

    def current(self, as_of=None):
        """The set in use: that of the highest-numbered batch, or None."""
        return self.newest(as_of).first()


# What a person wrote by hand outranks what a file states for the same date, until that person's row is superseded:
# a report that repeats last month's target must not quietly undo a correction.
_BY_HAND_FIRST = Case(When(batch__isnull=True, then=Value(0)), default=Value(1))


class DatedQuerySet(models.QuerySet):
    """Rows that hold from `starts_on` until the next row of their indicator starts."""

    def standing(self, as_of=None):
        """One row for each indicator and start, in order of start: the whole timeline as known at `as_of`."""
        newest = Window(
            RowNumber(),
            partition_by=[F("indicator"), F("starts_on")],
            order_by=[_BY_HAND_FIRST, F("batch__commit_number").desc(), F("id").desc()],
        )
        return self._known(as_of).annotate(statement=newest).filter(statement=1).order_by("indicator", "starts_on")

    def in_force(self, on, as_of=None):
        """One row for each indicator: the one that holds on the day `on`."""
        latest = Window(
            RowNumber(),
            partition_by=[F("indicator")],
            order_by=[F("starts_on").desc(), _BY_HAND_FIRST, F("batch__commit_number").desc(), F("id").desc()],
        )
        return self._known(as_of).filter(starts_on__lte=on).annotate(statement=latest).filter(statement=1)

    def _known(self, as_of):
        return self.filter(stands(as_of) | batch_counts(as_of))


class RagThresholdQuerySet(DatedQuerySet):
    def against_benchmarks(self):
        """Those, standing or not, whose rule is set against a benchmark."""
        return self.filter(rule__kind=AgainstBenchmark.KIND)


class DefinitionQuerySet(DatedQuerySet):
    def to_copy(self, indicator, on):
        """What describes the indicator on a day, for a row that goes on saying it; or None.

        With the direction rule that a person chose: reports state none, so it outlasts their definitions.
        """
        rows = self.filter(indicator=indicator)
        row, chosen = rows.in_force(on).first(), rows.filter(batch=None).in_force(on).first()
        if chosen:
            row.direction_rule = chosen.direction_rule
        return row


class ReportRowQuerySet(models.QuerySet):
    """Rows that belong to a report as a whole: a re-issue states all of them anew."""

    def counting(self):
        """Those of every report that counts, also where a newer one states others: enough to know whether any do."""
        return self.filter(batch_counts())

    def current(self, as_of=None):
        """The rows of the newest batch for each authority and period."""
        newest = Window(
            Rank(),
            partition_by=[F("authority"), F("batch__frequency"), F("batch__period_start")],
            order_by=[F("batch__commit_number").desc()],
        )
        return self.filter(batch_counts(as_of)).annotate(statement=newest).filter(statement=1)


class CommentaryQuerySet(models.QuerySet):
    def current(self, as_of=None):
        """The commentary of the newest batch for each authority, period and kind, and what people published or chose.

        A report states all of its commentary anew. A comment on a cell takes nothing back, and no report takes it back.
        """
        by_itself = Case(When(from_comment=True, then=F("pk")), default=Value(0))
        newest = Window(
            Rank(),
            partition_by=[F("authority"), F("frequency"), F("period_start"), F("kind"), _BY_HAND_FIRST, by_itself],
            order_by=[F("batch__commit_number").desc()],
        )
        published = stands(as_of, written="written_at") & Q(is_draft=False)
        return self.filter(published | batch_counts(as_of)).annotate(statement=newest).filter(statement=1)

    def from_comments(self):
        """What a person chose of a file's comments on cells."""
        return self.filter(from_comment=True)

    def current_on(self, indicator, as_of=None):
        """What current commentary says of an indicator."""
        return self._among_current(indicator.authority_id, as_of).filter(indicators=indicator)

    def current_in(self, section, as_of=None):
        """What current commentary says of a section as a whole."""
        return self._among_current(section.authority_id, as_of).filter(section=section, named=False)

    def _among_current(self, authority_id, as_of):
        # A condition beside the ranking would narrow what is ranked: a newer report that leaves an indicator out
        # takes back what an older one said of it.
        current = self.model.objects.filter(authority=authority_id).current(as_of)
        return self.filter(pk__in=current.values("pk"))

    def in_order(self):
        """The newest period first; of each what its report says, in its order, then what people wrote, in theirs."""
        by_hand_last = Case(When(batch__isnull=True, then=Value(1)), default=Value(0))
        return self.order_by("-period_start", by_hand_last, "position", "written_at", "pk")

    def by_hand_on(self, subject):
        """Every version of what people wrote of a `commentary.Subject`: drafts and superseded ones too."""
        period = subject.period
        rows = self.filter(batch=None, frequency=period.frequency, period_start=period.start)
        if subject.indicator:
            return rows.filter(named=True, indicators=subject.indicator)
        return rows.filter(named=False, section=subject.section)

    def standing(self):
        """Of what people wrote, what nothing has superseded: the published and the drafts."""
        return self.filter(stands())

    def drafts(self):
        return self.standing().filter(is_draft=True)
