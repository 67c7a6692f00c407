"""What a snapshot of the log holds, and what its pages say of it.

It is what `export` gives to the team, read by the same queries.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from coachlog.domain.audience import TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.entry_lists import ENTRY_LISTS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_of
from coachlog.named_tuple import NamedTuple
from coachlog.render.columns import Column, audience_columns, week_column
from coachlog.services.export import AudienceExport
from coachlog.services.settings import load_settings
from coachlog.storage.file.connection import Log
from coachlog.storage.file.leftovers import remove
from coachlog.storage.queries.entries import entry_rows, shared_entries
from coachlog.storage.queries.repeats import linked_mistakes
from coachlog.storage.snapshot import (
    LIST_QUERY,
    REPEATS_QUERY,
    Listed,
    changed_since,
    copy_snapshot,
    count_shared,
    newest_revision,
    write_snapshot,
)

# The fields that are for reading; a browser has no room for the others.
BROWSED = (
    "short_id",
    "occurred_on",
    "week",
    "team",
    "topics",
    "kind",
    "happened",
    "recovery",
    "expected",
    "why",
    "lesson",
    "rule_ref",
    "decision",
    "caught",
    "detected_by",
    "factors",
    "status",
    "changed_what",
    "trainer",
)
REPEATS = "repeats"
MOST_REPEATS = 100_000
TITLE = "The log in a browser"


class ReadyList(NamedTuple):
    """A ready-made query.

    Attributes:
        title: its heading.
        list_name: the list of `list` that it shows; empty for the entries of this week.
        description: what it says of itself; that of the list, unless it is given.
    """

    title: str
    list_name: str = ""
    description: str = ""


LISTS = {
    "this-week": ReadyList(title="This week", description="All entries of this week."),
    REPEATS: ReadyList(
        title="Repeats",
        list_name="repeat",
        description="Mistakes of the last 26 weeks that look like an earlier lesson.",
    ),
    "open": ReadyList(title="Open mistakes", list_name="open"),
    "unanswered": ReadyList(title="Unanswered questions", list_name="unanswered"),
    "lessons-waiting": ReadyList(title="Lessons waiting", list_name="undecided"),
}


class SnapshotFile(NamedTuple):
    """A snapshot that was written.

    Attributes:
        path: where it is.
        newest: the number and the id of a revision, up to which it has all; None of an empty log.
        week_start: the weekday on which its weeks begin.
    """

    path: str
    newest: Any
    week_start: str


def write_snapshot_of(log: Log, path: str, earlier: SnapshotFile | None = None) -> SnapshotFile:
    """Write what the team may read of a log into a file for a browser.

    Args:
        log: the log.
        path: where there is no file yet.
        earlier: a snapshot of the same file.

    Raises:
        StorageError: the log cannot be read, or the disk is full.
    """
    week_start = load_settings(log).week_start
    # Before the entries are read: what is changed meanwhile is replaced the next time, too.
    written = SnapshotFile(path=path, newest=newest_revision(log), week_start=week_start)
    columns = _columns(week_start)
    names = [column.label.replace(" ", "_") for column in columns]
    if earlier and earlier.week_start == week_start:
        if _copy_with_changes(log, columns, names, earlier, path):
            return written
        # It was made, and has more or fewer entries than the log.
        remove(path)
    entries = AudienceExport(log, Filter(audience=TEAM))
    rows = (_row(columns, entry) for entry in entries)
    write_snapshot(path, names, rows, _listed(log))
    return written


def _copy_with_changes(
    log: Log,
    columns: list[Column],
    names: list[str],
    earlier: SnapshotFile,
    path: str,
) -> bool:
    """Write a snapshot as a copy of an earlier one; return whether it has what the log has."""
    changed = changed_since(log, earlier.newest)
    if changed is None:
        return False
    ids = [short_id for short_id in changed.values() if short_id]
    rows = [_row(columns, entry) for entry in shared_entries(log, list(changed))]
    count = copy_snapshot(
        earlier=earlier.path,
        path=path,
        ids=ids,
        columns=names,
        entries=rows,
        lists=_listed(log),
    )
    return count == count_shared(log)


def _columns(week_start: str) -> list[Column]:
    """Return those columns of an export for the team that are for reading."""
    columns = [*audience_columns(TEAM, week_start), week_column(week_start)]
    by_name = {column.name: column for column in columns}
    return [by_name[name] for name in BROWSED]


def _row(columns: list[Column], entry: Entry) -> list[Any]:
    row = []
    for column in columns:
        value = column.value(entry)
        if isinstance(value, tuple):
            # The browser groups by the members of an array.
            value = _json_array(value)
        row.append(value)
    return row


@lru_cache(maxsize=10_000)  # the same few topics come up again and again
def _json_array(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _listed(log: Log) -> Iterator[Listed]:
    """Yield what is on the ready-made lists, in the order of `list`."""
    for name, ready in LISTS.items():
        if name == REPEATS:
            yield from _repeats(log)
            continue
        entry_filter = Filter(list_name=ready.list_name or None)
        if not ready.list_name:
            week = week_of(log.clock.today(), load_settings(log).week_start)
            entry_filter = Filter(period=week)
        rows = entry_rows(log, entry_filter, "e.short_id")
        for position, (short_id, *_) in enumerate(rows):
            yield Listed(list_name=name, position=position, id=short_id)


def _repeats(log: Log) -> Iterator[Listed]:
    entry_filter = Filter(list_name="repeat").with_span_of_list(log.clock.today())
    mistakes = linked_mistakes(log, entry_filter._replace(list_name=None), MOST_REPEATS)
    earlier = {link[-1] for _, link in mistakes}
    ids = {entry.uuid: entry.short_id for entry in shared_entries(log, sorted(earlier))}
    for position, (mistake, link) in enumerate(mistakes):
        yield Listed(
            list_name=REPEATS,
            position=position,
            id=mistake.short_id,
            earlier=ids.get(link[-1]),
        )


def metadata_of(log: Log) -> dict[str, Any]:
    """Return the titles, descriptions and ready-made queries of a snapshot."""
    queries = {}
    for name, ready in LISTS.items():
        sql = REPEATS_QUERY if name == REPEATS else LIST_QUERY
        description = ready.description or ENTRY_LISTS[ready.list_name].meaning
        queries[name] = {
            "title": ready.title,
            "description": description.removeprefix("Only ").capitalize(),
            "sql": sql.format(name=name),
        }
    entries = {
        "title": "All entries",
        "description": "Search for words, or choose a team, topic, kind or week.",
        "facets": ["team", {"array": "topics"}, "kind", "week"],
        "sort_desc": "day",
    }
    moment = log.clock.now().strftime("%Y-%m-%d, %H:%M")
    description = f"{TEAM.note}. As of {moment}."
    return {
        "title": TITLE,
        "databases": {
            "log": {
                "title": TITLE,
                "description": description,
                "queries": queries,
                "tables": {"entries": entries, "on_list": {"hidden": True}},
            }
        },
    }
