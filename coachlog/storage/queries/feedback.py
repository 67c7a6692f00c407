"""Answers about coaching moments, and the groups in which they are shown."""

from coachlog.domain.feedback import FeedbackAnswer
from coachlog.domain.fields import LIST_SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log

# An answer counts for the trainer to whom it was given. Where an entry was given to another one since, it counts for
# nobody: it may be in a group that this other one has seen. What is in quotation marks with a colon is a patch's field,
# because those in a text are escaped.
_COUNTING = """
    WITH said AS (
        SELECT f.*, (SELECT min(hlc) FROM revision WHERE record = f.uuid) AS came FROM feedback f
    )
    SELECT f.uuid, f.answered_on, e.trainer, e.team, e.topics, f.pace, f.examples, f.usefulness, f.comment, f.came
    FROM said f JOIN entry e ON e.uuid = f.entry
    WHERE e.share <> 'private' AND e.kind <> 'mistake' AND e.trainer IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM revision r WHERE r.record = f.entry AND r.hlc > f.came AND instr(r.patch, '"trainer":') > 0)"""


def counting_answers(log: "Log") -> dict[str, FeedbackAnswer]:
    """The answers that count, by uuid: not those about entries that are deleted, private, or somebody else's since."""
    rows = log.all(_COUNTING)
    return {
        row[0]: FeedbackAnswer._make((*row[:4], row[4].split(LIST_SEPARATOR)[0], *row[5:]))
        for row in rows
    }


def groups(log: "Log", view: str) -> dict[str, list[str]]:
    """The answers of every group of a view, whatever became of them, by the group's uuid."""
    rows = log.all("SELECT uuid, answers FROM feedback_group WHERE view = ?", (view,))
    return {uuid: answers.split(LIST_SEPARATOR) for uuid, answers in rows}


def group_fields(view: str, answers: list[str]) -> dict[str, str]:
    """A new group as it is stored."""
    return {"view": view, "answers": LIST_SEPARATOR.join(answers)}


def has_coached(log: "Log", trainer: str) -> bool:
    """Whether somebody has recorded a coaching moment that others may see."""
    row = log.one(
        "SELECT 1 FROM entry WHERE trainer = ? AND +share <> 'private' AND +kind <> 'mistake' LIMIT 1",
        (trainer,),
    )
    return row is not None


def stored_answers(log: "Log", uuids: list[str]) -> list[str]:
    """Those of at most a few hundred answers that are there."""
    rows = log.all(
        f"SELECT uuid FROM feedback WHERE uuid IN ({', '.join('?' * len(uuids))})", uuids
    )
    return [uuid for (uuid,) in rows]
