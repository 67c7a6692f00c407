"""The one way in which records are written: first the revisions, then the tables.

Both are in the caller's transaction, so that a table never shows what no revision says. `doctor`
can therefore rebuild every table, and undo, history and merging need the revisions alone.
"""

from coachlog.clock import utc_text
from coachlog.errors import UsageError
from coachlog.storage import due_table, entry_table, record_tables, revisions
from coachlog.storage.names import (
    drop_unused_names,
    entries_named,
    hidden_spelling,
    use_known_spellings,
)
from coachlog.storage.record_tables import TEAM_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Change, Patch

# Enough that a large team takes few rounds, little enough to hold in memory.
RENAMED_AT_ONCE = 5_000
_NAMING_FIELDS = frozenset({"team", "topics", "deleted"})


def create_entries(
    log: "Log",
    hlc: str,
    records: "list[Patch]",
    new_names: "list[tuple[str, str]] | None" = None,
    revisions_into: str = "revision",
) -> int:
    """Write new entries.

    Team and topics get the spelling in use, so that no way into the log makes two names of one.

    Args:
        log: the log.
        hlc: the action they belong to.
        records: each with its `uuid`, its `short_id`, and every field that is not empty.
        new_names: what `use_known_spellings` returned for them in this transaction; None if it was
            not called yet.
        revisions_into: a table from which the caller moves their revisions later.

    Returns:
        The row number of the first; the others follow on it.
    """
    if new_names is None:
        new_names = use_known_spellings(log, records)
    # Only a name that is new to the reader can be in use where they may not see it.
    for table, name in new_names:
        respell_hidden(log, table, name)
    first = revisions.append(log, hlc, _creations(log, records), into=revisions_into)
    entry_table.insert_entries(log, records, range(first, first + len(records)))
    if len(records) == 1:
        log.new_entry = records[0]["short_id"]
    due_table.add_due(log, records)
    return first


def change_records(
    log: "Log",
    hlc: str,
    changes: "Iterable[Change]",
    *,
    author: str | None = None,
    are_checked: bool = False,
) -> None:
    """Write patches to records, known or new, and fold each of those records again.

    Args:
        log: the log.
        hlc: the action they belong to.
        changes: each `(table, record, patch)`. It may be a generator of a hundred thousand: only
            one batch is in memory at a time.
        author: who signs them, if not the reader of the log.
        are_checked: whether the caller has left out what only the owner of an entry may change.

    Raises:
        UsageError: a change of an entry is its owner's alone.
    """
    names_may_change = False
    for batch in revisions.in_batches(changes):
        if not are_checked:
            check_changes(log, batch)
        if write_batch(log, hlc, batch, author):
            names_may_change = True
    if names_may_change:
        drop_unused_names(log, "team")
        drop_unused_names(log, "topic")


def check_changes(log: "Log", batch: "list[Change]") -> None:
    """Refuse what only the owner of an entry may change, and respell names that they bring in use.

    What shares an entry also gets the status that it has.

    The arguments and the error are those of `change_records`.
    """
    patches = [(record, patch) for table, record, patch in batch if table == "entry"]
    _check_ownership(log, patches)
    sharing = {uuid: patch for uuid, patch in patches if patch.get("share", "private") != "private"}
    if sharing:
        # A recording shares no entry that was private.
        from coachlog.storage.adoptions import repeat_statuses

        repeat_statuses(log, sharing)
    for table, name in _names_of(patches):
        respell_hidden(log, table, name)
    number_reused_names(log, batch)


def write_batch(log: "Log", hlc: str, batch: "list[Change]", author: str | None = None) -> bool:
    """Write at most `revisions.BATCH` checked changes; the arguments are those of `change_records`.

    Returns:
        Whether a team or topic may no longer be in use, which the caller then has to drop.
    """
    # A recording changes no record, and need not load this.
    from coachlog.storage.causes import with_causes
    from coachlog.storage.news import note_news

    revisions.append(log, hlc, with_causes(log, batch), author)
    # Before the tables are written: news compares with the status that an entry had.
    note_news(log, hlc, batch)
    for table, records in _records_by_table(batch).items():
        refold(log, table, records)
    return _may_change_names(batch)


def number_reused_names(log: "Log", changes: "list[Change]") -> None:
    """Let entries be written with the number of their team, where another one had its name before.

    Args:
        log: the log.
        changes: replaced in the list, if anybody renamed a team at all.
    """
    if log.one(f"SELECT 1 FROM {TEAM_NAME} LIMIT 1"):
        # A recording need not load what there hardly ever is.
        from coachlog.storage.team_names import write_names

        write_names(log, changes)


