"""Tests of undo and redo against a simple model of the log.

After any series of actions, the tables must also equal those rebuilt from the revisions.
"""

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coachlog.clock import FixedClock
from coachlog.domain.audience import FULL
from coachlog.domain.filters import Filter
from coachlog.domain.settings import settings_of
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError
from coachlog.paths import login_name
from coachlog.services import edit, undo
from coachlog.services.delete import delete
from coachlog.services.record import record
from coachlog.services.settings import Settings, load_settings, setting_change
from coachlog.services.teams import rename
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.file.database import set_pragmas
from coachlog.storage.file.schema import migrate
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.record_tables import read_settings

EVERYTHING = Filter(audience=FULL)
TABLES = {
    "entry": """SELECT uuid, short_id, kind, team, topics, happened, recovery, lesson, factors,
        own, share, status, occurred_on, updated_at FROM entry""",
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
topics = st.sampled_from(["fees", "Fees", "FEES", "travel"])
patches = st.fixed_dictionaries(
    {},
    optional={
        "team": names,
        "topics": st.lists(topics, min_size=1, max_size=2, unique_by=name_key),
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


def searchable_uuids(log):
    """Check the full-text index, and return the uuids of the entries in it."""
    log.run("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    rows = log.all("SELECT e.uuid FROM entry_fts f JOIN entry e ON e.id = f.rowid ORDER BY e.id")
    return [uuid for (uuid,) in rows]


def rebuilt(log, seed=0):
    """Return a log with the same revisions, added in another order and folded anew."""
    other = empty_log()
    rows = log.all("SELECT id, record, tbl, hlc, device, author, patch FROM revision")
    # Any order will do that has nothing to do with time: ids backwards, from some character on.
    rows.sort(key=lambda row: row[0][-1 - seed % 9 :: -1])
    other.run_many(
        "INSERT INTO revision (id, record, tbl, hlc, device, author, patch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    tables = ["entry", "setting", "team_name"]
    for table in tables[seed % 3 :] + tables[: seed % 3]:
        records = [record for _, record, tbl, *_ in rows if tbl == table]
        for start in range(0, len(records), 7):
            ledger.refold(other, table, records[start : start + 7])
    return other


class Model(NamedTuple):
    """What the log must contain: its entries as `{uuid: fields}`, and its settings."""

    entries: dict
    settings: dict


def without_empty(fields):
    return {name: value for name, value in fields.items() if value not in (None, [], (), False)}


class Undoing(RuleBasedStateMachine):
    """A list of the states that the commands led to; undo and redo move in it."""

    @initialize(seed=st.integers(0, 9))
    def begin(self, seed):
        self.log = empty_log()
        self.log.reader = self.log.login = login_name()
        self.clock = FixedClock(datetime.fromisoformat("2026-11-19T15:00:00+00:00"), seed=seed)
        self.states = [Model({}, {})]
        self.index = 0

    @property
    def now(self):
        return self.states[self.index]

    def add(self, entries=None, settings=None):
        """Add the state after a command, with what the command changed."""
        if entries is None:
            entries = self.now.entries
        if settings is None:
            settings = self.now.settings
        self.states[self.index + 1 :] = [Model(entries, settings)]
        self.index += 1

    def team_in_use(self, team):
        """Return a team in the spelling that the entries have."""
        return self._spelling_in_use(team, [entry["team"] for entry in self.now.entries.values()])

    def topics_in_use(self, topics):
        """Return topics in the spelling that the entries have."""
        known = []
        for entry in self.now.entries.values():
            known += entry["topics"]
        return [self._spelling_in_use(topic, known) for topic in topics]

    def _spelling_in_use(self, name, known):
        for spelling in known:
            if name_key(spelling) == name_key(name):
                return spelling
        return name

    def pick(self, number):
        """Return the uuid of an entry."""
        uuids = sorted(self.now.entries)
        return uuids[number % len(uuids)]

    @rule(minutes=st.sampled_from([0, 1, -30]))
    def time_goes_by(self, minutes):
        self.clock.at += timedelta(minutes=minutes)

    @rule(happened=words, team=names, topics=st.lists(topics, min_size=1, unique_by=name_key))
    def log_an_entry(self, happened, team, topics):
        typed = {"kind": "correction", "happened": happened, "team": team, "topics": topics}
        fields = record(self.log, load_settings(self.log), dict(typed)).fields
        spellings = {"team": self.team_in_use(team), "topics": self.topics_in_use(topics)}
        expected = fields | {"happened": happened} | spellings
        self.add(entries=self.now.entries | {fields["uuid"]: expected})

    @precondition(lambda self: self.now.entries)
    @rule(number=st.integers(0, 20), patch=patches)
    def edit_an_entry(self, number, patch):
        uuid = self.pick(number)
        before = self.now.entries[uuid]
        changes = dict(patch)
        if "team" in patch:
            changes["team"] = self.team_in_use(patch["team"])
        if "topics" in patch:
            changes["topics"] = self.topics_in_use(patch["topics"])
        defaults = dict.fromkeys(patch) | {"factors": [], "own": False, "share": "team"}
        differs = (defaults | before) != (defaults | before | changes)
        edited = edit.edit(self.log, Settings({}), uuid, patch)
        assert bool(edited.changed) == differs
        if differs:
            changes["updated_at"] = edited.after.updated_at
            self.add(entries=self.now.entries | {uuid: before | changes})

    @precondition(lambda self: self.now.entries)
    @rule(numbers=st.lists(st.integers(0, 20), min_size=1, max_size=3))
    def delete_entries(self, numbers):
        uuids = [self.pick(number) for number in numbers]
        delete(self.log, uuids)
        entries = dict(self.now.entries)
        for uuid in set(uuids):
            del entries[uuid]
        self.add(entries=entries)

    @precondition(lambda self: self.now.entries)
    @rule(number=st.integers(0, 20), respell=st.sampled_from([str.upper, str.title]))
    def rename_a_team_in_case_only(self, number, respell):
        old = self.now.entries[self.pick(number)]["team"]
        new = respell(old)
        if not rename(self.log, "team", old, new).entries:
            return
        entries = dict(self.now.entries)
        for stored in select_entries(self.log, EVERYTHING):
            if entries[stored.uuid]["team"] == old:
                changes = {"team": new, "updated_at": stored.updated_at}
                entries[stored.uuid] = entries[stored.uuid] | changes
        settings = dict(self.now.settings)
        if settings.get("team", "").casefold() == old.casefold():
            settings["team"] = new
        self.add(entries=entries, settings=settings)

    @rule(value=st.sampled_from(["permits", "finance", None]))
    def set_a_setting(self, value):
        change = setting_change("team", value)
        with self.log.atomic():
            hlc = revisions.begin_action(self.log, "config")
            ledger.change_records(self.log, hlc, [change])
        self.add(settings=without_empty({"team": value}))

    @rule(steps=st.integers(1, 4))
    def undo_steps(self, steps):
        if self.index == 0:
            with pytest.raises(NotFoundError):
                undo.undo(self.log, steps)
            return
        planned = undo.undo(self.log, steps, dry_run=True)
        done = undo.undo(self.log, steps)
        expected = [step._replace(undone=True, changed_records=None) for step in planned]
        assert [step._replace(changed_records=None) for step in done] == expected
        assert len(done) == min(steps, self.index)
        self.index -= len(done)

    @rule(steps=st.integers(1, 4))
    def redo_steps(self, steps):
        left = len(self.states) - 1 - self.index
        if left == 0:
            with pytest.raises(NotFoundError):
                undo.redo(self.log, steps)
            return
        done = undo.redo(self.log, steps)
        assert len(done) == min(steps, left)
        self.index += len(done)

    @invariant()
    def entries_and_settings_are_those_of_the_model(self):
        if not hasattr(self, "states"):
            return
        expected = {}
        for uuid, fields in self.now.entries.items():
            expected[uuid] = without_empty({"share": "team", "status": "logged"} | fields)
        stored = {}
        for entry in select_entries(self.log, EVERYTHING):
            fields = entry._asdict()
            fields |= {"topics": list(entry.topics), "factors": list(entry.factors)}
            stored[entry.uuid] = without_empty(fields)
        assert stored == expected
        assert settings_of(login_name(), read_settings(self.log)) == self.now.settings
        uuids = [uuid for (uuid,) in self.log.all("SELECT uuid FROM entry ORDER BY id")]
        assert [uuid for uuid in self.now.entries if uuid in uuids] == list(self.now.entries)

    def teardown(self):
        if hasattr(self, "log"):
            other = rebuilt(self.log, len(self.states))
            assert contents(other) == contents(self.log)
            assert sorted(searchable_uuids(other)) == sorted(searchable_uuids(self.log))
            teams = {name_key(entry["team"]) for entry in self.now.entries.values()}
            assert {key for key, _ in contents(self.log)["team"]} == teams
            other.close()
            self.log.close()


TestUndoing = Undoing.TestCase
TestUndoing.settings = profile(max_examples=40, stateful_step_count=20, deadline=None)


def test_a_large_action_is_undone_and_redone_with_every_id_and_position(log):
    entry = {"kind": "correction", "team": "Permits", "happened": "Before"}
    record(log, Settings({}), dict(entry))
    rows = [imported_fields(number) for number in range(2 * revisions.BATCH + 3)]
    with log.atomic():
        hlc = revisions.begin_action(log, "import")
        ledger.create_entries(log, hlc, rows)
    rename(log, "topic", "fees", "Fees")
    full = contents(log)
    order = log.all("SELECT id, uuid FROM entry ORDER BY id")
    steps = undo.undo(log, 2)
    assert [(step.entries, step.changed_records) for step in steps] == [(1_003, 1_003)] * 2
    assert log.one("SELECT count(*) FROM entry") == (1,)
    undo.redo(log, 2)
    assert contents(log) == full
    assert log.all("SELECT id, uuid FROM entry ORDER BY id") == order
    assert len(searchable_uuids(log)) == 1_004
    record(log, Settings({}), entry | {"happened": "After"})
    uuids = [uuid for _, uuid in order[3:700:2]]
    delete(log, uuids[:50])
    delete(log, uuids[50:])
    undo.undo(log, 2)
    assert log.all("SELECT id, uuid FROM entry ORDER BY id")[:-1] == order


def imported_fields(number):
    """Return the fields of an imported entry, whose uuid does not follow from its position."""
    uuid = f"00000000-0000-8000-8000-{number * 7919 % 10007:012x}"
    return {
        "uuid": uuid,
        "short_id": uuid[-6:],
        "kind": "correction",
        "team": "permits",
        "topics": ["fees", f"topic {number % 7}"],
        "happened": f"Row {number}",
        "occurred_on": "2026-11-19",
        "recorded_at": "2026-11-19T15:00:00.000Z",
        "updated_at": "2026-11-19T15:00:00.000Z",
    }
