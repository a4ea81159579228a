"""What the list of indicators says of each: today's target and rule, and the newest rating, as the site has them.

The figures of an authority are loaded once a request, by whichever of filters and columns asks first.
"""

from dataclasses import dataclass

from django.utils import timezone

from indicators import rating
from indicators.models import Authority
from indicators.series import Point, Series, load_figures, rule_of


@dataclass(frozen=True)
class Row:
    """An indicator today. `target` and `rule` are "" for none, `rule` also where its words can't be read."""

    series: Series
    target: str
    rule: str
    words: str
    latest: Point | None

    @property
    def rag(self):
        return self.latest.rag if self.latest else rating.NOT_RATED


def figures_of(request, authorities):
    """{authority's key: Figures} of the authorities with these keys. Eight queries, for those not asked for before."""
    known = request.__dict__.setdefault("figures_by_authority", {})
    missing = list(Authority.objects.filter(pk__in=set(authorities) - known.keys()))
    if missing:
        loaded = load_figures(missing)
        known |= {authority.pk: loaded.of(authority) for authority in missing}
    return known


def rows_of(request, authorities):
    """{indicator's key: Row} of the authorities with these keys. An indicator that nothing describes has none."""
    known = request.__dict__.setdefault("rows_by_authority", {})
    today = timezone.localdate()
    for key, figures in figures_of(request, authorities).items():
        if key not in known:
            known[key] = {series.indicator.pk: _row(series, today) for series in figures.series}
    return {pk: row for key in authorities for pk, row in known[key].items()}


def _row(series, today):
    target, threshold = series.targets.on(today), series.thresholds.on(today)
    rule = rule_of(threshold)
    return Row(
        series=series,
        target=str(target) if target and (target.text or target.value is not None) else "",
        rule=rating.describe(rule) if rule else "",
        words=threshold.words if threshold else "",
        latest=series.points[-1] if series.points else None,
    )
