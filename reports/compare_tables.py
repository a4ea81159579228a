"""The tables of comparison: a measure over all authorities, and authorities over all measures."""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django_tables2.config import RequestConfig

from reports.charts.dots import NEIGHBOUR, OWN
from reports.tables import NO_FIGURE, Column, Table

NO_RANK = format_html('<span aria-hidden="true">–</span><span class="vh">{}</span>', "no rank")


def quarter_mark(quarter, words):
    """The number of a quarter on its shade, with what it means."""
    return format_html('<span class="quarter quarter--{0}"><b aria-hidden="true">{0}</b></span> {1}', quarter, words)


@lru_cache(4096)
def _cell(cell):
    """A QuarterCell: the figure on the shade of its quarter, with the quarter's number. Of thousands most are alike."""
    if not cell.text:
        shown = NO_FIGURE
    elif cell.quarter is None:
        shown = format_html('<abbr class="tile no-quarter" title="{}">{}</abbr>', cell.meaning, cell.text)
    else:
        shown = format_html(
            '<span class="tile quarter--{0}"><b aria-hidden="true">{0}</b> {1}<span class="vh">, {2}</span></span>',
            cell.quarter,
            cell.text,
            cell.quarter_text,
        )
    return format_html('<td class="measure">{}</td>', shown)


class PlacesTable(Table):
    """The rows of a MeasurePage: one's own authority first, then its neighbours, until a heading is followed."""

    css = "places"
    name = Column("Authority", css="name", is_heading=True)
    region = Column("Region", css="quiet")
    text = Column("Figure", css="num", order_by=("placed",))
    rank_text = Column("Rank", css="num", order_by=("placed",))
    quarter_text = Column("Quarter", css="words", order_by=("placed",))

    class Meta(Table.Meta):
        orderable = True
        empty_text = "No authority fits these choices. Clear the search to see all of them."

    def __init__(self, page, rows, request):
        self.caption = f"{page.measure.title}, {page.reached.when}: every authority"
        super().__init__(rows)
        RequestConfig(request, paginate=False).configure(self)

    def render_name(self, value, record):
        if record.kind == OWN:
            return format_html('<b class="is-own">{}</b> <span class="place-kind">seen from here</span>', value)
        if record.kind == NEIGHBOUR:
            return format_html('{} <span class="place-kind">neighbour {}</span>', value, record.nearness)
        return value

    def render_text(self, value, record):
        return format_html('<abbr title="{}">{}</abbr>', record.meaning, value) if record.meaning else value

    def render_rank_text(self, value):
        return value or NO_RANK

    def render_quarter_text(self, value, record):
        return quarter_mark(record.quarter, value) if value else NO_RANK


class QuarterColumn(Column):
    """One measure, whose heading leads to all authorities' figures of it."""

    def __init__(self, column, authority, **kwargs):
        address = reverse("compare-measure", args=[column.measure.slug])
        header = format_html(
            '<a href="{}?authority={}&amp;year={}">{}</a> <span class="when">{}</span>',
            address,
            authority.slug,
            column.year.number,
            column.measure.title,
            column.year.when,
        )
        super().__init__(header, css="measure", **kwargs)


class QuartersTable(Table):
    """The rows of a QuartersPage, each drawn as a whole: all of England takes thousands of cells."""

    css = "quarters"
    name = Column("Authority", css="name", accessor="area__name", is_heading=True)

    class Meta(Table.Meta):
        empty_text = "No national figures have been loaded."

    def __init__(self, page, authority):
        self.page = page
        self.caption = f"{page.around.area.name} and others: the quarter of all authorities that each is in"
        columns = [(f"measure_{n}", QuarterColumn(column, authority)) for n, column in enumerate(page.columns)]
        super().__init__([row for _, rows in page.groups for row in rows], extra_columns=columns)

    @property
    def bodies(self):
        return [(heading, [(row, self._drawn(row)) for row in rows]) for heading, rows in self.page.groups]

    def _drawn(self, row):
        name = format_html('<th scope="row" class="name">{}</th>', row.area.name)
        # Each part is escaped already.
        return mark_safe("".join((name, *map(_cell, row.cells))))  # noqa: S308
