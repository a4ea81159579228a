"""What a person has confirmed about a report, kept as data: pairings of titles and rows, accepted proposals.

A confirmation never holds a value: the values are always read from the file. `fixtures/confirmed/` has ours; a file
of it says which reports it is for, by their hashes (`sha256`) or by the format they are in (`source`).
"""

import json

from django.conf import settings

from importers.records import Problem, Refused

FOLDER = settings.BASE_DIR / "fixtures" / "confirmed"


def confirmation_for(document, source):
    """The confirmation that is kept for this document, as plain data, or None. Raises Refused."""
    if not source.CONFIRMS:
        return None
    for file in sorted(FOLDER.glob("*.json")):
        confirmed = read_confirmation(file.name, file.read_bytes())
        if document.sha256 in confirmed.get("sha256", ()) or confirmed.get("source") == source.NAME:
            return confirmed
    return None


def read_confirmation(name, data):
    """The JSON object in a confirmation file. Raises Refused where it is none."""
    try:
        confirmed = json.loads(data)
    except ValueError as problem:
        raise _unreadable(name, f"it is no JSON ({problem})") from problem
    if not isinstance(confirmed, dict):
        raise _unreadable(name, "it should be one JSON object")
    return confirmed


def _unreadable(name, why):
    return Refused([Problem("confirmation-unreadable", f"What was confirmed in {name} can't be read: {why}.")])
