"""The tables of an upload: what would change, and what was uploaded before."""

from itertools import groupby

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime

from importers.compared import CHANGED, NEW, RERATED, SAME
from importers.models import Alias, Reading
from importers.problems import from_plain, reasons
from importers.sources.workbook.asking import meaning
from importers.underway import under_way
from indicators.models import ImportBatch
from indicators.rating import NOT_RATED
from reports.tables import Column, Table
from reports.templatetags.display import component, place, rag

NOTHING = format_html('<span aria-hidden="true">–</span><span class="vh">{}</span>', "nothing")
STATES = {NEW: "New", CHANGED: "Changed", SAME: "The same", RERATED: "Rated otherwise"}


class ChangeTable(Table):
    """The figures of a preview, under the headings of their sections."""

    css = "changes"
    ref = Column("Ref", css="ref")
    title = Column("Indicator", css="name", is_heading=True)
    period = Column("Period", css="when")
    before = Column("Counts now", css="num")
    after = Column("In the file", css="num after")
    change = Column("Change", css="by")
    rag = Column("Rating", css="rating")
    flags = Column("Look again", css="flags")
    locator = Column("Where", css="where quiet")

    class Meta(Table.Meta):
        pass

    def __init__(self, caption, rows, empty_text):
        self.caption = caption
        silent = () if any(row.ref for row in rows) else ("ref",)
        if not any(row.flags or row.note for row in rows):
            silent = (*silent, "flags")
        super().__init__(rows, exclude=silent, empty_text=empty_text)

    @property
    def groups(self):
        by_section = groupby(self.rows, key=lambda row: row.record.section)
        return [(section, list(members)) for section, members in by_section]

    def render_period(self, value, record):
        return format_html('{}<span class="below quiet">{}</span>', value.short_label, STATES[record.state])

    def render_before(self, value):
        return value or NOTHING

    def render_after(self, value, record):
        return value if record.locator else NOTHING

    def render_rag(self, value, record):
        now = component("rag", rag(value))
        if record.rag_before in ("", value):
            return now if value != NOT_RATED else NOTHING
        was = component("rag", rag(record.rag_before))
        return format_html('{} <span aria-hidden="true">→</span><span class="vh">to</span> {}', was, now)

    def render_flags(self, value, record):
        told = [format_html('<span class="flag"><b aria-hidden="true">!</b> {}</span>', flag) for flag in value]
        if record.note:
            told.append(format_html('<span class="quiet">{}</span>', record.note))
        return format_html_join(" ", "{}", ((each,) for each in told))

    def render_locator(self, value):
        return place(value) if value else "not in the file"


class BatchTable(Table):
    """Uploads, newest first."""

    caption = "Uploads, newest first"
    css = "uploads"
    file_name = Column("File", css="name", is_heading=True)
    state = Column("State")
    period = Column("Period", css="when")
    authority = Column("Authority")
    created_at = Column("Uploaded", css="when")
    counts = Column("Figures")
    original = Column("Original", accessor="pk")

    class Meta(Table.Meta):
        empty_text = "Nothing has been uploaded yet. Choose a file above."

    def render_created_at(self, value, record):
        return format_html('{} <span class="below quiet">by {}</span>', moment(value), record.uploaded_by)

    def render_file_name(self, value, record):
        return format_html('<a href="{}">{}</a>', reverse("upload", args=[record.pk]), value)

    def render_authority(self, value):
        return value.name

    def render_period(self, value):
        return value.short_label if value else NOTHING

    def render_state(self, value, record):
        return format_html('<span class="state {}">{}</span>{}', value, _state(record), _since(record))

    def render_counts(self, value):
        told = ((value[name], name) for name in ("new", "changed", "same") if value.get(name))
        return format_html_join(", ", "{} {}", ((f"{count:,}", name) for count, name in told)) or NOTHING

    def render_original(self, value, record):
        if record.state == ImportBatch.State.STAGED:
            return NOTHING
        address = reverse("original", args=[record.authority.slug, value])
        return format_html('<a href="{}" download>Download<span class="vh"> {}</span></a>', address, record.file_name)


class AliasTable(Table):
    """What headings and names were confirmed to mean, with a button to forget each: the table stands in a form."""

    caption = "Confirmed headings and names"
    css = "aliases"
    printed = Column("In the file", css="name", is_heading=True)
    kind = Column("It is")
    means = Column("Means", css="means")
    authority = Column("Authority")
    confirmed_at = Column("Confirmed", css="when")
    forget = Column("Forget", accessor="pk")

    class Meta(Table.Meta):
        empty_text = "Nothing has been confirmed yet. A file that leaves something open asks, and what you say is here."

    def render_kind(self, record):
        return "A heading" if record.kind == Alias.Kind.HEADING else "An indicator"

    def render_means(self, value, record):
        return capfirst(meaning(value)) if record.kind == Alias.Kind.HEADING else value

    def render_authority(self, value):
        return value.name

    def render_confirmed_at(self, value, record):
        by = record.confirmed_by or "the command line"
        return format_html('{} <span class="below quiet">by {}</span>', moment(value), by)

    def render_forget(self, value, record):
        words = '<button class="button" name="alias" value="{}">Forget<span class="vh"> {}</span></button>'
        return format_html(words, value, record.printed)


WORDS = {
    Reading.State.READY: "Waiting for you",
    Reading.State.FAILED: "Broken off",
    ImportBatch.State.COMMITTED: "Committed",
    ImportBatch.State.UNDONE: "Undone",
}


def moment(value):
    """`14 Dec 2017, 09:30` in the clock's time."""
    return date_format(localtime(value), "j M Y, H:i")


def _state(batch):
    """`Reading 40%`, `Could not be loaded: 3 reasons`, `Waiting for you`, `Committed` …"""
    if batch.state != ImportBatch.State.STAGED:
        return WORDS[batch.state]
    reading = batch.reading
    if reading.state == Reading.State.REFUSED:
        count = len(reasons(from_plain(reading.problems)))
        return f"Could not be loaded: {count} reason{'s' if count > 1 else ''}"
    if not reading.is_under_way:
        return WORDS[reading.state]
    work = under_way(reading)
    name = "Committing" if work.is_commit else "Reading"
    return f"{name} {work.percent}%" if work.number else f"{name}: waiting for its turn"


def _since(batch):
    """When and by whom, once there is somebody who answers for it."""
    if batch.state == ImportBatch.State.STAGED:
        return ""
    told = [(batch.committed_at, batch.loaded_by, "committed ")]
    if batch.state == ImportBatch.State.UNDONE:
        told.insert(0, (batch.undone_at, batch.undone_by or "the command line", ""))
    said = ((what if len(told) > 1 else "", moment(when), who) for when, who, what in told)
    return format_html_join("", ' <span class="below quiet">{}{} by {}</span>', said)
