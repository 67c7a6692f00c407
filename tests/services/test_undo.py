"""Undo and redo: any row of actions against a simple model, and the tables against a rebuild from the revisions."""

import sqlite3
from datetime import datetime, timedelta

import pytest
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coachlog.clock import FixedClock
from coachlog.domain.audience import FULL
from coachlog.domain.filters import Filter
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError
from coachlog.services import edit, undo
from coachlog.services.record import record
from coachlog.services.settings import Settings, load_settings
from coachlog.services.teams import rename
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log, set_pragmas
from coachlog.storage.file.schema import migrate
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.settings import read_settings

EVERYTHING = Filter(audience=FULL)
TABLES = {
    "entry": """SELECT uuid, short_id, kind, team, topics, happened, recovery, lesson, factors, own, share, status, occurred_on,
        updated_at FROM entry""",
    "entry_topic": """SELECT e.uuid, t.topic, t.occurred_on, t.team, t.kind, t.private
        FROM entry_topic t JOIN entry e ON e.id = entry""",
    "team": "SELECT key, name FROM team",
    "topic": "SELECT key, name FROM topic",
    "setting": "SELECT name, value FROM setting",
}
names = st.sampled_from(["permits", "Permits", "PERMITS", "finance", "Finance"])
words = st.sampled_from(
    ["Charged twice", "Looked it up", "=1+1", "\x1b[31m", "كان", "é", "-5 degrees"]
)
patches = st.fixed_dictionaries(
    {},
    optional={
        "team": names,
        "topics": st.lists(
            st.sampled_from(["fees", "Fees", "travel"]), min_size=1, max_size=2, unique_by=name_key
        ),
        "happened": words,
        "recovery": st.none() | words,
        "lesson": st.none() | words,
        "factors": st.lists(st.sampled_from(["tool", "other"]), max_size=2, unique=True),
        "own": st.booleans(),
        "share": st.sampled_from(["private", "team", "meeting"]),
    },
)


def empty_log() -> Log:
    db = sqlite3.connect(":memory:", isolation_level=None)
    set_pragmas(db)
    migrate(db)
    return Log(":memory:", db, writable=True, exists=False)


def contents(log):
    return {table: sorted(log.all(sql), key=repr) for table, sql in TABLES.items()}


def words_found(log):
    log.run("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    return [
        row[0]
        for row in log.all(
            "SELECT e.uuid FROM entry_fts f JOIN entry e ON e.id = f.rowid ORDER BY e.id"
        )
    ]


def rebuilt(log, seed=0):
    """A log with the same revisions, read in in any order, folded anew."""
    other = empty_log()
    revisions = log.all("SELECT id, record, tbl, hlc, device, author, patch FROM revision")
    revisions.sort(key=lambda row: row[0][-1 - seed % 9 :: -1])
    other.run_many(
        "INSERT INTO revision (id, record, tbl, hlc, device, author, patch) VALUES (?, ?, ?, ?, ?, ?, ?)",
        revisions,
    )
    for table in ("entry", "setting"):
        records = [record for _, record, tbl, *_ in revisions if tbl == table]
        for start in range(0, len(records), 7):
            ledger.refold(other, table, records[start : start + 7])
    return other


