"""The tables of what happens over time: change, and the heat map."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django_tables2.config import RequestConfig

from indicators.rating import NOT_RATED
from reports.scorecard import figure_text
from reports.tables import NO_FIGURE, NO_TARGET, Column, FigureColumn, Table, by_section, period_headers
from reports.templatetags.display import RAG, component, direction, published, rag

NOT_RED = format_html('<span aria-hidden="true">–</span><span class="vh">{}</span>', "not red")
NO_CHANGE_KNOWN = format_html('<span aria-hidden="true">–</span><span class="vh">{}</span>', "no comparison")


class ChangeTable(Table):
    """The rows of a ChangePage, in the report's order until a heading is followed: then by shares, as units differ."""

    css = "changes"
    ref = Column("Ref", css="ref", accessor="row__ref", orderable=False)
    title = Column("Indicator", css="name", accessor="row__title", is_heading=True, orderable=False)
    figure = Column("Figure", css="num", accessor="row__point", orderable=False)
    rating = Column("Rating", css="rating", accessor="row__rag", order_by=("by_rating",))
    change_by = Column(
        "Change", css="num", accessor="row__change_by", order_by=("by_change",), initial_sort_descending=True
    )
    direction = Column("Direction", css="way", accessor="row__point", order_by=("by_direction",))
    red = Column("Red for", css="since", order_by=("by_red",), initial_sort_descending=True)
    distance = Column("From target", css="target", order_by=("by_distance",), initial_sort_descending=True)

    class Meta(Table.Meta):
        orderable = True
        empty_text = "No indicator is reported for this kind of period."

    def __init__(self, page, request):
        card = page.card
        self.caption = f"{card.authority.name}, {card.period.label}: change over time"
        self.query = f"?period={card.period.key}" if card.later else ""
        absent = ("rating", "red", "distance") if not card.is_rated else ()
        if not any(row.ref for row in card.rows):
            absent = (*absent, "ref")
        super().__init__(page.rows, exclude=absent)
        RequestConfig(request, paginate=False).configure(self)

    def render_title(self, value, record):
        return self.indicator_link(record.row.slug, value, self.query)

    def render_figure(self, value, record):
        if value is None:
            return NO_FIGURE
        return format_html(
            '<a class="fig {}" href="{}">{}</a>', value.rag, self._address(record.row), figure_text(value)
        )

    def render_rating(self, value, record):
        if record.row.point is None:
            return format_html('<span class="quiet">{}</span>', "No figure yet")
        why = format_html(
            '<a class="why" href="{}#why">{}</a>', self._address(record.row), component("rag", rag(value))
        )
        printed = record.row.published_differs
        marks = [why, component("published", published(printed))] if printed else [why]
        return format_html_join(" ", "{}", ((mark,) for mark in marks))

    def render_change_by(self, value, record):
        if not value:
            return NO_CHANGE_KNOWN
        return format_html('{} <span class="beside">{}</span>', value, f"from {record.last_text}")

    def render_direction(self, value, record):
        return component("direction", direction(value.direction if value else None, record.row.direction_rule))

    def render_red(self, value):
        return value.words if value else NOT_RED

    def render_distance(self, value, record):
        target = record.row.target
        if not target:
            return NO_TARGET
        aim = format_html('<span class="beside">target {}</span>', target)
        return format_html("{} {}", record.distance_text, aim) if value else aim

    def _address(self, row):
        return reverse("figure", args=[self.authority.slug, row.slug, row.point.period.key])


class TileColumn(Column):
    """One period of a heat map: shape, figure and, for those who hear it, the rating's word."""

    def __init__(self, period, place, header, **kwargs):
        super().__init__(header, accessor="cells", **kwargs)
        self.period = period
        self.place = place

    def render(self, record, table):
        cell = record.cells[self.place]
        if not cell.text:
            return NO_FIGURE
        shape, word = RAG[cell.rag]
        css, word = cell.rag, word.lower()
        if cell.rag == NOT_RATED and cell.published:
            css, word = f"published {cell.published}", f"not rated, published {RAG[cell.published][1].lower()}"
            shape = RAG[cell.published][0]
        return format_html(
            '<a class="tile {}" href="{}"><b aria-hidden="true">{}</b> <span class="tile__figure">{}</span>{}'
            '<span class="vh"> {}</span></a>',
            css,
            reverse("figure", args=[table.authority.slug, record.slug, self.period.key]),
            shape,
            cell.text,
            format_html('<sup>†<span class="vh"> {}</span></sup>', cell.qualifier) if cell.qualifier else "",
            cell.meaning or word,
        )


class HeatmapTable(Table):
    """The rows of a Scorecard as a heat map, under the headings of its sections."""

    name = Column("Indicator", css="name", accessor="title", is_heading=True)

    class Meta(Table.Meta):
        empty_text = "No indicator is reported for this kind of period."

    def __init__(self, card):
        self.card = card
        self.css = "heat" if card.is_rated else "heat is-unrated"
        self.caption = f"{card.authority.name}: ratings up to {card.period.label}, by section"
        self.query = f"?period={card.period.key}" if card.later else ""
        headers = period_headers(card.periods)
        columns = [
            (f"figure_{n}", TileColumn(period, n, headers[n], css="this" if period == card.period else "then"))
            for n, period in enumerate(card.periods)
        ]
        super().__init__(card.rows, extra_columns=columns)

    @property
    def groups(self):
        return by_section(self.rows, self.authority, self.query)

    def render_name(self, value, record):
        ref = format_html('<span class="ref">{}</span> ', record.ref) if record.ref else ""
        return self.indicator_link(record.slug, format_html('{}<span class="title">{}</span>', ref, value), self.query)


class PanelTable(Table):
    """The figures of one chart of a section, oldest first."""

    css = "panel__table"

    class Meta(Table.Meta):
        empty_text = "Nothing was reported."

    def __init__(self, panel):
        self.caption = f"{panel.row.name}: the figures of the chart"
        headers = period_headers([cell.period for cell in panel.cells])
        columns = [
            (cell.period.key, FigureColumn(cell.period, panel.row.cells.index(cell), header, css="num"))
            for cell, header in zip(panel.cells, headers, strict=True)
        ]
        super().__init__([panel.row], extra_columns=columns)

    def figure_address(self, row, period):
        return reverse("figure", args=[self.authority.slug, row.slug, period.key])
