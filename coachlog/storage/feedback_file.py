"""Which file feedback is given in, so that no answer is ever grouped in two files.

Of two copies of a log each would make a group of the answers that waited when it was copied, and of
those that came in since. Shown together, or one after the other because a backup was restored, the
difference of two such groups is a few answers. Therefore an answer is grouped only in the file that
it was written into. A copy is known by the number that the file system gives to a file: a copied,
downloaded or restored file has another one. Answers that it brought along wait there for ever.

A file system that changes the numbers of its files keeps answers waiting, which is the safe side.
A backup that is written over the log with `cp`, and not by `coachlog restore`, keeps the number of
the log, and is not known as a copy.
"""

from coachlog.named_tuple import NamedTuple
from coachlog.storage.file.connection import Log
from coachlog.storage.file.database import file_identity
from coachlog.storage.revisions import next_number

_NAME = "feedback_file"  # in `meta`


class FeedbackFile(NamedTuple):
    """The file that a log is in, as far as feedback is concerned.

    Attributes:
        number: What the file system calls it.
        first: The number of the first revision that may be of an answer of this file.
        origin: Stands for this file in the groups that are closed in it.
        key: What is secret about the answers of this file and of its copies alike, in hexadecimal
            digits.
    """

    number: int
    first: int
    origin: str
    key: str


def feedback_file(log: Log) -> FeedbackFile:
    """Return what is noted about the file; or what is to be noted, where it is a copy.

    Args:
        log: A log in a file.
    """
    noted = _noted(log)
    number = _file_number(log)
    if noted and noted.number == number:
        return noted
    first = next_number(log)
    key = log.clock.random(16).hex()
    if noted:
        key = noted.key
    elif not log.value("SELECT 1 FROM meta WHERE name = ?", (_NAME,)):
        # Older versions noted nothing. Their copies share the first answer, which never leaves.
        first = 0
        row = log.one("SELECT id FROM revision WHERE tbl = 'feedback' ORDER BY number LIMIT 1")
        if row:
            key = row[0].hex()
    return FeedbackFile(
        number=number,
        first=first,
        origin=log.clock.random(8).hex(),
        key=key,
    )


def note_file(log: Log) -> None:
    """Note the file, in the transaction that is about to write an answer, if it is not noted."""
    file = feedback_file(log)
    if file != _noted(log):
        log.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_NAME, " ".join(map(str, file))))


def _file_number(log: Log) -> int:
    # Without the number of the device, which may be another one after each start of the system.
    _, number = file_identity(log.path) or (0, 0)
    return number


def _noted(log: Log) -> FeedbackFile | None:
    """Return what is noted; None for nothing, or for what is damaged."""
    text = log.value("SELECT value FROM meta WHERE name = ?", (_NAME,))
    try:
        number, first, origin, key = str(text).split()
        return FeedbackFile(int(number), int(first), origin, bytes.fromhex(key).hex())
    except ValueError:
        return None
