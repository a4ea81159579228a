"""Which module reads a file."""

from types import SimpleNamespace

import pytest

from importers import sources
from importers.documents import read_document
from importers.records import Refused

NOTE = read_document("note.txt", b"a note")


def source(name, words):
    return SimpleNamespace(
        NAME=name,
        TITLE=f"The {name} report",
        AUTHORITY=name,
        recognises=lambda document: any(words in line for line in document.lines),
    )


NOTES, LETTERS = source("notes", "note"), source("letters", "letter")


@pytest.fixture(autouse=True)
def two_sources(monkeypatch):
    monkeypatch.setattr(sources, "SOURCES", (NOTES, LETTERS))


def refusal(document, name=None):
    with pytest.raises(Refused) as caught:
        sources.find(document, name)
    (problem,) = caught.value.problems
    return problem.code, problem.message


def test_the_one_that_recognises_it():
    assert sources.find(NOTE) is NOTES
    assert sources.find(NOTE, "notes") is NOTES


def test_no_format():
    code, message = refusal(read_document("a", b"something else"))
    assert code == "format-unknown"
    assert "The notes report and The letters report" in message


def test_several_formats():
    both = read_document("a", b"a note in a letter")
    code, message = refusal(both)
    assert code == "format-ambiguous"
    assert "The notes report (notes); The letters report (letters)" in message
    assert sources.find(both, "letters") is LETTERS


def test_another_format_than_the_one_asked_for():
    code, message = refusal(NOTE, "letters")
    assert code == "format-mismatch"
    assert message.endswith("It looks like The notes report (notes).")
    code, message = refusal(read_document("a", b"something else"), "letters")
    assert code == "format-mismatch"
    assert "looks like" not in message


def test_a_format_nobody_has():
    with pytest.raises(sources.UnknownFormat, match=r"'poems'.*notes, letters"):
        sources.find(NOTE, "poems")


def test_what_every_source_has(monkeypatch):
    monkeypatch.undo()
    names = [module.NAME for module in sources.SOURCES]
    assert len(set(names)) == len(names)
    for module in sources.SOURCES:
        assert module.TITLE
        assert not module.recognises(NOTE)
        assert callable(module.parse)
    # Only the sheets of targets and of a plan and a workbook are any council's; a report belongs to one.
    assert [module.NAME for module in sources.SOURCES if module.AUTHORITY is None] == ["targets", "plan", "workbook"]


def test_a_councils_own_layout_goes_before_a_table(monkeypatch):
    anyones = SimpleNamespace(NAME="any", TITLE="A table", AUTHORITY=None, recognises=lambda document: True)
    monkeypatch.setattr(sources, "SOURCES", (anyones, NOTES))
    assert sources.find(NOTE) is NOTES
