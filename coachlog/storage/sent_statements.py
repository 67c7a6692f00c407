"""Which statements about which records were sent to a record store, or written for one.

They are facts about this file, which nothing takes along, so they are in `meta`: a row for each
statement, whose name begins with the store and the record. It is there before the statement leaves:
of a process that is killed in between nobody knows whether the store has got it, and it has to be
withdrawn, too, if its record changes before the next sending.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.hlc_days import day_of

_KEY = "xapi_key"
_STATEMENTS = "xapi"
# The states of a statement: on its way, acknowledged by the store, voided there.
SENDING, SENT, WITHDRAWN = "sending", "sent", "withdrawn"
_AFTER_BLANK = "!"  # the sign that sorts behind a blank
FEEDBACK = "feedback"  # what a statement can be about besides an entry
# Fields by whose change a statement about an entry becomes another one. Those that are a mark of
# their own begin a new life of what they are about, which another statement then tells.
_FIELDS = ("kind", "team", "topics", "rule_ref", "occurred_on", "trainer", "learner")
_CHANGES = [f"instr(patch, '\"{field}\":')" for field in _FIELDS]
_CHANGES += [
    "substr(patch, 1, 1) = '['",  # the first revision
    """instr(patch, '"share":"private"')""",
    """instr(patch, '"deleted":')""",
]
_MARKS = f"""SELECT record,
    coalesce(max(iif({" OR ".join(_CHANGES)}, hlc, '')), ''),
    coalesce(max(iif(instr(patch, '"recovery":null'), hlc, '')), ''),
    coalesce(max(iif(instr(patch, '"status":"adopted"'), hlc, '')), '')
    FROM revision WHERE record IN ({{}}) AND tbl = 'entry' GROUP BY record"""


class SentStatement(NamedTuple):
    """A statement that a store may have.

    Attributes:
        record: The uuid of the entry or group that it is about.
        part: What of it, such as `moment`.
        day: Its civil day.
        id: Its own id.
        state: `SENDING`, `SENT` or `WITHDRAWN`.
    """

    record: str
    part: str
    day: str
    id: str
    state: str = SENT


class EntryMarks(NamedTuple):
    """The hlcs that stand for the revisions of an entry.

    Attributes:
        content: Of the newest one that changed what statements say, or who may read the entry.
        recovery: Of the newest one that took a recovery back.
        adoption: Of the newest one that adopted it; empty for one that was imported so.
    """

    content: str
    recovery: str
    adoption: str


class CheckinRow(NamedTuple):
    """A check-in, and the hlc of its newest revision."""

    uuid: str
    entry: str
    days: int
    seen: str
    seen_on: str
    author: str | None
    hlc: str


def account_key(log: Log) -> bytes:
    """Return the key by which this log makes accounts of names; the first time it is chosen."""
    stored = log.value("SELECT value FROM meta WHERE name = ?", (_KEY,))
    if not stored:
        with log.atomic():
            values = (_KEY, log.clock.random(16).hex())
            log.run("INSERT OR IGNORE INTO meta VALUES (?, ?)", values)
        stored = log.value("SELECT value FROM meta WHERE name = ?", (_KEY,))
    return str(stored).encode()


def has_statements(log: Log, store: str) -> bool:
    """Return whether any statement is noted for a store."""
    beginning = _beginning(store)
    values = (beginning, beginning[:-1] + _AFTER_BLANK)
    return log.one("SELECT 1 FROM meta WHERE name > ? AND name < ? LIMIT 1", values) is not None


def sent_about(log: Log, store: str, records: Sequence[str]) -> dict[str, list[SentStatement]]:
    """Return what a store may have about at most a few hundred records, by record."""
    values = ", ".join(["(?)"] * len(records))
    rows = log.all(
        f"""WITH about (record) AS (VALUES {values})
            SELECT m.name, m.value FROM about a CROSS JOIN meta m
            ON m.name > ? || a.record || ' ' AND m.name < ? || a.record || '{_AFTER_BLANK}'
            ORDER BY m.name""",
        (*records, _beginning(store), _beginning(store)),
    )
    return _by_record(rows)


def sent_about_gone(log: Log, store: str) -> list[SentStatement]:
    """Return what a store may have about entries that the team can no longer read."""
    beginning = _beginning(store)
    rows = log.all(
        f"""SELECT m.name, m.value FROM meta m
            WHERE m.name > ? AND m.name < ? AND m.value NOT GLOB '{WITHDRAWN} *'
            AND m.value NOT GLOB '* {FEEDBACK} *' AND NOT EXISTS (
                SELECT 1 FROM entry e
                WHERE e.uuid = substr(m.name, ?, 36) AND e.share <> 'private')
            ORDER BY m.name""",
        (beginning, beginning[:-1] + _AFTER_BLANK, len(beginning) + 1),
    )
    return list(_statements(rows))


def sent_feedback(log: Log, store: str) -> dict[str, list[SentStatement]]:
    """Return what a store has, or had, about groups of feedback, by their records."""
    beginning = _beginning(store)
    rows = log.all(
        f"""SELECT name, value FROM meta
            WHERE name > ? AND name < ? AND value GLOB '* {FEEDBACK} *' ORDER BY name""",
        (beginning, beginning[:-1] + _AFTER_BLANK),
    )
    return _by_record(rows)


def withdrawn_statements(log: Log, store: str) -> list[SentStatement]:
    """Return what was withdrawn from a store."""
    beginning = _beginning(store)
    rows = log.all(
        f"""SELECT name, value FROM meta
            WHERE name > ? AND name < ? AND value GLOB '{WITHDRAWN} *' ORDER BY name""",
        (beginning, beginning[:-1] + _AFTER_BLANK),
    )
    return list(_statements(rows))


def count_standing(log: Log, records: Container[str]) -> int:
    """Return how many statements about some records any store may have, and not as withdrawn."""
    beginning = f"{_STATEMENTS} "
    rows = log.all(
        "SELECT name, value FROM meta WHERE name > ? AND name < ?",
        (beginning, _STATEMENTS + _AFTER_BLANK),
    )
    return sum(
        statement.record in records and statement.state != WITHDRAWN
        for statement in _statements(rows)
    )


def note_statements(log: Log, store: str, statements: Iterable[SentStatement]) -> None:
    """Note what a store has, or has no more; in a transaction."""
    rows = []
    for statement in statements:
        value = f"{statement.state} {statement.part} {statement.day}"
        rows.append((_name(store, statement), value))
    log.run_many("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def forget_statement(log: Log, store: str, statement: SentStatement) -> None:
    """Forget a statement that a store did not take; in a transaction."""
    log.run("DELETE FROM meta WHERE name = ?", (_name(store, statement),))


def entry_marks(log: Log, entries: Sequence[str]) -> dict[str, EntryMarks]:
    """Return the marks of at most a few hundred entries, by uuid."""
    rows = log.all(_MARKS.format(marks(entries)), entries)
    return {record: EntryMarks(*hlcs) for record, *hlcs in rows}


def checkins_about(log: Log, entries: Sequence[str]) -> dict[str, list[CheckinRow]]:
    """Return the check-ins of at most a few hundred entries, by uuid."""
    rows = log.all(
        f"""SELECT uuid, entry, days, seen, seen_on, author, coalesce(
                (SELECT max(hlc) FROM revision r WHERE r.record = c.uuid), '')
            FROM checkin c WHERE entry IN ({marks(entries)}) ORDER BY seen_on, uuid""",
        entries,
    )
    checkins = defaultdict(list)
    for row in rows:
        checkin = CheckinRow(*row)
        checkins[checkin.entry].append(checkin)
    return checkins


def deletion_marks(log: Log, records: Sequence[str]) -> dict[str, str]:
    """Return the hlc of the newest deletion of some records, however often they came back."""
    rows = log.all(
        f"""SELECT record, max(hlc) FROM revision
            WHERE record IN ({marks(records)}) AND instr(patch, '"deleted":') GROUP BY record""",
        records,
    )
    return dict(rows)


def adoption_day(log: Log, mark: EntryMarks) -> str | None:
    """Return the local day on which an entry was adopted; None if no revision tells."""
    return day_of(log, mark.adoption) if mark.adoption else None


def _name(store: str, statement: SentStatement) -> str:
    return f"{_beginning(store)}{statement.record} {statement.id}"


def _beginning(store: str) -> str:
    return f"{_STATEMENTS} {store} "


def _by_record(rows: Iterable[tuple[str, str]]) -> dict[str, list[SentStatement]]:
    sent = defaultdict(list)
    for statement in _statements(rows):
        sent[statement.record].append(statement)
    return sent


def _statements(rows: Iterable[tuple[str, str]]) -> Iterator[SentStatement]:
    for name, value in rows:
        words = f"{name} {value}".split(" ")
        if len(words) == 7:
            _, _, record, statement_id, state, part, day = words
            yield SentStatement(
                record=record,
                part=part,
                day=day,
                id=statement_id,
                state=state,
            )
