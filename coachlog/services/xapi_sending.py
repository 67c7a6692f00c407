"""Sending statements to a record store, or handing them to a file, and noting what is there.

What a store has acknowledged is noted in the log after each batch. A process that is killed in
between sends the batch again, with the same ids, and the store knows them.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from coachlog.exchange.xapi.record_store import ConflictError, RecordStore, TooLargeError
from coachlog.exchange.xapi.statements import Statement
from coachlog.storage import sent_statements
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import in_batches
from coachlog.storage.sent_statements import SENDING, SENT, WITHDRAWN, SentStatement

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
