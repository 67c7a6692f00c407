"""Rename and merge teams and topics, in every entry that has them, as one action.

Settings that hold the name follow it: the usual team or topic, the context of `coachlog use`,
and the team of a wording phrase. Meetings follow too, so that a team keeps its turns.
"""

import os
from typing import Any, NamedTuple

from coachlog.clock import Clock, utc_text
from coachlog.domain.handles import is_handle, parse_words
from coachlog.domain.language.phrase_list import rename_team
from coachlog.domain.settings import SETTINGS
from coachlog.domain.typed_text import clean_name, name_key
from coachlog.errors import AsUsageError, NotFoundError, UsageError
from coachlog.services.find import no_such_name
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.names import all_names, entries_named, known_name
from coachlog.storage.queries.meetings import meetings_of

Patch = dict[str, Any]
Change = tuple[str, str, Patch]

# Entries rewritten at once: enough that a large team takes few rounds, little enough to hold.
BATCH = 5_000


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


def rename(log: Log, clock: Clock, settings: Settings, table: str, old: str, new: str) -> Renamed:
    """Give a team or topic another name, or the same name in another spelling.

    Args:
        log: The log to change.
        clock: The time and the ids.
        settings: The settings of the user; those that hold the old name are changed too.
        table: `team` or `topic`.
        old: The name now, in any spelling.
        new: The new name, spelled as it should be.

    Raises:
        NotFoundError: No team or topic is called `old`.
        UsageError: `new` cannot be a name, or is already in use.
    """
    old = _known_spelling(log, settings.user, table, old)
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
    return _replace(log, clock, settings, _Renaming(table, old, cleaned), "rename")


def merge(log: Log, clock: Clock, settings: Settings, table: str, old: str, into: str) -> Renamed:
    """Move every entry of one team or topic to another.

    Args:
        log: The log to change.
        clock: The time and the ids.
        settings: The settings of the user; those that hold the old name are changed too.
        table: `team` or `topic`.
        old: The name that goes, in any spelling.
        into: The name that stays, in any spelling.

    Raises:
        NotFoundError: One of the names does not exist.
        UsageError: Both names are the same.
    """
    old = _known_spelling(log, settings.user, table, old)
    into = _known_spelling(log, settings.user, table, into)
    if old == into:
        raise UsageError(f"{old!r} cannot be merged with itself. Name two {table}s.")
    return _replace(log, clock, settings, _Renaming(table, old, into), "merge")


def _known_spelling(log: Log, reader: str, table: str, name: str) -> str:
    known = known_name(log, table, name)
    if known is None or known not in all_names(log, table, reader):
        raise NotFoundError(no_such_name(log, table, name, reader))
    return known


def _replace(
    log: Log,
    clock: Clock,
    settings: Settings,
    renaming: _Renaming,
    verb: str,
) -> Renamed:
    table, old, new = renaming
    if old == new:
        return Renamed(old, new, entries=0, hints=[])
    with log.atomic():
        hlc = revisions.begin_action(log, clock, f"{table}s {verb}")
        count = _replace_in_entries(log, clock, hlc, settings.user, renaming)
        changes, hints = _settings_changes(settings, renaming)
        if table == "team":
            for uuid in meetings_of(log, old):
                changes.append(("meeting", uuid, {"team": new}))
        ledger.change_records(log, clock, hlc, settings.user, changes)
    # A variable of the environment belongs to the user's shell, so it can only be pointed out.
    for name in (table, "use"):
        variable = SETTINGS[name].variable
        if name_key(old) in name_key(os.environ.get(variable, "")):
            hints.append(f"The environment variable {variable} still names {old!r}.")
    return Renamed(old, new, entries=count, hints=hints)


def _replace_in_entries(
    log: Log,
    clock: Clock,
    hlc: str,
    user: str,
    renaming: _Renaming,
) -> int:
    """Change every entry that has the old name; return how many of them the user may see."""
    table, old, new = renaming
    visible_count = 0
    now = utc_text(clock.now())
    # A changed entry no longer has the old name, so each query returns the next batch.
    while batch := entries_named(log, table, old, BATCH, user):
        changes = []
        for uuid, topics, is_visible in batch:
            patch: Patch = {"updated_at": now}
            if table == "team":
                patch["team"] = new
            else:
                # A merge may leave an entry with the same topic twice.
                renamed = [renaming.new_name_of(table, topic) for topic in topics]
                patch["topics"] = list(dict.fromkeys(renamed))
            changes.append(("entry", uuid, patch))
            visible_count += is_visible
        ledger.change_records(log, clock, hlc, user, changes)
    return visible_count


def _settings_changes(
    settings: Settings,
    renaming: _Renaming,
) -> tuple[list[Change], list[str]]:
    """Return the changes of settings that hold the old name, and what to tell the user.

    Args:
        settings: Only the stored ones count: the environment is not ours to change.
        renaming: The old and the new name.
    """
    table, old, new = renaming
    values: dict[str, str | None] = {}
    hints = []
    usual = settings.stored.get(table, "")
    if name_key(usual) == name_key(old):
        values[table] = new
    context = settings.stored.get("use")
    if context:
        new_context = _renamed_context(context, renaming)
        if new_context != context:
            values["use"] = new_context or None
            hints.append(_context_hint(context, new_context))
    phrases = settings.stored.get("wording-list")
    if phrases and table == "team":
        new_phrases = rename_team(phrases, old, new)
        if new_phrases != phrases:
            values["wording-list"] = new_phrases
    return [("setting", name, {"value": value}) for name, value in values.items()], hints


def _context_hint(old_context: str, new_context: str) -> str:
    if new_context:
        return f"The context is now {new_context} (it was {old_context})."
    return f"The context {old_context} no longer applies. To set another: coachlog use @TEAM"


def _renamed_context(context: str, renaming: _Renaming) -> str:
    """Return the context with the new name.

    Args:
        context: The words of `coachlog use`, such as `@permits +fees`.
        renaming: The old and the new name. The new one is left out if it is no single word,
            because blanks separate the words of a context.
    """
    words = parse_words([context])
    handles = []
    if words.team:
        handles.append("@" + renaming.new_name_of("team", words.team))
    for topic in words.topics:
        handles.append("+" + renaming.new_name_of("topic", topic))
    usable = [handle for handle in handles if is_handle(handle) and " " not in handle]
    return " ".join(dict.fromkeys(usable))
