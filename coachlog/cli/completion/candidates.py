"""What Tab offers. It writes nothing but candidates, says nothing when something is wrong, and changes no file.

Teams, topics and ids are offered without loading Typer; only options and commands need to know what Typer knows.
"""

import os
import sys

from coachlog.render.words import shorten
from coachlog.storage.names import ids_beginning, names_beginning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from coachlog.storage.file.connection import Log

    Candidates = list[tuple[str, str]]  # each with a note, which may be empty

FILES: "Candidates" = [(":files", "")]
MOST, NEWEST = 100, 20
NOTE_WIDTH = 48
PATIENCE = "0.2"  # seconds to wait for somebody who writes

# What the plain words of a command are. All others take @team and +topic, or nothing.
ID_COMMANDS = frozenset(
    {
        "show",
        "edit",
        "delete",
        "clear",
        "history",
        "checkin",
        "reply",
        "thanks",
        "status",
        "tabletop",
    }
)
FILE_COMMANDS = frozenset({"import", "restore"})
WORDS = {"week": ("this", "last"), "completion": ("bash", "zsh", "fish", "powershell")}
NAME_COMMANDS = {
    "card": "topic",
    "tabletop": "topic",
    "handbook": "topic",
    "teams": "team",
    "topics": "topic",
}
UNMARKED = frozenset({"undo", "redo", "doctor", "backup", "purge", "demo", "completion"})
SECOND_WORDS = frozenset(
    {"checkin", "reply", "thanks", "status"}
)  # they take an id, and then words
GROUPS = frozenset({"config", "feedback", "guide", "meeting", "teams", "topics", "wording"})

TAKES_FILE = {"guide": "add", "wording": "check"}  # the command of a group that reads one


def complete() -> int:
    """Answer the shell's question, which is in the environment (see `completion.py`); the exit code is always 0."""
    from coachlog.cli.completion.quoting import read_question

    os.environ["COACHLOG_LOCK_TIMEOUT"] = PATIENCE
    try:
        question = read_question(os.environ)
        for value, note in candidates(question.words, question.current):
            print(question.ready(value) + (f"\t{note}" if note and question.notes else ""))  # noqa: T201 - it is the answer
        sys.stdout.flush()
    except Exception:  # noqa: S110 - half an answer or none; an error would stand in the middle of somebody's typing
        pass
    return 0


def candidates(words: list[str], current: str) -> "Candidates":
    """What may stand in place of `current`, after `words` (without the program's own name)."""
    db, place = None, 0
    while place < len(words) and words[place].startswith("-"):
        if words[place] == "--db":
            place += 1
            db = words[place] if place < len(words) else None
            if db is None:
                return FILES
        elif words[place].startswith("--db="):
            db = words[place][5:]
        place += 1
    if place == len(words):
        return _commands(current)
    command, rest = words[place], words[place + 1 :]
    if "--" in rest:
        return []
    if current.startswith("-") or (rest and rest[-1].startswith("-")):
        return _options(command, rest, current, db)
    return _plain(command, rest, current, db)


def _plain(command: str, rest: list[str], current: str, db: str | None) -> "Candidates":
    """A word that is neither an option nor an option's value."""
    if current[:1] in ("@", "+"):
        return _marked(db, current)
    if command in FILE_COMMANDS:
        return FILES
    if command in GROUPS:
        return _in_group(command, rest, current, db)
    if command in SECOND_WORDS and rest:
        return _second_word(command, rest, current)
    found: Candidates = _matching(WORDS.get(command, ()), current)
    if command in NAME_COMMANDS:
        found += _named(db, NAME_COMMANDS[command], current)
    if command in ID_COMMANDS:
        found += _ids(db, current)
    elif not current and command not in (*NAME_COMMANDS, *UNMARKED):
        found += _marked(db, current)
    return found


def _second_word(command: str, rest: list[str], current: str) -> "Candidates":
    """What follows an id; after that, words are text."""
    from coachlog.domain.checkins import SEEN
    from coachlog.domain.fields import CHOICES

    choices = {"checkin": SEEN, "status": CHOICES["status"]}.get(command, ())
    return _matching(choices if len(rest) == 1 else (), current)


def _in_group(command: str, rest: list[str], current: str, db: str | None) -> "Candidates":
    if not rest:
        group = _command(command, [])
        return _matching(group.list_commands(None), current) + (
            _ids(db, current) if hasattr(group, "default") else []
        )
    if command == "feedback":
        return (
            _marked(db, current)
            if rest[0] == "report"
            else _ids(db, current)
            if rest == ["give"]
            else []
        )
    if command in TAKES_FILE:
        guides = _read(db, _guides, current) if command == "guide" and len(rest) == 1 else []
        return FILES if rest == [TAKES_FILE[command]] else [(name, "") for name in guides]
    if command in NAME_COMMANDS:
        return _named(db, NAME_COMMANDS[command], current)
    return _settings(rest, current, db) if command == "config" else []


