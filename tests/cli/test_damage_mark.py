"""Whatever meets damaged pages leaves a note, after which nothing is written to that file."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress

import pytest

from coachlog.cli.context import Context
from coachlog.errors import StorageError
from coachlog.storage.file import damage_mark

WORDS = ("log", "@permits", "+fees", "One more", "--lesson", "Look it up")


@pytest.fixture
def mark(three_entries):
    """Return the path of the note beside a log with three entries."""
    return three_entries.with_name(f"{three_entries.name}.damaged")


def end_with(path, name, meanwhile=None):
    """Open a log, and let a command end with an error that has a reason of SQLite."""
    error = sqlite3.OperationalError()
    error.sqlite_errorname = name
    with suppress(StorageError), closing(Context(str(path))) as context:
        assert context.log.exists
        if meanwhile:
            meanwhile()
        ending = StorageError("something went wrong.")
        ending.path = str(path)
        raise ending from error


def offset_of_page(path, name):
    """Return where in a file the first page of a table or index begins."""
    with closing(sqlite3.connect(path)) as db:
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        (page,) = db.execute(sql, (name,)).fetchone()
    return (page - 1) * 4096


def erase_page_of(path, name):
    """Overwrite the first page of a table or index."""
    offset = offset_of_page(path, name)
    with path.open("rb+") as file:
        file.seek(offset)
        file.write(bytes(4096))


@pytest.mark.parametrize(
    ("part", "command"),
    [
        ("entry", "list"),
        ("revision", "history"),
        ("walk", "backup"),
        ("entry_by_team", "delete last"),
        ("revision_by_hlc", "log @permits +fees Another"),
        ("entry_by_day", "export --for full --since 2026-11-01"),
        ("entry_counts", "week"),
    ],
)
def test_a_command_that_meets_a_damaged_page_lets_no_later_one_write(
    coachlog, three_entries, mark, part, command
):
    coachlog("backup", "--output", "good.db")
    erase_page_of(three_entries, part)
    assert coachlog(*command.split()).code == 5
    assert mark.exists()
    damaged = three_entries.read_bytes()
    code, out, err = coachlog(*WORDS)
    assert (code, out) == (5, "")
    assert err.startswith(f"coachlog: {three_entries} was found to be damaged, so nothing was rec")
    assert "To check the file again:  coachlog doctor\n" in err
    assert three_entries.read_bytes() == damaged
    assert coachlog("restore", "good.db").code == 0
    assert coachlog(*WORDS).code == 0


@pytest.mark.parametrize(
    "table",
    [
        "entry",
        "revision",
        "entry_topic",
        "action",
        "entry_fts_docsize",
        "team",
        "topic",
        "meta",
        "due",
    ],
)
def test_a_write_refuses_a_page_whose_other_rows_are_damaged(coachlog, three_entries, mark, table):
    root = offset_of_page(three_entries, table)
    with three_entries.open("rb+") as file:
        # The page of a short table: eight bytes, and then where each row is. The first row is now
        # where none has room, and a write at the end of the table does not look at it.
        file.seek(root + 8)
        file.write((4_094).to_bytes(2, "big"))
    damaged = three_entries.read_bytes()
    code, out, err = coachlog(*WORDS)
    assert (code, out) == (5, "")
    assert err.startswith(f"coachlog: {three_entries} is damaged: run `coachlog doctor`.")
    assert three_entries.read_bytes() == damaged
    assert mark.exists()


def test_the_note_is_about_that_file_alone(coachlog, three_entries, mark, home):
    whole = three_entries.read_bytes()
    erase_page_of(three_entries, "entry")
    assert coachlog("list").code == 5
    copy = home / "copy.db"
    shutil.copy(mark, home / "copy.db.damaged")
    three_entries.write_bytes(whole)
    assert coachlog(*WORDS).code == 0
    shutil.copy(three_entries, copy)
    assert coachlog("--db", str(copy), *WORDS).code == 0


def touch(path):
    """Give a file another time of its last change."""
    os.utime(path, ns=(1, 1))


def copy_over(path):
    """Replace a file by its copy, which has another inode and time."""
    copy = path.with_name("copy.db")
    shutil.copyfile(path, copy)
    copy.replace(path)


def copy_in_place(path):
    """Write a file anew with the same bytes."""
    path.write_bytes(path.read_bytes())


@pytest.mark.parametrize("change", [touch, copy_over, copy_in_place])
def test_neither_a_new_date_nor_a_copy_lifts_the_note(coachlog, three_entries, mark, change):
    erase_page_of(three_entries, "entry")
    assert coachlog("list").code == 5
    change(three_entries)
    damaged = three_entries.read_bytes()
    result = coachlog(*WORDS)
    assert (result.code, result.out) == (5, "")
    assert "was found to be damaged, so nothing was recorded." in result.err
    assert three_entries.read_bytes() == damaged
    assert mark.exists()


def test_restore_removes_the_note(coachlog, three_entries, mark):
    coachlog("backup", "--output", "good.db")
    erase_page_of(three_entries, "entry")
    assert coachlog("list").code == 5
    assert mark.exists()
    assert coachlog("restore", "good.db").code == 0
    assert not mark.exists()


@pytest.mark.parametrize("command", [WORDS, ("purge", "--yes")])
def test_an_outdated_note_is_removed_by_the_next_write(coachlog, mark, command):
    assert coachlog("delete", "last").code == 0
    mark.write_text("of another file")
    assert coachlog(*command).code == 0
    assert not mark.exists()


def test_vacuum_and_doctor_lift_a_note_about_a_whole_file(coachlog, three_entries, mark):
    for lift in ("vacuum", "doctor"):
        end_with(three_entries, "SQLITE_CORRUPT")
        assert coachlog(*WORDS).code == 5
        if lift == "vacuum":
            with closing(sqlite3.connect(three_entries)) as db:
                db.execute("VACUUM")
        else:
            assert coachlog("doctor").code == 0
            assert not mark.exists()
        assert coachlog(*WORDS).code == 0


@pytest.mark.parametrize(
    "name", ["SQLITE_IOERR_READ", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_CORRUPT_VTAB"]
)
def test_what_is_no_damage_of_pages_leaves_no_note(three_entries, mark, name):
    end_with(three_entries, name)
    assert not mark.exists()


def test_a_log_that_was_replaced_meanwhile_gets_no_note(three_entries, mark):
    new = three_entries.with_name("new.db")
    shutil.copy(three_entries, new)
    end_with(three_entries, "SQLITE_CORRUPT", lambda: new.replace(three_entries))
    assert not mark.exists()


def test_the_note_is_never_written_through_a_link(three_entries, mark, home, monkeypatch):
    target = home / "of somebody else"
    target.write_text("theirs")
    # Somebody puts a link there at the last moment.
    monkeypatch.setattr(damage_mark, "remove_mark", lambda _: mark.symlink_to(target))
    damage_mark.mark_damaged(str(three_entries))
    assert target.read_text() == "theirs"


def test_a_lost_search_index_leaves_no_note_and_is_mended(coachlog, three_entries, mark):
    erase = "DELETE FROM entry_fts_data WHERE id > 10"
    with closing(sqlite3.connect(three_entries)) as db, db:
        db.execute(erase)
    coachlog("search", "waiver")
    assert not mark.exists()
    assert coachlog("doctor", "--fix").code == 0
    assert "waiver" in coachlog("search", "waiver", "--format", "csv").out
