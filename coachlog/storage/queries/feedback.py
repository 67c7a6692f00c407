"""Answers about coaching moments, and the groups in which they are shown."""

from coachlog.domain.feedback import FeedbackAnswer
from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.storage.conditions import SHARED_ENTRY, marks
from coachlog.storage.file.connection import Log

# An answer counts for the trainer to whom it was given. Once its entry was handed over to another
# trainer it counts for nobody, because it may be in a group that this trainer has seen. The quotes
# and the colon make the name a field of the patch: in a text, quotes are escaped. The array of a
# whole entry has its trainer without a name.
_COUNTING = f"""
    WITH dated AS (
        SELECT f.*, (
            SELECT max(hlc) FROM revision
            WHERE record = f.uuid AND instr(patch, '"answered_on":') > 0
        ) AS hlc, (SELECT min(number) FROM revision WHERE record = f.uuid) AS number
        FROM feedback f
    )
    SELECT f.uuid, f.answered_on, e.trainer, e.team, e.topics, f.pace, f.examples, f.usefulness,
           f.comment, f.hlc, f.number
    FROM dated f JOIN entry e ON e.uuid = f.entry
    WHERE {SHARED_ENTRY} AND e.kind <> 'mistake' AND e.trainer IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM revision r WHERE r.record = f.entry AND r.hlc > f.hlc
        AND (r.patch LIKE '[%' OR instr(r.patch, '"trainer":') > 0))"""


def counting_answers(log: Log) -> dict[str, FeedbackAnswer]:
    """Return the answers that count, by uuid.

    Those about entries that are deleted, private or handed over do not.
    """
    answers = {}
    for uuid, answered_on, trainer, team, topics, *others in log.all(_COUNTING):
        topic = topics.split(LIST_SEPARATOR)[0]
        answers[uuid] = FeedbackAnswer(uuid, answered_on, trainer, team, topic, *others)
    return answers


def groups(log: Log, view: str) -> list[list[str]]:
    """Return the answers of every group of a view, by uuid, whether they count or not."""
    lists = log.column("SELECT answers FROM feedback_group WHERE view = ?", (view,))
    return [answers.split(LIST_SEPARATOR) for answers in lists]


def group_fields(view: str, answers: list[str]) -> dict[str, str]:
    """Return the fields of a new group as `ledger.change_records` writes them.

    Args:
        view: `own` or `team`.
        answers: the uuids of its answers.
    """
    return {"view": view, "answers": LIST_SEPARATOR.join(answers)}


def first_number(log: Log, uuid: str) -> int:
    """Return the number of the first revision of an answer in this file."""
    return log.number("SELECT min(number) FROM revision WHERE record = ?", (uuid,))


def is_grouped(log: Log, uuid: str) -> bool:
    """Return whether an answer is in a group, of either view, and cannot be replaced any more."""
    row = log.one("SELECT 1 FROM feedback_group WHERE instr(answers, ?) > 0 LIMIT 1", (uuid,))
    return row is not None


def has_coached(log: Log) -> bool:
    """Return whether a trainer has recorded a coaching moment that others may see."""
    sql = f"SELECT 1 FROM entry e WHERE trainer = ? AND +{SHARED_ENTRY} AND +kind <> 'mistake'"
    # The pluses keep SQLite on the index by trainer.
    return log.one(f"{sql} LIMIT 1", (log.user,)) is not None


def stored_answers(log: Log, uuids: list[str]) -> list[str]:
    """Return those of at most a few hundred answers that exist."""
    return log.column(f"SELECT uuid FROM feedback WHERE uuid IN ({marks(uuids)})", uuids)
