"""A small authority with a pack to publish: three indicators of Croydon, two of them rated."""

from datetime import date
from decimal import Decimal

from indicators.models import Indicator, RagThreshold, Target
from indicators.operations import record_by_hand
from reports.operations.editions import publish_edition
from tests.reports.made import NOVEMBER, indicator_of, state

APRIL = date(2017, 4, 1)
WORDS = "90% or above Green 80%-89% Amber 79% and below Red"


def small_authority(by):
    """{slug: Indicator}. Figures for September to November 2017; `visits` is red in November, `plans` green."""
    slugs = ("visits", "plans", "contacts")
    made = {
        slug: indicator_of(slug, unit="number" if slug == "contacts" else "percent", polarity="BIB") for slug in slugs
    }
    for number, (slug, values) in enumerate(
        {"visits": ("85", "81", "75"), "plans": ("90", "91", "95"), "contacts": ("120", "-", "c")}.items(), 1
    ):
        state(made[slug], values, number=number)
    for slug in ("visits", "plans"):
        record_by_hand(model=RagThreshold, indicator=made[slug], starts_on=APRIL, by=by, words=WORDS)
        record_by_hand(model=Target, indicator=made[slug], starts_on=APRIL, by=by, value=Decimal(90), text="90%")
    return made


def publish(by, *, period=NOVEMBER, seen=0, meeting=None, title="November"):
    authority = Indicator.objects.get(slug="visits").authority
    return publish_edition(authority=authority, period=period, title=title, seen=seen, meeting=meeting, by=by)
