"""The table of a board's action log."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django_tables2.config import RequestConfig

from reports.actions.log import OVERDUE
from reports.tables import Column, Table
from reports.templatetags.board import status
from reports.templatetags.display import component

_QUIET = '<span class="quiet">{}</span>'
_BELOW = '<span class="below quiet">{}</span>'


class ActionTable(Table):
    """The action log. It can be put in another order by its headings; as it comes it is the log's own.

    `query` is that of the page, from `?` on, which its links keep; `editing` the slug of the row whose place
    the `form` takes.
    """

    caption = "The action log"
    css = "actions"
    ref = Column("Ref", css="ref", is_heading=True, order_by=("raised", "ref"))
    text = Column("Action", css="words", orderable=False)
    owner = Column("Owner", order_by=("owner", "ref"))
    due = Column("Due", order_by=("due_by", "ref"))
    status = Column("Status", order_by=("by_need", "ref"))
    raised = Column("Raised", order_by=("raised", "ref"))
    source_file = Column("Source", accessor="source", orderable=False)
    edit = Column("Edit", css="edit", accessor="slug", orderable=False)

    class Meta(Table.Meta):
        orderable = True
        empty_text = "No action fits these choices, or none has been written or loaded for this period yet."

    def __init__(self, rows, *, request, query="", editing="", form=None, may_edit=False):
        self.query = query
        self.editing = editing
        self.form = form
        silent = () if any(row.owner for row in rows) else ("owner",)
        super().__init__(rows, exclude=silent if may_edit else (*silent, "edit"))
        RequestConfig(request, paginate=False).configure(self)

    def draw(self, record):
        """The row that is edited is a form in its place, across all columns."""
        if record.slug != self.editing:
            return super().draw(record)
        given = {"authority": self.authority, "form": self.form, "query": self.query, "row": record, "inline": True}
        form = render_to_string("reports/action_form.html", given, self.request)
        columns = len(list(self.columns))
        return format_html('<tr class="is-edited" id="{}"><td colspan="{}">{}</td></tr>', record.slug, columns, form)

    def render_ref(self, value, record):
        address = reverse("action", args=[self.authority.slug, record.slug])
        return format_html('<a id="{}" href="{}{}">{}</a>', record.slug, address, self.query, value)

    def render_text(self, value, record):
        links = format_html_join(
            ", ", "{}", ((self.indicator_link(slug, name, self.query),) for name, slug in record.indicators)
        )
        linked = format_html(_BELOW, format_html("For {}", links)) if links else ""
        carried = record.carried_to and f"Carried over to the board of {date_format(record.carried_to, 'j M Y')}"
        return format_html("{}{}{}", value, linked, format_html(_BELOW, carried) if carried else "")

    def render_owner(self, value):
        return value or format_html(_QUIET, "no owner")

    def render_raised(self, value):
        return date_format(value, "M Y") if value else "not stated"

    def render_due(self, value, record):
        return date_format(record.due_by, "M Y") if record.due_by else value or "not stated"

    def render_status(self, value, record):
        # What was printed says otherwise only where the month has passed since.
        said = format_html(_BELOW, f"Printed: {record.published}") if value == OVERDUE and record.published else ""
        return format_html("{}{}", component("status", status(value)), said)

    def render_source_file(self, value, record):
        return self.source(record.batch_id, value, record.locator)

    def render_edit(self, value, record):
        sign = "&" if self.query else "?"
        words = '<a class="button" href="{}{}edit={}#{}">Edit<span class="vh"> {}</span></a>'
        return format_html(words, self.query, sign, value, value, record.ref)
