"""Check-ins, compared with a count in Python and through random changes of entries."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from coachlog.clock import FixedClock
from coachlog.domain.checkins import RESULTS, next_due
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, week_of
from coachlog.domain.review.checkin_results import unprompted_rates
from coachlog.errors import CoachlogError, DecisionNeededError, NotFoundError, UsageError
from coachlog.services import checkin, edit
from coachlog.services.delete import delete
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.summary import summarise
from coachlog.services.undo import redo, undo
from coachlog.services.week import week_report
from coachlog.storage import due_table, rebuild
from coachlog.storage.file.open import open_log
from coachlog.storage.queries import checkins as stored
from coachlog.storage.queries.due import count_due, select_due

TODAY = date(2026, 11, 19)
ME = Settings({"trainer": "robin", "similar": "no"})
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["strength", "mistake", "question"]),
            "recovery": st.sampled_from([None, "Mended"]),
            "lesson": st.sampled_from([None, "Look it up"]),
            "team": st.sampled_from(["permits", "finance"]),
            "topics": st.lists(
                st.sampled_from(["fees", "waivers", "letters"]), min_size=1, max_size=3, unique=True
            ),
            "share": st.sampled_from(["private", "team", "meeting"]),
            "trainer": st.sampled_from(["robin", "kim"]),
            "occurred_on": st.integers(0, 120).map(
                lambda days: (TODAY - timedelta(days)).isoformat()
            ),
            "follow_up": st.sampled_from(["none", "30", "30, 60", "14, 45"]),
            "results": st.lists(
                st.tuples(
                    st.sampled_from([14, 30, 44, 45, 60]),
                    st.sampled_from(RESULTS),
                    st.integers(0, 80),
                ),
                max_size=3,
            ),
        }
    ),
    max_size=12,
)


def log_in_memory(clock):
    """Return a new log in memory."""
    log = open_log("/nowhere/in/memory.db", clock, default=True, create=False)
    log.reader = "robin"
    log.writable = True
    return log


def write_result(log, clock, entry, days, result, ago, note=None):
    """Store a result of any day, which no command could record."""
    from coachlog.storage import ledger, revisions

    with log.atomic():
        hlc = revisions.begin_action(log, "checkin")
        fields = {
            "entry": entry,
            "days": days,
            "seen": result,
            "note": note,
            "seen_on": (TODAY - timedelta(ago)).isoformat(),
            "author": "robin",
        }
        ledger.change_records(log, hlc, [("checkin", clock.uuid7(), fields)])


@pytest.fixture
def made(log):
    """Return a function that records an entry and returns its uuid."""

    def make(happened="Showed how", **fields):
        typed = {
            "kind": "correction",
            "team": "permits",
            "topics": ["fees"],
            "happened": happened,
            "lesson": "Look it up",
            **fields,
        }
        return record(log, ME, typed).fields["uuid"]

    return make


def record_all(log, clock, entries):
    """Record entries with their results, and return them with their uuids."""
    recorded = []
    for fields in entries:
        typed = {name: value for name, value in fields.items() if name != "results"}
        uuid = record(log, ME, {**typed, "happened": "Showed how"}).fields["uuid"]
        for days, result, ago in fields["results"]:
            write_result(log, clock, uuid, days, result, ago)
        recorded.append(fields | {"uuid": uuid})
    return recorded


def expected_due_day(entry):
    """Return the day of an entry's next check-in, worked out from its fields."""
    could_stick = entry["recovery"] or entry["lesson"]
    if entry["kind"] == "mistake":
        could_stick = entry["recovery"]
    if entry["kind"] == "question" or not could_stick or entry["follow_up"] == "none":
        return None
    results = []
    for days, result, ago in entry["results"]:
        results.append((days, result, (TODAY - timedelta(ago)).isoformat()))
    return next_due(entry["occurred_on"], entry["follow_up"], results)


