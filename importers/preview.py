"""What a commit would do, worked out before anything is written. The commit applies exactly this."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from importers import stated
from importers.besides import besides
from importers.changes import build_changes, same_figure
from importers.documents import Document
from importers.listed import Listed
from importers.matching import Match, match
from importers.progress import quiet
from importers.proposals import open_proposals
from importers.records import ParsedReport, Problem, Proposal
from importers.target_changes import build_target_changes
from indicators.models import Authority, Definition, ImportBatch, LifeEvent, RagThreshold, Target
from indicators.prepared import Prepared
from indicators.series import Series, load_figures
from reports.findings.kinds import NOT_IN_FILE, RULE_NEW, TARGET_NEW
from reports.models import Action, PlanAction

# What a definition holds besides its title and section, which have sentences of their own.
_DEFINED = ("unit", "frequency", "basis", "owner")


@dataclass(frozen=True)
class Preview:
    """What loading one report into one authority would change.

    `counts` of values are new, changed, same; of indicators, missing. `changes` are told as problems, each a sentence
    with its place; `describes_anew` is true where anything but a value differs. `version` is what it was worked
    out against (see `version_of`): the commit refuses when that has changed since. `series` are today's, by the
    indicator's key. `proposals` are comments of which a person may say what they are; until then they change nothing.
    `kept` are the bytes that the report was kept as, where it comes from there.
    """

    authority: Authority
    document: Document
    report: ParsedReport
    matches: tuple[Match, ...]
    version: tuple[int, int, int]
    counts: dict
    changes: tuple[Problem, ...]
    describes_anew: bool
    series: dict[int, Series] = field(default_factory=dict, repr=False, compare=False)
    proposals: tuple[Proposal, ...] = ()
    kept: bytes = field(default=b"", repr=False, compare=False)

    @cached_property
    def is_empty(self):
        """Everything that the file states is already so."""
        return not (self.describes_anew or self.counts["new"] or self.counts["changed"])

    @cached_property
    def figures(self):
        """The Listed Changes of its figures, in the report's order. See `importers.changes`."""
        return self.compared(quiet)

    def compared(self, tell):
        """The same, while `tell` hears how far it is. A sheet of targets has no figures."""
        return build_changes(self, tell) if self.targets is None else Listed.of(())

    @cached_property
    def targets(self):
        """What a sheet of targets would change (see `importers.target_changes`); None for any other report."""
        return None if self.report.describes else build_target_changes(self)

    @property
    def needs_reason(self):
        """Whether something of the past is told otherwise than before."""
        return bool(self.counts["changed"]) or (self.targets is not None and self.targets.needs_reason)

    @cached_property
    def read(self):
        """What was read of the file, as lines of JSON: see `importers.stated`."""
        return self.kept or b"\n".join(stated.to_lines(self.report, self.document.notes))

    @cached_property
    def stamp(self):
        """What a form carries of the preview that was looked at: it differs when the data or the reading does."""
        matched = [(match.indicator and match.indicator.pk, match.slug, match.polarity) for match in self.matches]
        known = hashlib.sha256(self.read)
        known.update(repr((self.document.sha256, matched)).encode())
        return f"{'.'.join(map(str, self.version))}.{known.hexdigest()[:32]}"

    @property
    def problems(self):
        """What a person should be told of, in the order of reading: changes, findings on the file, parts not used."""
        return (*self.changes, *self.report.findings, *self.document.notes, *self.report.unused)


@dataclass(frozen=True)
class Counting:
    """What counts today for an authority, and the version that it is of."""

    authority: Authority
    version: tuple[int, int, int]
    series: tuple[Series, ...]


def what_counts(authority):
    """The Counting of an authority. The same few queries for any number of figures."""
    # The version comes first: a commit between the two makes a preview that is refused later, never a wrong one.
    version = version_of(authority)
    return Counting(authority, version, load_figures([authority]).series)


