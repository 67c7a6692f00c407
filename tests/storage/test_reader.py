"""Every reading function takes the reader of the log: no SQL of theirs reads entries without it."""

import re
import shlex
import sys

import pytest

from coachlog.storage.file import database
from tests.test_house import DRAWING_LINES, EXPRESS_LINES, QUIET_LINES, WRAPPING_LINES

LINES = EXPRESS_LINES + QUIET_LINES + WRAPPING_LINES + DRAWING_LINES
READS_ENTRIES = re.compile(r"\b(?:FROM|JOIN)\s+(?:entry|entry_topic|entry_fts|due)\b")
TAKES_THE_READER = re.compile(
    r"\bprivate\b|\bshare IN \('meeting'\)|\btrainer (?:=|IS NOT) 'robin'|\blearner = 'robin'"
)
# These read everybody's entries, because they write, check or mend tables, or decide who may read.
# What they return reaches no output.
FOR_EVERYBODY = {
    "entry_table.owners_of": "the rule itself, and what the ledger checks it with",
    "entry_table.replace_entries": "writes entries as their revisions add up",
    "entry_table._insert_again": "gives an entry that comes back its old place",
    "visibility.known_entries": "an import asks for what the log knows, then whose that is",
    "revisions.next_number": "no two entries have one number, whoever may see them",
    "short_ids.used_short_ids": "no two entries have one id, whoever may see them",
    "queries.search._newest": "says from which row on matches are looked for that may be seen",
    "queries.entry_rows.check_days": "a damaged file is damaged for everybody",
    "purge._deleted_records": "looks for records that are not entries; who may erase is next",
    "team_moves.write_team_names": "a team is renamed in everybody's entries",
    "team_moves._batches": "a team is renamed in everybody's entries",
    "differences._rows": "doctor compares every entry with its history",
}


@pytest.fixture
def reading(monkeypatch):
    """Return `{function of storage: SQL}` of everything that reads entries without the reader."""
    found = {}

    def note(sql: str) -> None:
        if not READS_ENTRIES.search(sql) or TAKES_THE_READER.search(sql):
            return
        if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
            return
        found.setdefault(function_of_storage(), " ".join(sql.split()))

    set_pragmas = database.set_pragmas

    def also_trace(db):
        set_pragmas(db)
        db.set_trace_callback(note)

    monkeypatch.setattr(database, "set_pragmas", also_trace)
    return found


def function_of_storage() -> str:
    """Return the function of `coachlog.storage` that runs a statement: `names.known_name`."""
    frame = sys._getframe(2)
    while frame:
        module = frame.f_globals.get("__name__", "")
        name = frame.f_code.co_name
        is_generated = name.startswith("<")
        is_connection = module.endswith((".connection", ".database"))
        if module.startswith("coachlog.storage") and not is_connection and not is_generated:
            return f"{module.removeprefix('coachlog.storage.')}.{name}"
        frame = frame.f_back
    return "elsewhere"


def test_no_function_reads_entries_without_asking_who_reads(full_log, coachlog, reading):
    for line in LINES:
        coachlog(*shlex.split(line.replace("8f3a", full_log[0])))
    unexpected = {name: sql for name, sql in reading.items() if name not in FOR_EVERYBODY}
    assert unexpected == {}
    assert reading.keys() >= FOR_EVERYBODY.keys(), "a name that is no longer needed"
