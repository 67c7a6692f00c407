"""A table that is gone: `doctor` names it, and makes it again where the history has its rows."""

import pytest

from tests.cli.log_files import doctor, ids, run_sql, states
from tests.undamaged import undamaged

WORDS = ("log", "@permits", "+fees", "One more")
FROM_HISTORY = (
    "entry",
    "entry_topic",
    "due",
    "team",
    "topic",
    "week_count",
    "setting",
    "checkin",
    "reply",
    "repeat",
    "feedback",
    "feedback_group",
    "meeting",
    "guide",
    "walk",
    "taught_name",
    "hold",
    "meta",
)
KEPT_HERE_ALONE = ("arrival", "drill", "held", "news", "segment", "shelf", "shelf_team")
MIGRATIONS = "_sqlite_migrations"


@pytest.fixture
def filled(full_log, home):
    """Return the path of a log with rows in nearly every table."""
    return home / ".local/share/coachlog/coachlog.db"


def contents(path, *left_out):
    """Return the schema and the rows of a file whose pages, rows and search index are in order."""
    with undamaged(path) as db:
        schema = db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        tables = [name for name, sql in schema if str(sql).startswith("CREATE TABLE")]
        tables = [name for name in tables if not name.startswith("entry_fts")]
        rows = {
            name: db.execute(f"SELECT * FROM {name}").fetchall()
            for name in tables
            if name not in left_out
        }
    return schema, rows


@pytest.mark.parametrize("table", [*FROM_HISTORY, MIGRATIONS])
def test_a_missing_table_is_made_again_from_the_history(coachlog, filled, table):
    before = contents(filled, MIGRATIONS)
    run_sql(filled, f"DROP TABLE {table}")
    code, results = doctor(coachlog)
    assert (code, results["schema"]) == (
        5,
        ("problem", f"table {table} is missing. To make it again:  coachlog doctor --fix"),
    )
    others = {state for name, state in states(results).items() if name != "schema"}
    assert others <= {"note"}
    code, results = doctor(coachlog, "--fix")
    assert (code, results["schema"][0]) == (0, "fixed"), results
    assert results["schema"][1].startswith(f"made again: {table}. The file before the repair: ")
    assert contents(filled, MIGRATIONS) == before
    assert states(doctor(coachlog)[1]) == {}
    assert coachlog(*WORDS).code == 0
    assert coachlog("undo").code == 0


@pytest.mark.parametrize("table", KEPT_HERE_ALONE)
def test_a_table_without_a_history_is_made_again_empty(coachlog, filled, table):
    before = contents(filled, table)
    run_sql(filled, f"DROP TABLE {table}")
    results = doctor(coachlog, "--fix")[1]
    begin = f"made again: {table} (empty now, because no history has it: {table}). The file"
    assert results["schema"][1].startswith(begin)
    assert contents(filled, table) == before
    assert states(doctor(coachlog)[1]) == {}
    assert coachlog(*WORDS).code == 0


@pytest.mark.parametrize("tables", [("action",), ("action", "meta")])
def test_lost_actions_can_be_undone_again(coachlog, filled, tables):
    before = contents(filled, *tables)
    run_sql(filled, *[f"DROP TABLE {table}" for table in tables])
    assert doctor(coachlog, "--fix")[0] == 0
    assert contents(filled, *tables) == before
    assert states(doctor(coachlog)[1]) == {}
    assert coachlog(*WORDS).code == 0
    newest = ids(coachlog)[0]
    assert coachlog("undo").code == 0
    assert newest not in ids(coachlog)
    assert coachlog("undo").code == 0
    assert "change" in coachlog("history").out


def test_lost_actions_bring_nothing_back_that_was_purged(coachlog, filled):
    assert coachlog("purge", "--yes").code == 0
    before = coachlog("history", "--format", "csv").out.count("\r\n")
    run_sql(filled, "DROP TABLE action")
    assert doctor(coachlog, "--fix")[0] == 0
    with undamaged(filled) as db:
        revived = """SELECT count(*) FROM action a WHERE NOT EXISTS (SELECT 1 FROM revision r
                     WHERE r.hlc = a.hlc AND r.patch NOT LIKE '%"purged":true%')"""
        assert db.execute(revived).fetchone() == (0,)
    assert coachlog("history", "--format", "csv").out.count("\r\n") >= before
    while coachlog("undo").code == 0:
        pass
    assert states(doctor(coachlog)[1]) == {}


