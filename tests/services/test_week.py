"""Tests of the figures of a week and a summary against a count by hand."""

from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.domain.fields import KINDS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, week_before, week_of
from coachlog.services.summary import summarise
from coachlog.services.week import Limits, week_report
from coachlog.storage.entry_table import insert_entries
from coachlog.storage.file.open import open_log
from coachlog.storage.queries import counts

CLOCK = FixedClock(datetime.fromisoformat("2026-11-23T09:00:00+00:00"))
LAST = date(2026, 11, 22)
WEEK = week_of(LAST)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "team": st.sampled_from(["permits", "finance", "front desk"]),
            "topics": st.lists(
                st.sampled_from(["fees", "waivers", "letters"]), min_size=1, max_size=3, unique=True
            ),
            "share": st.sampled_from(["private", "team", "meeting"]),
            "occurred_on": st.integers(0, 69).map(
                lambda days: (LAST - timedelta(days=days)).isoformat()
            ),
            "caught": st.sampled_from([None, "before-effect", "after-effect"]),
            "lesson": st.sampled_from([None, "Look it up first"]),
        }
    ),
    max_size=40,
)


def filled(entries):
    """Return a log in memory with these entries."""
    log = open_log("/nowhere/in/memory.db", CLOCK, default=True, create=False)
    add(log, entries)
    return log


def add(log, entries):
    insert_entries(
        log,
        [
            {
                "happened": f"text {n}",
                "recorded_at": "",
                "updated_at": "",
                **entry,
                "uuid": f"{n:032x}",
                "short_id": f"{n:04x}",
            }
            for n, entry in enumerate(entries)
        ],
        range(1, len(entries) + 1),
    )


def within(entries, first, last):
    return [
        entry
        for entry in entries
        if first.isoformat() <= entry["occurred_on"] <= last.isoformat()
        and entry["share"] != "private"
    ]


@given(
    entries=ENTRIES,
    team=st.sampled_from([None, "permits"]),
    topics=st.sampled_from([(), ("fees",), ("fees", "letters")]),
    kinds=st.sampled_from([(), ("mistake", "question")]),
)
@settings(max_examples=60)
def test_a_week_adds_up_to_a_count_by_hand(entries, team, topics, kinds):
    log = filled(entries)
    report = week_report(log, Filter(team=team, topics=topics, kinds=kinds), WEEK)
    matching = [
        entry
        for entry in within(entries, date.min, date.max)
        if entry["team"] == (team or entry["team"])
        and (not topics or set(topics) & set(entry["topics"]))
        and entry["kind"] in (kinds or KINDS)
    ]
    here = within(matching, WEEK.first, WEEK.last)
    before = within(matching, week_before(WEEK).first, week_before(WEEK).last)
    figures = report.counts
    assert figures.total.entries == len(here)
    assert figures.total.previous == len(before)
    assert {kind: getattr(figures.total, kind) for kind in KINDS} == {
        kind: sum(e["kind"] == kind for e in here) for kind in KINDS
    }
    assert sum(tally.entries for tally in figures.teams) == len(here)
    assert {tally.name: tally.entries for tally in figures.teams if tally.entries} == Counter(
        entry["team"] for entry in here
    )
    assert {tally.name: tally.entries for tally in figures.topics if tally.entries} == Counter(
        topic for entry in here for topic in entry["topics"] if not topics or topic in topics
    )
    for tally in (figures.total, *figures.teams, *figures.topics):
        assert (
            tally.entries
            == tally.strength + tally.correction + tally.question + tally.mistake
            == tally.line[-1]
        )
        assert tally.previous == tally.line[-2]
    for weeks_back, total in enumerate(reversed(figures.total.line)):
        week = week_before(WEEK, weeks_back)
        assert total == len(within(matching, week.first, week.last))
    for cell in figures.cells:
        mine = [e for e in here if e["team"] == cell.team and cell.topic in e["topics"]]
        assert (
            cell.entries
            == len(mine)
            == cell.strength + cell.correction + cell.question + cell.mistake
        )
        assert cell.previous == len(
            [e for e in before if e["team"] == cell.team and cell.topic in e["topics"]]
        )
    eight = {e["team"] for e in within(matching, week_before(WEEK, 7).first, WEEK.last)}
    assert set(figures.quiet_teams) == eight - {entry["team"] for entry in here}
    assert report.lessons.total == sum(entry["lesson"] is not None for entry in here)
    assert report.open_mistakes.total == sum(
        e["kind"] == "mistake" for e in within(matching, date.min, WEEK.last)
    )
    assert report.good_catches == sum(
        e["kind"] == "mistake" and e["caught"] == "before-effect" for e in here
    )
    log.close()


@given(entries=ENTRIES)
@settings(max_examples=40)
def test_a_summary_adds_up_to_a_count_by_hand(entries):
    log = filled(entries)
    span = Period(LAST - timedelta(days=30), LAST, "a month")
    here = within(entries, span.first, span.last)
    lines, total = summarise(log, Filter(period=span), ["team", "topic"], "monday")
    assert total == len(here)
    assert {line.keys: line.entries for line in lines} == Counter(
        (e["team"], topic) for e in here for topic in e["topics"]
    )
    weeks, _ = summarise(log, Filter(period=span), ["week"], "sunday")
    assert sum(line.entries for line in weeks) == total
    assert [line.keys[0] for line in weeks] == sorted({line.keys[0] for line in weeks})
    log.close()


