"""A pack says what the pages say, and comes back from its frozen form as it was."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import get_args, get_type_hints

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indicators.periods import MONTHLY, QUARTERLY, YEARLY, Period
from indicators.series import load_figures
from reports.pack import CannotThaw, NothingToReport, Pack, build_pack, freeze, thaw
from reports.pack.freezing import VERSION
from reports.pack.parts import ActionLine, Change, Figure, PlanPart, Section
from reports.scorecard import build_scorecard
from tests.conftest import edition
from tests.reports.made import NOVEMBER

# The packs need a database to be made in, whichever of these tests comes first.
pytestmark = pytest.mark.django_db

# Of the parts as they are frozen, with the version that it belongs to.
SHAPE = (1, "ea453644bd8e3ab2")


def test_it_says_what_the_scorecard_says(croydon, batch):
    pack, card = build_pack(croydon, NOVEMBER), build_scorecard(croydon, load_figures([croydon]), NOVEMBER)
    assert [(line.slug, line.rag, line.rag_before, line.target) for line in pack.card.lines] == [
        (row.slug, row.rag, row.rag_before, row.target) for row in card.rows
    ]
    assert [[figure.text for figure in line.figures] for line in pack.card.lines] == [
        [cell.text for cell in row.cells if cell.text] for row in card.rows
    ]
    assert [(total.rag, total.now) for total in pack.card.totals] == [(total.rag, total.now) for total in card.totals]


def test_every_figure_names_its_source_and_place(pack):
    for table in pack.tables:
        for line in table.lines:
            assert all(figure.source and figure.locator for figure in line.figures)


def test_a_part_that_an_authority_has_not_got_is_left_out(every_pack):
    croydon, reading = every_pack["croydon", False], every_pack["reading", False]
    windsor = every_pack["windsor-and-maidenhead", False]
    assert croydon.actions and croydon.exceptions and not croydon.plan and not croydon.statements
    assert reading.plan and not reading.actions
    assert len(windsor.statements) == 33


def test_a_weekly_table_stands_beside_monthly_figures(every_pack):
    assert [table.period.key for table in every_pack["reading", False].tables] == ["2017-04-30", "2017-04"]


def test_a_period_without_figures_has_no_pack(croydon, batch):
    with pytest.raises(NothingToReport, match="Croydon has no figures for January 2030"):
        build_pack(croydon, Period.month(2030, 1))


def test_as_of_knows_nothing_of_what_came_later(croydon, batch, load):
    before = timezone.now()
    load(edition(("\t63.9%\t", "\t64.9%\t")), name="corrected.txt", reason="Corrected.")
    then, now = build_pack(croydon, NOVEMBER, as_of=before), build_pack(croydon, NOVEMBER)
    assert [pack.card.by_slug["amt-2"].at(NOVEMBER).value for pack in (then, now)] == [Decimal("63.9"), Decimal("64.9")]
    assert then.made_at == before


def test_how_many_queries_it_takes(croydon, batch, django_assert_num_queries):
    with django_assert_num_queries(24):
        build_pack(croydon, NOVEMBER)


def test_it_comes_back_as_it_was(pack):
    assert thaw(json.loads(json.dumps(freeze(pack)))) == pack


_PERIODS = st.builds(
    lambda year, month, frequency: Period.parse(
        {MONTHLY: f"{year}-{month:02}", QUARTERLY: f"{year}-Q{(month + 2) // 3}", YEARLY: f"{year}-FY"}[frequency]
    ),
    st.integers(1990, 2100), st.integers(1, 12), st.sampled_from([MONTHLY, QUARTERLY, YEARLY]),
)  # fmt: skip
st.register_type_strategy(Period, _PERIODS)
st.register_type_strategy(Decimal, st.decimals(allow_nan=False))


@pytest.mark.parametrize("part", [Figure, Change, Section, ActionLine, PlanPart], ids=lambda part: part.__name__)
def test_any_part_comes_back_as_it_was(part, croydon_pack):
    @given(st.from_type(part))
    # A part of a plan is lists of lists of parts, and now and then too large to go on with.
    @hypothesis_settings(max_examples=10, suppress_health_check=[HealthCheck.data_too_large])
    def comes_back(made):
        holder = {
            Figure: lambda: _with_line(croydon_pack, figures=(made,)),
            Change: lambda: _with_line(croydon_pack, change=made),
            Section: lambda: _with_section(croydon_pack, made),
            ActionLine: lambda: _replaced(croydon_pack, actions=(made,)),
            PlanPart: lambda: _replaced(croydon_pack, plan=made),
        }[part]()
        assert thaw(json.loads(json.dumps(freeze(holder)))) == holder

    comes_back()


def _replaced(pack, **parts):
    return Pack(**{field.name: getattr(pack, field.name) for field in fields(pack)} | parts)


def _with_section(pack, section):
    card = pack.card
    changed = type(card)(**{field.name: getattr(card, field.name) for field in fields(card)} | {"sections": (section,)})
    return _replaced(pack, tables=(changed,))


def _with_line(pack, **parts):
    line = pack.card.lines[0]
    changed = type(line)(**{field.name: getattr(line, field.name) for field in fields(line)} | parts)
    return _with_section(pack, Section("made", "Made", (changed,), ()))


@pytest.mark.parametrize(
    "damage",
    [
        lambda rows: rows | {"version": VERSION + 1},
        lambda rows: {"pack": rows["pack"]},
        lambda rows: rows | {"pack": {**rows["pack"], "tables": "none"}},
        lambda rows: rows | {"pack": {**rows["pack"], "period": "sometime"}},
        lambda rows: rows | {"pack": {**rows["pack"], "authority": 7}},
        lambda rows: rows | {"pack": {name: part for name, part in rows["pack"].items() if name != "actions"}},
    ],
)
def test_what_is_not_whole_is_refused(damage, croydon_pack):
    with pytest.raises(CannotThaw):
        thaw(damage(freeze(croydon_pack)))


def test_another_shape_needs_another_version():
    """Editions hold what `freeze` made: whoever changes a part raises the version, and has the older ones read."""
    assert (VERSION, _digest()) == SHAPE


def _digest():
    shapes, to_do = {}, [Pack]
    while to_do:
        kind = to_do.pop()
        hints = get_type_hints(kind)
        shapes[kind.__name__] = [f"{field.name}: {hints[field.name]}" for field in fields(kind)]
        found = {each for hint in hints.values() for each in _types_in(hint)}
        to_do += [each for each in found if is_dataclass(each) and each is not Period and each.__name__ not in shapes]
    return hashlib.sha256(json.dumps(shapes, sort_keys=True).encode()).hexdigest()[:16]


def _types_in(hint):
    yield hint
    for each in get_args(hint):
        yield from _types_in(each)
