"""Check-ins against a count by hand, and through random lives of entries."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from coachlog.clock import FixedClock
from coachlog.domain.checkins import SEEN, next_due
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, week_of
from coachlog.domain.review.checkin_results import unprompted_rates
from coachlog.errors import CoachlogError, DecisionNeededError, NotFoundError, UsageError
from coachlog.services import checkin, edit
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.summary import summarise
from coachlog.services.undo import redo, undo
from coachlog.services.week import week_report
from coachlog.storage import due, rebuild
from coachlog.storage.file.open import open_log
from coachlog.storage.queries import checkins as stored
from coachlog.storage.queries.due import count_due, select_due

TODAY = date(2026, 11, 19)
ME = Settings({"trainer": "robin", "similar": "no"})
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["strength", "mistake"]),
            "recovery": st.sampled_from([None, "Mended"]),
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
            "answers": st.lists(
                st.tuples(
                    st.sampled_from([14, 30, 44, 45, 60]), st.sampled_from(SEEN), st.integers(0, 80)
                ),
                max_size=3,
            ),
        }
    ),
    max_size=12,
)


def a_log(clock):
    """A new log in memory."""
    log = open_log("/nowhere/in/memory.db", clock, default=True, create=False)
    log.writable = True
    return log


def answer(log, clock, entry, days, seen, ago):
    """An answer as it is stored, on any day."""
    from coachlog.storage import ledger, revisions

    with log.atomic():
        hlc = revisions.begin_action(log, clock, "checkin")
        fields = {
            "entry": entry,
            "days": days,
            "seen": seen,
            "seen_on": (TODAY - timedelta(ago)).isoformat(),
            "author": "robin",
        }
        ledger.change_records(log, clock, hlc, "robin", [("checkin", clock.uuid7(), fields)])


@pytest.fixture
def made(log, clock):
    """Record an entry; its id."""

    def make(happened="Showed how", **fields):
        given = {
            "kind": "correction",
            "team": "permits",
            "topics": ["fees"],
            "happened": happened,
            **fields,
        }
        return record(log, clock, ME, given).fields["uuid"]

    return make


def filled(log, clock, entries):
    """The entries with their uuids."""
    found = []
    for fields in entries:
        given = {name: value for name, value in fields.items() if name != "answers"}
        uuid = record(log, clock, ME, {**given, "happened": "Showed how"}).fields["uuid"]
        for days, seen, ago in fields["answers"]:
            answer(log, clock, uuid, days, seen, ago)
        found.append(fields | {"uuid": uuid})
    return found


@given(entries=ENTRIES)
@settings(max_examples=25)
def test_what_is_due_is_what_a_count_by_hand_finds(tmp_path_factory, entries):
    clock = FixedClock(datetime.fromisoformat("2026-11-19T15:00:00+00:00"), seed=1)
    log = open_log(
        str(tmp_path_factory.mktemp("log") / "log.db"), clock, default=False, create=True
    )
    log.disable_fsync()
    known = filled(log, clock, entries)
    wanted = []
    for one in known:
        answers = [
            (days, seen, (TODAY - timedelta(ago)).isoformat()) for days, seen, ago in one["answers"]
        ]
        is_open = one["kind"] == "mistake" and one["recovery"] is None
        day = (
            None
            if is_open or one["follow_up"] == "none"
            else next_due(one["occurred_on"], one["follow_up"], answers)
        )
        if day:
            wanted.append((day, one))
    for who in (
        Filter(reader="robin"),
        Filter(reader="robin", trainer="robin", include_own=True),
        Filter(reader="robin", trainer="kim"),
    ):
        for narrowed in (
            who,
            who._replace(team="permits"),
            who._replace(topics=("fees", "letters")),
            who._replace(kinds=("mistake",)),
        ):
            by_hand = sorted(
                (day, one["uuid"])
                for day, one in wanted
                if (
                    one["share"] != "private"
                    or (narrowed.include_own and one["trainer"] == "robin")
                )
                and one["trainer"] == (narrowed.trainer or one["trainer"])
                and one["team"] == (narrowed.team or one["team"])
                and one["kind"] in (narrowed.kinds or (one["kind"],))
                and (not narrowed.topics or set(narrowed.topics) & set(one["topics"]))
            )
            found = [(day, entry.uuid) for day, entry in select_due(log, narrowed)]
            assert sorted(found) == by_hand
            assert [day for day, _ in found] == [day for day, _ in by_hand]
            week_end = week_of(TODAY).last
            counted = count_due(log, narrowed, TODAY, week_end)
            assert counted.overdue == sum(day < TODAY.isoformat() for day, _ in by_hand)
            assert counted.this_week == sum(
                TODAY.isoformat() <= day <= week_end.isoformat() for day, _ in by_hand
            )
            assert sum(counted) == len(by_hand)
    assert rebuild.table_problems(log) == ""
    log.close()


@given(entries=ENTRIES)
@settings(max_examples=25)
def test_the_shares_are_what_a_count_by_hand_finds(tmp_path_factory, entries):
    clock = FixedClock(datetime.fromisoformat("2026-11-19T15:00:00+00:00"), seed=1)
    log = open_log(
        str(tmp_path_factory.mktemp("log") / "log.db"), clock, default=False, create=True
    )
    log.disable_fsync()
    known = [one for one in filled(log, clock, entries) if one["share"] != "private"]
    span = Period(TODAY - timedelta(60), TODAY, "")

    def by_hand(names):
        found = {}
        for one in known:
            for days, seen, ago in one["answers"]:
                if seen == "no-chance" or ago > 60:
                    continue
                for name in names(one):
                    numbers = found.setdefault(name, [0, 0, 0, 0])
                    numbers[0 if days < 45 else 2] += 1
                    numbers[1 if days < 45 else 3] += seen == "unprompted"
        return {name: tuple(numbers) for name, numbers in found.items()}

    for fields, names in (
        (["topic"], lambda one: [(topic,) for topic in one["topics"]]),
        (["team"], lambda one: [(one["team"],)]),
        (["team", "topic"], lambda one: [(one["team"], topic) for topic in one["topics"]]),
    ):
        found = unprompted_rates(stored.count_results(log, Filter(period=span), fields))
        assert {share.name: share[1:] for share in found} == by_hand(names)
        lines, _ = summarise(log, clock, Filter(period=span), fields, "monday")
        assert {line.keys: line[7:] for line in lines if any(line[7:])} == by_hand(names)
    log.close()


@pytest.mark.parametrize(
    "wanted",
    [Filter(), Filter(team="permits"), Filter(reader="robin", trainer="robin", include_own=True)],
)
def test_what_is_due_comes_from_an_index_in_its_order(log, made, monkeypatch, wanted):
    made()
    plans = []
    ask = type(log).all

    def explain(self, sql, values=()):
        if "FROM due" in sql:
            plans.extend(row[3] for row in ask(self, f"EXPLAIN QUERY PLAN {sql}", values))
        return ask(self, sql, values)

    monkeypatch.setattr(type(log), "all", explain)
    list(select_due(log, wanted._replace(limit=20)))
    list(select_due(log, wanted))
    assert plans
    assert [plan for plan in plans if plan.startswith("SCAN") or "TEMP B-TREE" in plan] == []
    assert all(
        "USING COVERING INDEX due_by_" in plan or "e USING INTEGER PRIMARY KEY" in plan
        for plan in plans
    )


@pytest.mark.parametrize(
    "wanted",
    [Filter(), Filter(team="permits"), Filter(reader="robin", trainer="robin", include_own=True)],
)
def test_what_is_due_is_counted_in_an_index_alone(log, made, monkeypatch, wanted):
    made()
    plans = []
    ask = type(log).one

    def explain(self, sql, values=()):
        if "FROM due" in sql:
            plans.extend(row[3] for row in self.all(f"EXPLAIN QUERY PLAN {sql}", values))
        return ask(self, sql, values)

    monkeypatch.setattr(type(log), "one", explain)
    count_due(log, wanted, TODAY, TODAY, 10)
    reading = [plan for plan in plans if "due_by_" in plan]
    assert len(reading) == 3
    assert all("SEARCH d USING COVERING INDEX" in plan for plan in reading)


def test_the_shares_of_a_week_are_found_by_their_day_without_a_scan(log, clock, made, monkeypatch):
    made(occurred_on="2026-10-20")
    plans = []
    ask = type(log).all

    def explain(self, sql, values=()):
        if "FROM checkin" in sql:
            plans.extend(row[3] for row in ask(self, f"EXPLAIN QUERY PLAN {sql}", values))
        return ask(self, sql, values)

    monkeypatch.setattr(type(log), "all", explain)
    week_report(log, clock, Filter(), week_of(TODAY))
    reading = [plan for plan in plans if "TEMP B-TREE" not in plan]
    assert [plan.split(" (")[0] for plan in reading] == [
        "SEARCH c USING COVERING INDEX checkin_by_day",
        "SEARCH e USING COVERING INDEX sqlite_autoindex_entry_1",
        "SEARCH t USING PRIMARY KEY",
    ]


def test_a_count_stops_where_it_is_enough(log, made):
    for _ in range(5):
        made(occurred_on="2026-10-01")
    assert count_due(log, Filter(), TODAY, TODAY, 3) == (3, 0, 0)
    assert count_due(log, Filter(), TODAY, TODAY) == (5, 0, 0)


def test_an_answer_that_is_changed_stays_one_answer_and_undo_brings_the_first_one_back(
    log, clock, made
):
    uuid = made(occurred_on="2026-10-01")
    given = checkin.check_in(log, clock, ME, uuid, "not-yet", "A note")
    assert (given.days, given.seen, given.note, given.asks_next) == (
        30,
        "not-yet",
        "A note",
        (60, "2026-11-30"),
    )
    changed = checkin.change_answer(log, clock, ME, given, "no-chance", None)
    assert (changed.uuid, changed.seen, changed.note) == (given.uuid, "no-chance", None)
    assert changed.asks_next == (60, "2026-12-03")
    assert checkin.change_answer(log, clock, ME, changed, "no-chance", None) is changed
    undo(log, clock, ME)
    assert stored.checkins_of(log, uuid) == [(30, "not-yet", "A note", "2026-11-19", "robin")]
    undo(log, clock, ME)
    assert stored.checkins_of(log, uuid) == []
    again = checkin.change_answer(log, clock, ME, given, "unprompted", None)
    assert again.uuid != given.uuid
    assert stored.checkins_of(log, uuid) == [(30, "unprompted", None, "2026-11-19", "robin")]


def test_nothing_is_stored_of_what_is_refused(log, clock, made):
    uuid, private = (
        made(occurred_on="2026-10-01"),
        made(occurred_on="2026-10-01", share="private", trainer="kim"),
    )
    with pytest.raises(UsageError):
        checkin.check_in(log, clock, ME, uuid, "perhaps")
    with pytest.raises(UsageError, match="1,000,000") as refused:
        checkin.check_in(log, clock, ME, uuid, "not-yet", "x" * 1_000_001)
    assert refused.value.typed == "x" * 1_000_001
    with pytest.raises(NotFoundError):
        checkin.check_in(log, clock, ME, private, "not-yet")
    with pytest.raises(DecisionNeededError):
        checkin.check_in(log, clock, ME, made(), "not-yet")
    assert log.all("SELECT * FROM checkin") == []


class Lives(RuleBasedStateMachine):
    """Whatever is done with entries, each asks on the day that follows from it, and `doctor` finds nothing."""

    def __init__(self):
        super().__init__()
        self.clock = FixedClock(datetime.fromisoformat("2026-11-19T15:00:00+00:00"), seed=1)
        self.log = a_log(self.clock)
        self.uuids = []

    def asking(self):
        return self.log.all(
            "SELECT e.uuid, d.due_on, d.team, d.private, d.trainer FROM due d JOIN entry e ON e.id = d.entry ORDER BY 1"
        )

    def attempt(self, action):
        try:
            return action()
        except CoachlogError:
            return None

    def one(self, data):
        return data.draw(st.sampled_from(self.uuids))

    @rule(
        kind=st.sampled_from(["strength", "mistake"]),
        days=st.integers(0, 90),
        follow_up=st.sampled_from(["none", "30, 60"]),
    )
    def log_one(self, kind, days, follow_up):
        given = {
            "kind": kind,
            "team": "permits",
            "topics": ["fees"],
            "happened": "x",
            "follow_up": follow_up,
        }
        given["occurred_on"] = (self.clock.now().date() - timedelta(days)).isoformat()
        self.uuids.append(record(self.log, self.clock, ME, given).fields["uuid"])

    @precondition(lambda self: self.uuids)
    @rule(
        data=st.data(),
        patch=st.sampled_from(
            [{"follow_up": "14, 45"}, {"follow_up": None}, {"share": "private"}, {"share": "team"}, {"recovery": "Mended"},
             {"recovery": None}, {"occurred_on": "2026-08-01"}, {"team": "finance"}, {"trainer": "kim"}, {"kind": "mistake"}]
        ),
    )  # fmt: skip
    def edit(self, data, patch):
        self.attempt(lambda: edit.edit(self.log, self.clock, ME, self.one(data), patch))

    @precondition(lambda self: self.uuids)
    @rule(data=st.data(), seen=st.sampled_from(SEEN), note=st.sampled_from([None, "A note"]))
    def answer(self, data, seen, note):
        before, one = self.asking(), self.one(data)
        if self.attempt(
            lambda: checkin.check_in(self.log, self.clock, ME, one, seen, note, early=True)
        ):
            after = self.asking()
            undo(self.log, self.clock, ME)
            assert self.asking() == before
            redo(self.log, self.clock, ME)
            assert self.asking() == after
            # Long before the day, "no chance" is no reason to ask later than on it.
            assert after != before or seen == "no-chance"

    @precondition(lambda self: self.uuids)
    @rule(data=st.data())
    def delete(self, data):
        self.attempt(lambda: edit.delete(self.log, self.clock, ME, [self.one(data)]))

    @rule(steps=st.integers(1, 4))
    def undo(self, steps):
        self.attempt(lambda: undo(self.log, self.clock, ME, steps))

    @rule(steps=st.integers(1, 4))
    def redo(self, steps):
        self.attempt(lambda: redo(self.log, self.clock, ME, steps))

    @rule(days=st.integers(0, 40))
    def wait(self, days):
        self.clock.at += timedelta(days)

    @invariant()
    def all_is_as_it_follows(self):
        assert list(due.wrong_due(self.log)) == []
        assert rebuild.table_problems(self.log) == ""

    def teardown(self):
        self.log.close()


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