def matches(entry, entry_filter):
    """Return whether an entry belongs in what a filter lists, worked out from its fields."""
    is_own = entry_filter.include_own and entry["trainer"] == "robin"
    return (
        (entry["share"] != "private" or is_own)
        and entry["trainer"] == (entry_filter.trainer or entry["trainer"])
        and entry["team"] == (entry_filter.team or entry["team"])
        and entry["kind"] in (entry_filter.kinds or (entry["kind"],))
        and (not entry_filter.topics or set(entry_filter.topics) & set(entry["topics"]))
    )


@given(entries=ENTRIES)
@settings(max_examples=25)
def test_due_check_ins_are_those_that_a_count_in_python_finds(tmp_path_factory, entries):
    clock = FixedClock(datetime.fromisoformat("2026-11-19T15:00:00+00:00"), seed=1)
    log = open_log(
        str(tmp_path_factory.mktemp("log") / "log.db"), clock, default=False, create=True
    )
    log.reader = "robin"
    log.disable_fsync()
    due_entries = []
    for entry in record_all(log, clock, entries):
        day = expected_due_day(entry)
        if day:
            due_entries.append((day, entry))
    for trainers in (
        Filter(),
        Filter(trainer="robin", include_own=True),
        Filter(trainer="kim"),
    ):
        for entry_filter in (
            trainers,
            trainers._replace(team="permits"),
            trainers._replace(topics=("fees", "letters")),
            trainers._replace(kinds=("mistake",)),
        ):
            expected = sorted(
                (day, entry["uuid"]) for day, entry in due_entries if matches(entry, entry_filter)
            )
            rows = [(day, entry.uuid) for day, entry in select_due(log, entry_filter)]
            assert sorted(rows) == expected
            days = [day for day, _ in expected]
            assert [day for day, _ in rows] == days
            week_end = week_of(TODAY).last
            counts = count_due(log, entry_filter, TODAY, week_end)
            assert counts.overdue == sum(day < TODAY.isoformat() for day in days)
            assert counts.this_week == sum(
                TODAY.isoformat() <= day <= week_end.isoformat() for day in days
            )
            assert sum(counts) == len(days)
    assert rebuild.table_problems(log) == ""
    log.close()


@given(entries=ENTRIES)
@settings(max_examples=25)
def test_the_rates_are_those_that_a_count_in_python_finds(tmp_path_factory, entries):
    clock = FixedClock(datetime.fromisoformat("2026-11-19T15:00:00+00:00"), seed=1)
    log = open_log(
        str(tmp_path_factory.mktemp("log") / "log.db"), clock, default=False, create=True
    )
    log.reader = "robin"
    log.disable_fsync()
    recorded = record_all(log, clock, entries)
    shared = [entry for entry in recorded if entry["share"] != "private"]
    span = Period(TODAY - timedelta(60), TODAY, "")

    def expected(names):
        rates = {}
        for entry in shared:
            for days, result, ago in entry["results"]:
                if result == "no-chance" or ago > 60:
                    continue
                for name in names(entry):
                    numbers = rates.setdefault(name, [0, 0, 0, 0])
                    numbers[0 if days < 45 else 2] += 1
                    numbers[1 if days < 45 else 3] += result == "unprompted"
        return {name: tuple(numbers) for name, numbers in rates.items()}

    for fields, names in (
        (["topic"], lambda entry: [(topic,) for topic in entry["topics"]]),
        (["team"], lambda entry: [(entry["team"],)]),
        (["team", "topic"], lambda entry: [(entry["team"], topic) for topic in entry["topics"]]),
    ):
        rates = unprompted_rates(stored.count_results(log, Filter(period=span), fields))
        assert {rate.name: rate[1:] for rate in rates} == expected(names)
        lines, _ = summarise(log, Filter(period=span), fields, "monday")
        assert {line.keys: line[7:] for line in lines if any(line[7:])} == expected(names)
    log.close()


def collect_plans(monkeypatch, log, method, table):
    """Return a list that gets the plan of each query on `table` that `method` of the log runs."""
    plans = []
    log_class = type(log)
    read = getattr(log_class, method)
    read_all = log_class.all

    def explain(self, sql, values=()):
        if f"FROM {table}" in sql:
            plans.extend(row[3] for row in read_all(self, f"EXPLAIN QUERY PLAN {sql}", values))
        return read(self, sql, values)

    monkeypatch.setattr(log_class, method, explain)
    return plans


