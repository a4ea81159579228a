"""Rows are drawn at once as django-tables2 would draw their cells one by one."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from indicators.series import load_figures
from reports.actions.log import build_action_log
from reports.actions.tables import ActionTable
from reports.scorecard import build_scorecard
from reports.tables import Column, ScorecardTable, Table


def one_by_one(row):
    drawn = []
    for bound, cell in row.items():
        tag = "th" if bound.column.is_heading else "td"
        scope = mark_safe(' scope="row"') if bound.column.is_heading else ""
        css = format_html(' class="{}"', bound.column.css) if bound.column.css else ""
        drawn.append(format_html("<{}{}{}>{}</{}>", tag, scope, css, cell, tag))
    return f"<tr>{''.join(drawn)}</tr>\n"


class Sorted(Table):
    one = Column("One & all", css="a")
    two = Column("Two", initial_sort_descending=True)
    three = Column("Three", orderable=False)

    class Meta(Table.Meta):
        orderable = True


@pytest.mark.parametrize(
    ("order", "one", "two"),
    [
        ("", ('<th scope="col" class="a">', "one"), ('<th scope="col">', "-two")),
        ("one", ('<th scope="col" class="a" aria-sort="ascending">', "-one"), ('<th scope="col">', "-two")),
        ("-two", ('<th scope="col" class="a">', "one"), ('<th scope="col" aria-sort="descending">', "two")),
    ],
)
def test_a_heading_that_sorts_keeps_what_else_was_asked(rf, order, one, two):
    table = Sorted([], order_by=order)
    table.context = {"request": rf.get("/", {"owner": '"><b>', "status": ["a", "b"], "sort": order})}
    drawn = [
        f'{start}<a class="sort" href="?owner=%22%3E%3Cb%3E&amp;status=a&amp;status=b&amp;sort={then}">{words}</a></th>'
        for (start, then), words in ((one, "One &amp; all"), (two, "Two"))
    ]
    assert table.head.split("\n") == [*drawn, '<th scope="col">Three</th>']


def test_of_a_scorecard_and_of_an_action_log(batch, rf):
    figures = load_figures([batch.authority])
    card = build_scorecard(batch.authority, figures, figures.latest, with_variation=True)
    for table in (
        ScorecardTable(card, card.rows),
        ActionTable(build_action_log(batch.authority, card.period.end).rows, request=rf.get("/"), may_edit=True),
    ):
        table.context = {"authority": batch.authority}
        assert [table.draw(row.record) for row in table.rows] == [one_by_one(row) for row in table.rows]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<b>", "&lt;b&gt;"),
        (mark_safe("<b>"), "<b>"),
        (1234567, "1234567"),
        (Decimal("0.50"), "0.50"),
        (date(2017, 11, 1), "1 Nov 2017"),
        (None, "None"),
    ],
)
def test_whatever_is_in_a_cell_is_shown_as_a_template_shows_it(value, shown):
    class Cells(Table):
        cell = Column(is_heading=True, css="a")
        missing = Column(accessor="no__such__thing")

    table = Cells([{"cell": value}])
    assert table.draw(table.rows[0].record) == f'<tr><th scope="row" class="a">{shown}</th><td>None</td></tr>\n'
