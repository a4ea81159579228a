"""The rows that a commit writes: all that a file states, the unchanged included, within the commit's transaction."""

from dataclasses import asdict

from django.utils.text import slugify

from importers import rows
from importers.matching import free_slug
from importers.progress import WRITING
from indicators.bulk import insert
from indicators.models import Commentary, Definition, Indicator, Observation, RagThreshold, Section, Target
from reports.actions.refs import action_slug
from reports.models import Action, Outcome, Pillar, PlanAction, ProgressStatement, PublishedTotal

# How many figures are written between telling how far it is.
TOLD_EVERY = 5000


class Writer:
    """The rows of one batch. `tell` hears how many of them are written (see `importers.progress`).

    `chosen` says which comments on cells are commentary, and of which kind (see `importers.proposals`).
    """

    def __init__(self, batch, preview, tell, chosen):
        self.batch = batch
        self.proposals = preview.proposals
        self.chosen = chosen
        self.report = preview.report
        self.matches = preview.matches
        self._tell = tell
        self._written = 0
        self._total = sum(len(matched.stated.figures) + self.report.describes for matched in preview.matches)

    def write(self):
        self._tell(WRITING, 0, self._total)
        self.sections = self._sections()
        self.indicators = self._indicators()
        if self.report.describes:
            self._written += len(Definition.objects.bulk_create(self._definitions()))
        insert(Observation, rows.Row._fields, self._told(self._stated(rows.observations)))
        Target.objects.bulk_create(self._stated(rows.targets))
        RagThreshold.objects.bulk_create(self._stated(rows.thresholds))
        self._commentary()
        self._comments()
        Action.objects.bulk_create(self._action(n, a) for n, a in enumerate(self.report.actions))
        PlanAction.objects.bulk_create(self._plan())
        PublishedTotal.objects.bulk_create(self._total_of(total) for total in self.report.totals)
        self._statements()

    def _told(self, observations):
        """The same, while it is told how many of them are on their way."""
        for row in observations:
            self._written += 1
            if self._written % TOLD_EVERY == 0:
                self._tell(WRITING, self._written, self._total)
            yield row

    def _sections(self):
        known = {section.title: section for section in self.batch.authority.sections.all()}
        slugs = {section.slug for section in known.values()}
        for title in dict.fromkeys(i.section for i in self.report.indicators):
            if title not in known:
                slug = free_slug(slugify(title), slugs)
                slugs.add(slug)
                known[title] = Section.objects.create(authority=self.batch.authority, title=title, slug=slug)
        return known

    def _indicators(self):
        """By position in the report."""
        authority = self.batch.authority
        new = [Indicator(authority=authority, ref=m.stated.ref, slug=m.slug) for m in self.matches if not m.indicator]
        created = iter(Indicator.objects.bulk_create(new))
        return [matched.indicator or next(created) for matched in self.matches]

    def _definitions(self):
        for position, matched in enumerate(self.matches):
            section = self.sections[matched.stated.section]
            yield rows.definition(self.batch, self.indicators[position], section, position, matched)

    def _stated(self, rows_of):
        """The rows of each indicator, by a function of `importers.rows`."""
        for indicator, matched in zip(self.indicators, self.matches, strict=True):
            yield from rows_of(self.batch, indicator, matched.stated)

    def _commentary(self):
        for position, passage in enumerate(self.report.passages):
            row = self._commented(
                self.batch.period,
                passage,
                kind=passage.kind,
                theme=passage.theme,
                section=self.sections.get(passage.section),
                named=passage.named,
                position=position,
            )
            row.indicators.set(self._by_key(passage.refs))

    def _comments(self):
        sections = {matched.stated.key: matched.stated.section for matched in self.matches}
        chosen = [proposal for proposal in self.proposals if proposal.locator in self.chosen]
        for position, proposal in enumerate(chosen, len(self.report.passages)):
            row = self._commented(
                proposal.period or self.batch.period,
                proposal,
                kind=self.chosen[proposal.locator],
                section=self.sections[sections[proposal.ref]],
                named=True,
                from_comment=True,
                position=position,
            )
            row.indicators.set(self._by_key([proposal.ref]))

    def _commented(self, period, stated, **facts):
        """A row of Commentary of a Passage or a Proposal."""
        return Commentary.objects.create(
            authority=self.batch.authority,
            batch=self.batch,
            frequency=period.frequency,
            period_start=period.start,
            period_end=period.end,
            text=stated.text,
            locator=stated.locator,
            written_by=self.batch.committed_by,
            written_at=self.batch.committed_at,
            **facts,
        )

    def _by_key(self, keys):
        """The indicators that the report calls by these keys."""
        known = {matched.stated.key: self.indicators[n] for n, matched in enumerate(self.matches)}
        return [known[key] for key in keys]

    def _total_of(self, total):
        return PublishedTotal(authority=self.batch.authority, batch=self.batch, **asdict(total))

    def _statements(self):
        for position, stated in enumerate(self.report.statements):
            fields = asdict(stated)
            measures = fields.pop("measures")
            row = ProgressStatement.objects.create(
                authority=self.batch.authority, batch=self.batch, position=position, **fields
            )
            row.indicators.set(self._by_key(measures))

    def _action(self, position, entry):
        raised_in = entry.raised and entry.raised.start
        return Action(
            **self._stated_by(position, entry),
            slug=action_slug(entry.ref, raised_in),
            raised_in=raised_in,
            due_by=entry.due and entry.due.end,
            due_text=entry.due_text,
            complete_text=entry.complete,
            status=entry.status,
        )

    def _plan(self):
        outcomes = {}
        for position, entry in enumerate(self.report.plan):
            heading = entry.pillar, entry.outcome
            if heading not in outcomes:
                pillar, _ = Pillar.objects.get_or_create(authority=self.batch.authority, title=entry.pillar)
                outcomes[heading], _ = Outcome.objects.get_or_create(pillar=pillar, title=entry.outcome)
            yield PlanAction(
                **self._stated_by(position, entry),
                slug=action_slug(entry.ref),
                outcome=outcomes[heading],
                owner=entry.owner,
                due_by=entry.due and entry.due.end,
                rating=entry.rating,
                why=entry.why,
                evidence=entry.evidence,
            )

    def _stated_by(self, position, entry):
        """What every statement of an action has, of a log or of a plan."""
        return {
            "authority": self.batch.authority,
            "batch": self.batch,
            "stated_for": self.batch.period_end,
            "recorded_at": self.batch.committed_at,
            "recorded_by": self.batch.committed_by,
            "ref": entry.ref,
            "text": entry.text,
            "position": position,
            "locator": entry.locator,
        }
