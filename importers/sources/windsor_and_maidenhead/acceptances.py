"""What a person has confirmed: which proposals are a measure's baseline and latest value.

    {"report": "…", "source": "windsor-and-maidenhead-progress", "accepted": [
        {"statement": "A.1", "measure": "Open cases to social care services",
         "baseline": "2017-08", "latest": "2018-09", "inferred": true}, …]}

An acceptance holds no value. It applies for as long as the statement's sentences propose that measure with
those dates; `inferred` says that a person knows that one of the dates isn't printed as it is filed. Any other
entry, such as a `note`, is for people.
"""

from dataclasses import dataclass

from indicators.periods import NotAPeriod, Period

_CODE = "acceptances-unreadable"
_TEXTS = ("statement", "measure", "baseline", "latest")


@dataclass(frozen=True)
class Acceptance:
    statement: str
    measure: str
    baseline: Period
    latest: Period
    inferred: bool

    @property
    def key(self):
        return self.statement, self.measure


def read_acceptances(confirmed, source, notes):
    """The Acceptances, none when `confirmed` is None. Refuses `acceptances-unreadable`, saying what is wrong."""
    if confirmed is None:
        return []
    if not isinstance(confirmed, dict) or not isinstance(confirmed.get("accepted"), list):
        notes.refuse(_CODE, "The acceptances should be an object with a list called 'accepted'.")
        return []
    if confirmed.get("source") != source:
        notes.refuse(_CODE, f"The acceptances are for '{confirmed.get('source', '')}', but this is a '{source}'.")
    read = [_read(entry, number, notes) for number, entry in enumerate(confirmed["accepted"], 1)]
    acceptances = [acceptance for acceptance in read if acceptance]
    _check_repeated(acceptances, notes)
    return acceptances


def accept(proposals, acceptances, rows, notes):
    """The accepted Proposals, in their order. Finds `acceptance-unused` and `proposal`."""
    proposed = {(proposal.row.ref, proposal.title): proposal for proposal in proposals}
    lines = {row.ref: row.line for row in rows}
    accepted = set()
    for acceptance in acceptances:
        why = _misfit(acceptance, proposed.get(acceptance.key), lines)
        if why:
            notes.find(
                "acceptance-unused",
                f"The acceptance of '{acceptance.measure}' in {acceptance.statement} was not used: {why}.",
                lines.get(acceptance.statement),
                acceptance.statement,
            )
        else:
            accepted.add(acceptance.key)
    for key, proposal in proposed.items():
        if key not in accepted:
            notes.find("proposal", _offer(proposal), proposal.row.line, proposal.row.ref)
    return [proposal for key, proposal in proposed.items() if key in accepted]


def _read(entry, number, notes):
    if not isinstance(entry, dict) or any(not isinstance(entry.get(name), str) for name in _TEXTS):
        notes.refuse(_CODE, f"Acceptance {number} should have the texts {', '.join(_TEXTS)}.")
        return None
    if not isinstance(entry.get("inferred"), bool):
        notes.refuse(_CODE, f"Acceptance {number} should say 'inferred' as true or false.")
        return None
    try:
        periods = [Period.parse(entry[name]) for name in ("baseline", "latest")]
    except NotAPeriod as problem:
        notes.refuse(_CODE, f"Acceptance {number} has a date that can't be read: {problem}.")
        return None
    return Acceptance(entry["statement"], entry["measure"], *periods, entry["inferred"])


def _check_repeated(acceptances, notes):
    measures = [acceptance.measure for acceptance in acceptances]
    for measure in dict.fromkeys(measures):
        if measures.count(measure) > 1:
            notes.refuse(
                _CODE, f"'{measure}' is accepted {measures.count(measure)} times; one pair of figures can be it."
            )


def _misfit(acceptance, proposal, lines):
    """Why the acceptance doesn't apply, or ""."""
    if acceptance.statement not in lines:
        return "the report has no such statement"
    if proposal is None:
        return "the statement's sentences do not propose that measure"
    wanted = acceptance.baseline, acceptance.latest
    found = proposal.baseline.period, proposal.latest.period
    if wanted != found:
        return f"it is for {_span(*wanted)}, and the sentences say {_span(*found)}"
    if proposal.is_inferred and not acceptance.inferred:
        return "a date had to be inferred, and the acceptance says that none was"
    if acceptance.inferred and not proposal.is_inferred:
        return "it says that a date was inferred, and both dates are printed"
    return ""


def _offer(proposal):
    baseline, latest = proposal.readings
    note = ", with a date inferred" if proposal.is_inferred else ""
    inferred = "true" if proposal.is_inferred else "false"
    return (
        f"{proposal.row.ref} gives '{proposal.title}' as {baseline.text} in {baseline.period.label} and "
        f"{latest.text} in {latest.period.label}{note}. Neither is loaded until a person accepts them: statement "
        f"{proposal.row.ref}, baseline {baseline.period.key}, latest {latest.period.key}, inferred {inferred}."
    )


def _span(baseline, latest):
    return f"{baseline.label} and {latest.label}"
