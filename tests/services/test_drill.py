"""Practising: what is asked, in which order, and whose it is."""

from datetime import timedelta

import pytest

from coachlog.domain.filters import Filter
from coachlog.services.drill import (
    forget,
    is_learned,
    lessons_for,
    next_day,
    progress_by_topic,
    rate,
)
from coachlog.services.edit import delete, edit
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import undo
from coachlog.storage.revisions import revisions_of

ROBIN = Settings({"trainer": "robin"})
EVERYTHING = Filter()


@pytest.fixture
def add(log, clock):
    """Record an entry on permits and fees."""

    def added(happened, settings=ROBIN, **given):
        place = {"team": "permits", "topics": ["fees"], "kind": "correction"}
        return record(log, clock, settings, {**place, "happened": happened, **given}).fields

    return added


@pytest.fixture
def asked(log, clock):
    """What a learner is asked now."""
    return lambda learner="robin", wanted=EVERYTHING, new=5: [
        one.entry.happened for one in lessons_for(log, clock, learner, wanted, new)
    ]


@pytest.fixture
def rate_all(log, clock):
    """Rate everything that a learner is asked now."""

    def rated(rating, learner="robin"):
        return [
            rate(log, clock, learner, one, rating)
            for one in lessons_for(log, clock, learner, EVERYTHING)
        ]

    return rated


def test_asked_is_what_has_an_answer_and_is_no_answer_itself(add, asked):
    add("Only what happened")
    add("A strength", kind="strength", lesson="Do it again")
    add("Without a rule", why="because")
    for number, part in enumerate(("expected", "lesson", "recovery")):
        add(f"With {part}", **{part: f"answer {number}"})
    assert set(asked()) == {"With expected", "With lesson", "With recovery"}


def test_the_fullest_lessons_are_begun_first_and_the_same_lesson_only_once(add, asked, rate_all):
    add("First", expected="Look at the date", why="it changes")
    add("Second", expected="Something else")
    add("Third", expected="look at  the date")
    assert asked() == ["First", "Second"]
    rate_all("good")
    assert asked() == []


def test_only_a_few_are_begun_in_a_day_also_in_several_sittings(add, asked, log, clock):
    for number in range(7):
        add(f"Case {number}", expected=f"answer {number}")
    (first, *_) = lessons_for(log, clock, "robin", EVERYTHING)
    assert len(asked()) == 5
    rate(log, clock, "robin", first, "good")
    assert len(asked()) == 4
    assert len(asked(new=2)) == 1
    assert asked(new=0) == []
    assert asked(wanted=Filter(limit=1)) != []
    clock.at += timedelta(days=1)
    assert len(asked()) == 5


def test_what_is_due_comes_first_and_by_its_day_not_by_its_hour(add, asked, rate_all, clock):
    add("Old", expected="one")
    assert rate_all("good")[0].due_on == "2026-11-21"
    add("New", expected="two", why="fuller")
    clock.at += timedelta(days=1)
    assert asked() == ["New"]
    clock.at += timedelta(
        hours=10
    )  # Saturday at one in the morning; it was rated at three in the afternoon
    assert asked() == ["Old", "New"]


def test_a_rating_taken_back_counts_as_if_it_had_never_been(add, log, clock):
    add("Case", expected="answer")
    (one,) = lessons_for(log, clock, "robin", EVERYTHING)
    rate(log, clock, "robin", one, "again")
    twice = rate(log, clock, "robin", one, "easy")
    assert twice == rate(log, clock, "sam", one, "easy")


def test_each_learner_has_their_own(add, asked, rate_all, log, clock):
    add("Case", expected="answer")
    rate_all("easy")
    assert asked("sam") == ["Case"]
    assert progress_by_topic(log, clock, "sam", EVERYTHING) == []
    assert forget(log, "sam") == 0
    assert progress_by_topic(log, clock, "robin", EVERYTHING) == [("fees", 1, 0, 0)]


