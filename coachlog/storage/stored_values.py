"""What each column of the file may hold, and the search for values that it cannot hold.

`doctor` looks at all of them. A command looks after an error that nobody expected, so that damage
is told apart from a mistake in coachlog, wherever the value was read.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from coachlog.domain import feedback, meeting, reply
from coachlog.domain.checkins import RESULTS, clean_days
from coachlog.domain.feedback_groups import OWN, TEAM
from coachlog.domain.fields import CHOICES, DEFAULTS, LISTS, LOOKS_LIKE, Fields
from coachlog.domain.review import repeats
from coachlog.errors import StorageError
from coachlog.storage.checked import is_day, is_hlc, patch_or_none
from coachlog.storage.file.connection import Log
from coachlog.storage.record_tables import FAMILIES
from coachlog.storage.shelves import KINDS
from coachlog.storage.short_ids import is_id

Rule = Callable[[Any], bool]

_BATCH = 2_000
# The same few days come up again and again, and to read one takes a microsecond. Typed, because
# 1 and 1.0 are one key otherwise.
_remembered = lru_cache(maxsize=10_000, typed=True)
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Damage(NamedTuple):
    """A row with values that their columns cannot hold.

    Attributes:
        table: its table.
        key: the values of its primary key, which may be damaged themselves.
        columns: the columns with the damaged values.
    """

    table: str
    key: tuple[Any, ...]
    columns: tuple[str, ...]

    def __str__(self) -> str:
        """Return where it is. The values are not shown: they may be anything."""
        key = " ".join(str(part)[:40] for part in self.key)
        return f"{self.table} {key} ({', '.join(self.columns)})"


class DamagedText(bytes):
    """Text in the file that is not UTF-8, which is an error unless `read_damaged_text` was called.

    It is given back to SQLite with `mark_of`, so that it is compared as the text that it is.
    """


def read_damaged_text(log: Log) -> None:
    """Let a log return text that is not UTF-8 as `DamagedText`. That reads half as fast."""

    def read(stored: bytes) -> str | DamagedText:
        try:
            return stored.decode()
        except UnicodeDecodeError:
            return DamagedText(stored)

    log.db.text_factory = read


def mark_of(value: Any) -> str:
    """Return the mark for a value in a query."""
    return "CAST(? AS TEXT)" if isinstance(value, DamagedText) else "?"


class Table(NamedTuple):
    """A table as SQLite describes it.

    Attributes:
        name: its name.
        key: the columns of its primary key.
        rules: what each column may hold, by its name.
        patch_rules: what each field may hold in a patch.
    """

    name: str
    key: tuple[str, ...]
    rules: dict[str, Rule]
    patch_rules: dict[str, Rule]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value < 1 << 63


def _is_flag(value: Any) -> bool:
    return isinstance(value, int) and value in (0, 1)


def is_uuid(value: Any) -> bool:
    """Return whether a value is a uuid as it is stored."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def is_short_id(value: Any) -> bool:
    """Return whether a value may be the short id of an entry."""
    return isinstance(value, str) and is_id(value)


@_remembered
def _is_instant(value: Any) -> bool:
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return len(value) == len("2026-11-19T14:00:00.000Z") and value.endswith("Z")


@_remembered
def _is_days(value: Any) -> bool:
    try:
        return bool(clean_days(value) == value)
    except (AttributeError, TypeError, ValueError):
        return False


def _is_patch(value: Any) -> bool:
    return _is_text(value) and patch_or_none(value) is not None


def _is_object(value: Any) -> bool:
    return _is_patch(value) and value.startswith("{")


def is_uuid_bytes(value: Any) -> bool:
    """Return whether a value is the id of a revision as it is stored."""
    return isinstance(value, bytes) and len(value) == 16


def _one_of(*choices: object) -> Rule:
    return _remembered(choices.__contains__)


# What is not said here follows from the ending of the name, or from the type that SQLite has for
# the column.
_RULES: dict[str, Rule] = {
    **{name: _one_of(*choices) for name, choices in CHOICES.items()},
    "uuid": is_uuid,
    "short_id": is_short_id,
    "hlc": is_hlc,
    "follow_up": _is_days,
    **dict.fromkeys(("own", "private", "told", "is_name", "every_team"), _is_flag),
    "revision.id": is_uuid_bytes,
    "held.id": is_uuid_bytes,
    "held.hlc": _is_text,
    "held.patch": _is_text,
    "shelf.kind": _one_of(*KINDS),
    "segment.state": _one_of("taken", "own", "replaced"),
    "shelf_team.heard": is_hlc,
    "revision.patch": _is_patch,
    "revision.tbl": _one_of("entry", "setting", *FAMILIES),
    "action.undone": _one_of(0, 1, 2, 3),
    "checkin.seen": _one_of(*RESULTS),
    "reply.kind": _one_of(reply.IDEA, reply.QUESTION, reply.SAME, reply.THANKS),
    "repeat.state": _one_of(LOOKS_LIKE, repeats.CONFIRMED, repeats.DISMISSED),
    "feedback.pace": _one_of(*feedback.PACES),
    "feedback.examples": _one_of(*feedback.EXAMPLES),
    "feedback.usefulness": _one_of(1, 2, 3, 4, 5),
    "feedback_group.view": _one_of(OWN, TEAM),
    "feedback_group.closing": _is_object,
    "meeting.state": _one_of(meeting.DONE, meeting.SKIPPED),
    "drill.card": _is_object,
}
_BY_ENDING = {"_on": _remembered(is_day), "_at": _is_instant}
_BY_TYPE = {"TEXT": _is_text, "INTEGER": _is_number}
_UNCHECKED = ("_sqlite_migrations", "entry_fts")  # libraries' own, which they check


