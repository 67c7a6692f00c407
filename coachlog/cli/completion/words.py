"""The sets of candidates that the table of commands names, most of them read from the log.

Typer is not loaded here: it costs 50 ms, which a person notices at every press of Tab; and what
reads the log only where the log is asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial

from coachlog.cli.every_command import COMMANDS
from coachlog.domain.checkins import RESULTS
from coachlog.domain.fields import CHOICES
from coachlog.domain.settings import SETTINGS
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.storage.file.connection import Log

Candidates = list[tuple[str, str]]  # each with a note, which may be empty

FILES: Candidates = [(":files", "")]  # the shell's script offers file names
MOST = 100
NEWEST_IDS = 20  # a screen of them, while nothing is typed yet
NOTE_WIDTH = 48
SIGNS = {"@": "team", "+": "topic"}


class Typed(NamedTuple):
    """What is typed before the cursor.

    Attributes:
        command: the command's name.
        words: what follows it, without the word under the cursor.
        current: the word under the cursor, as far as it is typed.
        db: the log that `--db` names.
    """

    command: str
    words: list[str]
    current: str
    db: str | None


def matching(words: Iterable[str], start: str) -> Candidates:
    """Return the words that begin with `start`, without notes."""
    return [(word, "") for word in words if word.startswith(start)]


def handles(typed: Typed) -> Candidates:
    """Return `@team` and `+topic`, for the names that can be typed behind a sign."""
    offered: Candidates = []
    for sign, table in SIGNS.items():
        if typed.current[:1] in (sign, ""):
            names = _read(typed.db, _names, table, typed.current[1:])
            offered += [(sign + name, "") for name in names if _fits_a_sign(name)]
    return offered


def _ids(typed: Typed) -> Candidates:
    """Return `last` and the short ids, each with the beginning of its entry as a note."""
    from coachlog.render.words import shorten
    from coachlog.storage.short_ids import ids_beginning

    limit = MOST if typed.current else NEWEST_IDS
    # The log offers no private entries: what stands on a screen can be read by others.
    offered = matching(["last"], typed.current)
    for short_id, happened in _read(typed.db, ids_beginning, typed.current, limit):
        offered.append((short_id, shorten(happened, NOTE_WIDTH)))
    return offered


def _names_in(table: str, typed: Typed) -> Candidates:
    return matching(_read(typed.db, _names, table, typed.current), "")


def _fixed(words: Iterable[str]) -> Callable[[Typed], Candidates]:
    """Return the function for words that are the same whatever is in the log."""
    return lambda typed: matching(words, typed.current)


def _subcommands(typed: Typed) -> Candidates:
    """The commands of the group that is typed before: `help guide <Tab>`."""
    group = COMMANDS.get(typed.words[-1])
    if group is None:
        return []
    return matching(group.subcommands, typed.current)


def _guides(typed: Typed) -> Candidates:
    return matching(_read(typed.db, _guide_names, typed.current), "")


def _keys(typed: Typed) -> Candidates:
    """What `summary` counts by; behind a comma, what is not typed yet."""
    from coachlog.domain.review.summary import KEYS

    before, comma, start = typed.current.rpartition(",")
    keys = [key for key in KEYS if key not in before.split(",")]
    return [(before + comma + key, "") for key, _ in matching(keys, start)]


def _settings(typed: Typed) -> Candidates:
    return [(name, SETTINGS[name].meaning) for name, _ in matching(SETTINGS, typed.current)]


def _setting_values(typed: Typed) -> Candidates:
    """The values of the setting before: only those that are names in use."""
    setting = typed.words[-1]
    if setting in SIGNS.values():
        return _names_in(setting, typed)
    return []


def _numbers(typed: Typed) -> Candidates:
    """The numbers of the values that the entry before ever had, with the beginnings of texts."""
    numbers = _read(typed.db, _numbered_texts, typed.words[0])
    return [(number, note) for number, note in numbers if number.startswith(typed.current)]


# By the names that the table of commands uses.
SETS: dict[str, Callable[[Typed], Candidates]] = {
    "commands": _fixed(COMMANDS),
    "files": lambda _typed: FILES,
    "guides": _guides,
    "handles": handles,
    "ids": _ids,
    "keys": _keys,
    "numbers": _numbers,
    "results": _fixed(RESULTS),
    "settings": _settings,
    "statuses": _fixed(CHOICES["status"]),
    "subcommands": _subcommands,
    "teams": partial(_names_in, "team"),
    "topics": partial(_names_in, "topic"),
    "values": _setting_values,
}


def _fits_a_sign(name: str) -> bool:
    """Whether a name can be typed as `@name`, which is read back as that name."""
    return name[0].isalnum() and len(name.split()) == 1


def _names(log: Log, table: str, start: str) -> list[str]:
    from coachlog.storage.names import names_beginning

    return names_beginning(log, table, start, MOST)


def _guide_names(log: Log, start: str) -> list[str]:
    from coachlog.domain.typed_text import name_key
    from coachlog.storage.queries.guides import all_guides

    names = sorted({name for _, name, _ in all_guides(log)}, key=name_key)
    return [name for name in names if name_key(name).startswith(name_key(start))][:MOST]


def _numbered_texts(log: Log, name: str) -> Candidates:
    from coachlog.domain.fields import LONG_TEXTS
    from coachlog.render.words import shorten
    from coachlog.services.history import entry_history
    from coachlog.storage.queries.entries import find_entry, own_last

    entry = find_entry(log, own_last(log, name))
    if entry.share == "private":
        return []  # as `_ids` offers none
    numbers = []
    for change in entry_history(log, entry.uuid):
        note = change.field
        if note in LONG_TEXTS and change.after:
            note = shorten(f"{note}: {change.after}", NOTE_WIDTH)
        if change.number is not None:
            numbers.append((str(change.number), note))
    return numbers


def _read(db: str | None, query: Callable[..., list[Any]], *values: object) -> list[Any]:
    """Return what a query reads from the log as it stands, nothing where no log can be read."""
    from coachlog.errors import StorageError
    from coachlog.paths import default_log
    from coachlog.services.settings import open_for_user
    from coachlog.storage.file.open import open_read_only

    path = db or os.environ.get("COACHLOG_DB") or default_log()
    # It neither creates the file nor changes it.
    try:
        log = open_read_only(os.path.expanduser(path))
    except (OSError, ValueError, StorageError):
        return []
    try:
        open_for_user(log)
        return query(log, *values)
    finally:
        log.close()
