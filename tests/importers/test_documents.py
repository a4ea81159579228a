"""Bytes to lines or sheets, and the reasons not to."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import documents, sandbox
from importers.documents import read_document
from importers.records import Refused
from tests.importers.workbooks import xlsx


def refusal(data):
    with pytest.raises(Refused) as caught:
        read_document("report.txt", data)
    (problem,) = caught.value.problems
    assert problem.message.endswith(".")
    return problem.code, problem.locator, problem.message


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"one", ("one",)),
        (b"one\ntwo\n", ("one", "two")),
        (b"one\r\ntwo\rthree\n\nfive", ("one", "two", "three", "", "five")),
        (b"\n\none", ("", "", "one")),
        ("\ufeff£5 – a".encode(), ("£5 – a",)),
        ("\ufeff£5\na".encode("utf-16-le"), ("£5", "a")),
        ("\ufeff£5\na".encode("utf-16-be"), ("£5", "a")),
        ("a\fb\x0bc\x85d\u2028e\x1cf\ng".encode(), ("a\fb\x0bc\x85d\u2028e\x1cf", "g")),
    ],
    ids=["plain", "newlines", "mixed", "blank-first", "bom", "utf-16-le", "utf-16-be", "not-line-ends"],
)
def test_lines(data, lines):
    assert read_document("any.name", data).lines == lines


def test_the_hash_is_of_the_bytes():
    data = "\ufeffone\r\n".encode()
    document = read_document("pack.pdf", data)
    assert document.name == "pack.pdf"
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_to_read(data):
    assert refusal(data)[0] == "file-empty"


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"PK\x05\x06rest", "an empty zip archive"),
        (b"\x09\x04\x06\x00rest", "an Excel workbook from before 1993"),
        (b"{\\rtf1 text}", "a rich text document"),
        (b"%PDF-1.7\nrest", "a PDF"),
        (b"\xef\xbb\xbf%PDF-1.7\nrest", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_binary_files_are_named(data, looks):
    code, _, message = refusal(data)
    assert code == "file-binary"
    assert looks in message


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"])
def test_workbooks_that_are_none(data):
    assert refusal(data)[0] == "file-damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        b"\n  <!DOCTYPE html>",
        b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>",
        b"\xef\xbb\xbf<table>",
        "\ufeff<?xml?>".encode("utf-16-be"),
    ],
)
def test_markup_is_named(data):
    assert refusal(data)[0] == "file-markup"


@pytest.mark.parametrize("data", [b"<10% of Cohort\n", b"a <b> c\n"])
def test_what_only_looks_like_markup(data):
    assert read_document("a", data).lines


def test_a_delimited_text_has_lines_and_a_sheet():
    document = read_document("report.xlsx", b"Ref,Nov-17\r\nFD 3,82%\r\n")
    assert document.kind == "csv"
    assert document.lines == ("Ref,Nov-17", "FD 3,82%")
    (sheet,) = document.sheets
    assert [[cell.text for cell in row] for row in sheet.rows] == [["Ref", "Nov-17"], ["FD 3", "82%"]]
    assert sheet.locator(1, 1) == "B2"
    assert document.notes == ()


def test_a_text_has_no_sheets_and_needs_no_child(monkeypatch):
    monkeypatch.delattr(sandbox, "run_child")
    document = read_document("a", b"Some words, and a few more.\nOther words.\nEnd.\n")
    assert (document.kind, document.sheets, document.notes) == ("text", (), ())


def test_a_workbook_has_sheets_and_no_lines():
    data = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')
    document = read_document("report.txt", data)
    assert (document.kind, document.lines, document.notes) == ("xlsx", (), ())
    assert document.sheets[0].rows[0][0].text == "1"
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_a_text_that_only_looks_delimited_stays_a_text():
    document = read_document("a", b'a,b\n1,"2\n3,4\n')
    assert (document.kind, document.sheets, len(document.lines)) == ("text", (), 3)
    assert [(note.code, note.locator) for note in document.notes] == [("quotes-unpaired", "line:2")]


def test_letters_in_an_old_encoding_are_said():
    document = read_document("a", "Ref,Caf\u00e9 \u2013 \u00a35\r\nFD 3,82%\r\n".encode("cp1252"))
    assert document.sheets[0].rows[0][1].text == "Caf\u00e9 \u2013 \u00a35"
    assert [(note.code, note.locator) for note in document.notes] == [("encoding-assumed", "line:1")]


@pytest.mark.parametrize(
    "data",
    [
        "Ref,\u6c49\u5b57\u6c49\u5b57\n1,2\n".encode("gb2312"),
        b"Ref,\x81\n1,2\n",
        b"Ref,\xe9\x07\n1,2\n",
        b"\xef\xbb\xbfRef,\xe9\n1,2\n",
        "Ref,Nov".encode("utf-32"),
    ],
    ids=["chinese", "undefined", "control", "marked-as-utf-8", "utf-32"],
)
def test_other_encodings_are_not_guessed(data):
    assert refusal(data)[0] == "file-undecodable"


def test_nul_bytes_are_placed():
    assert refusal(b"one\ntwo\x00")[:2] == ("file-binary", "line:2")
    assert refusal("one".encode("utf-16-le"))[:2] == ("file-binary", "line:1")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"caf\xe9", "line:1"),
        (b"one\r\ntwo\rthr\xc3\x28", "line:3"),
        (b"\xef\xbb\xbfone\n\xff", "line:2"),
        ("\ufeffone\ntwo".encode("utf-16-le") + b"\x00\xd8", "line:2"),
        ("\ufeffone\n".encode("utf-16-le") + b"x", "line:2"),
    ],
)
def test_undecodable_bytes_are_placed(data, line):
    code, locator, message = refusal(data)
    assert (code, locator) == ("file-undecodable", line)
    assert "UTF-8" in message


def test_the_limit(monkeypatch):
    monkeypatch.setattr(documents, "MAX_BYTES", 3)
    assert read_document("a", b"one").lines == ("one",)
    assert refusal(b"ones")[0] == "file-too-large"
    monkeypatch.undo()
    code, _, message = refusal(b"a" * (20 * 1024 * 1024 + 1))
    assert code == "file-too-large"
    assert "20 MiB" in message


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]))))
def test_any_text_survives(lines):
    text = "x\n" + "\n".join(lines)
    expected = tuple(text.removesuffix("\n").split("\n"))
    assert read_document("a", text.encode()).lines == expected
    assert read_document("a", ("\ufeff" + text).encode("utf-16-be")).lines == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        document = read_document("a", data)
    except Refused as refused:
        assert refused.problems
    else:
        assert any(document.lines)
