"""How much of the disk an entry takes, and how many statements an imported row: figures, no times.

Whoever adds an index or a column sees here what it costs. `dbstat` tells which table it is.
"""

import sqlite3
from contextlib import closing

import pytest

from coachlog.clock import FixedClock
from coachlog.storage.file import database
from coachlog.storage.file.open import open_log
from coachlog.storage.rebuild import table_problems
from tests.benchmarks import corpus

ENTRIES = 2_000
# In version 3 they were 1,500 and 2,040. Of these 55 are the counts of weeks, as the entries are
# ten a week; they take a fourth of that with a hundred a week.
MOST_BYTES_OF_AN_IMPORTED_ENTRY = 1_315
MOST_BYTES_OF_A_FULL_ENTRY = 1_800


@pytest.fixture
def rows(home):
    """Write a CSV file with four columns, and return its path."""
    path = home / "rows.csv"
    lines = ["Date,Team,Topics,What happened"]
    for record in corpus.records(ENTRIES):
        topics = "; ".join(record["topics"])
        lines.append(f"{record['occurred_on']},{record['team']},{topics},{record['happened']}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def bytes_per_entry(path) -> float:
    with closing(sqlite3.connect(path)) as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (entries,) = db.execute("SELECT count(*) FROM entry").fetchone()
        # A new log has its empty tables.
        (empty,) = db.execute("SELECT count(*) FROM sqlite_schema WHERE rootpage > 0").fetchone()
    assert entries == ENTRIES
    return (pages - empty) * size / entries


def test_an_imported_entry_takes_little_room(rows, home, coachlog):
    assert coachlog("--db", "log.db", "import", str(rows)).code == 0
    assert bytes_per_entry(home / "log.db") <= MOST_BYTES_OF_AN_IMPORTED_ENTRY


def test_a_full_entry_takes_little_room_and_its_revisions_hold_all_of_it(home):
    path = home / "log.db"
    corpus.write_log(str(path), ENTRIES)
    assert bytes_per_entry(path) <= MOST_BYTES_OF_A_FULL_ENTRY
    clock = FixedClock(corpus.datetime.fromisoformat(corpus.NOW))
    log = open_log(str(path), clock, default=False, create=False)
    assert table_problems(log) == ""
    log.close()


def test_an_imported_row_takes_few_statements(rows, coachlog, monkeypatch):
    statements = []
    set_pragmas = database.set_pragmas

    def note(sql):
        # What the full-text index does inside begins like a comment. SQLite tells of a statement
        # again for its trigger.
        if not sql.startswith("--") and statements[-1:] != [sql]:
            statements.append(sql)

    def also_trace(db):
        set_pragmas(db)
        db.set_trace_callback(note)

    assert coachlog("log", "@permits", "+fees", "An entry, so that the log is there").code == 0
    monkeypatch.setattr(database, "set_pragmas", also_trace)
    assert coachlog("import", str(rows)).code == 0
    # The revision, the entry, one or two topics, and the counts of weeks: ten entries a week share
    # those of seven teams, nine topics and one kind.
    assert 3 * ENTRIES < len(statements) < 5.2 * ENTRIES
