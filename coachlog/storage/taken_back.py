"""Whether a text that was sent to others may no longer be read by them.

Then all that was sent is sent anew without it, and the old files are removed. An unneeded look is
cheap and a text left behind is not, so in doubt it counts as sent.
"""

from collections.abc import Sequence

from coachlog.domain.fields import SNAPSHOT, Fields
from coachlog.domain.folding import PRIVATE
from coachlog.storage.histories import Numbered
from coachlog.storage.new_revisions import NewRevisions
from coachlog.storage.record_tables import TEAM_NAME
from coachlog.storage.team_streams import ABOUT_ENTRY, TABLES, TeamStream

# The quotes tell a field from a text, in which they have a backslash before them. The array of a
# new entry takes nothing back.
_FIELDS = " OR ".join(
    f"instr(patch, '\"{field}\":')" for field in ("share", "deleted", "purged", SNAPSHOT)
)
_MAY_TAKE_BACK = f"substr(patch, 1, 1) = '{{' AND ({_FIELDS})"
_OF_TABLES = "tbl IN ({})".format(", ".join(f"'{table}'" for table in TABLES))


def is_text_taken_back(stream: TeamStream, new: NewRevisions) -> bool:
    """Return whether new revisions take a text back that may have been sent from here.

    A team that is called otherwise counts, too.

    Args:
        stream: what may leave for the others of the team.
        new: the new revisions, those that the others sent among them.
    """
    if not new.after:
        return False
    records = new.log.column(
        f"""SELECT DISTINCT record FROM revision WHERE number BETWEEN ? AND ?
            AND ({_MAY_TAKE_BACK} OR tbl = '{TEAM_NAME}') AND {_OF_TABLES}""",
        (new.after + 1, new.last),
    )
    for histories in stream.histories(records):
        if any(_is_taken_back(stream, new, history) for history in histories):
            return True
    return False


def _is_taken_back(stream: TeamStream, new: NewRevisions, history: Sequence[Numbered]) -> bool:
    """Return whether new revisions of one record take back what may have been sent from here.

    Args:
        stream: what may leave for the others of the team.
        new: the new revisions of all records.
        history: all revisions of this one, in the order of `(hlc, id)`.
    """
    table = history[0][1].table
    if table == TEAM_NAME:
        # Other entries are those of the team now, which were not sent before.
        return any(stream.allowed(table, [[revision for _, revision in history]]))
    patches = [revision.patch for number, revision in history if number > new.after]
    if not any(map(_takes_back, patches)):
        return False
    if new.is_begun_here(history):
        # A deleted record about an entry may have been sent, when others could still read that.
        return table != "entry" or _was_sent(stream, new, history)
    return table == "entry" and _is_spoken_of(stream, new, history)


def _was_sent(stream: TeamStream, new: NewRevisions, history: Sequence[Numbered]) -> bool:
    """Return whether something of an entry may have been sent from here."""
    before = []
    for number, revision in history:
        # What was purged does not even tell whether it was sent.
        if revision.patch.get("purged"):
            return True
        if number <= new.after:
            before.append(revision)
    return any(stream.allowed("entry", [before]))


def _is_spoken_of(stream: TeamStream, new: NewRevisions, history: Sequence[Numbered]) -> bool:
    """Return whether something about an entry may have been sent from here."""
    # What was erased with a purge no longer says which entry it was about.
    if new.has_erased_before and any(revision.patch.get("purged") for _, revision in history):
        return True
    entry = history[0][1].record
    for table in ABOUT_ENTRY:
        for histories in stream.histories(stream.records_about(table, [entry])):
            if any(map(new.is_begun_here, histories)):
                return True
    return False


def _takes_back(patch: Fields) -> bool:
    # A snapshot begins an entry anew: of what was before, others may not have had everything.
    is_gone = bool(patch.get("deleted") or patch.get("purged"))
    return is_gone or patch.get("share") == PRIVATE or SNAPSHOT in patch