def tables_of(log: Log) -> Iterator[Table]:
    """Yield coachlog's tables in a file."""
    names = log.column("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    for name in names:
        if not name.startswith(("sqlite_", *_UNCHECKED)):
            yield table_of(log, name)


def table_of(log: Log, name: str) -> Table:
    """Return one table, and what its columns may hold.

    Raises:
        StorageError: the file has no such table.
    """
    columns = log.all('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,))
    if not columns:
        raise StorageError(f"{log.path} has no table {name}. Run `coachlog doctor`.")
    rules = {}
    keys = {}
    for column, declared_type, is_required, key_number in columns:
        rule = _rule_of(name, column, declared_type)
        if key_number:
            keys[key_number] = column
        rules[column] = rule if is_required or key_number else _or_none(rule)
    key = tuple(keys[number] for number in sorted(keys))
    return Table(
        name=name,
        key=key,
        rules=rules,
        patch_rules=_patch_rules(name, rules),
    )


def _rule_of(table: str, column: str, declared_type: str) -> Rule:
    by_type = _BY_TYPE.get(declared_type, _is_text)
    by_name = _BY_ENDING.get(column[-3:], by_type)
    return _RULES.get(f"{table}.{column}") or _RULES.get(column, by_name)


def _or_none(rule: Rule) -> Rule:
    return lambda value: value is None or rule(value)


def damaged_rows(log: Log, table: Table) -> Iterator[Damage]:
    """Yield the rows of a table that have values which their columns cannot hold.

    Args:
        log: the log; with `read_damaged_text`, text that is not UTF-8 counts too.
        table: as `table_of` describes it.
    """
    key = ", ".join(table.key)
    select = f"SELECT {', '.join(table.rules)}, {key} FROM {table.name}"
    ending = f"ORDER BY {key} LIMIT {_BATCH}"
    rows = log.all(f"{select} {ending}")
    while rows:
        for row in rows:
            wrong = wrong_columns(table, row)
            if wrong:
                yield Damage(table.name, row[len(table.rules) :], wrong)
        last_key = rows[-1][len(table.rules) :]
        after = ", ".join(map(mark_of, last_key))
        rows = log.all(f"{select} WHERE ({key}) > ({after}) {ending}", last_key)


def wrong_columns(table: Table, row: Sequence[Any]) -> tuple[str, ...]:
    """Return the columns of a row, which may go on with other values, that have wrong values."""
    rules = zip(table.rules.items(), row, strict=False)
    return tuple(name for (name, rule), value in rules if not rule(value))


def delete_row(log: Log, table: Table, key: Sequence[Any]) -> None:
    """Delete the row with a key, which may be damaged."""
    columns = zip(table.key, key, strict=True)
    condition = " AND ".join(f"{column} IS {mark_of(part)}" for column, part in columns)
    log.run(f"DELETE FROM {table.name} WHERE {condition}", key)


def wrong_fields(table: Table, patch: Fields) -> list[str]:
    """Return the fields of a patch that the columns of its table cannot hold.

    A field without a column is left to the version of coachlog that has written it.
    """
    rule_of = table.patch_rules.get
    try:
        return [name for name, value in patch.items() if not rule_of(name, _anything)(value)]
    except TypeError:
        # Only the values of `LISTS` are lists. A list elsewhere cannot even be looked up.
        return [name for name, value in patch.items() if not _follows(rule_of(name), value)]


def _follows(rule: Rule | None, value: Any) -> bool:
    try:
        return rule is None or rule(value)
    except TypeError:
        return False


def _anything(value: Any) -> bool:
    del value
    return True


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _patch_rules(table: str, rules: dict[str, Rule]) -> dict[str, Rule]:
    patch_rules = rules.copy()
    if table == "setting":
        patch_rules["value"] = _or_none(_is_text)  # None where it was unset
    if table == "entry":
        for name in LISTS:
            patch_rules[name] = _is_list
        for name in DEFAULTS:
            patch_rules[name] = _or_none(patch_rules[name])
    return patch_rules