def test_many_missing_tables_are_made_again_at_once(coachlog, filled):
    left_out = (MIGRATIONS, "action", *KEPT_HERE_ALONE)
    before = contents(filled, *left_out)
    tables = [*FROM_HISTORY, *left_out]
    run_sql(filled, *[f"DROP TABLE {table}" for table in tables])
    note = doctor(coachlog)[1]["schema"][1]
    assert note.startswith(f"tables {', '.join(sorted(tables))} are missing. To make them again:")
    assert doctor(coachlog, "--fix")[0] == 0
    assert contents(filled, *left_out) == before
    assert states(doctor(coachlog)[1]) == {}


def test_entries_come_back_in_their_order(coachlog, log_path):
    count = 700
    source = log_path.with_name("many.csv")
    lines = ["kind,team,topics,happened,date"]
    lines += [f"strength,permits,fees,Number {n},2026-11-01" for n in range(count)]
    source.write_text("\n".join(lines))
    assert coachlog("import", str(source)).code == 0
    before = contents(log_path)
    assert len(before[1]["entry"]) == count
    run_sql(log_path, "DROP TABLE entry")
    assert doctor(coachlog, "--fix")[0] == 0
    assert contents(log_path) == before


def test_an_index_of_another_table_is_made_again_too(coachlog, filled):
    before = contents(filled)
    run_sql(filled, "DROP TABLE due", "DROP INDEX entry_by_day")
    assert doctor(coachlog, "--fix")[0] == 0
    assert contents(filled) == before


def test_a_changed_table_stays_a_problem_beside_a_missing_one(coachlog, filled):
    run_sql(filled, "DROP TABLE due", "ALTER TABLE walk ADD COLUMN more")
    for _ in range(2):
        code, results = doctor(coachlog, "--fix")
        assert (code, results["schema"]) == (5, ("problem", "missing or changed: table walk"))


def test_a_missing_history_is_not_made_again(coachlog, three_entries):
    run_sql(three_entries, "DROP TABLE revision", "DROP TABLE due")
    files = sorted(three_entries.parent.iterdir())
    damaged = three_entries.read_bytes()
    lost = "tables due, revision are missing, and the history cannot be made again. "
    for options in ((), ("--fix",), ("--fix",)):
        code, results = doctor(coachlog, *options)
        assert code == 5
        assert results["schema"][1].startswith(f"{lost}There is no backup next to it. ")
        assert results["schema"][1].endswith("can still be read:  coachlog export --for full")
        assert not [note for _, note in results.values() if "Error" in note or "syntax" in note]
        assert results["tables"] == ("note", "cannot be checked, because of the missing history")
        assert sorted(three_entries.parent.iterdir()) == files
        assert three_entries.read_bytes() == damaged


def test_a_missing_history_comes_back_with_the_newest_backup(coachlog, three_entries):
    assert coachlog("backup").code == 0
    run_sql(three_entries, "DROP TABLE revision")
    code, results = doctor(coachlog, "--fix")
    (backup,) = three_entries.parent.glob("*.backup.db")
    assert (code, results["schema"][1]) == (
        5,
        "table revision is missing, and the history cannot be made again. "
        f"The newest backup is {backup}. To go back to it:  coachlog restore {backup}",
    )
    exported = coachlog("export", "--for", "full")
    assert (exported.code, exported.out.count("Showed the fee waiver")) == (0, 1), exported.err
    assert coachlog("restore", str(backup)).code == 0
    assert coachlog(*WORDS).code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE walk ADD COLUMN more",
        "ALTER TABLE entry RENAME COLUMN status TO state",
        "UPDATE revision SET patch = 'nothing', record = record || 'x'",
    ],
)
def test_a_repair_that_mends_nothing_leaves_no_backup(coachlog, three_entries, statement):
    run_sql(three_entries, statement)
    doctor(coachlog, "--fix")
    files = sorted(three_entries.parent.iterdir())
    for _ in range(2):
        assert doctor(coachlog, "--fix")[0] == 5
        assert sorted(three_entries.parent.iterdir()) == files