def _settings(rest: list[str], current: str, db: str | None) -> "Candidates":
    """A setting's name, or its value where that is a name in use."""
    from coachlog.domain.settings import SETTINGS

    if len(rest) == 1:
        return [
            (name, setting.meaning)
            for name, setting in SETTINGS.items()
            if name.startswith(current)
        ]
    return _named(db, rest[1], current) if rest[1] in ("team", "topic") else []


def _marked(db: str | None, current: str) -> "Candidates":
    """`@team` and `+topic`: the names that can be typed behind a sign."""
    found = []
    for sign, table in (("@", "team"), ("+", "topic")):
        if current[:1] in (sign, ""):
            names = _read(db, _names, table, current[1:])
            found += [
                (sign + name, "")
                for name in names
                if name[0].isalpha() and not any(map(str.isspace, name))
            ]
    return found


def _named(db: str | None, table: str, current: str) -> "Candidates":
    return [(name, "") for name in _read(db, _names, table, current)]


def _names(log: "Log", table: str, start: str) -> list[str]:
    from coachlog.services.settings import load_settings

    return names_beginning(log, table, start, MOST, load_settings(log).user)


def _guides(log: "Log", start: str) -> list[str]:
    from coachlog.domain.fields import name_key
    from coachlog.storage.queries.guides import all_guides

    names = sorted({name for _, name, _ in all_guides(log)}, key=name_key)
    return [name for name in names if name_key(name).startswith(name_key(start))][:MOST]


def _ids(db: str | None, current: str) -> "Candidates":
    found = _read(db, ids_beginning, current, MOST if current else NEWEST)
    return _matching(["last"], current) + [
        (short_id, shorten(happened, NOTE_WIDTH)) for short_id, happened in found
    ]


def _matching(words: "Iterable[str]", current: str) -> "Candidates":
    return [(word, "") for word in words if word.startswith(current)]


def _read(db: str | None, query: "Callable[..., list[Any]]", *values: object) -> "list[Any]":
    """A query's answer from the log as it stands; nothing where there is none that can be read."""
    from coachlog.errors import StorageError
    from coachlog.paths import default_log
    from coachlog.storage.file.open import peek

    try:
        log: Log = peek(os.path.expanduser(db or os.environ.get("COACHLOG_DB") or default_log()))
    except (OSError, ValueError, StorageError):
        return []
    try:
        return query(log, *values)
    finally:
        log.close()


def _commands(current: str) -> "Candidates":
    from coachlog.cli.app import COMMANDS, app

    if not current.startswith("-"):
        return _matching(COMMANDS, current)
    import typer

    return _option_names(typer.main.get_command(app), [], current)


def _command(name: str, rest: list[str]) -> "Any":
    """The command that a name and the words after it lead to."""
    import typer

    from coachlog.cli.app import app

    command = typer.main.get_command(app).get_command(None, name)  # type: ignore[attr-defined]
    for word in rest:
        if hasattr(command, "commands") and word in command.commands:
            command = command.commands[word]
    # Where a word that is no command stands for one.
    return command.commands[command.default] if rest and hasattr(command, "default") else command


def _options(name: str, rest: list[str], current: str, db: str | None) -> "Candidates":
    """An option's name, or the value of the one before."""
    command = _command(name, rest)
    if command is None:
        return []
    takers = {
        option: param
        for param in command.params
        for option in param.opts
        if not getattr(param, "is_flag", True)
    }
    given, sign, start = current.partition("=")
    if sign and given in takers:
        return [(f"{given}={value}", note) for value, note in _values(takers[given], start, db)]
    if rest and rest[-1] in takers:
        return _values(takers[rest[-1]], current, db)
    return (
        _option_names(command, rest, current)
        if current.startswith("-")
        else _plain(name, rest[:-1], current, db)
    )


def _values(param: "Any", current: str, db: str | None) -> "Candidates":
    """What an option may be given."""
    from coachlog.domain.fields import CHOICES, FACTORS

    if param.metavar == "FILE":
        return FILES
    if param.metavar == "OTHER_ID":
        return _ids(db, current)
    if param.name in ("team", "topic", "topics"):
        return _named(db, param.name.removesuffix("s"), current)
    choices = {**CHOICES, "factors": FACTORS, "week": WORDS["week"]}
    return _matching(getattr(param.type, "choices", None) or choices.get(param.name, ()), current)


def _option_names(command: "Any", rest: list[str], current: str) -> "Candidates":
    found = []
    for param in command.params:
        names = [*param.opts, *param.secondary_opts]
        if getattr(param, "hidden", False) or param.param_type_name != "option":
            continue
        if getattr(param, "multiple", False) or not set(names) & set(rest):
            help_text = (param.help or "").partition("\n")[0]
            found += [
                (name, help_text)
                for name in names
                if name.startswith(current) and (len(name) > 2 or current == name)
            ]
    return [
        *found,
        *[
            (name, "Show this message and exit.")
            for name in ("--help",)
            if name.startswith(current)
        ],
    ]
