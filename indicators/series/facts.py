"""What a series is made of, as the database holds it: a query for each kind, of any indicators or of one authority."""

from collections import defaultdict
from functools import cache

from django.db.models import Q

from indicators.models import (
    Definition,
    FindingAcceptance,
    ImportBatch,
    Indicator,
    LifeEvent,
    Observation,
    RagThreshold,
    Rebase,
    Target,
)
from indicators.prepared import Prepared, PreparedForOne


def definitions(indicators, as_of=None):
    found = Definition.objects.filter(indicator__in=indicators).standing(as_of)
    return found.select_related("section", "indicator__authority", "indicator__measure__compared_as")


def targets(indicators, as_of=None):
    return Target.objects.filter(indicator__in=indicators).standing(as_of)


def thresholds(indicators, as_of=None):
    return RagThreshold.objects.filter(indicator__in=indicators).standing(as_of)


def rebases(indicators, as_of=None):
    return Rebase.objects.filter(indicator__in=indicators).standing(as_of).select_related("recorded_by")


def observations(indicators, as_of=None):
    found = Observation.objects.filter(indicator__in=indicators).current(as_of)
    return found.with_printed(as_of).with_revised(as_of).order_by("period_start")


def events(indicators, as_of=None):
    """LifeEvents of the indicators, and of those that they replaced."""
    found = LifeEvent.objects.filter(Q(indicator__in=indicators) | Q(successor__in=indicators)).standing(as_of)
    return found.select_related("indicator", "successor", "recorded_by")


def batches(authorities, as_of=None):
    """Those that count, the newest first."""
    found = ImportBatch.objects.counting(as_of).filter(authority__in=authorities)
    return found.select_related("committed_by").order_by("-commit_number", "authority_id")


def acceptances(authorities, as_of=None):
    return FindingAcceptance.objects.filter(authority__in=authorities).standing(as_of).select_related("accepted_by")


class Reader:
    """Asks these queries of some authorities, and of some of their indicators."""

    def __init__(self, authorities, indicators, as_of=None):
        self._authorities, self._indicators, self._as_of = authorities, indicators, as_of

    def of_authorities(self, query):
        """The rows of `batches` or of `acceptances`."""
        return query(self._authorities, self._as_of)

    def of_indicators(self, query):
        """The rows of any other."""
        return query(self._indicators, self._as_of)


class ReaderOfOne:
    """The same of one authority (its key) and all its indicators, as what most pages ask for."""

    def __init__(self, authority):
        self._authority = authority

    def of_authorities(self, query):
        return _of_keys(query)([self._authority])

    def of_indicators(self, query):
        return _of_its_indicators(query)(self._authority)


def of_each(query, indicators):
    """The rows of some indicators (their keys) that count now."""
    return _of_keys(query)(indicators)


def by_indicator(rows):
    """{key of an indicator: its rows}, in their order."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.indicator_id].append(row)
    return groups


@cache
def _of_its_indicators(query):
    return Prepared(lambda authority: query(Indicator.objects.filter(authority=authority)))


@cache
def _of_keys(query):
    return PreparedForOne(query)
