"""A new log is made from a prepared text, and is the same as one that was upgraded step by step.

To write the text anew: `pytest tests/storage/test_new_log.py --update-docs`.
"""

import sqlite3

from coachlog.storage.file import create
from coachlog.storage.file.create import create_tables, run_migrations
from coachlog.storage.file.database import APPLICATION_ID, SCHEMA_VERSION
from coachlog.storage.file.schema import STEPS
from tests.docs import ROOT

PATH = ROOT / "coachlog" / "storage" / "file" / "new_log.sql"
HEAD = """\
-- The schema of a new log: what all migrations lead to. Do not edit it, but write it anew:
-- pytest tests/storage/test_new_log.py --update-docs
BEGIN IMMEDIATE;
"""
NOTE = """\
INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
VALUES ('coachlog', '{}', strftime('%Y-%m-%d %H:%M:%f+00:00', 'now'));
"""
FOOT = """\
INSERT INTO meta VALUES ('device', lower(hex(randomblob(6))));
PRAGMA application_id = {application_id};
PRAGMA user_version = {version};
COMMIT;
"""


def migrated():
    db = sqlite3.connect(":memory:", isolation_level=None)
    run_migrations(db, STEPS)
    return db


def schema_of(db):
    """Return every statement of the schema by its name, tables first; no tables that FTS5 makes."""
    made_by_fts = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
    return dict(
        db.execute(
            "SELECT name, sql FROM sqlite_master"
            f" WHERE sql IS NOT NULL AND name NOT IN ({made_by_fts})"
            " ORDER BY type = 'trigger', type = 'index', rowid"
        )
    )


def prepared_text():
    parts = [HEAD]
    parts += [f"{statement};\n" for statement in schema_of(migrated()).values()]
    parts += [NOTE.format(step.__name__) for step in STEPS]
    parts.append(FOOT.format(application_id=APPLICATION_ID, version=len(STEPS)))
    return "".join(parts)


def test_the_prepared_text_is_what_the_migrations_lead_to(request):
    if request.config.getoption("--update-docs"):
        PATH.write_text(prepared_text(), encoding="utf-8")
    assert PATH.read_text(encoding="utf-8") == prepared_text(), (
        "new_log.sql is out of date. Run: pytest tests/storage/test_new_log.py --update-docs"
    )


def test_a_new_log_is_the_same_as_an_upgraded_one():
    new = sqlite3.connect(":memory:", isolation_level=None)
    create_tables(new)
    assert not new.in_transaction
    old = migrated()
    assert schema_of(new) == schema_of(old)
    for (table,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        rows = [db.execute(f"SELECT * FROM {table}").fetchall() for db in (new, old)]
        if table == "_sqlite_migrations":
            rows = [[row[:-1] for row in each] for each in rows]  # without the time
        if table == "meta":
            rows = [[name for name, _ in each] for each in rows]  # without the random device
        assert rows[0] == rows[1], table
    for pragma in ("application_id", "user_version"):
        assert (
            new.execute(f"PRAGMA {pragma}").fetchone() == old.execute(f"PRAGMA {pragma}").fetchone()
        )


def test_two_new_logs_are_two_devices():
    devices = set()
    for _ in range(2):
        db = sqlite3.connect(":memory:", isolation_level=None)
        create_tables(db)
        devices.add(db.execute("SELECT value FROM meta WHERE name = 'device'").fetchone()[0])
    assert len(devices) == 2


def test_a_new_log_runs_no_migration(tmp_path, monkeypatch, coachlog):
    monkeypatch.setattr(create, "run_migrations", None)
    assert coachlog("--db", str(tmp_path / "new.db"), "log", "@permits", "Showed how").code == 0
    assert coachlog("--db", str(tmp_path / "none.db"), "list").code == 0


def test_the_version_of_the_schema_is_the_number_of_its_steps():
    assert len(STEPS) == SCHEMA_VERSION
