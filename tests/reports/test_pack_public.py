"""A public pack: no small count, nothing that gives one away, and the rule printed."""

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from pypdf import PdfReader

from indicators.periods import Period
from indicators.suppression import Limits
from reports.exports.pack_pdf import pack_pdf
from reports.exports.pack_xlsx import pack_xlsx
from reports.pack.linking import ledger_of
from reports.pack.parts import Section
from reports.pack.publishing import publish
from tests.indicators.test_disclosure import attack, determined

# The packs need a database to be made in, whichever of these tests comes first.
pytestmark = pytest.mark.django_db

LIMITS = Limits(smallest=1, largest=5, possible=5)


def lines_of(pack):
    return [line for table in pack.tables for line in table.lines]


def test_no_small_count_is_shown(public_pack):
    shown = [f.value for line in lines_of(public_pack) if line.unit == "number" for f in line.figures if f.value]
    assert not [value for value in shown if LIMITS.is_small(value)]


@pytest.mark.parametrize("slug", ["croydon", "reading", "west-berkshire"])
def test_nobody_works_out_a_small_count(slug, every_pack):
    """By the equations that hold between the figures of the pack, and what the public pack leaves of them."""
    full, public = every_pack[slug, False], every_pack[slug, True]
    ledger = ledger_of(full.tables, LIMITS)
    withheld = {(line.slug, f.period) for line in lines_of(public) for f in line.figures if f.is_withheld}
    assert withheld
    unknown = withheld | ledger.hidden
    spans, pinned = attack(ledger, unknown), determined(ledger, unknown)
    small = [key for key, count in ledger.counts.items() if LIMITS.is_small(count) and key in unknown]
    assert small
    for key in small:
        low, high = spans[key]
        assert (high is None or high - low + 1 >= LIMITS.possible) and key not in pinned


def test_a_rate_goes_with_its_count(every_pack):
    full, public = every_pack["west-berkshire", False], every_pack["west-berkshire", True]
    for line, shown in zip(lines_of(full), lines_of(public), strict=True):
        for role, part in line.parts:
            counts = next(each for each in lines_of(public) if each.slug == part)
            for figure in shown.figures:
                count = counts.at(figure.period)
                assert role == "numerator" and (not (count and count.is_withheld) or figure.is_withheld)


def test_what_is_worked_out_from_a_withheld_figure_is_left_out(public_pack):
    for line in lines_of(public_pack):
        assert line.reason == ""
        if line.withholds:
            assert line.trend is None and line.change is None and line.since is None and not line.direction
            assert {(f.text, f.rag, f.value) for f in line.figures if f.is_withheld} == {("c", "not_rated", None)}


def test_what_people_wrote_is_left_out_and_said_to_be(every_pack):
    public = every_pack["croydon", True]
    assert not (public.summary or public.analysis or public.actions or public.findings or public.exceptions)
    assert not [section for section in public.card.sections if section.said]
    assert "the action log" in public.withheld.left_out
    assert not every_pack["windsor-and-maidenhead", True].statements


def test_totals_and_sentences_count_what_is_shown(public_pack):
    for table in public_pack.tables:
        assert sum(total.now for total in table.totals) == len(table.lines)
        for total in table.totals:
            assert total.now == sum(line.rag == total.rag for line in table.lines)
        told = (*table.changes.turned, *table.changes.moved_most, *table.changes.red_longest)
        assert not [slug for slug in told if table.by_slug[slug].withholds and not table.by_slug[slug].has_turned]


def test_the_rule_is_printed_and_no_form_knows_more(every_pack):
    """The one small count of Croydon is CP 10 of September: neither file has it."""
    public = every_pack["croydon", True]
    september = public.card.by_slug["cp-10"].at(Period.month(2017, 9))
    assert september.is_withheld
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pack_pdf(public))).pages).split())
    assert "Counts from 1 to 5 are shown as c" in text
    book = openpyxl.load_workbook(io.BytesIO(pack_xlsx(public)))
    assert "Counts from 1 to 5" in " ".join(str(cell.value) for cell in book["Index"]["B"])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "c"]
    assert len(cells) == public.withheld.figures
    assert all("suppressed" in cell.comment.text for cell in cells)


def test_a_cohort_that_is_withheld_takes_the_ratings_it_decides(croydon_pack):
    """CP 10 is rated as a share of CP 1: with CP 1 withheld its colour would say within which values that lies."""
    card = croydon_pack.card
    line, other = card.by_slug["fd-3"], card.by_slug["mc-1"]
    few = tuple(replace(figure, value=Decimal(3), text="3") for figure in other.figures)
    lines = (replace(line, cohort="mc-1"), replace(other, figures=few))
    pack = replace(croydon_pack, tables=(replace(card, sections=(Section("made", "Made", lines, ()),)),))
    pack = replace(
        pack,
        tables=(
            replace(pack.card, changes=replace(card.changes, turned=(), moved_most=(), red_longest=(), furthest=())),
        ),
    )
    rated, cohort = publish(pack, LIMITS).card.lines
    assert all(figure.is_withheld for figure in cohort.figures)
    assert {figure.rag for figure in rated.figures} == {"not_rated"}
    assert rated.trend is None and rated.figures[-1].value is not None


def test_limits_are_settings(croydon_pack):
    wider = publish(croydon_pack, Limits(smallest=1, largest=9, possible=9))
    texts = {figure.text for line in lines_of(wider) for figure in line.figures if line.unit == "number"}
    assert not texts & {str(count) for count in range(1, 10)}
    assert wider.withheld.rule[0].startswith("Counts from 1 to 9")
