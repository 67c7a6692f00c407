"""Answers about coaching moments, and the groups in which they are shown."""

from coachlog.domain.feedback import FeedbackAnswer
from coachlog.domain.feedback_closing import Closing, closing_text, make_marks, read_closing
from coachlog.domain.feedback_groups import Group
from coachlog.domain.feedback_overlaps import StoredGroup
from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.revision import Revision
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import SHARED_ENTRY, marks
from coachlog.storage.feedback_file import feedback_file
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entry_rows import split_list
from coachlog.storage.revisions import COLUMNS, device_of
from coachlog.storage.team_names import read_team_names

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


def groups(log: Log, view: str) -> list[StoredGroup]:
    """Return every group of a view, whether its answers count or not, as they came to this file."""
    rows = log.all(
        """SELECT uuid, answers, team, topic, first_on, last_on, closing FROM feedback_group g
           WHERE view = ? ORDER BY (SELECT min(number) FROM revision WHERE record = g.uuid)""",
        (view,),
    )
    if not rows:
        return []
    key = feedback_file(log).key
    names = read_team_names(log)
    stored = []
    for uuid, joined, team, topic, first_on, last_on, text in rows:
        answers = tuple(split_list(joined))
        closing = read_closing(text)
        of_answers = closing.marks if closing else ()
        if answers:
            # Older versions noted none.
            of_answers = make_marks(key, answers)
        group = StoredGroup(
            answers=answers,
            marks=frozenset(of_answers),
            team=team and names.name_now(team),
            topic=topic,
            first_on=first_on,
            last_on=last_on,
            closing=closing,
            uuid=uuid,
        )
        stored.append(group)
    return stored


def group_fields(
    log: Log,
    view: str,
    group: Group,
) -> dict[str, str | None]:
    """Return the fields of a new group as `ledger.change_records` writes them.

    Args:
        log: where its answers are.
        view: `own` or `team`.
        group: the group, of which this file has the answers.
    """
    uuids = sorted(answer.uuid for answer in group.answers)
    file = feedback_file(log)
    closing = Closing(
        figures=group.figures,
        trainers=tuple(sorted(group.trainers)),
        marks=make_marks(file.key, uuids),
        origin=file.origin,
        imported=len(_given_here(log, uuids)) < len(uuids),
    )
    return {
        "view": view,
        "answers": LIST_SEPARATOR.join(uuids),
        "team": group.team,
        "topic": group.topic,
        "first_on": group.first_on,
        "last_on": group.last_on,
        "closing": closing_text(closing),
    }


def first_revision(log: Log, uuid: str) -> Revision:
    """Return the revision by which this file closed a group."""
    row = log.one(
        f"SELECT {COLUMNS} FROM revision WHERE record = ? AND device = ? ORDER BY hlc, id LIMIT 1",
        (uuid, device_of(log)),
    )
    stored = Revision(*row)
    return stored._replace(patch=read_patch(log, uuid, stored.patch))


def _given_here(log: Log, uuids: list[str]) -> list[str]:
    """Return those of some answers that somebody gave by the command, and not by a form."""
    return log.column(
        f"""SELECT DISTINCT r.record FROM revision r JOIN action a ON a.hlc = r.hlc
            WHERE r.record IN ({marks(uuids)}) AND a.verb = 'feedback'""",
        uuids,
    )


def first_number(log: Log, uuid: str) -> int:
    """Return the number of the first revision of an answer in this file."""
    return log.number("SELECT min(number) FROM revision WHERE record = ?", (uuid,))


def is_grouped(log: Log, uuid: str) -> bool:
    """Return whether an answer is in a group, of either view, and can no longer be replaced."""
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