class Undoing(RuleBasedStateMachine):
    """Every command keeps a list of states; undo and redo move in it."""

    @initialize(seed=st.integers(0, 9))
    def begin(self, seed):
        self.log = empty_log()
        self.clock = FixedClock(datetime.fromisoformat("2026-11-19T15:00:00+00:00"), seed=seed)
        self.states = [({}, {})]
        self.place = 0

    @property
    def now(self):
        return self.states[self.place]

    def add(self, entries, settings):
        self.states[self.place + 1 :] = [(entries, settings)]
        self.place += 1

    def in_use(self, field, name):
        """The spelling that the entries of now use."""
        used = {
            known
            for entry in self.now[0].values()
            for known in ([entry["team"]] if field == "team" else entry["topics"])
        }
        return next((known for known in used if name_key(known) == name_key(name)), name)

    def pick(self, which):
        return sorted(self.now[0])[which % len(self.now[0])]

    @rule(minutes=st.sampled_from([0, 1, -30]))
    def time_goes_by(self, minutes):
        self.clock.at += timedelta(minutes=minutes)

    @rule(
        happened=words,
        team=names,
        topics=st.lists(
            st.sampled_from(["fees", "FEES", "travel"]), min_size=1, unique_by=name_key
        ),
    )
    def log_an_entry(self, happened, team, topics):
        given = {"kind": "correction", "happened": happened, "team": team, "topics": topics}
        fields = record(self.log, self.clock, load_settings(self.log), dict(given)).fields
        expected = {**fields, "happened": happened, "team": self.in_use("team", team)}
        expected["topics"] = [self.in_use("topics", topic) for topic in topics]
        self.add({**self.now[0], fields["uuid"]: expected}, self.now[1])

    @precondition(lambda self: self.now[0])
    @rule(which=st.integers(0, 20), patch=patches)
    def edit_an_entry(self, which, patch):
        uuid = self.pick(which)
        was = self.now[0][uuid]
        expected = {**patch}
        if "team" in patch:
            expected["team"] = self.in_use("team", patch["team"])
        if "topics" in patch:
            expected["topics"] = [self.in_use("topics", topic) for topic in patch["topics"]]
        defaults = {"factors": [], "own": False, "share": "team"}
        differs = any(
            was.get(field, defaults.get(field)) != value for field, value in expected.items()
        )
        edited = edit.edit(self.log, self.clock, Settings({}), uuid, patch)
        assert bool(edited.changed) == differs
        if differs:
            expected["updated_at"] = edited.after.updated_at
            self.add({**self.now[0], uuid: {**was, **expected}}, self.now[1])

    @precondition(lambda self: self.now[0])
    @rule(which=st.lists(st.integers(0, 20), min_size=1, max_size=3))
    def delete_entries(self, which):
        uuids = [self.pick(one) for one in which]
        edit.delete(self.log, self.clock, Settings({}), uuids)
        self.add(
            {uuid: entry for uuid, entry in self.now[0].items() if uuid not in uuids}, self.now[1]
        )

    @precondition(lambda self: self.now[0])
    @rule(which=st.integers(0, 20), upper=st.booleans())
    def rename_a_team_in_case_only(self, which, upper):
        old = self.now[0][self.pick(which)]["team"]
        new = old.upper() if upper else old.title()
        if rename(self.log, self.clock, Settings({}), "team", old, new).entries:
            stored = {
                entry.uuid: entry.updated_at for entry in select_entries(self.log, EVERYTHING)
            }
            renamed = {
                uuid: {**entry, "team": new, "updated_at": stored[uuid]}
                if entry["team"] == old
                else entry
                for uuid, entry in self.now[0].items()
            }
            self.add(renamed, self.now[1])

    @rule(value=st.sampled_from(["permits", "finance", None]))
    def set_a_setting(self, value):
        with self.log.atomic():
            hlc = revisions.begin_action(self.log, self.clock, "config")
            ledger.change_records(
                self.log, self.clock, hlc, "robin", [("setting", "team", {"value": value})]
            )
        self.add(self.now[0], {"team": value} if value else {})

    @rule(steps=st.integers(1, 4))
    def undo_steps(self, steps):
        if self.place == 0:
            with pytest.raises(NotFoundError):
                undo.undo(self.log, self.clock, Settings({}), steps)
            return
        planned = undo.plan_undo(self.log, "robin", steps)
        done = undo.undo(self.log, self.clock, Settings({}), steps)
        assert [step._replace(undone=True, changed_records=None) for step in planned] == [
            step._replace(changed_records=None) for step in done
        ]
        assert len(done) == min(steps, self.place)
        self.place -= len(done)

    @rule(steps=st.integers(1, 4))
    def redo_steps(self, steps):
        left = len(self.states) - 1 - self.place
        if left == 0:
            with pytest.raises(NotFoundError):
                undo.redo(self.log, self.clock, Settings({}), steps)
            return
        assert len(undo.redo(self.log, self.clock, Settings({}), steps)) == min(steps, left)
        self.place += min(steps, left)

    @invariant()
    def entries_and_settings_are_those_of_the_model(self):
        if not hasattr(self, "states"):
            return
        expected = {
            uuid: {k: v for k, v in entry.items() if v not in (None, [], False)}
            for uuid, entry in self.now[0].items()
        }
        found = {}
        for entry in select_entries(self.log, EVERYTHING):
            fields = {k: list(v) if isinstance(v, tuple) else v for k, v in entry._asdict().items()}
            found[entry.uuid] = {k: v for k, v in fields.items() if v not in (None, [], False)}
            for field, default in (("share", "team"), ("status", "logged")):
                expected.get(entry.uuid, {}).setdefault(field, default)
        assert found == expected
        assert read_settings(self.log) == self.now[1]
        ids = [row[0] for row in self.log.all("SELECT uuid FROM entry ORDER BY id")]
        assert [uuid for uuid in self.now[0] if uuid in ids] == list(self.now[0])

    def teardown(self):
        if hasattr(self, "log"):
            other = rebuilt(self.log, len(self.states))
            assert contents(other) == contents(self.log)
            assert sorted(words_found(other)) == sorted(words_found(self.log))
            assert {team for team, _ in contents(self.log)["team"]} == {
                name_key(e["team"]) for e in self.now[0].values()
            }
            other.close()
            self.log.close()


