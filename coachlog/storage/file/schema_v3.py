"""Schema version 3: taught names, when a mistake is open, and settings that belong to a login.

Once it is released it is never edited: it runs on no file a second time. For the same reason it
uses nothing of the program that may change, such as the ledger.
"""

import json
import sqlite3

from coachlog.clock import system_clock
from coachlog.paths import login_name

STATEMENTS = (
    # What somebody said of a word: that it is somebody's name, or that it is none.
    """
    CREATE TABLE taught_name (
        uuid TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        is_name INTEGER NOT NULL, -- 0 for an ordinary word, about which `clear` does not ask again
        author TEXT
    ) WITHOUT ROWID
    """,
    # A mistake that changed something, or was closed, is not open although it has no recovery.
    "DROP INDEX entry_open",
    "CREATE INDEX entry_open ON entry (occurred_on, share, kind, recovery, status) "
    "WHERE kind = 'mistake' AND recovery IS NULL AND status NOT IN ('adopted', 'closed')",
)

_PERSONAL = "('role', 'team', 'topic', 'trainer', 'use')"
_STEP = 3  # the action cannot be undone


def move_personal_settings(db: sqlite3.Connection) -> None:
    """Give every personal setting to the login that set it; until now it held for everybody.

    Whoever opened the file was the person that `trainer` named, whatever their login. New revisions
    say so, because what was written is never edited.
    """
    values = db.execute(f"SELECT name, value FROM setting WHERE name IN {_PERSONAL}").fetchall()
    if not values:
        return
    logins = _logins_that_set(db)
    clock = system_clock()
    (newest,) = db.execute(
        "SELECT max(hlc) FROM (SELECT hlc FROM revision UNION ALL SELECT hlc FROM action)"
    ).fetchone()
    milliseconds = int(clock.now().timestamp() * 1000)
    if newest:
        # The wall clock may have been set back since.
        milliseconds = max(milliseconds, int(newest[:13]) + 1)
    hlc = f"{milliseconds:013d}-0000"
    db.execute("INSERT INTO action (hlc, verb, undone) VALUES (?, 'upgrade', ?)", (hlc, _STEP))
    for name, value in values:
        login = logins.get(name) or login_name()
        for record, new_value in ((name, None), (f"{name}@{login}", value)):
            patch = json.dumps({"value": new_value}, ensure_ascii=False, separators=(",", ":"))
            db.execute(
                """INSERT INTO revision (id, record, tbl, hlc, device, author, patch)
                   SELECT ?, ?, 'setting', ?, value, ?, ? FROM meta WHERE name = 'device'""",
                (clock.uuid7(), record, hlc, login, patch),
            )
        db.execute("UPDATE setting SET name = ? WHERE name = ?", (f"{name}@{login}", name))


def _logins_that_set(db: sqlite3.Connection) -> dict[str, str]:
    """Return the login that set each of the personal settings last.

    Revisions are signed with the name that `trainer` gave to a login, once it had one.
    """
    login_of: dict[str, str] = {}
    logins = {}
    for name, author, patch in db.execute(
        f"""SELECT record, author, patch FROM revision
            WHERE tbl = 'setting' AND record IN {_PERSONAL} ORDER BY hlc, id"""
    ):
        login = login_of.get(author, author)
        logins[name] = login
        value = json.loads(patch).get("value")
        if name == "trainer" and value:
            login_of.setdefault(value, login)
    return logins


def moved_settings(db: sqlite3.Connection) -> list[str]:
    """Return what `move_personal_settings` did, a line for each login."""
    settings: dict[str, list[str]] = {}
    for record, patch in db.execute(
        """SELECT r.record, r.patch FROM revision r JOIN action a ON a.hlc = r.hlc
           WHERE a.verb = 'upgrade' AND instr(r.record, '@') > 0 ORDER BY r.record"""
    ):
        name, _, login = record.partition("@")
        value = json.loads(patch)["value"]
        settings.setdefault(login, []).append(f'{name} "{value}"')
    lines = []
    for login, names in sorted(settings.items()):
        verb = "now belongs" if len(names) == 1 else "now belong"
        lines.append(f"{', '.join(names)} {verb} to the login {login} alone.")
    return lines