def test_good_catches_and_leaders_own_mistakes_come_first(log):
    plain = {"kind": "mistake", "team": "permits", "topics": ["fees"], "occurred_on": "2026-11-18"}
    add(
        log,
        [
            {**plain, "happened": "caught", "caught": "before-effect", "occurred_on": "2026-11-16"},
            {
                **plain,
                "happened": "led",
                "own": True,
                "role": "leader",
                "occurred_on": "2026-11-17",
            },
            {**plain, "happened": "own", "own": True, "role": "member"},
            {**plain, "happened": "other"},
            {**plain, "happened": "hidden", "caught": "before-effect", "share": "private"},
        ],
    )
    shown = week_report(log, Filter(), WEEK).by_kind["mistake"]
    assert [entry.happened for entry in shown.entries] == ["led", "caught", "other", "own"]


def test_open_mistakes_of_any_earlier_week_are_listed_the_oldest_first(log):
    days = ["2026-11-17", "2021-01-01", "2026-11-23"]
    add(
        log,
        [
            {"kind": "mistake", "team": "permits", "topics": ["fees"], "occurred_on": day}
            for day in days
        ],
    )
    mistakes = week_report(log, Filter(), WEEK).open_mistakes
    assert [entry.occurred_on for entry in mistakes.entries] == ["2021-01-01", "2026-11-17"]


def test_a_mistake_that_was_adopted_or_closed_is_not_open(log):
    mistake = {
        "kind": "mistake",
        "team": "permits",
        "topics": ["fees"],
        "occurred_on": "2026-11-17",
    }
    statuses = ["logged", "shared", "adopted", "closed"]
    add(log, [mistake | {"status": status} for status in statuses])
    report = week_report(log, Filter(), WEEK)
    assert sorted(entry.status for entry in report.open_mistakes.entries) == ["logged", "shared"]
    assert report.open_mistakes.total == 2
    plan = log.all(
        """EXPLAIN QUERY PLAN SELECT count(*) FROM entry e WHERE e.share <> 'private'
           AND e.kind = 'mistake' AND e.recovery IS NULL AND e.status NOT IN ('adopted', 'closed')
           AND e.occurred_on BETWEEN '2026-11-16' AND '2026-11-22'"""
    )
    assert [row[3].split(" (")[0] for row in plan] == ["SEARCH e USING COVERING INDEX entry_open"]


def test_the_counts_of_a_week_come_from_an_index_alone(log, query_plans):
    entry_filter = Filter(period=WEEK)
    for query in (counts.team_days, counts.team_kinds, counts.topic_days):
        query(log, entry_filter)
    counts.topic_cells(log, entry_filter, WEEK.first)
    reading = [plan for plan in query_plans if not plan.startswith("USE TEMP B-TREE FOR GROUP BY")]
    assert [plan.split(" (")[0] for plan in reading] == [
        "SEARCH e USING COVERING INDEX entry_counts",
        "SEARCH e USING COVERING INDEX entry_counts",
        "SEARCH t USING PRIMARY KEY",
        "SEARCH t USING PRIMARY KEY",
    ]


def test_the_texts_of_a_week_are_read_without_reading_other_weeks(log, query_plans):
    add(
        log,
        [
            {"kind": kind, "team": "permits", "topics": ["fees"], "occurred_on": "2026-11-17"}
            for kind in KINDS
        ],
    )
    query_plans.clear()
    week_report(log, Filter(), WEEK)
    assert not [plan for plan in query_plans if plan.startswith("SCAN") and "setting" not in plan]


def test_a_file_of_a_week_has_the_first_of_each_list_and_says_how_many_there_are(log, monkeypatch):
    monkeypatch.setattr("coachlog.services.week.FILE", Limits(2, 3, None, replies=1, counted=None))
    open_mistakes = {"kind": "mistake", "team": "permits", "topics": ["fees"], "lesson": "Look"}
    add(log, [open_mistakes | {"occurred_on": "2026-11-17"}] * 5)
    shape = week_report(log, Filter(), WEEK, complete=True).shape()
    assert [len(shape["open"]), shape["open_total"]] == [2, 5]
    assert [len(shape["lessons"]), shape["lessons_total"]] == [3, 5]
    assert [shape["open_questions_total"], shape["old_lessons_total"]] == [0, 0]
    assert shape["cut"] == ["lessons", "open"]


def test_a_file_of_a_week_counts_questions_and_old_lessons_to_the_end(log, monkeypatch):
    monkeypatch.setattr("coachlog.services.week.FILE", Limits(2, 3, None, replies=1, counted=None))
    monkeypatch.setattr("coachlog.services.week.COUNTED", 2)
    asked = {"kind": "question", "team": "permits", "topics": ["fees"], "lesson": "Look"}
    add(log, [asked | {"occurred_on": "2026-06-17"}] * 5)
    shape = week_report(log, Filter(), WEEK, complete=True).shape()
    assert [len(shape["open_questions"]), shape["open_questions_total"]] == [1, 5]
    assert [len(shape["old_lessons"]), shape["old_lessons_total"]] == [1, 5]
    assert shape["cut"] == ["open_questions", "old_lessons"]