TestUndoing = Undoing.TestCase
TestUndoing.settings = profile(max_examples=40, stateful_step_count=20, deadline=None)


def test_a_large_action_is_taken_back_and_put_back_whole_with_every_id_and_place(log, clock):
    def fields(number):
        uuid = f"00000000-0000-8000-8000-{number * 7919 % 10007:012x}"  # an imported entry's uuid says nothing of its place
        day = {
            "occurred_on": "2026-11-19",
            "recorded_at": "2026-11-19T15:00:00.000Z",
            "updated_at": "2026-11-19T15:00:00.000Z",
        }
        place = {"team": "permits", "topics": ["fees", f"topic {number % 7}"]}
        return {
            "uuid": uuid,
            "short_id": uuid[-6:],
            "kind": "correction",
            "happened": f"Row {number}",
            **place,
            **day,
        }

    record(
        log, clock, Settings({}), {"kind": "correction", "team": "Permits", "happened": "Before"}
    )
    with log.atomic():
        hlc = revisions.begin_action(log, clock, "import")
        ledger.create_entries(
            log, clock, hlc, "robin", [fields(number) for number in range(2 * revisions.BATCH + 3)]
        )
    rename(log, clock, Settings({}), "topic", "fees", "Fees")
    full, order = contents(log), log.all("SELECT id, uuid FROM entry ORDER BY id")
    steps = undo.undo(log, clock, Settings({}), 2)
    assert [(step.entries, step.changed_records) for step in steps] == [
        (1_003, 1_003),
        (1_003, 1_003),
    ]
    assert log.one("SELECT count(*) FROM entry") == (1,)
    undo.redo(log, clock, Settings({}), 2)
    assert contents(log) == full
    assert log.all("SELECT id, uuid FROM entry ORDER BY id") == order
    assert len(words_found(log)) == 1_004
    record(log, clock, Settings({}), {"kind": "correction", "team": "Permits", "happened": "After"})
    gone = [uuid for _, uuid in order[3:700:2]]
    for some in (gone[:50], gone[50:]):
        edit.delete(log, clock, Settings({}), some)
    undo.undo(log, clock, Settings({}), 2)
    assert log.all("SELECT id, uuid FROM entry ORDER BY id")[:-1] == order
