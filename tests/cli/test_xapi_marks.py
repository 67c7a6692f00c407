"""`xapi send` looks at what has changed since a store had everything, and misses nothing."""

import json
import sqlite3
from contextlib import closing

import pytest

NOTHING_NEW = "Nothing to send: the record store has it all.\n"


@pytest.fixture
def send(by, store):
    """Return a function that sends, and returns what was said."""

    def call(*options):
        done = by("robin", *options, "xapi", "send", store.address)
        assert done.code == 0, done
        return done.err

    return call


@pytest.fixture
def did(by):
    """Return a function that runs a command which must succeed."""

    def call(name, *arguments):
        done = by(name, *arguments)
        assert done.code == 0, done
        return done.out

    return call


def contents(statements):
    """Return what statements say. The id of one about feedback tells what a store had before."""
    told = []
    for statement in statements:
        if statement["object"]["objectType"] != "StatementRef":
            told.append(json.dumps(statement | {"id": ""}, sort_keys=True))
    return sorted(told)


def assert_has_it_all(by, store):
    """Check that a store has what a look at every entry would send."""
    lines = by("robin", "xapi", "export").out.splitlines()
    assert contents(store.standing.values()) == contents(map(json.loads, lines))


def edit(did, ids):
    did("adazqz", "edit", ids["adazqz"], "--topic", "forms")


def take_back(did, ids):
    edit(did, ids)
    did("adazqz", "undo")


def record(did, ids):
    did("adazqz", "log", "@permits", "+fees", "Showed how to look up a fee waiver")


def withdraw(did, ids):
    did("adazqz", "edit", ids["adazqz"], "--share", "private")


def delete(did, ids):
    did("adazqz", "delete", ids["learner"])


def check_in(did, ids):
    did("cydzqz", "checkin", ids["cydzqz"], "not-yet")


def take_back_check_in(did, ids):
    check_in(did, ids)
    did("cydzqz", "undo")


def meet(did, ids):
    did("adazqz", "clear", "--yes", ids["benzqz"])
    did("adazqz", "meeting", "done", "@permits", "--on", "2026-11-18")


def rename_team(did, ids):
    did("adazqz", "teams", "rename", "permits", "licensing")


def rename_topic(did, ids):
    did("adazqz", "topics", "rename", "fees", "charges")


def teach(did, ids):
    did("adazqz", "names", "add", "Forms")


def merge(did, ids):
    did("kim", "--db", "kims.db", "log", "@permits", "+fees", "From another computer")
    did("kim", "--db", "kims.db", "bundle", "-o", "kims.coachlog")
    did("adazqz", "merge", "kims.coachlog")


CHANGES = [
    edit,
    take_back,
    record,
    withdraw,
    delete,
    check_in,
    take_back_check_in,
    meet,
    rename_team,
    rename_topic,
    teach,
    merge,
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_store_that_had_everything_gets_what_has_changed(
    taught_team, by, did, store, send, change
):
    send()
    change(did, taught_team)
    send()
    assert_has_it_all(by, store)
    assert send() == NOTHING_NEW


@pytest.mark.parametrize("change", [edit, check_in])
def test_what_was_changed_and_sent_is_taken_back(taught_team, by, did, store, send, change):
    send()
    change(did, taught_team)
    send()
    did("adazqz" if change is edit else "cydzqz", "undo")
    assert send() != NOTHING_NEW
    assert_has_it_all(by, store)


@pytest.fixture
def change_notes(home):
    """Return a function that changes by SQL what is noted of a store."""

    def call(sql):
        path = home / ".local/share/coachlog/coachlog.db"
        with closing(sqlite3.connect(path)) as db, db:
            assert db.execute(sql).rowcount > 0

    return call


def test_a_meeting_about_what_was_cleared_long_ago_is_sent(taught_team, by, did, store, send):
    did("adazqz", "clear", "--yes", taught_team["benzqz"])
    send()
    did("adazqz", "meeting", "done", "@permits", "--on", "2026-11-18")
    assert send() != NOTHING_NEW
    assert_has_it_all(by, store)


def test_only_what_has_changed_is_looked_at(taught_team, did, store, send, change_notes):
    # Groups of feedback, of which there are few, are always looked at.
    forget = "DELETE FROM meta WHERE name GLOB 'xapi *' AND value NOT GLOB '* feedback *'"
    send()
    change_notes(forget)
    assert send() == NOTHING_NEW
    check_in(did, taught_team)
    assert send() == "Sent 3 statements.\n"  # of one entry: it was a highlight, too
    # A name that is taught may stand in every one.
    teach(did, taught_team)
    change_notes(forget)
    assert send() == "Sent 11 statements.\n"


@pytest.mark.parametrize("value", ["value || 'a'", "'1 2'", "''", "(7 || substr(value, 3))"])
def test_a_mark_that_does_not_fit_is_not_believed(taught_team, store, send, change_notes, value):
    send()
    change_notes("DELETE FROM meta WHERE name GLOB 'xapi *'")
    change_notes(f"UPDATE meta SET value = {value} WHERE name GLOB 'xapi_mark *'")
    assert send().endswith("Sent 11 statements.\n")
    assert send() == NOTHING_NEW


def test_a_filter_leaves_the_mark_where_it_is(taught_team, by, did, store, send):
    did("adazqz", "log", "@finance", "+fees", "Showed how to file it")
    assert by("robin", "xapi", "send", store.address, "@permits").code == 0
    send()
    record(did, taught_team)
    did("adazqz", "log", "@finance", "+fees", "Showed how to sign it")
    assert by("robin", "xapi", "send", store.address, "@finance").code == 0
    assert send() != NOTHING_NEW
    assert_has_it_all(by, store)


def test_a_restored_log_sends_what_comes_after_it(taught_team, did, store, send):
    send()
    did("robin", "backup", "-o", "before.db")
    record(did, taught_team)
    send()
    lost = store.standing.keys()
    # This one gets the numbers of what was lost.
    did("adazqz", "--db", "before.db", "log", "@permits", "+fees", "Another text")
    send("--db", "before.db")
    assert len(store.standing.keys() - lost) == 1
    assert send("--db", "before.db") == NOTHING_NEW
