"""Tests of practising: which lessons are asked, in which order, and for whom."""

from datetime import timedelta

import pytest

from coachlog.domain.filters import Filter
from coachlog.services.delete import delete
from coachlog.services.drill import (
    forget,
    is_learned,
    lessons_for,
    next_day,
    progress_by_topic,
    rate,
)
from coachlog.services.edit import edit
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import undo
from coachlog.storage.revisions import revisions_of

ROBIN = Settings({"trainer": "robin"})
EVERYTHING = Filter()


@pytest.fixture
def add(log):
    """Record an entry, and return its fields: `add("Case", expected="Ask")`."""

    def call(happened, settings=ROBIN, **fields):
        defaults = {"team": "permits", "topics": ["fees"], "kind": "correction"}
        return record(log, settings, {**defaults, "happened": happened, **fields}).fields

    return call


@pytest.fixture
def asked(log):
    """Return what happened in the lessons that a learner is asked now: `asked("sam")`."""

    def call(learner="robin", entry_filter=EVERYTHING, new=5):
        log.reader = learner
        lessons = lessons_for(log, entry_filter, new)
        return [lesson.entry.happened for lesson in lessons]

    return call


@pytest.fixture
def rate_all(log):
    """Rate everything that a learner is asked now: `rate_all("good")`."""

    def call(rating, learner="robin"):
        log.reader = learner
        lessons = lessons_for(log, EVERYTHING)
        return [rate(log, lesson, rating) for lesson in lessons]

    return call


def test_only_entries_with_an_answer_to_give_are_asked(add, asked):
    add("Only what happened")
    add("A strength", kind="strength", lesson="Do it again")
    add("Without a rule", why="because")
    for number, part in enumerate(("expected", "lesson", "recovery")):
        add(f"With {part}", **{part: f"answer {number}"})
    assert set(asked()) == {"With expected", "With lesson", "With recovery"}


def test_the_fullest_lessons_come_first_and_the_same_lesson_only_once(add, asked, rate_all):
    add("First", expected="Look at the date", why="it changes")
    add("Second", expected="Something else")
    add("Third", expected="look at  the date")
    assert asked() == ["First", "Second"]
    rate_all("good")
    assert asked() == []


def test_only_a_few_new_lessons_are_asked_in_a_day_even_in_several_sittings(add, asked, log, clock):
    for number in range(7):
        add(f"Case {number}", expected=f"answer {number}")
    (first, *_) = lessons_for(log, EVERYTHING)
    assert len(asked()) == 5
    rate(log, first, "good")
    assert len(asked()) == 4
    assert len(asked(new=2)) == 1
    assert asked(new=0) == []
    assert asked(entry_filter=Filter(limit=1)) != []
    clock.at += timedelta(days=1)
    assert len(asked()) == 5


def test_due_lessons_come_first_and_by_the_day_not_the_hour(add, asked, rate_all, clock):
    add("Old", expected="one")
    assert rate_all("good")[0].due_on == "2026-11-21"
    add("New", expected="two", why="fuller")
    clock.at += timedelta(days=1)
    assert asked() == ["New"]
    # Saturday at one in the morning; it was rated at three in the afternoon.
    clock.at += timedelta(hours=10)
    assert asked() == ["Old", "New"]


def test_a_rating_that_is_replaced_leaves_no_trace(add, log):
    add("Case", expected="answer")
    (lesson,) = lessons_for(log, EVERYTHING)
    rate(log, lesson, "again")
    twice = rate(log, lesson, "easy")
    log.reader = "sam"
    assert twice == rate(log, lesson, "easy")


def test_each_learner_has_their_own_practice(add, asked, rate_all, log):
    add("Case", expected="answer")
    rate_all("easy")
    assert asked("sam") == ["Case"]
    assert progress_by_topic(log, EVERYTHING) == []
    assert forget(log) == 0
    log.reader = "robin"
    assert progress_by_topic(log, EVERYTHING) == [("fees", 1, 0, 0)]