def test_a_private_entry_is_asked_of_its_writer_alone(add, asked):
    add("A private worry", expected="answer", share="private")
    assert (asked("robin"), asked("sam")) == (["A private worry"], [])


def test_an_entry_that_others_may_no_longer_see_is_not_asked_of_them(
    add, asked, rate_all, log, clock
):
    fields = add("Case", expected="answer")
    rate_all("again", "sam")
    clock.at += timedelta(days=1)
    assert asked("sam") == ["Case"]
    edit(log, clock, ROBIN, fields["uuid"], {"share": "private"})
    assert (asked("sam"), progress_by_topic(log, clock, "sam", EVERYTHING)) == ([], [])


def test_a_deleted_entry_is_not_asked_and_comes_back_with_what_was_known(
    add, asked, rate_all, log, clock
):
    fields = add("Case", expected="answer")
    rate_all("good")
    clock.at += timedelta(days=2)
    delete(log, clock, ROBIN, [fields["uuid"]])
    assert (asked(), next_day(log, "robin", EVERYTHING)) == ([], None)
    undo(log, clock, ROBIN)
    (one,) = lessons_for(log, clock, "robin", EVERYTHING)
    assert one.known.begun_on == "2026-11-19"


@pytest.mark.parametrize(
    ("patch", "due"), [({"recovery": "Mended otherwise"}, True), ({"status": "shared"}, False)]
)
def test_a_changed_answer_is_asked_for_at_once_and_another_change_is_not(
    add, log, clock, rate_all, patch, due
):
    fields = add("Case", expected="answer", why="because")
    before = rate_all("easy")
    edit(log, clock, ROBIN, fields["uuid"], patch)
    found = lessons_for(log, clock, "robin", EVERYTHING)
    assert [one.changed for one in found] == [True] * due
    assert [one.known for one in found] == before * due


def test_learned_is_what_is_asked_again_after_three_weeks(add, log, clock, rate_all):
    add("Case", expected="answer", topics=["fees", "waivers"])
    for rest in (2, 11, 46):
        (known,) = rate_all("good")
        assert is_learned(known) == (rest == 46)
        assert progress_by_topic(log, clock, "robin", EVERYTHING)[0].learned == (rest == 46)
        clock.at += timedelta(days=rest)
    assert progress_by_topic(log, clock, "robin", EVERYTHING) == [
        ("fees", 1, 1, 0),
        ("waivers", 1, 1, 0),
    ]


def test_practice_leaves_no_revision_and_can_be_forgotten(add, log, rate_all):
    fields = add("Case", expected="answer")
    before = log.all("SELECT * FROM revision")
    rate_all("good")
    assert log.all("SELECT * FROM revision") == before
    assert len(revisions_of(log, fields["uuid"])) == 1
    assert (forget(log, "robin"), log.all("SELECT * FROM drill")) == (1, [])


def test_a_filter_narrows_what_is_due_and_what_is_new(add, asked, rate_all, clock):
    add("Fees", expected="one")
    add("Travel", expected="two", team="finance", topics=["travel"])
    assert asked(wanted=Filter(team="finance")) == ["Travel"]
    rate_all("again")
    clock.at += timedelta(days=1)
    assert asked(wanted=Filter(topics=("fees",))) == ["Fees"]


def test_no_question_of_practice_reads_through_all_entries(log):
    from coachlog.storage.drill import known_lessons, new_lessons

    asked = []
    log.db.set_trace_callback(asked.append)
    known_lessons(log, "robin", Filter(reader="robin", include_own=True))
    new_lessons(log, "robin", Filter(reader="robin", include_own=True), 500)
    log.db.set_trace_callback(None)
    plans = ["\n".join(row[3] for row in log.all(f"EXPLAIN QUERY PLAN {sql}")) for sql in asked]
    assert len(plans) == 2
    assert [
        plan
        for plan in plans
        if "SCAN e\n" in plan or plan.endswith("SCAN e") or "TEMP B-TREE" in plan.split("\n")[0]
    ] == []
