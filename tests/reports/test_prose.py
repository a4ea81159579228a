"""Plain text with its paragraphs and lists."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from reports.prose import Block, blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("One\ntwo\n\nthree", (Block(("One", "two")), Block(("three",)))),
        ("To do:\n- one\n* two\nthen", (Block(("To do:",)), Block(("one", "two"), True), Block(("then",)))),
        ("-5 is no item", (Block(("-5 is no item",)),)),
        ("- one\r\n\r\n- two", (Block(("one",), True), Block(("two",), True))),
    ],
)  # fmt: skip
def test_blocks(text, expected):
    assert blocks(text) == expected


@given(st.text(alphabet="ab <&>-*\n", max_size=40))
def test_nothing_is_lost_but_bullets_and_spaces(text):
    kept = "".join(line for block in blocks(text) for line in block.lines)
    for mark in "ab<&>":
        assert kept.count(mark) == text.count(mark)


def test_markup_stays_text():
    html = Template("{% load display %}{% prose text %}").render(Context({"text": "<b>\n- <script>alert(1)</script>"}))
    assert "&lt;b&gt;" in html
    assert "<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>" in html