def rename_in_entries(log: "Log", hlc: str, renaming: "tuple[str, str, str]") -> int:
    """Give every entry that has a team or topic the new name, whoever may read the entry.

    A team that others may know is renamed by `team_names.renaming` instead.

    Args:
        log: the log.
        hlc: the action they belong to.
        renaming: `team` or `topic`, the name as it is spelled now, and the new one.

    Returns:
        How many of the entries the reader of the log may see.
    """
    table, old, new = renaming
    now = utc_text(log.clock.now())
    visible = 0
    # A changed entry no longer has the old name, so each query returns the next batch.
    while batch := entries_named(log, table, old, RENAMED_AT_ONCE):
        changes = []
        for uuid, topics, is_visible in batch:
            patch: Patch = {"team": new, "updated_at": now}
            if table == "topic":
                renamed = [new if topic == old else topic for topic in topics]
                # A merge may leave an entry with the same topic twice.
                patch = {"topics": list(dict.fromkeys(renamed)), "updated_at": now}
            changes.append(("entry", uuid, patch))
            visible += is_visible
        number_reused_names(log, changes)
        change_records(log, hlc, changes, are_checked=True)
    return visible


def respell_hidden(log: "Log", table: str, name: str) -> None:
    """Spell a team or topic as `name` in entries that the reader of the log may not see.

    A name has one spelling in a log. The one that the reader just typed counts: to adopt that of
    somebody's private entry would give it away. It is a step of its own, or the reader's action
    would count that entry once it is shared.
    """
    hidden = hidden_spelling(log, table, name)
    if hidden is not None:
        # Nearly no recording meets such a name.
        from coachlog.storage.actions import begin_step

        rename_in_entries(log, begin_step(log, "spelling"), (table, hidden, name))


def write_action(log: "Log", verb: str, changes: "Iterable[Change]") -> None:
    """Write changes as an action of their own, which one undo takes back.

    Args:
        log: the log.
        verb: what undo and history call the action.
        changes: as for `change_records`.
    """
    hlc = revisions.begin_action(log, verb)
    change_records(log, hlc, changes)


def refold(log: "Log", table: str, records: "Sequence[str]") -> None:
    """Write records of a table as their revisions add up, and what follows from them.

    Args:
        log: the log, in a transaction.
        table: `entry`, `setting`, or one of `record_tables.FAMILIES`.
        records: at most `revisions.BATCH` uuids, or names of settings.
    """
    # A recording folds nothing, and need not load this.
    from coachlog.storage.folds import fold_many

    write_folded(log, table, fold_many(log, records))


def write_folded(log: "Log", table: str, folded: "dict[str, Patch]") -> None:
    """Write records of a table as they were folded; otherwise as `refold`."""
    if table == "setting":
        for name, fields in folded.items():
            record_tables.write_setting(log, name, fields.get("value"))
    elif table == "entry":
        entry_table.replace_entries(log, folded.items())
        due_table.rewrite_due(log, list(folded))
    elif table == TEAM_NAME:
        # Few commands rename a team.
        from coachlog.storage.team_moves import write_team_names

        for uuids in write_team_names(log, folded):
            refold(log, "entry", uuids)
    else:
        record_tables.replace_records(log, table, folded.items())
        if table == "checkin":
            entries = {fields["entry"] for fields in folded.values() if fields.get("entry")}
            due_table.rewrite_due(log, list(entries))


def _check_ownership(log: "Log", patches: "list[tuple[str, Patch]]") -> None:
    """Refuse changes of entries that are their owners' alone, whatever command asks for them."""
    # A recording changes no entry, and need not load the rule.
    from coachlog.domain.ownership import refused_fields

    owners = entry_table.owners_of(log, [record for record, _ in patches])
    for record, patch in patches:
        refused = refused_fields(owners.get(record, {}), patch, log.reader)
        if refused:
            raise UsageError(f"{min(refused)} can be changed by the owner of the entry alone.")


def _names_of(patches: "list[tuple[str, Patch]]") -> "set[tuple[str, str]]":
    """Return the teams and topics in patches of entries, each as `(table, name)`."""
    names = set()
    for _, patch in patches:
        if patch.get("team"):
            names.add(("team", patch["team"]))
        names.update(("topic", topic) for topic in patch.get("topics") or ())
    return names


def _creations(log: "Log", records: "list[Patch]") -> "list[Change]":
    changes = []
    for record in records:
        patch = dict(record)
        uuid = patch.pop("uuid")
        changes.append(("entry", uuid, patch))
    number_reused_names(log, changes)
    return changes


def _records_by_table(changes: "list[Change]") -> "dict[str, list[str]]":
    records: dict[str, list[str]] = {}
    for table, record, _ in changes:
        records.setdefault(table, []).append(record)
    return records


def _may_change_names(changes: "list[Change]") -> bool:
    """Return whether a team or topic may no longer be in use after these changes."""
    return any(
        table == "entry" and not _NAMING_FIELDS.isdisjoint(patch) for table, _, patch in changes
    )