def build_preview(document, report, counting, kept=b""):
    """Compare a parsed report with what counts today. Reads only; the same few queries for a report of any size.

    `kept` is what the report was kept as: see `Preview`.
    """
    authority = counting.authority
    matches = match(report.indicators, authority)
    series = {s.indicator.pk: s for s in counting.series}
    comparison = _Comparison(matches, series, first_load=not series, describes=report.describes)
    comparison.run()
    missing = _missing(matches, series, report, authority)
    said = besides(report, authority)
    return Preview(
        authority=authority,
        document=document,
        report=report,
        matches=matches,
        version=counting.version,
        counts=_count(report, comparison, missing),
        changes=(*comparison.changes, *missing, *(said if series else ())),
        describes_anew=comparison.describes_anew or bool(said),
        series=series,
        proposals=open_proposals(report, matches, authority),
        kept=kept,
    )


def version_of(authority):
    """(number of the last commit, how many were undone, how many rows were set or withdrawn by hand).

    It differs after every commit, every undo, and every correction of a target, threshold or definition; after an
    indicator was renamed, replaced or ended; and after a person wrote of an action, of the log or of the plan.
    """
    ((last, undone, *by_hand),) = _versions(authority.pk)
    return last, undone, sum(by_hand)


@Prepared
def _versions(key):
    """What `version_of` is made of, each a subquery of one query."""
    committed = ImportBatch.objects.filter(authority=OuterRef("pk"), commit_number__isnull=False)
    written = [model.objects.filter(batch=None) for model in (Definition, Target, RagThreshold)]
    of_indicators = [rows.filter(indicator__authority=OuterRef("pk")) for rows in (*written, LifeEvent.objects.all())]
    of_actions = [model.objects.filter(batch=None, authority=OuterRef("pk")) for model in (Action, PlanAction)]
    set_and_withdrawn = Count("pk") + Count("superseded_at")
    by_hand = [_of_all(rows, set_and_withdrawn) for rows in (*of_indicators, *of_actions)]
    undone = _of_all(committed, Count("pk", filter=Q(state=ImportBatch.State.UNDONE)))
    found = Authority.objects.filter(pk=key).order_by()
    return found.values_list(_of_all(committed, Max("commit_number")), undone, *by_hand)


def _of_all(rows, aggregate):
    """An aggregate of all rows, 0 where there are none."""
    of_all = rows.order_by().annotate(every=Value(1)).values("every")
    return Coalesce(Subquery(of_all.annotate(found=aggregate).values("found")), 0)


