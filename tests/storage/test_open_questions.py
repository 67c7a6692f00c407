"""What waits for somebody, against a count by hand, and how it is found."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.domain.fields import KINDS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, week_of
from coachlog.services.week import week_report
from coachlog.storage import record_tables
from coachlog.storage.news import has_unread_news, unread_news
from coachlog.storage.queries import open_questions
from tests.services.test_week import add, filled

LAST = date(2026, 11, 22)
WEEK = week_of(LAST)
CLOCK = FixedClock(datetime.fromisoformat("2026-11-23T09:00:00+00:00"))
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


def say(log, said, count):
    """Write replies, each as `(number of the entry, kind, author, day)`, by their days."""
    said = sorted(said, key=lambda one: one[3])
    rows = [
        {
            "entry": f"{n:032x}",
            "kind": kind,
            "text": "x",
            "author": author,
            "said_on": day,
            "hlc": f"{place:013d}-0000",
        }
        for place, (n, kind, author, day) in enumerate(said)
    ]
    record_tables.replace_records(
        log, "reply", [(f"r{place}", row) for place, row in enumerate(rows)]
    )
    return [one for one in said if one[0] < count]


def by_hand(entries, said):
    """The words of the questions that wait."""
    found = set()
    for n, entry in enumerate(entries):
        mine = [one for one in said if one[0] == n and one[1] != "thanks"]
        if entry["share"] == "private":
            continue
        if entry["kind"] == "question" and not entry["expected"] and not mine:
            found.add((entry["occurred_on"], f"text {n}"))
        for place, (_, kind, author, day) in enumerate(mine):
            later = [one for one in mine[place + 1 :] if one[1] != "question" or one[2] != author]
            if kind == "question" and not later:
                found.add((day, n, place))
    return found


@given(
    entries=ENTRIES,
    said=REPLIES,
    team=st.sampled_from([None, "permits"]),
    topics=st.sampled_from([(), ("fees",)]),
    kinds=st.sampled_from([(), ("question",), ("mistake", "strength")]),
)
@settings(max_examples=80)
def test_a_week_counts_what_waits_as_by_hand(entries, said, team, topics, kinds):
    log = filled(entries)
    said = say(log, said, len(entries))
    wanted = Filter(team=team, topics=topics, kinds=kinds)
    report = week_report(log, CLOCK, wanted, WEEK, complete=True)
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
        one
        for one in said
        if one[0] in here and WEEK.first.isoformat() <= one[3] <= WEEK.last.isoformat()
    ]
    assert shape["replies"] == sum(one[1] != "thanks" for one in mine)
    assert shape["thanks"] == sum(one[1] == "thanks" for one in mine)
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
    until = [day for day, *_ in by_hand(narrowed, said) if day <= WEEK.last.isoformat()]
    assert [row["asked_on"] for row in shape["open_questions"]] == sorted(until, reverse=True)
    assert report.replies.questions_total == len(until)
    short = week_report(log, CLOCK, wanted, WEEK).replies
    assert short == report.replies._replace(questions=short.questions, lessons=short.lessons)
    assert short.questions == report.replies.questions[:4]
    assert short.lessons == report.replies.lessons[:4]
    log.close()


def test_a_count_goes_no_further_than_it_has_to(log):
    plain = {
        "team": "permits",
        "topics": ["fees"],
        "kind": "question",
        "occurred_on": "2026-01-05",
        "lesson": "Look it up",
    }
    add(log, [plain] * 1_500)
    found = week_report(log, CLOCK, Filter(), WEEK).replies
    assert (found.questions_total, found.lessons_total) == (1_000, 1_000)
    complete = week_report(log, CLOCK, Filter(), WEEK, complete=True).replies
    assert (len(complete.questions), len(complete.lessons)) == (1_000, 1_000)
    assert len(list(open_questions.open_questions(log, Filter()))) == 1_500
    assert open_questions.count_questions(log, Filter(), 2_000) == 1_500


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(team="permits"),
        Filter(topics=("fees",)),
        Filter(kinds=("question",)),
        Filter(trainer="robin"),
    ],
)
def test_nothing_of_it_reads_other_entries(log, monkeypatch, wanted):
    plans = []
    real = {name: getattr(type(log), name) for name in ("all", "one")}

    def explained(name):
        def explain(self, sql, values=()):
            plans.extend(row[3] for row in real["all"](self, f"EXPLAIN QUERY PLAN {sql}", values))
            return real[name](self, sql, values)

        return explain

    for name in real:
        monkeypatch.setattr(type(log), name, explained(name))
    until = wanted._replace(period=Period(date.min, LAST, ""))
    list(open_questions.open_questions(log, until))
    open_questions.count_questions(log, until, 1_000)
    open_questions.old_lessons(log, wanted, LAST, 4)
    open_questions.count_old_lessons(log, wanted, LAST, 1_000)
    open_questions.count_replies(log, wanted._replace(period=WEEK))
    has_unread_news(log, "robin")
    unread_news(log, "robin")
    allowed = ("SCAN (subquery", "SCAN CONSTANT ROW")
    assert [
        plan for plan in plans if plan.startswith("SCAN") and not plan.startswith(allowed)
    ] == []
    assert {plan for plan in plans if "TEMP B-TREE" in plan} <= {"USE TEMP B-TREE FOR GROUP BY"}
    assert sum("news_untold (trainer=?)" in plan for plan in plans) == 2
    assert any("entry_asking" in plan for plan in plans)
    assert any("entry_lessons" in plan for plan in plans)
