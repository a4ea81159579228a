"""What people write: every save is a row, read as at any moment, and never lost to a newer report or an undo."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers import operations
from indicators.commentary import WRITTEN, Subject, standing_words
from indicators.models import Commentary, Indicator, Section
from indicators.operations import StaleWords, add_note, discard_drafts, withdraw_note, write_commentary
from indicators.periods import Period
from tests.conftest import edition

START = datetime(2018, 1, 1, tzinfo=UTC)
ANALYSIS, ACTIVITY, STEPS = WRITTEN
OCTOBER, NOVEMBER = Period.month(2017, 10), Period.month(2017, 11)


@pytest.fixture
def subject(batch):
    return Subject(NOVEMBER, Section.objects.get(slug="front-door"), Indicator.objects.get(slug="fd-3"))


@pytest.fixture
def section(batch):
    return Subject(NOVEMBER, Section.objects.get(slug="front-door"))


def seen(subject):
    return {kind: words.latest and words.latest.pk for kind, words in standing_words(subject).items()}


def write(subject, by, publish=False, **texts):
    """Over what stands; kinds that aren't given stay as they are."""
    texts = {kind: words.text for kind, words in standing_words(subject).items()} | texts
    return write_commentary(subject=subject, texts=texts, seen=seen(subject), publish=publish, by=by)


def read(subject, as_of=None):
    """The texts of next steps that everybody reads of the indicator, written by hand."""
    rows = Commentary.objects.current_on(subject.indicator, as_of).filter(kind=STEPS, batch=None)
    return [row.text for row in rows.filter(period_start=subject.period.start)]


def test_a_draft_is_read_by_nobody_until_it_is_published(subject, ana):
    assert write(subject, ana, next_steps="Check all contacts.") == [STEPS]
    assert read(subject) == []
    assert write(subject, ana, publish=True) == [STEPS]
    assert read(subject) == ["Check all contacts."]
    (row,) = Commentary.objects.current_on(subject.indicator).filter(batch=None)
    assert (row.written_by, row.named, row.section, row.period) == (ana, True, subject.section, NOVEMBER)


def test_the_published_text_stands_while_the_next_is_drafted(subject, ana):
    write(subject, ana, publish=True, next_steps="One.")
    write(subject, ana, next_steps="Two.")
    assert read(subject) == ["One."]
    assert standing_words(subject)[STEPS].text == "Two."
    assert discard_drafts(subject=subject, seen=seen(subject), by=ana) == 1
    assert (read(subject), standing_words(subject)[STEPS].text) == (["One."], "One.")


def test_what_is_as_it_stood_makes_no_row(subject, ana):
    write(subject, ana, publish=True, next_steps="One.")
    assert write(subject, ana, publish=True) == write(subject, ana) == []
    assert Commentary.objects.by_hand_on(subject).count() == 1


def test_a_draft_that_goes_back_to_what_is_published_is_no_draft(subject, ana):
    write(subject, ana, publish=True, next_steps="One.")
    write(subject, ana, next_steps="Two.")
    assert write(subject, ana, next_steps="One.") == [STEPS]
    assert standing_words(subject)[STEPS].draft is None


def test_publishing_nothing_takes_the_text_back_and_keeps_it_on_record(subject, ana):
    write(subject, ana, publish=True, next_steps="One.")
    write(subject, ana, next_steps="")
    assert read(subject) == ["One."]
    write(subject, ana, publish=True)
    assert read(subject) == []
    rows = Commentary.objects.by_hand_on(subject).filter(is_draft=False)
    assert [(row.text, row.superseded_by) for row in rows] == [("One.", ana)]


def test_every_version_stays_with_its_author(subject, ana, ada):
    for text, by in (("One.", ana), ("Two.", ada), ("Three.", ana)):
        write(subject, by, publish=True, next_steps=text)
    rows = Commentary.objects.by_hand_on(subject).order_by("pk")
    assert [(row.text, row.written_by, row.superseded_by) for row in rows] == [
        ("One.", ana, ada),
        ("Two.", ada, ana),
        ("Three.", ana, None),
    ]


def test_each_moment_reads_what_stood_then(subject, ana):
    with time_machine.travel(START, tick=False) as traveller:
        for day, text in enumerate(("One.", "Two.", ""), 1):
            traveller.move_to(START + timedelta(days=day))
            write(subject, ana, publish=True, next_steps=text)
    read_on = [read(subject, START + timedelta(days=day)) for day in range(4)]
    assert read_on == [[], ["One."], ["Two."], []]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    saves=st.lists(
        st.tuples(st.sampled_from(["", "A", "B"]), st.sampled_from(["draft", "publish", "discard"])), max_size=8
    )
)
def test_one_draft_and_one_published_text_stand_at_most(subject, ana, saves):
    """Against a second implementation: two variables."""
    with transaction.atomic():
        draft, published = None, ""
        for text, what in saves:
            if what == "discard":
                discard_drafts(subject=subject, seen=seen(subject), by=ana)
                draft = None
            else:
                write(subject, ana, publish=what == "publish", next_steps=text)
                published = text if what == "publish" else published
                draft = None if what == "publish" or text == published else text
            words = standing_words(subject)[STEPS]
            assert (words.draft and words.draft.text, words.published_text) == (draft, published)
            assert read(subject) == ([published] if published else [])
        transaction.set_rollback(True)


