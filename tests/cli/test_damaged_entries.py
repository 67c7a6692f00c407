"""A damaged day or choice of an entry ends every command that reads it, and is never shown."""

import shlex
import sqlite3
from contextlib import closing

import pytest

from tests.cli.log_files import ids

BY_ENTRY = ("list", "list --format csv", "show ID", "search waiver", "export", "card fees", "due")
BY_COUNT = ("week --full", "summary --by status", "summary --by kind")
BY_SPAN = ("list --since 2026-11-01", "summary", "teams", "export --since 2026-11-01")
DAMAGES = [
    ("kind", "odd", (*BY_ENTRY, *BY_COUNT)),
    ("share", "nobody", (*BY_ENTRY, "week --full")),
    ("status", "shred", (*BY_ENTRY, "week --full", "summary --by status")),
    ("occurred_on", "soon", (*BY_ENTRY, *BY_COUNT, *BY_SPAN)),
    ("occurred_on", "", (*BY_ENTRY, *BY_COUNT, *BY_SPAN[:2])),
    ("occurred_on", "2026-11-31", BY_ENTRY),
    ("occurred_on", b"2026-11-19", (*BY_ENTRY, *BY_COUNT, *BY_SPAN)),
]


@pytest.mark.parametrize(("column", "value", "lines"), DAMAGES)
def test_a_damaged_day_or_choice_ends_what_reads_it(coachlog, three_entries, column, value, lines):
    entry_id = ids(coachlog)[-1]
    with closing(sqlite3.connect(three_entries)) as db, db:
        db.execute(f"UPDATE entry SET {column} = ? WHERE id = 1", (value,))
    for line in lines:
        code, _, err = coachlog(*shlex.split(line.replace("ID", entry_id)))
        assert (code, f"({column}) cannot be read" in err) == (5, True), (line, err)
        assert err.endswith("To mend it:  coachlog doctor --fix\n")
    assert coachlog("doctor").code == 5
    assert coachlog("doctor", "--fix").code == 0
    for line in lines:
        assert coachlog(*shlex.split(line.replace("ID", entry_id))).code == 0
