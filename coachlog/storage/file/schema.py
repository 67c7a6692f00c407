"""The schema as numbered migrations.

A released migration is never edited, because it has run on people's files already: a change is a
new migration after it. The statements of each are in a module of their own, which `log` does not
load.
"""

from coachlog.storage.file.database import APPLICATION_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from sqlite_utils import Database

    Step = Callable[[Database], None]

# The columns of the full-text index, in the order of the weights in `queries/search.py`.
SEARCHED = ("happened", "recovery", "expected", "why", "lesson", "rule_ref", "topics")


def v1_the_log(db: "Database") -> None:
    """Migrate to version 1."""
    from coachlog.storage.file.schema_v1 import STATEMENTS

    for statement in STATEMENTS:
        db.execute(statement)
    # `porter` finds "waivers" by "waiver"; without diacritics, "cafe" finds "café".
    tokenizer = "porter unicode61 remove_diacritics 2"
    db.table("entry").enable_fts(SEARCHED, create_triggers=True, tokenize=tokenizer)


def v2_what_became_of_it(db: "Database") -> None:
    """Migrate to version 2."""
    from coachlog.storage.file.schema_v2 import STATEMENTS

    for statement in STATEMENTS:
        db.execute(statement)


def v3_names_and_open_mistakes(db: "Database") -> None:
    """Migrate to version 3."""
    from coachlog.storage.file.schema_v3 import STATEMENTS, move_personal_settings

    for statement in STATEMENTS:
        db.execute(statement)
    move_personal_settings(db.conn)


def v4_less_disk(db: "Database") -> None:
    """Migrate to version 4."""
    from coachlog.storage.file import schema_v4_shelves
    from coachlog.storage.file.schema_v4 import STATEMENTS, add_functions, renumber_entries

    add_functions(db.conn)
    for statement in STATEMENTS + schema_v4_shelves.STATEMENTS:
        db.execute(statement)
    renumber_entries(db.conn)


# A file's schema version is how many of these it has had. The names are in files already, so they
# stay as they are too.
STEPS: "tuple[Step, ...]" = (
    v1_the_log,
    v2_what_became_of_it,
    v3_names_and_open_mistakes,
    v4_less_disk,
)


def migrate(db: "sqlite3.Connection", steps: "tuple[Step, ...]" = STEPS) -> None:
    """Run the migrations that an open file lacks, inside the caller's transaction.

    sqlite-utils notes in the file which it has had, by the name of each function.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("coachlog")
    for step in steps:
        migrations()(step)
    # A plugin of sqlite-utils that happens to be installed is not run on people's entries.
    migrations.apply(Database(db, execute_plugins=False))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(steps)}")
