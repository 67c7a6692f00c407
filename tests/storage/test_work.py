"""A screenful costs the same in any log: by the plans of queries, and by the steps they take."""

from datetime import date

import pytest

from coachlog.domain.audience import MEETING
from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_of
from coachlog.errors import NotFoundError
from coachlog.services.export import AudienceExport, held_back
from coachlog.services.meeting_plan import plan_meeting
from coachlog.services.settings import Settings
from coachlog.services.summary import summarise
from coachlog.services.week import week_report
from coachlog.storage.names import name_counts
from coachlog.storage.people import known_people
from coachlog.storage.queries.counts import small_teams
from coachlog.storage.queries.entries import find_entry, select_entries
from coachlog.storage.queries.search import search
from tests.work import add_entries, plans_of_queries, steps_of

ROBIN = Settings({"trainer": "robin"})
WEEK = week_of(date(2026, 11, 19))
FEES = Filter(topics=("fees",))
SCREEN = 20


def missing_entry(log):
    with pytest.raises(NotFoundError):
        find_entry(log, "0f0f0f0f")


def exported(log, entry_filter):
    held_back(log, entry_filter, most=SCREEN)
    return list(AudienceExport(log, entry_filter))


# What shows a screenful.
SCREENFULS = {
    "list": lambda log: list(select_entries(log, Filter(limit=SCREEN))),
    "list @team": lambda log: list(select_entries(log, Filter(team="permits", limit=SCREEN))),
    "list +topic": lambda log: list(select_entries(log, FEES._replace(limit=SCREEN))),
    "list @team +topic": lambda log: list(
        select_entries(log, FEES._replace(team="permits", limit=SCREEN))
    ),
    "list --status": lambda log: list(select_entries(log, Filter(status="shared", limit=SCREEN))),
    "a mistyped id": missing_entry,
    "export --limit": lambda log: exported(log, Filter(limit=SCREEN)),
    "export --limit, a span": lambda log: exported(log, Filter(limit=SCREEN, period=WEEK)),
    "export --for meeting --limit": lambda log: exported(
        log, Filter(limit=SCREEN, audience=MEETING)
    ),
    "search": lambda log: search(log, "entry", Filter()),
    "teams": lambda log: name_counts(log, "team", include_own=True),
    "topics": lambda log: name_counts(log, "topic", include_own=True),
    "masks": known_people,
    "small teams": lambda log: small_teams(log, None),
    "meeting plan": lambda log: plan_meeting(log, ROBIN),
    "week @team": lambda log: week_report(log, Filter(team="permits"), WEEK),
    "week +topic": lambda log: week_report(log, FEES, WEEK),
}


def add_years(log, count, first=0):
    """Add entries of earlier years, which a screenful does not show, by several people."""
    for trainer in ("ana", "ben", "chidi", "dora"):
        add_entries(
            log,
            count // 4,
            first=first,
            trainer=trainer,
            occurred_on="2024-05-06",
            status="adopted" if trainer == "dora" else "logged",
            lesson="Look it up first",
        )
        first += count // 4


@pytest.mark.parametrize("name", SCREENFULS)
def test_a_screenful_takes_no_more_steps_in_a_larger_log(log, name):
    work = SCREENFULS[name]
    add_years(log, 3_000)
    add_entries(log, 40, first=100_000, share="meeting")
    work(log)  # what is read once for a connection is read
    before = steps_of(log, lambda: work(log))
    add_years(log, 9_000, first=10_000)
    after = steps_of(log, lambda: work(log))
    assert after <= 1.3 * before + 2


@pytest.mark.parametrize("name", [name for name in SCREENFULS if name.startswith("list")])
def test_a_list_is_read_in_the_order_of_an_index(log, name):
    add_entries(log, 40)
    with plans_of_queries(log) as plans:
        SCREENFULS[name](log)
    assert plans
    assert not any("TEMP B-TREE" in plan for plan in plans)


def test_a_summary_of_topics_reads_their_table_by_an_index_alone(log):
    add_entries(log, 4)
    with plans_of_queries(log) as plans:
        summarise(log, Filter(period=WEEK), ["topic"], "monday")
    assert any(plan.startswith("SEARCH t USING PRIMARY KEY") for plan in plans)


def test_the_newest_matches_are_ranked_and_all_of_them_where_those_do_not_pass(log, monkeypatch):
    monkeypatch.setattr("coachlog.storage.queries.search.MOST_RANKED", 10)
    add_entries(log, 30, happened="A stamp was missing")
    add_entries(log, 1, first=50, team="payroll", happened="stamp")
    add_entries(log, 30, first=100, happened="A stamp was missing")
    hits = search(log, "stamp", Filter(limit=5)).hits
    assert len(hits) == 5
    assert all(hit.entry.short_id >= f"{120:08x}" for hit in hits)
    hits = search(log, "stamp", Filter(limit=5, team="payroll")).hits
    assert [hit.snippet for hit in hits] == ["«stamp»"]


@pytest.mark.parametrize("limit", [0, 1, 3, 6, 7, 100])
@pytest.mark.parametrize("period", [None, WEEK])
def test_a_limited_export_has_the_newest_entries_the_oldest_first(log, limit, period):
    for number, day in enumerate(("18", "16", "17", "17", "19", "16", "18")):
        add_entries(log, 1, first=number, occurred_on=f"2026-11-{day}")
    entries = [entry.uuid for entry in AudienceExport(log, Filter(period=period))]
    limited = AudienceExport(log, Filter(period=period, limit=limit))
    expected = entries[-limit:] if limit else []
    assert [entry.uuid for entry in limited] == expected
