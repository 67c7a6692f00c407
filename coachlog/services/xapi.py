"""`xapi`: what the team may read as statements, written to a file or sent to a record store.

A store gets what has changed since it was last sent something: new statements, and withdrawals of
those whose record is private, deleted or erased now, or says something else. What the store has
acknowledged is noted in the log after each batch. A process that is killed in between sends the
batch again, with the same ids, and the store knows them.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from coachlog.domain.audience import TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.feedback_groups import matching_groups
from coachlog.domain.filters import Filter
from coachlog.exchange.xapi.record_store import ConflictError, RecordStore, TooLargeError
from coachlog.exchange.xapi.statements import Statement, day_of, withdrawal
from coachlog.services.feedback_report import team_report
from coachlog.services.xapi_statements import Made, StatementMaker
from coachlog.storage import sent_statements
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.revisions import in_batches
from coachlog.storage.sent_statements import (
    FEEDBACK,
    SENDING,
    SENT,
    WITHDRAWN,
    SentStatement,
)

FILES = "files"  # the store that stands for every file
BATCH = 100  # statements in one request
_NAME_LENGTH = 16  # hexadecimal digits


class Step(NamedTuple):
    """A statement for a store.

    Attributes:
        statement: The statement.
        noted: What is noted when the store has it.
        is_news: Whether the store may not have it yet.
    """

    statement: Statement
    noted: SentStatement
    is_news: bool


def store_name(address: str) -> str:
    """Return the name under which it is noted what the store at an address has."""
    return sha256(address.encode()).hexdigest()[:_NAME_LENGTH]


def entries_to_send(log: Log, entry_filter: Filter) -> Iterator[Entry]:
    """Return the entries of a filter that the team may read, the oldest first."""
    shared = entry_filter._replace(
        audience=TEAM,
        include_own=False,
        oldest_first=True,
        as_recorded=entry_filter.period is None,
        limit=None,
    )
    return iter(select_entries(log, shared, newest=entry_filter.limit))


def has_sent(log: Log, store: str) -> bool:
    """Return whether anything was ever sent to a store."""
    return sent_statements.has_statements(log, store)


def steps(
    log: Log,
    store: str,
    entry_filter: Filter,
    entries: Iterable[Entry],
    *,
    with_learners: bool,
) -> Iterator[Step]:
    """Yield a statement for everything that a store should have, and for what it should lose.

    Args:
        log: The log.
        store: `FILES`, or what `store_name` returned.
        entry_filter: Which feedback.
        entries: Those of the filter.
        with_learners: Whether the aliases of learners are sent, of the reader's own entries.
    """
    for gone in sent_statements.sent_about_gone(log, store):
        yield _withdrawing(gone)
    maker = StatementMaker(log, with_learners=with_learners)
    for batch in in_batches(entries):
        sent = sent_statements.sent_about(log, store, [entry.uuid for entry in batch])
        for entry, made in maker.about(batch):
            yield from _changes(entry.uuid, sent.get(entry.uuid, ()), made)
    if _has_feedback(entry_filter):
        for group in matching_groups(team_report(log).groups, entry_filter):
            record, statement = maker.about_feedback(group)
            known = sent_statements.sent_about(log, store, [record])
            yield from _changes(record, known.get(record, ()), [(FEEDBACK, statement)])


def withdrawn_steps(log: Log, store: str) -> Iterator[Step]:
    """Yield the withdrawals again that were made before, for files of which none may be read."""
    for statement in sent_statements.withdrawn_statements(log, store):
        yield _withdrawing(statement)


class Sending:
    """Sends to a record store, batch by batch.

    Attributes:
        sent: How many statements the store has acknowledged.
        withdrawn: How many of them were withdrawals.
        conflicts: How many it has with another content.
    """

    def __init__(self, log: Log, store: RecordStore) -> None:
        self.sent = 0
        self.withdrawn = 0
        self.conflicts = 0
        self._log = log
        self._store = store
        self._name = store_name(store.address)

    def send(self, steps: Iterable[Step]) -> None:
        """Send what the store does not have.

        Raises:
            RemoteError: The store does not take it; what was sent before is noted.
        """
        news = (step for step in steps if step.is_news)
        while batch := list(islice(news, BATCH)):
            leaving = [step for step in batch if step.noted.state == SENT]
            note(self._log, self._name, leaving, SENDING)
            self._send_batch(batch)

    def _send_batch(self, batch: Sequence[Step]) -> None:
        try:
            self._store.post([step.statement for step in batch])
        except (ConflictError, TooLargeError) as error:
            if len(batch) > 1:
                # It took none of them. The halves lead to the one that it does not take.
                middle = len(batch) // 2
                self._send_batch(batch[:middle])
                self._send_batch(batch[middle:])
                return
            if isinstance(error, TooLargeError):
                raise
            self.conflicts += 1
            # What the store has is another log's, to be withdrawn by that one.
            with self._log.atomic():
                sent_statements.forget_statement(self._log, self._name, batch[0].noted)
            return
        note(self._log, self._name, batch)
        self.sent += len(batch)
        self.withdrawn += sum(step.noted.state == WITHDRAWN for step in batch)


def note(log: Log, store: str, steps: Iterable[Step], state: str = "") -> None:
    """Note what a store has after some steps.

    Args:
        log: The log.
        store: The store.
        steps: The steps.
        state: Another state of all of them, before they are done.
    """
    noted = []
    for step in steps:
        noted.append(step.noted._replace(state=state or step.noted.state))
    if noted:
        with log.atomic():
            sent_statements.note_statements(log, store, noted)


def noting_files(log: Log, steps: Iterable[Step]) -> Iterator[Statement]:
    """Yield the statements of steps for a file, and note those that are new."""
    for batch in in_batches(steps):
        note(log, FILES, [step for step in batch if step.is_news])
        for step in batch:
            yield step.statement


def _changes(
    record: str,
    before: Iterable[SentStatement],
    made: Sequence[Made],
) -> Iterator[Step]:
    """Yield the steps from what a store may have about a record to what it should have."""
    current = {statement["id"] for _, statement in made}
    known = {statement.id for statement in before if statement.state != SENDING}
    for statement in before:
        if statement.id not in current and statement.state != WITHDRAWN:
            yield _withdrawing(statement)
    for part, new in made:
        noted = SentStatement(
            record=record,
            part=part,
            day=day_of(new),
            id=new["id"],
        )
        yield Step(new, noted, is_news=new["id"] not in known)


def _withdrawing(statement: SentStatement) -> Step:
    return Step(
        withdrawal(statement.id, statement.day),
        statement._replace(state=WITHDRAWN),
        is_news=statement.state != WITHDRAWN,
    )


def _has_feedback(entry_filter: Filter) -> bool:
    """Return whether feedback belongs to a filter: it is nobody's, and about no kind of entry."""
    narrowing = (
        entry_filter.kinds,
        entry_filter.trainer,
        entry_filter.status,
        entry_filter.limit is not None,
    )
    return not any(narrowing)
