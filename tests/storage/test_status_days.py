"""When entries were answered, shared and adopted."""

import json

import pytest

from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.paths import default_log
from coachlog.services.flow import count_flow
from coachlog.storage.file.open import open_log
from coachlog.storage.queries.status_days import entry_days
from tests.services.test_week import CLOCK
from tests.work import add_entries, plans_of_queries, steps_of


@pytest.fixture
def on(by, monkeypatch):
    """Run a command on a day: `on("2026-11-20", "ana", "undo")`."""

    def run(day, name, *arguments):
        monkeypatch.setenv("COACHLOG_NOW", f"{day}T15:00:00+00:00")
        result = by(name, *arguments)
        assert result.code == 0, result.err
        (shown,) = json.loads(by(name, "show", "last", "-f", "json").out)
        return shown["short_id"]

    return run


@pytest.fixture
def opened(home):
    def open_it():
        return open_log(default_log(), CLOCK, default=True, create=False)

    return open_it


def days_of(log, **conditions):
    return [tuple(days)[-4:] for days in entry_days(log, Filter(**conditions))]


def test_the_first_days_are_those_of_the_history(on, opened):
    entry = on("2026-11-02", "ana", "log", "@permits", "+fees", "Called ahead")
    on("2026-11-03", "kim", "thanks", entry)
    on("2026-11-04", "kim", "reply", entry, "Always a good idea")
    on("2026-11-05", "ana", "status", entry, "shared")
    on("2026-11-06", "ana", "status", entry, "adopted", "We call")
    on("2026-11-07", "ana", "undo")
    on("2026-11-08", "ana", "status", entry, "adopted", "We always call")
    on("2026-11-09", "ana", "status", entry, "shared")
    assert days_of(opened()) == [("2026-11-02", "2026-11-04", "2026-11-05", "2026-11-08")]
    on("2026-11-10", "ana", "edit", entry, "--private")
    assert days_of(opened()) == []


def test_a_question_is_answered_by_its_right_way_or_a_reply(on, opened):
    def ask(*more):
        return on(
            "2026-11-02", "ana", "log", "@permits", "+fees", "-k", "question", "Which form", *more
        )

    ask("--expected", "Form 3", "--on", "2026-10-20")
    by_edit, by_reply, by_both, thanked = ask(), ask(), ask(), ask()
    ask("--private", "--expected", "Form 3")
    on("2026-11-03", "ana", "edit", by_edit, "--expected", "Form 5")
    on("2026-11-03", "kim", "thanks", thanked)
    on("2026-11-09", "kim", "reply", by_reply, "Form 3")
    on("2026-11-10", "kim", "reply", by_both, "Form 4")
    on("2026-11-11", "ana", "edit", by_both, "--expected", "Form 5")
    answered = [days[:2] for days in days_of(opened(), kinds=("question",))]
    assert answered == [
        ("2026-11-02", "2026-11-10"),
        ("2026-11-02", "2026-11-09"),
        ("2026-11-02", "2026-11-03"),
        ("2026-10-20", "2026-10-20"),
    ]


def test_nothing_counts_before_the_entry_was_shared(on, opened):
    private = ("log", "@permits", "+fees", "-k", "question", "--private", "Which form")
    entry = on("2026-09-02", "ana", *private, "--expected", "Form 3")
    by_edit, by_reply, seen_before = (on("2026-09-02", "ana", *private) for _ in range(3))
    on("2026-09-03", "ana", "status", entry, "shared")
    on("2026-09-03", "ana", "edit", by_edit, "--expected", "Form 5")
    on("2026-09-03", "ana", "reply", by_reply, "Form 5")
    on("2026-09-03", "ana", "edit", seen_before, "--share", "team")
    on("2026-09-04", "ana", "status", entry, "adopted", "We call")
    on("2026-09-04", "ben", "reply", seen_before, "Form 5")
    on("2026-09-05", "ana", "edit", seen_before, "--private")
    for shared in (entry, by_edit, by_reply, seen_before):
        on("2026-11-10", "ana", "edit", shared, "--share", "team")
    on("2026-11-11", "ben", "reply", by_reply, "Form 6")
    assert days_of(opened()) == [
        ("2026-09-02", "2026-09-04", None, None),
        ("2026-09-02", "2026-11-10", None, None),
        ("2026-09-02", "2026-11-10", None, None),
        ("2026-09-02", "2026-11-10", "2026-11-10", "2026-11-10"),
    ]


def test_only_the_histories_of_a_span_are_read(log):
    week = Period(CLOCK.today().replace(day=1), CLOCK.today(), "")

    def work():
        list(entry_days(log, Filter(period=week)))

    fields = {"kind": "question", "status": "adopted"}
    add_entries(log, 50, occurred_on="2026-11-17", **fields)
    add_entries(log, 500, first=100, occurred_on="2026-09-17", **fields)
    work()
    before = steps_of(log, work)
    add_entries(log, 2_000, first=1_000, occurred_on="2026-09-18", **fields)
    # A tree of more pages is a level deeper; the rows alone would be hundreds.
    assert steps_of(log, work) <= before + 5
    with plans_of_queries(log) as plans:
        work()
    assert [plan for plan in plans if plan.startswith("SCAN")] == []


def test_what_became_of_most_entries_is_counted_without_reading_their_histories(log):
    month = Filter(period=Period(CLOCK.today().replace(day=1), CLOCK.today(), ""))
    add_entries(log, 20, occurred_on="2026-11-17", status="adopted")

    def work():
        count_flow(log, month)

    work()
    before = steps_of(log, work, size=1)
    add_entries(log, 500, first=100, occurred_on="2026-11-18")
    # To look for the days of each would take 70 steps.
    assert steps_of(log, work, size=1) < before + 500 * 50
    with plans_of_queries(log) as plans:
        work()
    assert any("SEARCH t USING" in plan and "(occurred_on>?" in plan for plan in plans)
    assert not any(plan.startswith("SCAN") for plan in plans)
