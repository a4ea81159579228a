"""The tables of the findings: what asks something of a person, and what was accepted as it is."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from reports.tables import Column, Table


class FindingTable(Table):
    """The rows of one group. With `may_accept` each can be ticked, to be accepted."""

    css = "findings"
    chosen = Column(format_html('<span class="vh">{}</span>', "Accept"), accessor="finding__fingerprint", css="tick")
    ref = Column("About", accessor="finding__ref", css="ref")
    kind = Column("Finding", accessor="finding__kind", css="kind", is_heading=True)
    message = Column("What was found", accessor="finding__message", css="words")
    source_file = Column("Where", accessor="finding__source", css="where")
    settle = Column("Settle it", accessor="ways", css="settle")

    class Meta(Table.Meta):
        empty_text = "Nothing to look at here."

    def __init__(self, caption, rows, *, may_accept=False):
        self.caption = caption
        unneeded = [] if may_accept else ["chosen"]
        if not any(row.ways or row.to_ask for row in rows):
            unneeded.append("settle")
        super().__init__(rows, exclude=unneeded)

    def render_chosen(self, value, record):
        name = f"{record.finding.ref or 'The file'}, {record.finding.kind}"
        return format_html('<input type="checkbox" name="finding" value="{}" aria-label="{}">', value, name)

    def render_ref(self, value, record):
        if not record.finding.slug:
            return value or "The file"
        return self.indicator_link(record.finding.slug, value)

    def render_kind(self, value, record):
        return format_html('{} <span class="new">New</span>', value) if record.is_new else value

    def render_message(self, value, record):
        before = record.finding.accepted_before
        if before is None:
            return value
        on = date_format(localtime(before.accepted_at), "j M Y")
        return format_html(
            '{} <span class="below quiet">Accepted before, when it read otherwise: “{}” ({}, {}). Reason: {}</span>',
            value, before.message, before.accepted_by, on, before.reason,
        )  # fmt: skip

    def render_source_file(self, value, record):
        return self.source(record.finding.batch_id, value, record.finding.locator)

    def render_settle(self, value, record):
        if not value:
            return record.to_ask
        return format_html_join("", '<a class="below" href="{}">{}</a>', ((way.address, way.label) for way in value))


class AcceptedTable(FindingTable):
    """What was accepted, by whom, when and why."""

    chosen = settle = None
    reason = Column("Accepted because", accessor="finding__acceptance", css="words")
    withdraw = Column(
        format_html('<span class="vh">{}</span>', "Withdraw"), accessor="finding__acceptance__pk", css="settle"
    )

    class Meta(FindingTable.Meta):
        pass

    def __init__(self, rows, *, may_accept=False):
        super().__init__("Accepted findings", rows)
        if not may_accept:
            self.columns.hide("withdraw")

    def render_reason(self, value):
        on = date_format(localtime(value.accepted_at), "j M Y")
        return format_html('{} <span class="below quiet">{}, {}</span>', value.reason, value.accepted_by, on)

    def render_withdraw(self, value, record):
        address = reverse("withdraw-acceptance", args=[self.authority.slug, value])
        name = f"{record.finding.ref or 'the file'}, {record.finding.kind}"
        return format_html('<a href="{}">Withdraw<span class="vh"> the acceptance of {}</span></a>', address, name)


class HealthTable(Table):
    """The indicators that a check found. Columns that would say nothing are left out."""

    css = "findings health"
    ref = Column("Ref", css="ref")
    title = Column("Indicator", css="kind", is_heading=True)
    note = Column("What is known", css="words")
    way = Column("Settle it", css="settle")

    class Meta(Table.Meta):
        empty_text = "None."

    def __init__(self, check):
        self.caption = check.title
        silent = [name for name in ("ref", "note", "way") if not any(getattr(one, name) for one in check.found)]
        super().__init__(check.found, exclude=silent)

    def render_title(self, value, record):
        return self.indicator_link(record.slug, value)

    def render_way(self, value, record):
        if value is None:
            return ""
        name = record.ref or record.title
        return format_html('<a href="{}">{}<span class="vh"> of {}</span></a>', value.address, value.label, name)