FILTERS_WITH_AN_INDEX = [
    Filter(),
    Filter(team="permits"),
    Filter(trainer="robin", include_own=True),
]


@pytest.mark.parametrize("entry_filter", FILTERS_WITH_AN_INDEX)
def test_due_check_ins_come_from_an_index_in_its_order(log, made, monkeypatch, entry_filter):
    made()
    plans = collect_plans(monkeypatch, log, "all", "due")
    list(select_due(log, entry_filter._replace(limit=20)))
    list(select_due(log, entry_filter))
    assert plans
    assert [plan for plan in plans if plan.startswith("SCAN") or "TEMP B-TREE" in plan] == []
    assert all(
        "USING COVERING INDEX due_by_" in plan or "e USING INTEGER PRIMARY KEY" in plan
        for plan in plans
    )


@pytest.mark.parametrize("entry_filter", FILTERS_WITH_AN_INDEX)
def test_due_check_ins_are_counted_in_an_index_alone(log, made, monkeypatch, entry_filter):
    made()
    plans = collect_plans(monkeypatch, log, "one", "due")
    count_due(log, entry_filter, TODAY, TODAY, 10)
    reading = [plan for plan in plans if "due_by_" in plan]
    assert len(reading) == 3
    assert all("SEARCH d USING COVERING INDEX" in plan for plan in reading)


def test_the_rates_of_a_week_are_read_by_their_day_without_a_scan(log, made, monkeypatch):
    made(occurred_on="2026-10-20")
    plans = collect_plans(monkeypatch, log, "all", "checkin")
    week_report(log, Filter(), week_of(TODAY))
    reading = [plan for plan in plans if "TEMP B-TREE" not in plan]
    assert [plan.split(" (")[0] for plan in reading] == [
        "SEARCH c USING COVERING INDEX checkin_by_day",
        "SEARCH e USING COVERING INDEX sqlite_autoindex_entry_1",
        "SEARCH t USING INDEX entry_topic_of_entry",
    ]


def test_a_count_stops_at_its_limit(log, made):
    for _ in range(5):
        made(occurred_on="2026-10-01")
    assert count_due(log, Filter(), TODAY, TODAY, 3) == (3, 0, 0)
    assert count_due(log, Filter(), TODAY, TODAY) == (5, 0, 0)


def test_a_changed_result_replaces_the_first_and_undo_brings_that_back(log, made):
    uuid = made(occurred_on="2026-10-01")
    first = checkin.check_in(log, uuid, "not-yet", "A note")
    assert (first.days, first.result, first.note) == (30, "not-yet", "A note")
    assert first.next_checkin == (60, "2026-11-30")
    changed = checkin.change_result(log, first, "no-chance", None)
    assert (changed.uuid, changed.result, changed.note) == (first.uuid, "no-chance", None)
    assert changed.next_checkin == (60, "2026-12-03")
    assert checkin.change_result(log, changed, "no-chance", None) is changed
    undo(log)
    assert stored.checkins_of(log, uuid) == [(30, "not-yet", "A note", "2026-11-19", "robin")]
    undo(log)
    assert stored.checkins_of(log, uuid) == []
    checkin.change_result(log, first, "unprompted", None)
    assert stored.checkins_of(log, uuid) == [(30, "unprompted", None, "2026-11-19", "robin")]


def test_two_results_about_the_same_days_still_say_that_there_is_no_more_check_in(log, clock, made):
    # Two copies of a log, joined: one has a note and the other has none.
    uuid = made(occurred_on="2026-09-01", follow_up="30")
    write_result(log, clock, uuid, 30, "not-yet", ago=9)
    write_result(log, clock, uuid, 30, "not-yet", ago=8, note="A note")
    with pytest.raises(DecisionNeededError, match="after 30 days the result was not yet"):
        checkin.check_in(log, uuid, "unprompted")


