"""Renames of teams as records of their own, and what they make of the names in entries.

The rule is in `domain.team_names`. The record of a team has a uuid that follows from its name, so
that two people who rename the same team write the same record.
"""

from coachlog.clock import uuid5
from coachlog.domain.fields import Fields
from coachlog.domain.team_names import Rename, TeamNames, label_of, numbered
from coachlog.domain.typed_text import name_key
from coachlog.storage.conditions import SHARED_ENTRY, readable
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold
from coachlog.storage.record_tables import FAMILIES, TEAM_NAME
from coachlog.storage.revisions import Change

_COLUMNS = ", ".join(FAMILIES[TEAM_NAME])


def read_team_names(log: Log) -> TeamNames:
    """Return what every team is called now."""
    rows = log.all(f"SELECT uuid, {_COLUMNS} FROM {TEAM_NAME} ORDER BY uuid")
    renames = []
    for row in rows:
        # A damaged one is left out; `doctor` may be about to mend it.
        if all(isinstance(text, str) for text in row):
            renames.append(Rename(*row))
    return TeamNames(renames)


def team_now(log: Log, name: str) -> str:
    """Return what a team is called now that somebody once called by a name."""
    return read_team_names(log).name_now(name)


def names_of(log: Log, team: str) -> list[str]:
    """Return what the entries of a team are written with: the name it has now, and former ones.

    Where another team had the name before, it has a number behind it: see `label_of`.

    Args:
        log: the log.
        team: a name that the team has, or had where no team has it now; in any spelling.
    """
    names = read_team_names(log)
    key = name_key(team)
    spelling = log.value("SELECT name FROM team WHERE key = ?", (key,))
    now = spelling or names.name_now(team)
    written = _written_names(log, names, now)
    for rename in sorted(names.renames):
        is_former = names.name_now(rename.old) == now
        if is_former and rename.old not in written:
            written.append(rename.old)
    return written


def with_names_now(log: Log, folds: dict[str, Fields]) -> dict[str, Fields]:
    """Return the folds of entries with the names that their teams have now."""
    names = read_team_names(log)
    shown = {}
    for uuid, fields in folds.items():
        shown[uuid] = names.with_name_now(fields)
    return shown


def write_names(log: Log, changes: "list[Change]") -> None:
    """Let entries be written with the number of their team, where another one had its name before.

    Args:
        log: the log.
        changes: changes of entries and of other records; replaced in the list.
    """
    names = read_team_names(log)
    for index, (table, record, patch) in enumerate(changes):
        if table == "entry" and patch.get("team"):
            written = {"team": names.written_name(patch["team"])}
            changes[index] = table, record, patch | written


def record_of(written: str) -> str:
    """Return the uuid of a team's record, which is the same in every log and for every spelling."""
    return uuid5(f"team\n{name_key(written)}")


def has_shared_entries(log: Log, team: str) -> bool:
    """Return whether entries that are not private have a team, in any spelling."""
    key = name_key(team)
    entries = log.value(
        "SELECT entries FROM team WHERE key = ?",
        (key,),
    )
    return bool(entries)


def count_readable(log: Log, team: str) -> int:
    """Return how many entries of a team, in the spelling in use, the reader may see."""
    return log.number(
        f"SELECT count(*) FROM entry e WHERE e.team = :team AND {readable(SHARED_ENTRY)}",
        {"team": team, "reader": log.reader},
    )


def renaming(
    log: Log,
    hlc: str,
    old: str,
    new: str,
) -> "list[Change]":
    """Return the changes that rename a team, or merge it into another: nearly always a single one.

    Args:
        log: the log, in a transaction.
        hlc: the action they belong to.
        old: the name of a team in use, as it is spelled.
        new: what it is to be called, in the spelling in use if there is such a team.
    """
    names = read_team_names(log)
    changes: list[Change] = []
    for written in _written_names(log, names, old):
        new_written = written.replace(old, new)
        if name_key(old) != name_key(new):
            new_written = names.written_name(new)
        record = record_of(written)
        patch: Fields = {
            "old": written,
            "new": new_written,
            "hlc": hlc,
        }
        if fold(log, record).get("deleted"):
            # An earlier rename was undone, and perhaps purged. No more of it is left than that.
            patch["deleted"] = None
            patch["purged"] = None
        changes.append((TEAM_NAME, record, patch))
    return changes


def _written_names(log: Log, names: TeamNames, name: str) -> list[str]:
    """Return what entries are written with whose team has a name, and had no other one before.

    There are two if the first team of the name was renamed and that was undone later.
    """
    found = []
    for written in numbered(name):
        if names.name_now(written) == name:
            found.append(written)
        # The team after the last one that was ever renamed was never renamed itself.
        if not fold(log, record_of(written)):
            break
    return found


def leave_newer_renames(
    log: Log,
    patches: dict[tuple[str, str], Fields],
    before: dict[str, Fields],
    now: dict[str, Fields],
) -> None:
    """Take out of what is to be reversed the teams that were renamed again, by whichever name.

    Args:
        log: the log.
        patches: what the action wrote, by table and record.
        before: what the records added up to before the action.
        now: what they add up to now.
    """
    names = read_team_names(log)
    for (table, record), patch in list(patches.items()):
        fields = now[record]
        if table != TEAM_NAME or not fields.get("new") or fields.get("deleted"):
            continue
        new = fields["new"]
        versions = (patch, before[record])
        names_of_action = [version.get("new") for version in versions]
        is_of_action = new in names_of_action
        name = names.name_now(fields["old"])
        if not is_of_action or name != label_of(new):
            del patches[table, record]


def with_newer_names(log: Log, folds: dict[str, Fields]) -> dict[str, Fields]:
    """Return the folds of entries as they were written, but for teams that were renamed since."""
    names = read_team_names(log)
    newer = {}
    for uuid, fields in folds.items():
        newer[uuid] = names.with_newer_name(fields)
    return newer
