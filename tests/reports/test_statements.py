"""Which statement of an action stands: against a second implementation that goes through time day by day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import Period
from reports.actions.refs import action_slug, next_ref
from reports.plan.watch import same_since, watched_until
from reports.statements import standing_on

MOMENT = datetime(2018, 1, 1, tzinfo=UTC)
OCTOBER, NOVEMBER, DECEMBER = date(2017, 10, 31), date(2017, 11, 30), date(2017, 12, 31)


@dataclass(frozen=True)
class Said:
    slug: str
    stated_for: date
    hour: int
    facts: tuple = ("text",)
    batch_id: int | None = None
    issue: int = 0
    position: int = 0

    @property
    def recorded_at(self):
        return MOMENT + timedelta(hours=self.hour)


def file(number, day, **actions):
    """A file's statements, committed in the hour of its number."""
    return [
        Said(slug, day, number, (facts,), number, number, position)
        for position, (slug, facts) in enumerate(actions.items())
    ]


def hand(slug, day, hour, facts):
    return Said(slug, day, hour, (facts,))


def facts_on(rows, day, **options):
    return {found.row.slug: found.row.facts[0] for found in standing_on(rows, day, **options)}


def test_a_change_by_hand_stands_over_what_the_file_said():
    rows = [*file(1, NOVEMBER, a="ongoing", b="open"), hand("a", NOVEMBER, 2, "done")]
    assert facts_on(rows, NOVEMBER) == {"a": "done", "b": "open"}
    assert facts_on(rows, DECEMBER) == {"a": "done", "b": "open"}
    # The month before is read as it was.
    assert facts_on(rows, OCTOBER) == {}
    assert facts_on(rows, OCTOBER, or_later=True) == {"a": "ongoing", "b": "open"}


def test_a_file_that_says_something_new_takes_its_place():
    rows = [*file(1, NOVEMBER, a="ongoing"), hand("a", NOVEMBER, 2, "done"), *file(3, DECEMBER, a="late")]
    assert facts_on(rows, DECEMBER) == {"a": "late"}
    assert facts_on(rows, NOVEMBER) == {"a": "done"}


def test_a_file_that_repeats_itself_takes_back_nothing():
    rows = [*file(1, NOVEMBER, a="ongoing"), hand("a", NOVEMBER, 2, "done"), *file(3, DECEMBER, a="ongoing")]
    assert facts_on(rows, DECEMBER) == {"a": "done"}
    again = [*rows, *file(4, NOVEMBER, a="ongoing")]
    assert facts_on(again, NOVEMBER) == facts_on(again, DECEMBER) == {"a": "done"}


def test_what_a_later_file_leaves_out_is_gone_unless_a_person_wrote_of_it():
    rows = [*file(1, NOVEMBER, a="x", b="y"), hand("b", NOVEMBER, 2, "z"), *file(3, DECEMBER, c="new")]
    assert facts_on(rows, DECEMBER) == {"c": "new", "b": "z"}


def test_undoing_a_file_leaves_what_people_wrote():
    rows = [*file(1, NOVEMBER, a="ongoing"), hand("a", NOVEMBER, 2, "done")]
    assert facts_on(rows[1:], NOVEMBER) == {"a": "done"}


def test_the_order_is_the_files_and_then_the_peoples():
    rows = [*file(1, NOVEMBER, z="1", a="2"), Said("m", NOVEMBER, 2, position=5), Said("b", NOVEMBER, 2, position=4)]
    assert [found.row.slug for found in standing_on(rows, NOVEMBER)] == ["z", "a", "b", "m"]


DAYS = [OCTOBER, NOVEMBER, DECEMBER]
FILES = st.lists(
    st.tuples(st.sampled_from(DAYS), st.dictionaries(st.sampled_from("ab"), st.sampled_from("xyz"))), max_size=5
)
HANDS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(DAYS), st.integers(0, 60), st.sampled_from("xyz")),
    max_size=5,
    unique_by=lambda each: each[:2],
)


def naive(rows, day, slug):
    """Everything that was ever said of one action, put in order of its age, oldest first; the last one stands."""
    files = sorted({(row.stated_for, row.issue) for row in rows if row.batch_id})
    up_to = [each for each in files if each[0] <= day]
    there = [r for r in rows if up_to and (r.stated_for, r.issue) == up_to[-1] and r.slug == slug and r.batch_id]
    told, last = [], None
    for stated_for, issue in up_to:
        for row in rows:
            if row.slug == slug and row.batch_id and (row.stated_for, row.issue) == (stated_for, issue):
                if last is None or row.facts != last[1].facts:
                    last = ((row.stated_for, row.recorded_at), row)
                told = [(last[0], 0, row.facts)]
    if not there:
        told = []
    told += [((r.stated_for, r.recorded_at), 1, r.facts) for r in rows if r.slug == slug and not r.batch_id
             and r.stated_for <= day]  # fmt: skip
    return max(told)[-1][0] if told else None


@given(files=FILES, hands=HANDS, day=st.sampled_from(DAYS))
def test_against_a_naive_reading(files, hands, day):
    rows = []
    for number, (stated_for, actions) in enumerate(files, 1):
        rows += [Said(s, stated_for, 10 * number, (f,), number, number) for s, f in actions.items()]
    # No two things are made known at the same moment.
    rows += [hand(slug, on, 10 * hour + 1 + n, facts) for n, (slug, on, hour, facts) in enumerate(hands)]
    found = facts_on(rows, day)
    assert found == {slug: said for slug in "ab" if (said := naive(rows, day, slug))}


def test_a_ref_comes_again_the_next_year():
    assert action_slug("Oct-01", date(2017, 10, 1)) == "oct-01-2017"
    assert action_slug("oct - 01", date(2018, 10, 1)) == "oct-01-2018"
    assert action_slug("1.2.3") == "1-2-3"
    assert action_slug("§") == "action"


def test_the_next_ref_follows_the_last_of_its_month():
    november = Period.month(2017, 11)
    assert next_ref([], november) == "Nov-01"
    assert next_ref(["Nov-01", "Oct-12", "NOV - 9", "other"], november) == "Nov-10"
    assert next_ref(["Nov-99"], november) == "Nov-100"


def test_six_months_of_watch():
    assert watched_until(date(2017, 4, 30)) == date(2017, 10, 31)
    assert watched_until(date(2017, 8, 31), months=0) == date(2017, 8, 31)


def test_since_when_a_rating_holds():
    course = [(OCTOBER, {"a": "red", "b": "red"}), (NOVEMBER, {"a": "red"}), (DECEMBER, {"a": "red", "b": "red"})]
    assert same_since("a", course) == OCTOBER
    assert same_since("b", course) == DECEMBER