def test_a_private_entry_is_asked_of_its_writer_alone(add, asked):
    add("A private worry", expected="answer", share="private")
    assert (asked("robin"), asked("sam")) == (["A private worry"], [])


def test_an_entry_made_private_is_no_longer_asked_of_others(add, asked, rate_all, log, clock):
    fields = add("Case", expected="answer")
    rate_all("again", "sam")
    clock.at += timedelta(days=1)
    assert asked("sam") == ["Case"]
    log.reader = "robin"
    edit(log, ROBIN, fields["uuid"], {"share": "private"})
    assert (asked("sam"), progress_by_topic(log, EVERYTHING)) == ([], [])


def test_a_deleted_entry_is_not_asked_and_comes_back_with_its_practice(
    add, asked, rate_all, log, clock
):
    fields = add("Case", expected="answer")
    rate_all("good")
    clock.at += timedelta(days=2)
    delete(log, [fields["uuid"]])
    assert (asked(), next_day(log, EVERYTHING)) == ([], None)
    undo(log)
    (lesson,) = lessons_for(log, EVERYTHING)
    assert lesson.known.begun_on == "2026-11-19"


@pytest.mark.parametrize(
    ("patch", "due"), [({"recovery": "Mended otherwise"}, True), ({"status": "shared"}, False)]
)
def test_a_changed_answer_is_due_at_once_and_another_change_is_not(add, log, rate_all, patch, due):
    fields = add("Case", expected="answer", why="because")
    before = rate_all("easy")
    edit(log, ROBIN, fields["uuid"], patch)
    lessons = lessons_for(log, EVERYTHING)
    if due:
        assert [lesson.changed for lesson in lessons] == [True]
        assert [lesson.known for lesson in lessons] == before
    else:
        assert lessons == []


def test_a_lesson_with_an_interval_of_three_weeks_is_learned(add, log, clock, rate_all):
    add("Case", expected="answer", topics=["fees", "waivers"])
    for interval, learned in ((2, False), (11, False), (46, True)):
        (known,) = rate_all("good")
        assert is_learned(known) == learned
        assert progress_by_topic(log, EVERYTHING)[0].learned == learned
        clock.at += timedelta(days=interval)
    assert progress_by_topic(log, EVERYTHING) == [
        ("fees", 1, 1, 0),
        ("waivers", 1, 1, 0),
    ]


def test_practice_leaves_no_revision_and_can_be_deleted(add, log, rate_all):
    fields = add("Case", expected="answer")
    before = log.all("SELECT * FROM revision")
    rate_all("good")
    assert log.all("SELECT * FROM revision") == before
    assert len(revisions_of(log, fields["uuid"])) == 1
    assert (forget(log), log.all("SELECT * FROM drill")) == (1, [])


def test_a_filter_applies_to_due_and_new_lessons(add, asked, rate_all, clock):
    add("Fees", expected="one")
    add("Travel", expected="two", team="finance", topics=["travel"])
    assert asked(entry_filter=Filter(team="finance")) == ["Travel"]
    rate_all("again")
    clock.at += timedelta(days=1)
    assert asked(entry_filter=Filter(topics=("fees",))) == ["Fees"]


def test_no_query_of_practice_scans_all_entries(log):
    from coachlog.storage.drill import begun_lessons, new_lessons

    statements = []
    entry_filter = Filter(include_own=True)
    log.db.set_trace_callback(statements.append)
    begun_lessons(log, entry_filter)
    new_lessons(log, entry_filter, 500)
    log.db.set_trace_callback(None)
    assert len(statements) == 2
    for sql in statements:
        steps = [row[3] for row in log.all(f"EXPLAIN QUERY PLAN {sql}")]
        assert "SCAN e" not in steps
        assert "TEMP B-TREE" not in steps[0]