def test_nothing_is_stored_of_a_result_that_is_refused(log, made):
    uuid = made(occurred_on="2026-10-01")
    private = made(occurred_on="2026-10-01", share="private", trainer="kim")
    with pytest.raises(UsageError):
        checkin.check_in(log, uuid, "perhaps")
    with pytest.raises(UsageError, match="1,000,000"):
        checkin.check_in(log, uuid, "not-yet", "x" * 1_000_001)
    with pytest.raises(NotFoundError):
        checkin.check_in(log, private, "not-yet")
    with pytest.raises(DecisionNeededError):
        checkin.check_in(log, made(), "not-yet")
    assert log.all("SELECT * FROM checkin") == []


class EntryChanges(RuleBasedStateMachine):
    """Whatever is done with entries, the table `due` follows from them, and `doctor` is content."""

    def __init__(self):
        super().__init__()
        self.clock = FixedClock(datetime.fromisoformat("2026-11-19T15:00:00+00:00"), seed=1)
        self.log = log_in_memory(self.clock)
        self.uuids = []

    def due_rows(self):
        return self.log.all(
            """SELECT e.uuid, d.due_on, d.team, d.private, d.trainer
               FROM due d JOIN entry e ON e.id = d.entry ORDER BY 1"""
        )

    def attempt(self, action):
        try:
            return action()
        except CoachlogError:
            return None

    def any_entry(self, data):
        return data.draw(st.sampled_from(self.uuids))

    @rule(
        kind=st.sampled_from(["strength", "mistake"]),
        days=st.integers(0, 90),
        follow_up=st.sampled_from(["none", "30, 60"]),
    )
    def record_entry(self, kind, days, follow_up):
        typed = {
            "kind": kind,
            "team": "permits",
            "topics": ["fees"],
            "happened": "x",
            "follow_up": follow_up,
        }
        typed["occurred_on"] = (self.clock.now().date() - timedelta(days)).isoformat()
        self.uuids.append(record(self.log, ME, typed).fields["uuid"])

    @precondition(lambda self: self.uuids)
    @rule(
        data=st.data(),
        patch=st.sampled_from(
            [
                {"follow_up": "14, 45"},
                {"follow_up": None},
                {"share": "private"},
                {"share": "team"},
                {"recovery": "Mended"},
                {"recovery": None},
                {"occurred_on": "2026-08-01"},
                {"team": "finance"},
                {"trainer": "kim"},
                {"kind": "mistake"},
            ]
        ),
    )
    def edit(self, data, patch):
        self.attempt(lambda: edit.edit(self.log, ME, self.any_entry(data), patch))

    @precondition(lambda self: self.uuids)
    @rule(data=st.data(), result=st.sampled_from(RESULTS), note=st.sampled_from([None, "A note"]))
    def check_in(self, data, result, note):
        before = self.due_rows()
        uuid = self.any_entry(data)
        if self.attempt(lambda: checkin.check_in(self.log, uuid, result, note, early=True)):
            after = self.due_rows()
            undo(self.log)
            assert self.due_rows() == before
            redo(self.log)
            assert self.due_rows() == after
            # Long before its day, a check-in without a chance stays due on that day.
            assert after != before or result == "no-chance"

    @precondition(lambda self: self.uuids)
    @rule(data=st.data())
    def delete(self, data):
        self.attempt(lambda: delete(self.log, [self.any_entry(data)]))

    @rule(steps=st.integers(1, 4))
    def undo(self, steps):
        self.attempt(lambda: undo(self.log, steps))

    @rule(steps=st.integers(1, 4))
    def redo(self, steps):
        self.attempt(lambda: redo(self.log, steps))

    @rule(days=st.integers(0, 40))
    def wait(self, days):
        self.clock.at += timedelta(days)

    @invariant()
    def the_table_follows_from_the_entries(self):
        assert list(due_table.wrong_due(self.log)) == []
        assert rebuild.table_problems(self.log) == ""

    def teardown(self):
        self.log.close()


TestEntryChanges = EntryChanges.TestCase
TestEntryChanges.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
