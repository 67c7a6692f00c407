"""Rename and merge teams and topics, in every entry that has them, as one action.

Settings that hold the name follow it: the usual team or topic, the context of `coachlog use`,
and the team of a wording phrase. Meetings follow too, so that a team keeps its turns.
"""

import os
from typing import Any, NamedTuple

from coachlog.domain.handles import as_handle, parse_words
from coachlog.domain.language.phrase_list import rename_team
from coachlog.domain.settings import SETTINGS, plain_name
from coachlog.domain.typed_text import bare_name, clean_name, name_key
from coachlog.errors import AsUsageError, NotFoundError, UsageError
from coachlog.paths import login_name
from coachlog.services.find import no_such_name
from coachlog.storage import ledger, revisions, team_names
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_name
from coachlog.storage.queries.meetings import meetings_of
from coachlog.storage.record_tables import read_settings
from coachlog.storage.revisions import Change

Patch = dict[str, Any]


class _Renaming(NamedTuple):
    """The team or topic (the `table`) called `old`, and what it is called from now on."""

    table: str
    old: str
    new: str

    def new_name_of(self, table: str, name: str) -> str:
        """Return what a team or topic in any spelling is called from now on."""
        if table == self.table and name_key(name) == name_key(self.old):
            return self.new
        return name


class Renamed(NamedTuple):
    """What a rename or merge did."""

    old: str
    new: str
    entries: int  # only those that the user may see
    hints: list[str]


def rename(log: Log, table: str, old: str, new: str) -> Renamed:
    """Give a team or topic another name, or the same name in another spelling.

    Args:
        log: The log to change.
        table: `team` or `topic`.
        old: The name now, in any spelling.
        new: The new name, spelled as it should be.

    Raises:
        NotFoundError: No team or topic is called `old`.
        UsageError: `new` cannot be a name, or is already in use.
    """
    # Under the lock: somebody else may be renaming it too.
    with log.atomic():
        old = _known_spelling(log, table, old)
        with AsUsageError():
            cleaned = clean_name(new, table)
        if cleaned is None:
            raise UsageError(f"a {table} needs a name: coachlog {table}s rename {old!r} NEW")
        existing = known_name(log, table, cleaned)
        if existing is not None and name_key(existing) != name_key(old):
            raise UsageError(
                f"the {table} {existing!r} already exists."
                f" To merge the two: coachlog {table}s merge {old!r} {existing!r}"
            )
        return _replace(log, _Renaming(table, old, cleaned), "rename")


def merge(log: Log, table: str, old: str, into: str) -> Renamed:
    """Move every entry of one team or topic to another.

    Args:
        log: The log to change.
        table: `team` or `topic`.
        old: The name that goes, in any spelling.
        into: The name that stays, in any spelling.

    Raises:
        NotFoundError: One of the names does not exist.
        UsageError: Both names are the same.
    """
    with log.atomic():
        old = _known_spelling(log, table, old)
        into = _known_spelling(log, table, into)
        if old == into:
            raise UsageError(f"{old!r} cannot be merged with itself. Name two {table}s.")
        return _replace(log, _Renaming(table, old, into), "merge")


def _known_spelling(log: Log, table: str, name: str) -> str:
    # First as it is typed: earlier versions stored `--team @permits` with its sign.
    known = known_name(log, table, name) or known_name(log, table, bare_name(name))
    if known is None:
        raise NotFoundError(no_such_name(log, table, name))
    return known


def _replace(log: Log, renaming: _Renaming, verb: str) -> Renamed:
    """Give everything the new name, inside the caller's transaction."""
    table, old, new = renaming
    if old == new:
        return Renamed(
            old=old,
            new=new,
            entries=0,
            hints=[],
        )
    hlc = revisions.begin_action(log, f"{table}s {verb}")
    ledger.respell_hidden(log, table, new)
    if table == "team" and team_names.has_shared_entries(log, old):
        # One record for the whole team, which reaches entries on other computers, too. The name of
        # a team that only private entries have must not leave this one.
        count = team_names.count_readable(log, old)
        ledger.change_records(log, hlc, team_names.renaming(log, hlc, old, new))
    else:
        count = ledger.rename_in_entries(log, hlc, renaming)
    changes, hints = _settings_changes(read_settings(log), renaming)
    if table == "team":
        for uuid in meetings_of(log, old):
            changes.append(("meeting", uuid, {"team": new}))
    ledger.change_records(log, hlc, changes)
    # A variable of the environment belongs to the user's shell, so it can only be pointed out.
    for name in (table, "use"):
        variable = SETTINGS[name].variable
        if name_key(old) in name_key(os.environ.get(variable, "")):
            hints.append(f"The environment variable {variable} still names {old!r}.")
    return Renamed(
        old=old,
        new=new,
        entries=count,
        hints=hints,
    )


def _settings_changes(
    rows: dict[str, str],
    renaming: _Renaming,
) -> tuple[list[Change], list[str]]:
    """Return the changes of settings that hold the old name, and what to tell the user.

    Args:
        rows: every setting in the log file as it is stored; those of other logins follow, too.
        renaming: what is renamed.
    """
    changes: list[Change] = []
    hints = []
    own_context = SETTINGS["use"].stored_name(login_name())
    for stored, value in rows.items():
        new_value = _renamed_setting(plain_name(stored), value, renaming)
        if new_value == value:
            continue
        changes.append(("setting", stored, {"value": new_value}))
        if stored == own_context:
            hints.append(_context_hint(value, new_value))
    return changes, hints


def _renamed_setting(name: str, value: str, renaming: _Renaming) -> str | None:
    """Return the value of a setting with the new name; None if nothing is left of it."""
    if name in ("team", "topic"):
        return renaming.new_name_of(name, value)
    if name == "use":
        return _renamed_context(value, renaming) or None
    if name == "wording-list" and renaming.table == "team":
        return rename_team(value, renaming.old, renaming.new)
    return value


def _context_hint(old_context: str, new_context: str | None) -> str:
    if new_context:
        return f"The context is now {new_context} (it was {old_context})."
    return f"The context {old_context} no longer applies. To set another: coachlog use @TEAM"


def _renamed_context(context: str, renaming: _Renaming) -> str:
    """Return the context with the new name.

    Args:
        context: The words of `coachlog use`, such as `@permits +fees`.
        renaming: The old and the new name. The new one is left out if it has a quote, which would
            end a name in quotes.
    """
    words = parse_words([context])
    names = []
    if words.team:
        names.append(("@", renaming.new_name_of("team", words.team)))
    for topic in words.topics:
        names.append(("+", renaming.new_name_of("topic", topic)))
    handles = [as_handle(sign, name) for sign, name in names if '"' not in name]
    return " ".join(dict.fromkeys(handles))
