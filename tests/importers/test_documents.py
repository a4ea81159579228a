"""Bytes to lines, and the reasons not to."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import documents
from importers.documents import read_document
from importers.records import Refused


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
        (b"PK\x03\x04rest", "Excel workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "older Office document"),
        (b"%PDF-1.7\nrest", "a PDF"),
        (b"\xef\xbb\xbf%PDF-1.7\nrest", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_binary_files_are_named(data, looks):
    code, _, message = refusal(data)
    assert code == "file-binary"
    assert looks in message


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
