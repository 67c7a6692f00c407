"""Ways to look into a log file, to change it behind coachlog's back, and to damage it."""

import csv
import io
import json
import os
import sqlite3
from contextlib import closing

import pytest

from coachlog.cli.context import Context
from coachlog.storage import ledger, revisions

posix = pytest.mark.skipif(
    os.name != "posix", reason="Windows has no such files, permissions or terminals"
)


def ids(coachlog):
    """Return the short ids of all entries."""
    return [entry["short_id"] for entry in json.loads(coachlog("list", "--format", "json").out)]


def checks(result):
    """Return `{name: (state, note)}` of what `doctor --format csv` printed."""
    rows = csv.DictReader(io.StringIO(result.out, newline=""))
    return {row["name"]: (row["state"], row["note"]) for row in rows}


def doctor(coachlog, *options):
    """Run `doctor`; return its exit code and checks."""
    result = coachlog("doctor", "--format", "csv", *options)
    assert result.err.count("\n") == 1, result.err
    return result.code, checks(result)


def states(results):
    """Return `{name: state}` of the checks that are not ok."""
    return {name: state for name, (state, _) in results.items() if state != "ok"}


def change_newest_entry(patch):
    """Write a patch to the newest entry, as the commands do."""
    context = Context()
    log = context.log
    with log.atomic():
        (uuid,) = log.one("SELECT uuid FROM entry ORDER BY id DESC LIMIT 1")
        hlc = revisions.begin_action(log, "delete")
        ledger.change_records(log, hlc, [("entry", uuid, patch)])
    context.close()


def delete_newest_entry():
    """Delete the newest entry, as the commands do."""
    change_newest_entry({"deleted": True})


def run_sql(path, *statements):
    """Change a file behind coachlog's back."""
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def all_bytes(folder):
    """Return the bytes of every file in a folder."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())


def damage_page(path):
    """Overwrite a page in the middle."""
    size = int.from_bytes(path.read_bytes()[16:18], "big")
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'revision'"
        ).fetchone()
    with path.open("rb+") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)


def make_newer(path):
    """Make it a file of a later coachlog."""
    run_sql(path, "PRAGMA user_version = 99")


def make_foreign(path):
    """Make it another program's database."""
    path.unlink()
    run_sql(path, "CREATE TABLE songs (name)")


def erase_header(path):
    """Overwrite its first 100 bytes."""
    with path.open("rb+") as file:
        file.write(b"\0" * 100)


def make_text(path):
    """Make it a text."""
    path.write_text("Dear diary, this is not a database at all.\n" * 100)


def make_empty(path):
    """Make it a file of no bytes."""
    path.write_bytes(b"")


DAMAGES = [damage_page, make_newer, make_foreign, erase_header, make_text, make_empty]
