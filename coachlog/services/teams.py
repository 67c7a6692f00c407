"""Giving teams and topics other names, in every entry that has them."""

import os
from typing import NamedTuple

from coachlog.clock import utc_text
from coachlog.domain.handles import is_handle, parse_words
from coachlog.domain.language.phrase_list import rename_team
from coachlog.domain.settings import environment_name
from coachlog.domain.typed_text import clean_name, name_key
from coachlog.errors import NotFoundError, UsageError
from coachlog.services.find import no_such_name
from coachlog.storage import ledger, revisions
from coachlog.storage.names import all_names, entries_named, known_name
from coachlog.storage.queries.meetings import meetings_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.services.settings import Settings
    from coachlog.storage.file.connection import Log

BATCH = 5_000


class Renamed(NamedTuple):
    """What a rename or a merge did: in how many entries that the user may see, and what to tell the user besides."""

    old: str
    new: str
    entries: int
    hints: list[str]


def rename(
    log: "Log", clock: "Clock", settings: "Settings", table: str, old: str, new: str
) -> Renamed:
    """Give a team or topic another name, or the same one in another spelling, as one action.

    Args:
        log: the log.
        clock: gives the time and the ids.
        settings: follow the name where they hold it.
        table: `team` or `topic`.
        old: the name, in any spelling.
        new: the new name, as it shall be spelled.

    Raises:
        NotFoundError: nothing is called `old`.
        UsageError: `new` cannot be a name, or is one already.
    """
    old = _known(log, settings.user, table, old)
    try:
        cleaned = clean_name(new, table)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    if cleaned is None:
        raise UsageError(f"a {table} needs a name: coachlog {table}s rename {old!r} NEW")
    taken = known_name(log, table, cleaned)
    if taken is not None and name_key(taken) != name_key(old):
        raise UsageError(
            f"{taken!r} is there already. To make one of the two: coachlog {table}s merge {old!r} {taken!r}"
        )
    return _replace(log, clock, settings, table, old, cleaned, "rename")


def merge(
    log: "Log", clock: "Clock", settings: "Settings", table: str, old: str, into: str
) -> Renamed:
    """Make one of two teams or topics, as one action; arguments as for `rename`.

    Raises:
        NotFoundError: there is nothing of one of the names.
        UsageError: both are the same.
    """
    old, into = (_known(log, settings.user, table, name) for name in (old, into))
    if old == into:
        raise UsageError(f"{old!r} cannot be merged with itself. Name two {table}s.")
    return _replace(log, clock, settings, table, old, into, "merge")


def _known(log: "Log", reader: str, table: str, name: str) -> str:
    found = known_name(log, table, name)
    if found is None or found not in all_names(log, table, reader):
        raise NotFoundError(no_such_name(log, table, name, reader))
    return found


def _replace(
    log: "Log", clock: "Clock", settings: "Settings", table: str, old: str, new: str, verb: str
) -> Renamed:
    if old == new:
        return Renamed(old, new, 0, [])
    changed = 0
    with log.atomic():
        hlc = revisions.begin_action(log, clock, f"{table}s {verb}")
        now = utc_text(clock.now())
        # What has been changed no longer has the old name, so that the next batch is the next ones.
        while found := entries_named(log, table, old, BATCH, settings.user):
            changes = [
                ("entry", uuid, {**_named(table, topics, old, new), "updated_at": now})
                for uuid, topics, _ in found
            ]
            ledger.change_records(log, clock, hlc, settings.user, changes)
            changed += sum(shown for _, _, shown in found)
        following, hints = _settings_that_follow(settings, table, old, new)
        if table == "team":
            # Who had a turn in a meeting has had it under any name.
            following += [("meeting", uuid, {"team": new}) for uuid in meetings_of(log, old)]
        ledger.change_records(log, clock, hlc, settings.user, following)
    return Renamed(old, new, changed, hints)


def _named(table: str, topics: list[str], old: str, new: str) -> "dict[str, Any]":
    if table == "team":
        return {"team": new}
    return {"topics": list(dict.fromkeys(new if topic == old else topic for topic in topics))}


def _settings_that_follow(
    settings: "Settings", table: str, old: str, new: str
) -> "tuple[list[tuple[str, str, dict[str, Any]]], list[str]]":
    changes: list[tuple[str, str, dict[str, Any]]] = []
    hints = []
    if name_key(settings.stored.get(table, "")) == name_key(old):
        changes.append(("setting", table, {"value": new}))
    if (used := settings.stored.get("use")) and (
        context := _renamed_context(used, table, old, new)
    ) != used:
        changes.append(("setting", "use", {"value": context or None}))
        hints.append(
            f"the context is now {context} (it was {used})"
            if context
            else f"the context {used} has ended"
        )
    if table == "team" and (listed := settings.stored.get("wording-list")):
        followed = rename_team(listed, old, new)
        changes += [("setting", "wording-list", {"value": followed})] * (followed != listed)
    for name in (table, "use"):
        variable = environment_name(name)
        if name_key(old) in name_key(os.environ.get(variable, "")):
            hints.append(f"{variable} in the environment still names {old!r}.")
    return changes, hints


def _renamed_context(used: str, table: str, old: str, new: str) -> str:
    """The standing context with the new name; without it where the new name is no single word."""
    words = parse_words([used])
    markers = [("team", "@", words.team)] * bool(words.team) + [
        ("topic", "+", topic) for topic in words.topics
    ]
    renamed = [
        sign + (new if (kind, name_key(name or "")) == (table, name_key(old)) else name or "")
        for kind, sign, name in markers
    ]
    return " ".join(
        dict.fromkeys(marker for marker in renamed if is_handle(marker) and " " not in marker)
    )
