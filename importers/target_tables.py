"""The tables of a sheet of targets that isn't committed: what it sets, and what would be rated otherwise."""

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from importers.tables import NOTHING
from reports.tables import Column, Table
from reports.templatetags.display import component, direction, place, rag

HELD = "Set by hand for this day, which stays: withdraw that first"


class TargetChangeTable(Table):
    """The rows of TargetChanges."""

    caption = "What the sheet sets"
    css = "changes"
    ref = Column("Ref", css="ref")
    title = Column("Indicator", css="name", is_heading=True)
    starts_on = Column("From", css="when")
    target = Column("Target", css="setting")
    rule = Column("RAG methodology", css="setting")
    reason = Column("Reason", css="words")
    locator = Column("Where", css="where quiet")

    class Meta(Table.Meta):
        empty_text = "The sheet sets nothing."

    def render_title(self, value, record):
        return self.indicator_link(record.slug, value)

    def render_starts_on(self, value):
        return date_format(value, "j M Y")

    def render_target(self, value):
        return _setting(value)

    def render_rule(self, value):
        return _setting(value)

    def render_reason(self, value):
        return value or NOTHING

    def render_locator(self, value):
        return place(value)


class EffectTable(Table):
    """The KeptEffects of a sheet."""

    caption = "What would be rated, or would have moved, otherwise"
    css = "changes"
    ref = Column("Ref", css="ref")
    title = Column("Indicator", css="name", is_heading=True)
    period = Column("Period", css="when")
    rag = Column("Rating", css="rating")
    direction = Column("Direction", css="way")
    why = Column("Why", css="words")

    class Meta(Table.Meta):
        empty_text = "No rating and no direction of a figure that is held would change."

    def render_title(self, value, record):
        return self.indicator_link(record.slug, value)

    def render_period(self, value):
        return value.short_label

    def render_rag(self, record):
        return _from_to(record.rag_before, record.rag, "rag", rag)

    def render_direction(self, record):
        return _from_to(record.direction_before, record.direction, "direction", direction)


def targets_context(targets):
    """What the page of a sheet's preview shows: its KeptTargets and their tables."""
    return {
        "targets": targets,
        "table": TargetChangeTable(targets.rows),
        "effects": EffectTable(targets.effects),
    }


def _setting(value):
    if value is None:
        return format_html('<span class="quiet">{}</span>', "as before")
    now = value.after or "none"
    if not value.is_change:
        shown = format_html('{} <span class="below quiet">as before</span>', now)
    else:
        arrow = format_html('<span aria-hidden="true">→</span><span class="vh">{}</span>', "to")
        shown = format_html('<span class="quiet">{}</span> {} <b>{}</b>', value.before or "none", arrow, now)
    flags = (*((HELD,) if value.held else ()), *value.defects)
    told = format_html_join(
        "", ' <span class="flag"><b aria-hidden="true">!</b> {}</span>', ((flag,) for flag in flags)
    )
    return format_html("{}{}", shown, told)


def _from_to(before, after, name, shaped):
    was, now = component(name, shaped(before)), component(name, shaped(after))
    if was == now:
        return now
    return format_html('{} <span aria-hidden="true">→</span><span class="vh">to</span> {}', was, now)
