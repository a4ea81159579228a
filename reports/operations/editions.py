"""Publishing: what a board sees is frozen."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from indicators.models import Authority
from indicators.versions import renew_beside
from reports.models import Edition
from reports.pack import build_pack, freeze


class PublishedAlready(Exception):
    """`edition` says all that there is to publish, or came in between."""

    def __init__(self, edition):
        super().__init__(f"{edition} is published already")
        self.edition = edition


@transaction.atomic
def publish_edition(*, authority, period, title, seen, meeting=None, by):
    """Freeze the pack of a Period as it is known now. Returns the Edition.

    `seen` is the number of the last edition that the person saw, 0 for none. Raises PublishedAlready where there is
    another by now, or nothing to publish that the last one doesn't say, so that two clicks make one edition; and
    pack.NothingToReport.
    """
    Authority.objects.select_for_update().get(pk=authority.pk)
    last = Edition.objects.of_period(authority, period).first()
    if last and last.number != seen:
        raise PublishedAlready(last)
    made_at = timezone.now()
    # As known at that very moment: what is written while the pack is built belongs to the next edition.
    pack = build_pack(authority, period, as_of=made_at, meeting=meeting)
    if last and freeze(replace(pack, made_at=last.made_at)) == last.rows:
        raise PublishedAlready(last)
    edition = Edition.objects.create(
        authority=authority,
        meeting=meeting,
        frequency=period.frequency,
        period_start=period.start,
        number=seen + 1,
        title=title,
        made_by=by,
        made_at=made_at,
        rows=freeze(pack),
    )
    renew_beside(authority.pk)
    return edition
