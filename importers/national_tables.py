"""The tables of the pages of national statistics."""

from itertools import groupby

from django.urls import reverse
from django.utils.html import format_html

from importers.national.page import SAMPLE
from importers.tables import NOTHING, WORDS, moment
from indicators.models import BenchmarkBatch
from reports.tables import Column, Table
from reports.templatetags.display import component, place, rag


class NationalBatchTable(Table):
    """Files of national statistics, newest first."""

    caption = "National statistics that were loaded, newest first"
    css = "uploads"
    file_name = Column("File", css="name", is_heading=True)
    title = Column("Statistics")
    state = Column("State")
    created_at = Column("Uploaded", css="when")
    counts = Column("Figures")
    original = Column("Original", accessor="pk")

    class Meta(Table.Meta):
        empty_text = "No national statistics have been loaded yet. Choose a file above."

    def render_file_name(self, value, record):
        return format_html('<a href="{}">{}</a>', reverse("national-upload", args=[record.pk]), value)

    def render_state(self, value, record):
        if record.state == BenchmarkBatch.State.STAGED:
            return "Waiting for you"
        is_undone = record.state == BenchmarkBatch.State.UNDONE
        when, who = (record.undone_at, record.undone_by) if is_undone else (record.committed_at, record.committed_by)
        words = '{}<span class="below quiet">{} by {}</span>'
        return format_html(words, WORDS[record.state], moment(when), who or "the command line")

    def render_created_at(self, value, record):
        return format_html('{} <span class="below quiet">by {}</span>', moment(value), record.uploaded_by)

    def render_counts(self, value):
        return ", ".join(f"{value[kind]:,} {kind}" for kind in ("new", "changed", "same") if value.get(kind)) or NOTHING

    def render_original(self, value, record):
        if record.state == BenchmarkBatch.State.STAGED:
            return NOTHING
        address = reverse("national-original", args=[value])
        return format_html('<a href="{}" download>Download<span class="vh"> {}</span></a>', address, record.file_name)


class TallyTable(Table):
    """How many figures of each measure and year would be new, changed and the same."""

    caption = "Figures by measure and year"
    css = "by-year"
    year = Column("Year", css="when", is_heading=True)
    new = Column("New", css="num")
    changed = Column("Changed", css="num")
    same = Column("The same", css="num")

    class Meta(Table.Meta):
        pass

    @property
    def groups(self):
        by_measure = groupby(self.rows, key=lambda row: row.record.measure)
        return [(measure, list(members)) for measure, members in by_measure]

    def render_new(self, value):
        return f"{value:,}"

    render_changed = render_same = render_new


class RatingTable(Table):
    """The ratings against a benchmark that would change."""

    caption = "Ratings that would change"
    css = "changes"
    authority = Column("Authority")
    indicator = Column("Indicator", css="name", is_heading=True)
    period = Column("Period", css="when")
    before = Column("Now", css="rating")
    after = Column("Would be", css="rating")
    reason = Column("Why", css="quiet")

    class Meta(Table.Meta):
        pass

    def render_before(self, value):
        return component("rag", rag(value))

    render_after = render_before


class NationalChangeTable(Table):
    """The largest of the figures that would change."""

    caption = f"Figures that would change, the largest {SAMPLE} changes"
    css = "changes"
    measure = Column("Measure", css="name", is_heading=True)
    area = Column("Area")
    year = Column("Year", css="when")
    before = Column("Counts now", css="num")
    after = Column("In the file", css="num after")
    locator = Column("Where", css="where quiet")

    class Meta(Table.Meta):
        empty_text = "No figure changes."

    def render_locator(self, value):
        return place(value)
