"""A Pack as PDF/UA-1: tagged, with bookmarks and alternative texts, and the same bytes for the same pack.

The layout is `pack.typ`, which Typst sets. All that it gets is data: what people wrote is shown as it stands and never
read as markup.
"""

import json
from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

from reports.exports.pack_charts import chart_in_words, chart_svg
from reports.exports.pack_tables import changes_of
from reports.exports.pack_words import (
    due_text,
    facts,
    loaded_text,
    method_rows,
    place,
    rating,
    scorecard_rows,
    table_title,
    why_text,
    withheld_sentences,
)
from reports.pack.parts import Pack
from reports.prose import blocks
from reports.templatetags.display import DIRECTIONS

_LAYOUT = Path(__file__).with_name("pack.typ")


def pack_pdf(pack: Pack):
    """The bytes of the PDF."""
    return typst.compile(
        _LAYOUT,
        root=_LAYOUT.parent,
        font_paths=_fonts(),
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(pack.made_at.timestamp()),
        sys_inputs={"pack": json.dumps(_shown(pack))},
    )


@cache
def _fonts():
    """Those that are installed with the dashboard alone, so that a pack looks the same wherever it is made."""
    return typst.Fonts(include_system_fonts=False, font_paths=[font_source_sans_pro.font_directory])


def _shown(pack):
    """What the layout shows, as lists and dicts of text. What the pack hasn't got is empty."""
    return {
        "title": pack.title,
        "authority": pack.authority,
        "period": pack.period.label,
        "facts": facts(pack),
        "totals": [
            {"colour": total.rag, "now": str(total.now), "before": str(total.before)} for total in pack.card.totals
        ]
        if pack.card.is_rated
        else [],
        "withheld": withheld_sentences(pack),
        "summary": [_chapter(each) for each in pack.summary],
        "sentences": pack.card.changes.sentences,
        "changes": _changes(pack.card),
        "tables": [_table(table, pack) for table in pack.tables],
        "analysis": [_chapter(each) for each in pack.analysis],
        "actions": [
            [each.ref, each.text, each.owner, each.raised, each.due, each.status.capitalize()] for each in pack.actions
        ],
        "plan": _plan(pack.plan),
        "exceptions": _exceptions(pack),
        "statements": [_statement(each) for each in pack.statements],
        "findings": [[each.ref, each.kind, each.message, _settled(each)] for each in pack.findings],
        "sources": [[source.file, source.title, loaded_text(source), source.sha256] for source in pack.sources],
    }


def _changes(table):
    """(heading, rows of name, title and what is told) of each list that has something."""
    return [
        {"heading": heading, "rows": [[line.ref, line.title, told(line)] for line in lines]}
        for heading, lines, told in changes_of(table)
        if lines
    ]


def _table(table, pack):
    return {
        "title": table_title(table, pack),
        "is_rated": table.is_rated,
        "has_refs": any(line.ref for line in table.lines),
        "periods": [period.short_label for period in table.periods],
        "before": table.period.previous.short_label,
        "now": table.period.short_label,
        "symbols": [f"{symbol}: {meaning}" for symbol, meaning in table.symbols],
        "qualifiers": ", ".join(table.qualifiers),
        "index": [[line.ref, line.title, line.rag_before, line.rag, _published(line)] for line in table.lines],
        "sections": [_section(table, section) for section in table.sections],
        "method": [[row.name, row.title, row.better, row.target, row.rule] for row in method_rows(table)],
    }


def _published(line):
    return rating(line.published_differs) if line.published_differs else ""


def _section(table, section):
    return {
        "heading": section.heading,
        "rows": [
            {
                "ref": row.name,
                "title": row.title,
                "cells": row.cells,
                "target": row.target,
                "colour": row.line.rag if row.rating else "",
                "published": row.published,
                "direction": row.direction,
            }
            for row in scorecard_rows(table, section)
        ],
        "charts": [
            {
                "name": line.ref,
                "title": line.title,
                "svg": chart_svg(line.trend),
                "alt": chart_in_words(line),
                "cut": line.trend.cut_at,
            }
            for line in section.lines
            if line.trend
        ],
        "said": [_passage(each) for each in section.said],
    }


def _chapter(chapter):
    return {"heading": chapter.heading, "passages": [_passage(each) for each in chapter.passages]}


def _passage(passage):
    return {
        "kind": passage.kind,
        "about": ", ".join(passage.about),
        "blocks": _blocks(passage.text),
        "source": place(passage.source, passage.locator),
    }


def _blocks(text):
    return [{"is_list": block.is_list, "lines": block.lines} for block in blocks(text)]


def _plan(plan):
    if plan is None:
        return None
    return {
        "stated": [[each.text, place(each.source, each.locator)] for each in plan.stated],
        "priorities": [_chapter(each) for each in plan.priorities],
        "pillars": [
            {
                "title": pillar.title,
                "outcomes": [
                    {
                        "title": outcome.title,
                        "rows": [
                            [row.ref, row.text, row.owner, due_text(row), row.rating, why_text(row), row.evidence]
                            for row in outcome.lines
                        ],
                    }
                    for outcome in pillar.outcomes
                ],
            }
            for pillar in plan.pillars
        ],
    }  # fmt: skip


def _exceptions(pack):
    found = pack.exceptions
    if found is None:
        return None
    return {
        "stated": [f"{count} {colour}" for colour, count in found.stated],
        "source": place(found.source, found.locator) if found.stated else "",
        "red": [
            {
                "name": pack.card.by_slug[red.slug].ref,
                "title": pack.card.by_slug[red.slug].title,
                "by_rule": red.by_rule,
                "is_new": red.is_new,
                "figures": " → ".join(each for each in (red.before, red.now) if each),
                "change": red.change,
                "as_under": red.as_under,
                "said": [] if red.as_under else [_passage(each) for each in red.said],
            }
            for red in found.red
        ],
    }


def _statement(statement):
    return {
        "ref": statement.ref,
        "area": statement.area,
        "texts": [[name, _blocks(text)] for name, text in statement.texts],
        "measures": [
            [
                each.title,
                f"{each.before} ({each.before_period.short_label})",
                f"{each.after} ({each.after_period.short_label})",
                each.change,
                DIRECTIONS.get(each.direction, ""),
            ]
            for each in statement.measures
        ],
    }


def _settled(finding):
    return f"Accepted: {finding.accepted}" if finding.accepted else finding.what_to_do
