"""The names of entries that come back: a team or a topic has one spelling in a log.

Meanwhile somebody else may have brought another spelling in use, or one that the user may not see.
"""

from typing import Any

from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.names import use_known_spellings
from coachlog.storage.revisions import Change
from coachlog.storage.team_names import read_team_names

Patch = dict[str, Any]


def use_spellings(log: Log, changes: list[Change], entries: dict[str, Patch]) -> None:
    """Change the patches of entries that come back, so that these have the spellings in use.

    Args:
        log: the log.
        changes: changes of entries and of other records.
        entries: what each record adds up to without them.
    """
    returning = []
    team_names = read_team_names(log)
    for table, uuid, patch in changes:
        is_returning = table == "entry" and not patch.get("deleted", True)
        # One that moved to a team of others has no texts here any more, and so no names.
        if is_returning and "topics" in entries[uuid]:
            entry = team_names.with_name_now(entries[uuid])
            names = {"team": entry["team"], "topics": entry["topics"]}
            returning.append((entry, patch, names | patch))
    records = [record for _, _, record in returning]
    for table, name in use_known_spellings(log, records):
        ledger.respell_hidden(log, table, name)
    for entry, patch, record in returning:
        if "team" not in patch and record["team"] != entry["team"]:
            patch["team"] = team_names.written_name(record["team"])
        else:
            _set_if_changed(patch, "team", entry, record)
        _set_if_changed(patch, "topics", entry, record)


def _set_if_changed(
    patch: Patch,
    field: str,
    entry: Patch,
    record: Patch,
) -> None:
    if record[field] == entry[field]:
        patch.pop(field, None)
    else:
        patch[field] = record[field]
