"""The tables of meetings and of packs."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.timezone import localtime

from reports.editions.facts import OF_INDICATORS, PRINTED, RATING
from reports.exports.packs import FORMATS
from reports.tables import Column, Table
from reports.templatetags.display import RAG, component, published, rag

# Of a passage that was written anew its beginning is told; the whole of it is on the pages it came from.
SHOWN_OF_TEXT = 300


class MeetingTable(Table):
    """Meetings of a board, the latest first, annotated `decided`."""

    caption = "Meetings of the board"
    held_on = Column("Held on", is_heading=True)
    period = Column("Looks at")
    decided = Column("Decisions", css="num")
    note = Column("Note", css="words")

    class Meta(Table.Meta):
        empty_text = "No meeting has been put down yet."

    def render_held_on(self, value):
        return format_html(
            '<a href="{}">{}</a>', reverse("meeting", args=[self.authority.slug, value]), date_format(value, "j F Y")
        )


class PackTable(Table):
    """The months that a pack can be made of (`editions.listing.PeriodPacks`), the newest first."""

    caption = "Packs by period"
    css = "packs"
    period = Column("Period", css="ref", is_heading=True)
    editions = Column("Published", css="words")
    formats = Column("As it stands today", accessor="period", css="words")
    publish = Column("Publish", accessor="period")

    class Meta(Table.Meta):
        empty_text = "No figures have been reported yet. A pack can be made of each period that has some."

    def __init__(self, packs, *, may_publish):
        super().__init__(packs, exclude=() if may_publish else ("publish",))

    def render_editions(self, value):
        if not value:
            return format_html('<span class="quiet">{}</span>', "not published")
        return format_html_join("", '<span class="fact">{}</span>', ((self._edition(each),) for each in value))

    def _edition(self, edition):
        address = reverse("edition", args=[self.authority.slug, edition.period.key, edition.number])
        made = date_format(localtime(edition.made_at), "j M Y")
        return format_html(
            '<a href="{}">Edition {}: {}</a> <span class="below quiet">{}, by {}</span>',
            address, edition.number, edition.title, made, edition.made_by,
        )  # fmt: skip

    def render_formats(self, value):
        place = [self.authority.slug, value.key]
        links = [(reverse("pack", args=place), "Page", value.label)]
        links += [
            (reverse("pack-file", args=[*place, form]), each.words, value.label) for form, each in FORMATS.items()
        ]
        return format_html_join(" · ", '<a href="{}">{}<span class="vh"> of {}</span></a>', links)

    def render_publish(self, value):
        return format_html(
            '<a href="{}">Publish<span class="vh"> {}</span></a>',
            reverse("publish-pack", args=[self.authority.slug, value.key]), value.label,
        )  # fmt: skip


class DifferenceTable(Table):
    """Where today's figures say something else than an edition, one by one."""

    caption = "Where today's figures differ from this edition"
    css = "differences"
    about = Column("What", css="name", is_heading=True)
    period = Column("Period", accessor="about__period")
    then = Column("As published")
    now = Column("Today")
    why = Column("Why", css="words")

    class Meta(Table.Meta):
        empty_text = "Today's figures say all that this edition says."

    def render_about(self, value):
        detail = f"{value.kind}: {value.detail}" if value.detail else value.kind
        name = self.indicator_link(value.key, value.name) if value.kind in OF_INDICATORS else value.name
        return format_html('{} <span class="below quiet">{}</span>', name, detail)

    def render_period(self, value):
        return value.short_label if value else ""

    def render_then(self, value, record):
        return self._shown(value, record.about.kind)

    def render_now(self, value, record):
        return self._shown(value, record.about.kind)

    def _shown(self, text, kind):
        if not text:
            return format_html('<span class="quiet">{}</span>', "not said")
        colour = text.replace(" ", "_")
        if kind in (RATING, PRINTED) and colour in RAG:
            return component(*(("rag", rag(colour)) if kind == RATING else ("published", published(colour))))
        return Truncator(text).chars(SHOWN_OF_TEXT)
