"""Upgrading to version 4 numbers entries by their first revision, and leaves lists in their order.

The older program is played by `OldLog`, which writes the rows that the program wrote.
"""

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.storage.file.create import run_migrations
from coachlog.storage.file.schema import STEPS

ENTRY = """INSERT INTO entry (id, uuid, short_id, kind, team, topics, happened, factors, own, share,
    status, occurred_on, recorded_at, updated_at, lesson)
    VALUES (?, ?, ?, 'correction', 'permits', 'fees', ?, '', 0, 'team', 'logged', '2026-11-17', '',
    '', 'look')"""
UUID = "01900000-0000-7000-8000-{:012x}"


class OldLog:
    """A log in memory of version 3."""

    def __init__(self):
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        run_migrations(self.db, STEPS[:3])
        self.recorded = 0
        self.deleted = []
        self.has_reused_a_number = False

    def value(self, sql, *values):
        return self.db.execute(sql, values).fetchone()[0]

    def revise(self, uuid, **patch):
        number = self.value("SELECT count(*) FROM revision")
        row = (UUID.format(number), uuid, f"1797843700000-{number:04x}", json.dumps(patch))
        sql = "INSERT INTO revision VALUES (?, ?, 'entry', ?, 'device', 'ana', ?)"
        self.db.execute(sql, row)

    def insert(self, uuid, number=None):
        """Insert a row, under the next free number if no other is given."""
        number = number or self.value("SELECT coalesce(max(id), 0) + 1 FROM entry")
        self.db.execute(ENTRY, (number, uuid, uuid[-6:], f"text w{uuid[-12:]}"))
        topic = (number, f"topic {uuid}", "2026-11-17", "permits", "correction", 0)
        self.db.execute("INSERT INTO entry_topic VALUES (?, ?, ?, ?, ?, ?)", topic)
        due = (number, "2026-12-17", f"team {uuid}")
        self.db.execute("INSERT INTO due (entry, due_on, team, private) VALUES (?, ?, ?, 0)", due)

    def record(self):
        self.recorded += 1
        uuid = UUID.format(0xFFFF00 + self.recorded)
        self.revise(uuid, happened="text")
        newest = self.value("SELECT coalesce(max(id), 0) FROM entry")
        if any(number > newest for _, number in self.deleted):
            self.has_reused_a_number = True
        self.insert(uuid)

    def edit(self):
        for uuid in self.db.execute("SELECT uuid FROM entry LIMIT 2").fetchall():
            self.revise(uuid[0], status="shared")

    def delete_newest(self):
        self.delete("DESC")

    def delete_oldest(self):
        self.delete("ASC")

    def delete(self, order):
        row = self.db.execute(f"SELECT uuid, id FROM entry ORDER BY id {order}").fetchone()
        if row:
            self.revise(row[0], deleted=True)
            self.db.execute("DELETE FROM entry WHERE id = ?", row[1:])
            self.deleted.append(row)

    def bring_back(self):
        if not self.deleted:
            return
        uuid, number = self.deleted.pop()
        self.revise(uuid, deleted=None)
        taken = self.value("SELECT count(*) FROM entry WHERE id = ?", number)
        self.insert(uuid, None if taken else number)

    def rows(self):
        """Return what is in the table of entries and the two that refer to it, by uuid."""
        queries = [
            "SELECT uuid, happened FROM entry ORDER BY uuid",
            "SELECT uuid, topic FROM entry JOIN entry_topic ON entry = id ORDER BY uuid",
            "SELECT uuid, due.team FROM entry JOIN due ON entry = id ORDER BY uuid",
            "SELECT topic FROM entry_topic ORDER BY topic",
            "SELECT team FROM due ORDER BY team",
        ]
        return [self.db.execute(sql).fetchall() for sql in queries]

    def order(self):
        return [uuid for (uuid,) in self.db.execute("SELECT uuid FROM entry ORDER BY id")]

    def upgrade(self):
        run_migrations(self.db, STEPS)


@pytest.fixture
def old():
    log = OldLog()
    with closing(log.db):
        yield log


STEPS_OF_AN_OLD_LOG = ("record", "edit", "delete_newest", "delete_oldest", "bring_back")


@settings(deadline=None, max_examples=40)
@given(steps=st.lists(st.sampled_from(STEPS_OF_AN_OLD_LOG), max_size=25))
def test_an_entry_gets_the_number_of_its_first_revision_and_stays_where_it_was(steps):
    old = OldLog()
    with closing(old.db):
        for step in steps:
            getattr(old, step)()
        rows, order = old.rows(), old.order()
        old.upgrade()
        assert old.rows() == rows
        first = "SELECT record, min(number) FROM revision GROUP BY record"
        numbers = dict(old.db.execute(first).fetchall())
        assert dict(old.db.execute("SELECT uuid, id FROM entry")) == {
            uuid: numbers[uuid] for uuid in order
        }
        if not old.has_reused_a_number:
            assert old.order() == order
        old.db.execute("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
        for uuid in order:
            word = f"w{uuid[-12:]}"
            match = old.value("SELECT rowid FROM entry_fts WHERE entry_fts MATCH ?", word)
            assert match == numbers[uuid]


def test_rows_of_another_program_come_last_in_their_order(old):
    old.record()
    old.insert(UUID.format(9), 2)
    old.insert(UUID.format(8), -5)
    old.insert(UUID.format(7), (1 << 63) - 1)
    old.db.execute("DELETE FROM entry WHERE id = 1")
    old.insert(old.value("SELECT record FROM revision"), 3)
    old.upgrade()
    assert old.order()[1:] == [UUID.format(number) for number in (8, 9, 7)]
    assert [len(rows) for rows in old.rows()] == [4] * 5
    assert old.db.execute("SELECT id FROM entry ORDER BY id").fetchall() == [(1,), (2,), (3,), (4,)]


def test_topics_of_no_entry_are_not_given_to_the_entry_that_gets_their_number(old):
    old.record()
    old.edit()
    old.record()
    old.db.execute("PRAGMA foreign_keys = OFF")
    # The second entry will have the number 3.
    old.db.execute("UPDATE entry_topic SET entry = 3 WHERE entry = 1")
    old.db.execute("UPDATE due SET entry = 3 WHERE entry = 1")
    old.upgrade()
    rows = old.rows()
    assert [len(each) for each in rows] == [2, 1, 1, 1, 1]
    assert rows[1][0][0] == rows[2][0][0] == rows[0][1][0]


def test_an_entry_without_anything_that_could_stick_has_no_check_in_any_more(old):
    for change in ("kind = 'question'", "lesson = NULL", "lesson = NULL, expected = 'So'"):
        old.record()
        old.db.execute(f"UPDATE entry SET {change} WHERE id = (SELECT max(id) FROM entry)")
    old.upgrade()
    assert old.db.execute("SELECT entry FROM due").fetchall() == [(3,)]


def test_an_upgrade_leaves_no_temporary_table_and_every_trigger(old):
    old.record()
    triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    before = old.db.execute(triggers).fetchall()
    old.upgrade()
    assert old.db.execute(triggers).fetchall() == before
    assert old.value("SELECT count(*) FROM sqlite_temp_schema") == 0