def test_a_stale_save_is_refused_whole(subject, ana, ada):
    before = seen(subject)
    write(subject, ada, next_steps="Ada's.")
    with pytest.raises(StaleWords) as stale:
        write_commentary(
            subject=subject, texts={ANALYSIS: "Ana's.", STEPS: "Ana's."}, seen=before, publish=True, by=ana
        )
    assert {kind: row.text for kind, row in stale.value.theirs.items()} == {STEPS: "Ada's."}
    assert Commentary.objects.by_hand_on(subject).count() == 1
    with pytest.raises(StaleWords):
        discard_drafts(subject=subject, seen=before, by=ana)


def test_a_text_that_was_removed_meanwhile_is_stale_too(subject, ana, ada):
    write(subject, ana, publish=True, next_steps="One.")
    before = seen(subject)
    write(subject, ada, publish=True, next_steps="")
    with pytest.raises(StaleWords) as stale:
        write_commentary(subject=subject, texts={STEPS: "Two."}, seen=before, publish=True, by=ana)
    assert stale.value.theirs == {STEPS: None}


def test_a_section_speaks_of_its_indicators_and_none_by_name(section, subject, ana):
    write(section, ana, publish=True, improvement_activity="All of the front door.")
    (row,) = Commentary.objects.current_in(section.section).filter(batch=None)
    assert not row.named
    assert {indicator.slug for indicator in row.indicators.all()} == {"fd-3", "fd-8"}
    assert row in Commentary.objects.current_on(subject.indicator)
    assert standing_words(subject)[ACTIVITY].latest is None


def test_each_period_has_its_own(subject, ana):
    earlier = Subject(OCTOBER, subject.section, subject.indicator)
    write(earlier, ana, publish=True, next_steps="October's.")
    write(subject, ana, publish=True, next_steps="November's.")
    assert (read(earlier), read(subject)) == (["October's."], ["November's."])


def test_an_undo_takes_the_reports_words_and_leaves_what_people_wrote(batch, subject, ana):
    write(subject, ana, publish=True, next_steps="By hand.")
    write(subject, ana, next_steps="Drafted.")
    note = add_note(subject=subject, text="Noted.", by=ana)
    assert Commentary.objects.current().filter(batch=batch).exists()
    operations.undo(batch=batch, by=ana, reason="wrong file")
    assert not Commentary.objects.current().filter(batch=batch).exists()
    assert set(Commentary.objects.current().values_list("text", flat=True)) == {"By hand.", "Noted."}
    assert standing_words(subject)[STEPS].draft.text == "Drafted."
    assert note in Commentary.objects.standing()


def test_a_report_loaded_again_leaves_what_people_wrote(subject, ana, load):
    write(subject, ana, publish=True, next_steps="By hand.")
    load(edition(("89%\t92%\t86%\t82%\t90%\tIL", "89%\t92%\t86%\t91%\t90%\tIL")), reason="corrected")
    assert read(subject) == ["By hand."]


def test_a_newer_report_that_leaves_an_indicator_out_takes_its_words_back(batch, subject, load):
    """Ranked among all that reports say of the period, not only among what they say of this indicator."""
    said = Commentary.objects.current_on(subject.indicator).filter(kind=ACTIVITY)
    assert said.get().batch == batch
    load(edition(("FD3 - Within 1 working day", "FD8 - Within one working day")), reason="corrected")
    assert not said.exists()


def test_a_note_is_signed_and_taken_back_on_record(subject, mo):
    note = add_note(subject=subject, text="  By team?  ", by=mo)
    assert (note.text, note.written_by, note.kind) == ("By team?", mo, "note")
    assert add_note(subject=subject, text="By team?", by=mo) == note
    assert withdraw_note(note=note, by=mo)
    assert not withdraw_note(note=note, by=mo)
    assert not Commentary.objects.current_on(subject.indicator).filter(pk=note.pk).exists()
    note.refresh_from_db()
    assert (note.text, note.superseded_by) == ("By team?", mo)
    with pytest.raises(ValueError, match="text"):
        add_note(subject=subject, text=" \n", by=mo)


def test_what_a_file_says_is_never_superseded_nor_a_draft(batch, subject):
    row = Commentary.objects.filter(batch=batch).first()
    for change in ({"superseded_at": START}, {"is_draft": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commentary.objects.filter(pk=row.pk).update(**change)


def test_what_people_write_is_signed(subject, ana):
    write(subject, ana, next_steps="One.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Commentary.objects.filter(batch=None).update(written_by=None)
