"""The lists of entries: each is counted right, for every reader, and reads little for it."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.domain.audience import FULL, MEETING
from coachlog.domain.entry_lists import ENTRY_LISTS
from coachlog.domain.fields import KINDS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.storage import due_table
from coachlog.storage.queries.entries import count_entries, select_entries
from tests.services.test_week import CLOCK, filled
from tests.storage.test_open_questions import add_replies
from tests.work import add_entries, plans_of_queries, steps_of

TODAY = CLOCK.today()
READERS = ("ana", "kim", None)


def day(days_ago):
    return (TODAY - timedelta(days=days_ago)).isoformat()


ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "team": st.sampled_from(["permits", "finance"]),
            "topics": st.lists(
                st.sampled_from(["fees", "letters"]), min_size=1, max_size=2, unique=True
            ),
            "trainer": st.sampled_from(["ana", "kim"]),
            "share": st.sampled_from(["private", "team", "team", "meeting"]),
            "occurred_on": st.integers(-3, 70).map(day),
            "expected": st.sampled_from([None, None, "The right way"]),
            "recovery": st.sampled_from([None, "Mended it"]),
            "lesson": st.sampled_from([None, "Look it up first"]),
            "status": st.sampled_from(["logged", "logged", "shared", "adopted", "closed"]),
            "follow_up": st.sampled_from([None, "30", "30, 60", "60"]),
            # How many days ago its status was set; None if it was imported with it.
            "set_ago": st.sampled_from([None, 0, 5, 9, 10]),
        }
    ),
    max_size=25,
)
REPLIES = st.lists(
    st.tuples(
        st.integers(0, 24),
        st.sampled_from(["idea", "question", "question", "same", "thanks", "thanks"]),
        st.sampled_from(["ana", "kim"]),
        st.integers(0, 20).map(day),
    ),
    max_size=25,
)
FILTERS = st.fixed_dictionaries(
    {
        "team": st.sampled_from([None, "permits"]),
        "topics": st.sampled_from([(), ("fees",)]),
        "kinds": st.sampled_from([(), ("question", "mistake")]),
        "period": st.sampled_from(
            [
                None,
                Period(TODAY - timedelta(days=9), TODAY, ""),
                Period(TODAY - timedelta(days=40), TODAY - timedelta(days=3), ""),
            ]
        ),
    }
)


def days_on_lists(entry, replies, period):
    """Return by name of each list that an entry is on the day that a span of it is about.

    Worked out from the fields of the entry and its replies `(kind, author, day)`, the oldest first.
    """
    happened = entry["occurred_on"]
    days = {}
    if entry["status"] == "adopted" and period is None:
        days["adopted"] = happened
    elif entry["status"] == "adopted" and entry["set_ago"] is not None:
        days["adopted"] = day(entry["set_ago"])
    last = period.last.isoformat() if period else "9999"
    thanks = [said_on for kind, _, said_on in replies if kind == "thanks" and said_on <= last]
    if thanks:
        days["thanked"] = max(thanks)
    if entry["lesson"]:
        days["lessons"] = happened
        days["undecided"] = happened if entry["status"] in ("logged", "shared") else None
    if entry["share"] == "team":
        days["uncleared"] = happened
    is_bare_mistake = entry["kind"] == "mistake" and not entry["recovery"]
    if is_bare_mistake and entry["status"] not in ("adopted", "closed"):
        days["open"] = happened
    if has_checkins(entry):
        first = int(entry["follow_up"].split(", ")[0])
        due_on = (date.fromisoformat(happened) + timedelta(days=first)).isoformat()
        if due_on <= TODAY.isoformat():
            days["due"] = due_on
    asked_on = day_of_open_question(entry, replies)
    if asked_on:
        days["unanswered"] = asked_on
    return days


def has_checkins(entry):
    """Whether an entry has days for check-ins, and says what could stick by then."""
    if entry["kind"] == "question" or not entry["follow_up"]:
        return False
    if entry["kind"] == "mistake":
        return bool(entry["recovery"])
    return bool(entry["recovery"] or entry["expected"] or entry["lesson"])


def day_of_open_question(entry, replies):
    said = [reply for reply in replies if reply[0] != "thanks"]
    if said and said[-1][0] == "question":
        return said[-1][2]
    if not said and entry["kind"] == "question" and not entry["expected"]:
        return entry["occurred_on"]
    return None


def recount(entries, replies, reader, name, conditions, *, own=False):
    """Return `(day, number)` of the entries on a list, as the conditions of a filter narrow it."""
    listed = []
    period = conditions["period"]
    if period is None and name == "uncleared":
        period = Period(TODAY - timedelta(days=27), TODAY, "")
    for number, entry in enumerate(entries):
        of_entry = [reply[1:] for reply in replies if reply[0] == number]
        on = days_on_lists(entry, of_entry, period).get(name)
        is_readable = entry["share"] != "private"
        if own:
            is_readable = entry["trainer"] == reader
        matches = (
            is_readable
            and entry["team"] == (conditions["team"] or entry["team"])
            and (not conditions["topics"] or set(conditions["topics"]) & set(entry["topics"]))
            and entry["kind"] in (conditions["kinds"] or KINDS)
        )
        if not on or not matches:
            continue
        if period is None or period.first.isoformat() <= on <= period.last.isoformat():
            listed.append((on, number + 1))
    return sorted(listed)


def listed_numbers(log, entry_filter, **how):
    return [int(entry.uuid, 16) + 1 for entry in select_entries(log, entry_filter, **how)]


def filled_with(entries, replies):
    log = filled(entries)
    log.reader = "kim"
    records = [{**entry, "uuid": f"{n:032x}"} for n, entry in enumerate(entries)]
    due_table.add_due(log, records)
    revisions = []
    for record in records:
        if record["set_ago"] is not None and record["status"] != "logged":
            at = datetime.fromisoformat(f"{day(record['set_ago'])}T12:00:00+00:00").timestamp()
            text = json.dumps({"status": record["status"]}, separators=(",", ":"))
            revisions.append((record["uuid"], f"{int(at * 1000):013d}-0000", text))
        # The same words in a text of the first revision say nothing of a status.
        first = f"""["{record["kind"]}",{json.dumps('"status":"adopted"')}]"""
        revisions.append((record["uuid"], "1700000000000-0000", first))
    log.run_many(
        """INSERT INTO revision (id, record, tbl, hlc, device, author, patch)
           VALUES (randomblob(16), ?, 'entry', ?, 'x', 'kim', ?)""",
        revisions,
    )
    return log, add_replies(log, replies, len(entries))


@given(entries=ENTRIES, replies=REPLIES, conditions=FILTERS, name=st.sampled_from([*ENTRY_LISTS]))
@settings(max_examples=250)
def test_a_list_has_the_entries_of_an_independent_count(entries, replies, conditions, name):
    log, replies = filled_with(entries, replies)
    entry_filter = Filter(**conditions, list_name=name)
    for reader in READERS:
        log.reader = reader
        expected = recount(entries, replies, reader, name, conditions)
        numbers = [number for _, number in expected]
        assert listed_numbers(log, entry_filter) == numbers[::-1]
        in_order = entry_filter._replace(oldest_first=True)
        assert listed_numbers(log, in_order) == numbers
        assert listed_numbers(log, in_order, newest=3) == numbers[-3:]
        assert listed_numbers(log, in_order, newest=0) == []
        assert listed_numbers(log, entry_filter._replace(limit=2)) == numbers[::-1][:2]
        assert count_entries(log, entry_filter) == len(numbers)
        assert count_entries(log, entry_filter, 2) == min(2, len(numbers))
        if reader:
            own = entry_filter._replace(trainer=reader, include_own=True)
            expected = recount(entries, replies, reader, name, conditions, own=True)
            assert listed_numbers(log, own) == [number for _, number in expected][::-1]
    log.close()


@given(entries=ENTRIES, replies=REPLIES, name=st.sampled_from([*ENTRY_LISTS]))
@settings(max_examples=100)
def test_no_private_entry_changes_a_list(entries, replies, name):
    shared = [n for n, entry in enumerate(entries) if entry["share"] != "private"]
    log, _ = filled_with(entries, replies)
    only_shared, _ = filled_with(
        [entries[n] for n in shared],
        [(shared.index(reply[0]), *reply[1:]) for reply in replies if reply[0] in shared],
    )
    entry_filter = Filter(list_name=name)
    numbers = [shared[number - 1] + 1 for number in listed_numbers(only_shared, entry_filter)]
    assert listed_numbers(log, entry_filter) == numbers
    # Whoever exports everything gets private entries of their own, and nobody else's.
    for entry in select_entries(log, entry_filter._replace(audience=FULL)):
        assert entry.share != "private" or entry.trainer == "kim"
    log.close()
    only_shared.close()


@pytest.fixture
def large(log):
    """A log with a few entries on each list, and many that are on none, newer and older."""
    listed = {
        "kind": "mistake",
        "lesson": "Ask",
        "share": "team",
        "occurred_on": "2026-10-01",
    }
    add_entries(log, 20, **listed)
    add_entries(log, 20, first=20, **listed | {"kind": "question"})
    return log


@pytest.mark.parametrize("name", ENTRY_LISTS)
@pytest.mark.parametrize("audience", [Filter().audience, MEETING])
@pytest.mark.parametrize("team", [None, "permits"])
def test_the_work_of_a_list_does_not_grow_with_the_log(large, name, audience, team):
    entry_filter = Filter(list_name=name, limit=5, team=team, audience=audience)

    def work():
        list(select_entries(large, entry_filter))
        list(select_entries(large, entry_filter._replace(oldest_first=True, limit=None), newest=5))
        count_entries(large, entry_filter)

    # Before and after all that is listed, so that a walk from either end would meet them first.
    # The first thousand make every plan and every page what it is in a log of a million.
    nothing = {"kind": "strength", "share": "meeting"}
    add_entries(large, 500, first=100, occurred_on="2026-09-01", **nothing)
    add_entries(large, 500, first=600, occurred_on="2026-10-10", **nothing)
    work()
    before = steps_of(large, work)
    add_entries(large, 1_000, first=2_000, occurred_on="2026-09-01", **nothing)
    add_entries(large, 1_000, first=4_000, occurred_on="2026-10-10", **nothing)
    assert steps_of(large, work) <= before + 1


@pytest.mark.parametrize("name", ENTRY_LISTS)
@pytest.mark.parametrize("trainer", [None, "robin"])
@pytest.mark.parametrize("team", [None, "permits"])
def test_every_list_walks_an_index(log, name, trainer, team):
    entry_filter = Filter(list_name=name, team=team, trainer=trainer, include_own=bool(trainer))
    with plans_of_queries(log) as plans:
        list(select_entries(log, entry_filter))
        count_entries(log, entry_filter)
    scans = [plan for plan in plans if plan.startswith("SCAN") and "USING" not in plan]
    assert [plan for plan in scans if "CONSTANT" not in plan] == []
    assert any(" USING " in plan for plan in plans)
