"""The tables people read. All are drawn by templates/components/table.html; a cell is a component, a link, or text."""

from copy import copy
from functools import cached_property
from itertools import groupby

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.rating import NOT_RATED
from reports.cells import draw_head, draw_row, drawer
from reports.templatetags.display import (
    RAG,
    assurance,
    component,
    direction,
    polarity,
    published,
    rag,
    source_link,
    sparkline,
    variation,
)

# Past this many columns of figures a scorecard is wider than most screens, and scrolls within itself for longer.
MANY_PERIODS = 9
# Stands for a period in an address, which is put together once for all periods of a row. No slug has it.
_PERIOD = "~"
NO_FIGURE = format_html('<span aria-hidden="true">–</span><span class="vh">{}</span>', "no figure")


class Column(tables.Column):
    """`css` is the class of its cells; `is_heading` makes them the headings of their rows."""

    # Every cell is drawn by us, the empty ones too.
    empty_values = ()

    def __init__(self, *args, css="", is_heading=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.css = css
        self.is_heading = is_heading

    def __deepcopy__(self, memo):
        # Each table makes copies of its columns: it may name one otherwise, and leaves what they hold as it is.
        return copy(self)


class Table(tables.Table):
    """A table with a caption; `groups` are its bodies, each with a heading or "".

    `css` is its class. Cells that link need the page's authority: the template's context has it.
    """

    caption = ""
    css = ""

    class Meta:
        template_name = "components/table.html"
        orderable = False
        empty_text = "There is nothing to show."

    @property
    def groups(self):
        return [("", list(self.rows))]

    @property
    def head(self):
        """The HTML of its headings."""
        return draw_head(self)

    @cached_property
    def drawers(self):
        """For each column what draws its cells, whatever body they are in."""
        return [drawer(bound, self) for bound in self.columns]

    @property
    def bodies(self):
        """(heading, the HTML of its rows) of each of the groups."""
        drawn = ((heading, [self.draw(row.record) for row in rows]) for heading, rows in self.groups)
        return [(heading, SafeString("".join(rows))) for heading, rows in drawn]

    def draw(self, record):
        """The HTML of the row of a record."""
        return draw_row(self, record)

    @property
    def authority(self):
        return self.context["authority"]

    def indicator_link(self, slug, words, query=""):
        address = reverse("indicator", args=[self.authority.slug, slug])
        return format_html('<a href="{}{}">{}</a>', address, query, words)

    def source(self, batch_id, file_name, locator):
        return component("source_link", source_link(self.authority, batch_id, file_name, locator))


class FigureColumn(Column):
    """One period of a scorecard: each figure leads to where it came from."""

    def __init__(self, period, place, header, **kwargs):
        super().__init__(header, accessor="cells", **kwargs)
        self.period = period
        self.place = place

    def render(self, record, table):
        cell = record.cells[self.place]
        if not cell.text:
            return NO_FIGURE
        mark = format_html('<sup>†<span class="vh"> {}</span></sup>', cell.qualifier) if cell.qualifier else ""
        word = RAG[cell.rag][1].lower() if cell.rag != NOT_RATED else cell.meaning
        return format_html(
            '<a class="fig {}" href="{}">{}{}{}</a>',
            cell.rag,
            table.figure_address(record, self.period),
            cell.text,
            mark,
            format_html('<span class="vh"> {}</span>', word) if word else "",
        )


class ScorecardTable(Table):
    """The rows of a Scorecard, under the headings of its sections. Columns of class `more` are left out on a phone."""

    css = "scorecard"
    ref = Column("Ref", css="ref")
    title = Column("Indicator", css="name", is_heading=True)
    polarity = Column("Polarity", css="quiet more")
    spark = Column("Trend", css="spark more")
    target = Column("Target", css="num target")
    benchmark = Column(accessor="slug", css="num benchmark")
    rag_before = Column(css="rating more")
    rag = Column("Now", css="rating now")
    variation = Column("Variation", css="varies")
    change_by = Column("Change", css="num more")
    direction = Column("Direction", accessor="point", css="way")
    owner = Column("Owner", css="quiet more")

    class Meta(Table.Meta):
        empty_text = "No indicator fits these choices. Clear the filters to see all of them."

    def __init__(self, card, rows, benchmark=None):
        self.card = card
        self.benchmark = benchmark
        self._addresses = {}
        self.caption = f"{card.authority.name}, {card.period.label}: indicators by section"
        self.css = "scorecard is-wide" if len(card.periods) > MANY_PERIODS else "scorecard"
        # An earlier period stays the one that is read when an indicator is opened.
        self.query = f"?period={card.period.key}" if card.later else ""
        names = [f"figure_{n}" for n in range(len(card.periods))]
        headers = period_headers(card.periods)
        # The period that is viewed stands out; a phone shows the others when it is asked to.
        columns = [
            FigureColumn(period, n, headers[n], css="num this" if period == card.period else "num more")
            for n, period in enumerate(card.periods)
        ]
        super().__init__(
            rows,
            exclude=_says_nothing(card, benchmark),
            extra_columns=zip(names, columns, strict=True),
            sequence=("ref", "title", "polarity", "spark", *names, "target", "benchmark", "rag_before", "rag", "..."),
        )
        if benchmark:
            self.columns["benchmark"].column.verbose_name = benchmark.heading
        if "rag_before" not in self.exclude:
            self.columns["rag_before"].column.verbose_name = f"Last {card.step}"

    @property
    def groups(self):
        return by_section(self.rows, self.authority, self.query)

    def draw(self, record):
        """As drawn before, where the row was: it says the same in the same columns, whoever reads it."""
        if self.benchmark:
            return super().draw(record)
        if self.form not in record.drawn:
            record.drawn[self.form] = super().draw(record)
        return record.drawn[self.form]

    @cached_property
    def form(self):
        """What the HTML of a row follows from besides the row."""
        return tuple(column.name for column in self.columns), self.query

    def figure_address(self, row, period):
        if row.slug not in self._addresses:
            self._addresses[row.slug] = reverse("figure", args=[self.card.authority.slug, row.slug, _PERIOD])
        return self._addresses[row.slug].replace(_PERIOD, period.key)

    def render_title(self, value, record):
        return self.indicator_link(record.slug, value, self.query)

    def render_polarity(self, value):
        return component("polarity", polarity(value))

    def render_spark(self, value):
        return component("sparkline", sparkline(value)) if value else ""

    def render_target(self, value):
        return value or NO_TARGET

    def render_benchmark(self, value, record):
        cell = self.benchmark.cells.get(value)
        if cell is None:
            return NO_FIGURE
        figure = format_html('<abbr title="{}">{}</abbr>', cell.meaning, cell.text) if cell.meaning else cell.text
        address = f"{reverse('indicator', args=[self.card.authority.slug, value])}{self.query}#england"
        unit = f" {cell.unit}" if cell.unit else ""
        whose = format_html('<span class="whose">{} </span>', self.benchmark.heading)
        return format_html(
            '{}<a href="{}">{}</a> <span class="of">{}{}</span>', whose, address, figure, cell.when, unit
        )

    def render_rag_before(self, value):
        return component("rag", rag(value))

    def render_rag(self, value, record):
        if record.point is None:
            return format_html('<span class="quiet">{}</span>', "No figure yet")
        address = f"{self.figure_address(record, record.point.period)}#why"
        parts = [format_html('<a class="why" href="{}">{}</a>', address, component("rag", rag(value)))]
        if record.published_differs:
            parts.append(component("published", published(record.published_differs)))
        if record.since and record.since != record.point.period:
            parts.append(format_html('<span class="since">since {}</span>', record.since.short_label))
        return format_html_join(" ", "{}", ((part,) for part in parts))

    def render_variation(self, value, record):
        kind = value.kind_of(record.point.period) if record.point else ""
        if not kind:
            why_not = "No limits" if value.why_not else "Too few figures" if record.point else "No figure yet"
            return format_html('<span class="quiet">{}</span>', why_not)
        marks = [component("variation", variation(kind, value.way, value.is_provisional))]
        if value.assurance:
            marks.append(component("assurance", assurance(value.assurance, value.is_provisional)))
        return format_html_join(" ", "{}", ((mark,) for mark in marks))

    def render_direction(self, value, record):
        return component("direction", direction(value.direction if value else None, record.direction_rule))


def _says_nothing(card, benchmark):
    """The columns that would be empty from top to bottom: a report without ratings, refs or owners has none.

    Without ratings there is room to say by how much each figure moved.
    """
    silent = ("change_by",) if card.is_rated else ("target", "rag_before", "rag")
    # Variation, or a benchmark, takes the room of what it makes less telling: the colour of a month ago. Both take a
    # trend's as well.
    silent = (*silent, "rag_before", "owner") if card.with_variation or benchmark else silent
    silent = (*silent, "spark") if card.with_variation and benchmark else silent
    silent = (*silent, *(() if card.with_variation else ("variation",)), *(() if benchmark else ("benchmark",)))
    return (*silent, *(name for name in ("ref", "owner", "polarity") if not any(getattr(r, name) for r in card.rows)))


def by_section(rows, authority, query):
    """(heading, rows) of each section, for the bodies of a table of scorecard rows. A heading leads to the section."""
    return [
        (
            format_html('<a href="{}">{}</a>', reverse("section", args=[authority.slug, slug]) + query, heading),
            list(members),
        )
        for (slug, heading), members in groupby(rows, key=lambda row: (row.record.section_slug, row.record.section))
    ]


NO_TARGET = format_html('<span aria-hidden="true">–</span><span class="vh">{}</span>', "no target")


def period_headers(periods):
    """The year above the first, then again only where it changes; heard in full every time."""
    headers, shown = [], ""
    for period in periods:
        first, _, year = period.short_label.rpartition(" ")
        if not first:
            headers.append(year)
        elif year == shown:
            headers.append(format_html('{}<span class="vh"> {}</span>', first, year))
        else:
            headers.append(format_html('<span class="year">{} </span>{}', year, first))
        shown = year
    return headers


class FigureTable(Table):
    """The periods of one indicator, oldest first, as on its chart, each with its source."""

    caption = "Every figure with its target, its ratings and its source"
    css = "figures"
    period = Column("Period", css="ref", accessor="point__period", is_heading=True)
    text = Column("Figure", css="num")
    target = Column("Target", css="num")
    rag = Column("Rating", accessor="point__rag", css="rating")
    direction = Column("Direction", accessor="point__direction", css="way")
    published = Column("Published rating", accessor="point__published_rag", css="rating")
    source_file = Column("Source", css="where", accessor="point__batch")

    class Meta(Table.Meta):
        empty_text = "No figure has been reported for this indicator yet. The next report that states one adds it here."

    def _address(self, record):
        return reverse(
            "figure", args=[self.authority.slug, record.point.definition.indicator.slug, record.point.period.key]
        )

    def render_period(self, value, record):
        if not record.breaks:
            return value.short_label
        said = "Measures something else from here on"
        return format_html('{} <span class="break">{}</span>', value.short_label, said)

    def render_text(self, value, record):
        qualifier = record.point.observation.qualifier
        shown = f"{value} ({qualifier})" if qualifier else value
        figure = format_html('<a class="fig {}" href="{}">{}</a>', record.point.rag, self._address(record), shown)
        was = record.point.revised_from
        return format_html('{} <span class="quiet">revised, was {}</span>', figure, was) if was else figure

    def render_target(self, value):
        return value or NO_TARGET

    def render_rag(self, value, record):
        return format_html('<a class="why" href="{}#why">{}</a>', self._address(record), component("rag", rag(value)))

    def render_direction(self, value):
        return component("direction", direction(value))

    def render_published(self, value):
        return (
            component("published", published(value))
            if value
            else format_html('<span class="quiet">{}</span>', "not published")
        )

    def render_source_file(self, value, record):
        return self.source(value.pk, value.file_name, record.point.observation.locator)


class TargetTable(Table):
    """The rows of a TargetsPage, under the headings of their sections."""

    css = "targets"
    ref = Column("Ref", css="ref")
    title = Column("Indicator", css="name", is_heading=True)
    targets = Column("Target", css="words")
    rules = Column("Green, amber and red", css="words")

    class Meta(Table.Meta):
        empty_text = "There are no indicators yet. They come with the first report that is loaded."

    def __init__(self, page):
        self.caption = f"{page.authority.name}: targets and rules {page.year.label}"
        super().__init__(page.rows, exclude=() if any(row.ref for row in page.rows) else ("ref",))

    @property
    def groups(self):
        return [(section, list(rows)) for section, rows in groupby(self.rows, key=lambda row: row.record.section)]

    def render_title(self, value, record):
        return self.indicator_link(record.slug, value)

    def render_targets(self, value):
        return self._facts(value) or NO_TARGET

    def render_rules(self, value):
        return self._facts(value) or format_html('<span class="quiet">{}</span>', "not rated")

    def _facts(self, facts):
        told = ((f.text, date_format(f.starts_on, "j M Y"), self._source(f)) for f in facts)
        return format_html_join("", '<span class="fact">{} <span class="below quiet">since {} · {}</span></span>', told)

    def _source(self, fact):
        return self.source(fact.batch_id, fact.source or "set by hand", fact.locator)