class _Comparison:
    """What the report states beside what counts: figures first, then what describes them."""

    def __init__(self, matches, series, first_load, describes):
        self.matches = matches
        self.describes = describes
        self.series = series
        self.first_load = first_load
        self.figures = {"new": 0, "changed": 0, "same": 0}
        self.changes = []
        self.describes_anew = False

    def run(self):
        for matched in self.matches:
            series = matched.indicator and self.series.get(matched.indicator.pk)
            if series is None:
                self._new_indicator(matched.stated)
            elif self.describes:
                self._definition(matched, series)
            self._figures(matched.stated, series)
            self._targets(matched.stated, series)
            self._methodology(matched.stated, series)

    def _say(self, code, stated, message, locator):
        if not self.first_load:
            self.changes.append(Problem(code, message, locator, stated.ref))

    def _new_indicator(self, stated):
        self.describes_anew = True
        self._say("new-indicator", stated, f"{stated.key} is new: {stated.title}.", stated.locator)

    def _definition(self, matched, series):
        stated, known = matched.stated, series.definition
        if stated.title != known.title:
            self._say("renamed", stated, f"{stated.key} was “{known.title}”, now “{stated.title}”.", stated.locator)
        now = {name: getattr(stated, name) for name in _DEFINED} | {"polarity": matched.polarity}
        other = [name for name, value in now.items() if value != getattr(known, name)]
        for name in other:
            was, is_now = getattr(known, name) or "none", now[name] or "none"
            message = f"{stated.key}: its {name} was {was}, now {is_now}."
            self._say("definition-changed", stated, message, stated.locator)
        moved = stated.section != known.section.title
        if moved:
            message = f"{stated.key} stood under {known.section.title}, now under {stated.section}."
            self._say("moved", stated, message, stated.locator)
        self.describes_anew |= bool(other) or moved or stated.title != known.title

    def _figures(self, stated, series):
        for figure in stated.figures:
            point = series and series.at(figure.period)
            if not point:
                self.figures["new"] += 1
            elif same_figure(figure, point):
                self.figures["same"] += 1
            else:
                self.figures["changed"] += 1
                before = point.observation
                message = (
                    f"{stated.key}, {figure.period.label}: {before.text} in {point.batch.file_name}, now {figure.text}."
                )
                self._say("revised", stated, message, figure.locator)

    def _targets(self, stated, series):
        for target in stated.targets:
            self._target(stated, series, target)

    def _target(self, stated, series, target):
        known = _standing(series and series.targets, target)
        if known and _same_target(target, known):
            return
        self.describes_anew |= known is None or known.batch_id is not None
        if known:
            held = " It was set by hand and stays as it is." if known.batch_id is None else ""
            message = (
                f"{stated.key}: the target from {target.starts.label} was {known}, the file says {target.text}.{held}"
            )
            self._say("target-changed", stated, message, target.locator)
        elif series and self.describes:
            message = f"{stated.key}: the target from {target.starts.label} is new: {target.text}."
            self._say(TARGET_NEW, stated, message, target.locator)

    def _methodology(self, stated, series):
        methodology = stated.methodology
        known = _standing(series and series.thresholds, methodology)
        if methodology is None or (known and known.words == methodology.words):
            return
        self.describes_anew |= known is None or known.batch_id is not None
        if known:
            held = " It was set by hand and stays as it is." if known.batch_id is None else ""
            message = (
                f"{stated.key}: the RAG methodology was “{known.words}”, the file says “{methodology.words}”.{held}"
            )
            self._say("rule-changed", stated, message, methodology.locator)
        elif series and self.describes:
            message = (
                f"{stated.key}: the RAG methodology from {methodology.starts.label} is new: “{methodology.words}”."
            )
            self._say(RULE_NEW, stated, message, methodology.locator)


def _same_target(stated, known):
    """By their values; by their words, or path, where either has no value. 95.0% and 95% are one target."""
    if stated.value is None or known.value is None:
        return (stated.value, stated.text, stated.path) == (known.value, known.text, known.profile)
    return stated.value == known.value


def _standing(timeline, stated):
    """The row that stands for exactly the start that the file states, or None."""
    if not timeline or stated is None:
        return None
    return next((row for row in timeline.rows if row.starts_on == stated.starts.start), None)


def _missing(matches, series, report, authority):
    """Indicators that the same report had last time, or that have a figure for the month before, and this file lacks.

    The month, quarter, year or week before is the newest before the report's own that has any figure.
    """
    if report.plan or not report.describes:
        return ()
    last = ImportBatch.objects.counting().filter(authority=authority, source=report.source)
    last = last.order_by("-commit_number").first()
    of_last = set(last.definitions.values_list("indicator_id", flat=True)) if last else ()
    reported = {p.period for s in series.values() for p in s.points if p.period.frequency == report.period.frequency}
    before = max((period for period in reported if period < report.period), default=None)
    stated = {matched.indicator.pk for matched in matches if matched.indicator}
    found = []
    for each in series.values():
        if each.indicator.pk in stated or each.has_ended_by(report.period):
            continue
        if each.indicator.pk in of_last:
            found.append(_missed("missing", each, f"{last.file_name} had it"))
        elif before and each.at(before):
            found.append(_missed(NOT_IN_FILE, each, f"it has a figure for {before.label}"))
    return tuple(found)


def _missed(code, series, why):
    message = f"{series.indicator} is not in this file; {why}. Its earlier figures stay."
    return Problem(code, message, ref=series.indicator.ref)


def _count(report, comparison, missing):
    return {
        "indicators": len(report.indicators),
        "values": sum(comparison.figures.values()),
        **comparison.figures,
        "missing": len(missing),
        "targets": sum(len(i.targets) for i in report.indicators),
        "thresholds": sum(bool(i.methodology) for i in report.indicators),
        "commentary": len(report.passages),
        "actions": len(report.actions),
        "plan": len(report.plan),
        "statements": len(report.statements),
        "findings": len(report.findings),
        "unused": len(report.unused),
    }
