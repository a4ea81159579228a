"""What people write of a period themselves, beside what its report says, and which of their words stand."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.models import Commentary, Indicator, Section
from indicators.periods import Period

# What an analyst writes of an indicator or a section. A note is anybody's, and has no draft.
WRITTEN = (Commentary.Kind.ANALYSIS, Commentary.Kind.IMPROVEMENT_ACTIVITY, Commentary.Kind.NEXT_STEPS)
# What is written of a section for the director's summary, which takes each section as a theme.
SUMMARY = (Commentary.Kind.SUMMARY,)


@dataclass(frozen=True)
class Subject:
    """What is written of: an indicator in a period, or without one the whole section.

    `section` is the indicator's own on the last day of the period.
    """

    period: Period
    section: Section
    indicator: Indicator | None = None

    @property
    def authority(self):
        return self.section.authority


@dataclass(frozen=True)
class Words:
    """Of one kind, the row that everybody reads and the draft of the next, each None where there is none.

    A draft without text takes the published one back.
    """

    published: Commentary | None = None
    draft: Commentary | None = None

    @property
    def latest(self):
        return self.draft or self.published

    @property
    def text(self):
        """What a person goes on writing from."""
        return self.latest.text if self.latest else ""

    @property
    def published_text(self):
        return self.published.text if self.published else ""


def standing_words(subject, kinds=WRITTEN):
    """{kind: Words} of a Subject, for each of the kinds. One query."""
    rows = Commentary.objects.by_hand_on(subject).standing().filter(kind__in=kinds).select_related("written_by")
    return words_of(rows, kinds)


def words_of(rows, kinds):
    """{kind: Words} among standing rows of one subject."""
    found = defaultdict(dict)
    for row in rows:
        found[row.kind]["draft" if row.is_draft else "published"] = row
    return {kind: Words(**found[kind]) for kind in kinds}
