"""Values that no column can hold, put into every column: no command ends in exit 1."""

import random  # noqa: TID251 - the same values in every run
import shlex
import sqlite3
from contextlib import closing

import pytest

from coachlog.storage.file.open import empty_log
from coachlog.storage.stored_values import tables_of

SEED = 9
NO_UTF8 = b"ca\xfee"  # put into the file as a text
ROUNDS = 24  # about five seconds
# Of every type that SQLite has, and texts that are not a day, time, number, list or JSON.
VALUES = (
    None,
    0,
    -7,
    3,
    1 << 62,
    0.5,
    b"",
    b"\xff\x00\xfe",
    b"{}",
    "",
    " ",
    "x" * 20_000,
    "2026-13-45",
    "2026-W47",
    "0000-00-00",
    "2026-11-19T25:00:00.000Z",
    "{",
    "[]",
    "[1]",
    "null",
    '{"happened": 5, "topics": "fees", "own": "no", "occurred_on": "soon", "status": []}',
    '{"value": 7, "entry": null, "deleted": 0}',
    "[" * 5_000,
    "entry",
    "30,, 60",
    "; ;",
    NO_UTF8,
)
LINES = (
    "log @permits +fees Showed how",
    "log --on 2026-11-18 @permits Showed how",
    "list",
    "list --format json",
    "show last",
    "week --format json",
    "week",
    "summary",
    "repeats",
    "search waiver",
    "card fees",
    "history",
    "history last",
    "due",
    "news",
    "teams",
    "topics",
    "names",
    "config",
    "reply",
    "meeting list",
    "meeting plan",
    "guide",
    "guide stats",
    "feedback report",
    "drill --stats",
    "handbook",
    "tabletop fees",
    "export --for full",
    "export --for meeting",
    "status last adopted 'A new form'",
    "edit last --lesson ask",
    "delete last",
    "undo",
    "redo",
    "clear --yes @permits",
    "wording",
    "purge --yes",
    "hold --all --why claim",
    "hold",
    "retention --yes",
    "subject-access ada",
    "doctor",
)

# Lists and objects in the place of texts, which cannot be looked up among remembered values.
PATCH = '{"status": [], "occurred_on": {}, "follow_up": [30], "kind": [["x"]]}'


def rules():
    """Return what each column of a log may hold, by `(table, column)`."""
    with closing(empty_log("")) as model:
        return {
            (table.name, column): rule
            for table in tables_of(model)
            for column, rule in table.rules.items()
        }


RULES = rules()


def put(path, table, column, value, row):
    """Put a value into a column of one row, or of all; return whether that changed anything.

    `NOT NULL` is taken out of the schema meanwhile, as a damaged page does not mind it.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        schema = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        definitions = schema.fetchall()
        keys = "SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk"
        key = ", ".join(name for (name,) in db.execute(keys, (table,)))
        rows = f"SELECT {key} FROM {table}"
        db.text_factory = bytes
        before = db.execute(f"SELECT {column} FROM {table} ORDER BY {key}").fetchall()
        db.text_factory = str
        if not before:
            return False
        if row is not None:
            rows += f" ORDER BY {key} LIMIT 1 OFFSET {row % len(before)}"
        _define(db, [(name, sql.replace("NOT NULL", "")) for name, sql in definitions])
        mark = "CAST(? AS TEXT)" if value == NO_UTF8 else "?"
        try:
            db.execute(
                f"UPDATE OR IGNORE {table} SET {column} = {mark} WHERE ({key}) IN ({rows})",
                (value,),
            )
        except sqlite3.IntegrityError:
            return False  # a row number is an integer, whatever the schema says
        db.text_factory = bytes
        _define(db, definitions)
        return db.execute(f"SELECT {column} FROM {table} ORDER BY {key}").fetchall() != before


def _define(db, definitions):
    db.execute("PRAGMA writable_schema = ON")
    db.executemany(
        "UPDATE sqlite_schema SET sql = ? WHERE name = ?",
        [(sql, name) for name, sql in definitions],
    )
    db.execute("PRAGMA writable_schema = RESET")


def damage(path, seed):
    """Damage one value, or a whole column of them.

    Returns:
        What was done, None where nothing was; whether the column can hold that; and whether all
        of its values are lost.
    """
    choose = random.Random(seed)
    table, column = choose.choice(list(RULES))
    value = choose.choice(VALUES)
    row = choose.choice((None, choose.randrange(1000)))
    if not put(path, table, column, value, row):
        return None, True, False
    rule = RULES[table, column]
    is_possible = value != NO_UTF8 and (rule(value) or rule(str(value)))
    done = f"seed {seed}: {table}.{column} = {str(value)[:30]!r} in row {row}"
    return done, is_possible, row is None


def check(coachlog, path, seed):
    """Run commands on a log with a damaged value; return what went wrong, or None."""
    done, is_possible, is_lost = damage(path, seed)
    if done is None:
        return None
    choose = random.Random(seed)
    damaged = path.read_bytes()
    first = coachlog("doctor")
    results = [first]
    for line in choose.sample(LINES, 6):
        results.append(coachlog(*shlex.split(line)))
    path.write_bytes(damaged)
    results += [coachlog("doctor", "--fix"), coachlog("doctor")]
    for result in results:
        if result.code == 1 or "Traceback" in result.err:
            return f"{done}: {result}"
    if first.code == 0 and not is_possible:
        return f"{done}: not seen"
    if results[-1].code != 0 and not is_lost:
        return f"{done}: not mended: {results[-1].out}"
    return None


@pytest.mark.parametrize("first", range(SEED, SEED + ROUNDS, ROUNDS // 2))
def test_a_damaged_value_is_seen_and_mended_and_never_ends_in_exit_1(
    coachlog, home, full_log, first
):
    path = home / ".local/share/coachlog/coachlog.db"
    whole = path.read_bytes()
    problems = []
    for seed in range(first, first + ROUNDS // 2):
        path.write_bytes(whole)
        problems.append(check(coachlog, path, seed))
    assert [problem for problem in problems if problem] == []


def test_a_list_in_the_place_of_a_text_is_mended(coachlog, home, full_log):
    path = home / ".local/share/coachlog/coachlog.db"
    assert put(path, "revision", "patch", PATCH, 0)
    assert "changes that cannot be read (1)" in coachlog("doctor").out
    assert coachlog("doctor", "--fix").code == 0
    assert coachlog("doctor").code == 0


def test_bytes_in_the_place_of_a_record_are_mended(coachlog, home, full_log):
    path = home / ".local/share/coachlog/coachlog.db"
    before = coachlog("list", "--format", "json").out
    assert put(path, "revision", "record", b"{}", 1)
    assert coachlog("doctor", "--fix").code == 0
    assert coachlog("list", "--format", "json").out == before
    assert coachlog("doctor").code == 0
