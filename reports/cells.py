"""The head of a table, and its cells, drawn row by row: what is the same in each of them is worked out once.

As django-tables2 draws them one by one, but for the time: it asks anew for each cell which arguments a function takes.
"""

from functools import cache

from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.utils import Accessor, signature

_PLAIN = Context()


def draw_head(table):
    """The HTML of the headings of all columns; those that can be sorted by are links."""
    return SafeString("\n".join([_heading(bound, table) for bound in table.columns]))


def _heading(bound, table):
    css, header = _class(bound.column.css), conditional_escape(bound.header)
    if not bound.orderable:
        return f'<th scope="col"{css}>{header}</th>'
    way = "descending" if bound.order_by_alias.is_descending else "ascending"
    state = f' aria-sort="{way}"' if bound.is_ordered else ""
    asked = table.context["request"].GET.copy()
    asked[table.prefixed_order_by_field] = bound.order_by_alias.next
    link = format_html('<a class="sort" href="?{}">{}</a>', asked.urlencode(), header)
    return f'<th scope="col"{css}{state}>{link}</th>'


@cache
def _class(css):
    return format_html(' class="{}"', css) if css else ""


def draw_row(table, record):
    """The HTML of the row of a record."""
    # Each part is escaped or safe already.
    return mark_safe(f"<tr>{''.join([draw(record) for draw in table.drawers])}</tr>\n")  # noqa: S308


def drawer(bound, table):
    """A function from a record to its cell of a column, which is a `tables.Column`."""
    column, accessor, render = bound.column, Accessor(bound.accessor), bound.render
    css = _class(column.css)
    before, after = (f'<th scope="row"{css}>', "</th>") if column.is_heading else (f"<td{css}>", "</td>")
    asked = _arguments(getattr(render, "__func__", render))
    own = {name: thing for name, thing in (("table", table), ("column", column)) if name in asked}
    takes_value, takes_record = "value" in asked, "record" in asked

    def draw(record):
        given = dict(own)
        if takes_value:
            given["value"] = accessor.resolve(record, quiet=True)
        if takes_record:
            given["record"] = record
        cell = render(**given)
        shown = conditional_escape(cell) if isinstance(cell, str) else render_value_in_context(cell, _PLAIN)
        return f"{before}{shown}{after}"

    return draw


@cache
def _arguments(function):
    """The names of the arguments that it takes, as django-tables2 finds them."""
    names, _ = signature(function)
    return frozenset(names)
