"""Open questions and old lessons: a week counts them rightly, and reads little for it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.domain.fields import KINDS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, week_of
from coachlog.services.week import week_report
from coachlog.storage import record_tables
from coachlog.storage.news import unread_news
from coachlog.storage.queries import open_questions
from coachlog.storage.recent import has_unread_news
from tests.services.test_week import add, filled

LAST = date(2026, 11, 22)
WEEK = week_of(LAST)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "team": st.sampled_from(["permits", "finance"]),
            "topics": st.lists(
                st.sampled_from(["fees", "letters"]), min_size=1, max_size=2, unique=True
            ),
            "share": st.sampled_from(["private", "team", "meeting"]),
            "occurred_on": st.integers(-3, 90).map(
                lambda days: (LAST - timedelta(days=days)).isoformat()
            ),
            "expected": st.sampled_from([None, None, "The right way"]),
            "lesson": st.sampled_from([None, "Look it up first"]),
            "status": st.sampled_from(["logged", "logged", "shared", "adopted", "closed"]),
        }
    ),
    max_size=25,
)
REPLIES = st.lists(
    st.tuples(
        st.integers(0, 24),
        st.sampled_from(["idea", "question", "question", "same", "thanks"]),
        st.sampled_from(["ana", "kim"]),
        st.integers(0, 9).map(lambda days: (LAST - timedelta(days=days)).isoformat()),
    ),
    max_size=25,
)


def add_replies(log, replies, count):
    """Write replies, each as `(number of the entry, kind, author, day)`, by their days."""
    replies = sorted(replies, key=lambda reply: reply[3])
    rows = [
        {
            "entry": f"{n:032x}",
            "kind": kind,
            "text": "x",
            "author": author,
            "said_on": day,
            "hlc": f"{index:013d}-0000",
        }
        for index, (n, kind, author, day) in enumerate(replies)
    ]
    record_tables.replace_records(
        log, "reply", [(f"r{index}", row) for index, row in enumerate(rows)]
    )
    return [reply for reply in replies if reply[0] < count]


def expected_questions(entries, replies):
    """Return what tells the open questions apart, worked out without SQL."""
    questions = set()
    for n, entry in enumerate(entries):
        mine = [reply for reply in replies if reply[0] == n and reply[1] != "thanks"]
        if entry["share"] == "private":
            continue
        if entry["kind"] == "question" and not entry["expected"] and not mine:
            questions.add((entry["occurred_on"], f"text {n}"))
        for index, (_, kind, author, day) in enumerate(mine):
            later = [
                other for other in mine[index + 1 :] if other[1] != "question" or other[2] != author
            ]
            if kind == "question" and not later:
                questions.add((day, n, index))
    return questions


@given(
    entries=ENTRIES,
    replies=REPLIES,
    team=st.sampled_from([None, "permits"]),
    topics=st.sampled_from([(), ("fees",)]),
    kinds=st.sampled_from([(), ("question",), ("mistake", "strength")]),
)
@settings(max_examples=80)
def test_a_week_counts_open_questions_and_old_lessons_rightly(
    entries, replies, team, topics, kinds
):
    log = filled(entries)
    replies = add_replies(log, replies, len(entries))
    entry_filter = Filter(team=team, topics=topics, kinds=kinds)
    report = week_report(log, entry_filter, WEEK, complete=True)
    here = [
        n
        for n, entry in enumerate(entries)
        if entry["team"] == (team or entry["team"])
        and (not topics or set(topics) & set(entry["topics"]))
        and entry["kind"] in (kinds or KINDS)
        and entry["share"] != "private"
    ]
    shape = report.shape()
    mine = [
        reply
        for reply in replies
        if reply[0] in here and WEEK.first.isoformat() <= reply[3] <= WEEK.last.isoformat()
    ]
    assert shape["replies"] == sum(reply[1] != "thanks" for reply in mine)
    assert shape["thanks"] == sum(reply[1] == "thanks" for reply in mine)
    old = [
        (entries[n]["occurred_on"], f"{n:04x}")
        for n in here
        if entries[n]["lesson"]
        and entries[n]["status"] in ("logged", "shared")
        and entries[n]["occurred_on"] < (LAST - timedelta(days=60)).isoformat()
    ]
    assert [(row["occurred_on"], row["short_id"]) for row in shape["old_lessons"]] == sorted(old)
    assert report.replies.lessons_total == len(old)
    narrowed = [
        {**entry, "share": entry["share"] if n in here else "private"}
        for n, entry in enumerate(entries)
    ]
    until = [
        day for day, *_ in expected_questions(narrowed, replies) if day <= WEEK.last.isoformat()
    ]
    assert [row["asked_on"] for row in shape["open_questions"]] == sorted(until, reverse=True)
    assert report.replies.questions_total == len(until)
    short = week_report(log, entry_filter, WEEK).replies
    assert short == report.replies._replace(questions=short.questions, lessons=short.lessons)
    assert short.questions == report.replies.questions[:4]
    assert short.lessons == report.replies.lessons[:4]
    log.close()


def test_counting_stops_at_a_thousand(log):
    plain = {
        "team": "permits",
        "topics": ["fees"],
        "kind": "question",
        "occurred_on": "2026-01-05",
        "lesson": "Look it up",
    }
    add(log, [plain] * 1_500)
    counted = week_report(log, Filter(), WEEK).replies
    assert (counted.questions_total, counted.lessons_total) == (1_000, 1_000)
    complete = week_report(log, Filter(), WEEK, complete=True).replies
    assert (len(complete.questions), len(complete.lessons)) == (1_000, 1_000)
    assert len(list(open_questions.open_questions(log, Filter()))) == 1_500
    assert open_questions.count_questions(log, Filter(), 2_000) == 1_500


@pytest.mark.parametrize(
    "entry_filter",
    [
        Filter(),
        Filter(team="permits"),
        Filter(topics=("fees",)),
        Filter(kinds=("question",)),
        Filter(trainer="robin"),
    ],
)
def test_no_query_reads_entries_without_a_question_or_a_lesson(log, monkeypatch, entry_filter):
    plans = []
    real = {name: getattr(type(log), name) for name in ("all", "one")}

    def explained(name):
        def explain(self, sql, values=()):
            plans.extend(row[3] for row in real["all"](self, f"EXPLAIN QUERY PLAN {sql}", values))
            return real[name](self, sql, values)

        return explain

    for name in real:
        monkeypatch.setattr(type(log), name, explained(name))
    until = entry_filter._replace(period=Period(date.min, LAST, ""))
    list(open_questions.open_questions(log, until))
    open_questions.count_questions(log, until, 1_000)
    open_questions.old_lessons(log, entry_filter, LAST, 4)
    open_questions.count_old_lessons(log, entry_filter, LAST, 1_000)
    open_questions.count_replies(log, entry_filter._replace(period=WEEK))
    has_unread_news(log)
    unread_news(log)
    allowed = ("SCAN (subquery", "SCAN CONSTANT ROW")
    assert [
        plan for plan in plans if plan.startswith("SCAN") and not plan.startswith(allowed)
    ] == []
    assert {plan for plan in plans if "TEMP B-TREE" in plan} <= {"USE TEMP B-TREE FOR GROUP BY"}
    assert sum("news_untold (trainer=?)" in plan for plan in plans) == 2
    assert any("entry_asking" in plan for plan in plans)
    assert any("entry_lessons" in plan for plan in plans)
