"""The one way in which anything is written: revisions first, then what they add up to, in one transaction."""

from itertools import islice

from coachlog.storage import due, entry_table, news, record_tables, revisions, settings
from coachlog.storage.names import drop_unused, use_known_spellings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from coachlog.clock import Clock
    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Change, Patch


def create_entries(
    log: "Log",
    clock: "Clock",
    hlc: str,
    author: str,
    new: "list[Patch]",
    *,
    spelled: bool = False,
) -> None:
    """Write new entries.

    Team and topics get the spelling in use, so that no way into the log makes two names of one.

    Args:
        log: The log to write to.
        clock: Makes the ids of the revisions.
        hlc: The time of the action.
        author: Who signs the revisions.
        new: A mapping each, with its `uuid`, `short_id` and every field that is not empty.
        spelled: Whether `use_known_spellings` was called for them in this transaction.
    """
    if not spelled:
        use_known_spellings(log, new)
    revisions.append(
        log,
        clock,
        hlc,
        author,
        (
            (
                "entry",
                record["uuid"],
                {name: value for name, value in record.items() if name != "uuid"},
            )
            for record in new
        ),
    )
    entry_table.insert_entries(log, new)
    due.add_due(log, new)


def change_records(
    log: "Log", clock: "Clock", hlc: str, author: str, changes: "Iterable[Change]"
) -> None:
    """Write patches to records, known or new, and fold each of those records again.

    `changes` may be a generator, of a hundred thousand patches too: only a few hundred are held at a time.
    """
    remaining = iter(changes)
    names_change = False
    while batch := list(islice(remaining, revisions.BATCH)):
        revisions.append(log, clock, hlc, author, batch)
        news.note_news(log, hlc, author, batch)
        for table in dict.fromkeys(table for table, _, _ in batch):
            refold(log, table, [record for other, record, _ in batch if other == table])
        names_change |= any(
            table == "entry" and patch.keys() & {"team", "topics", "deleted"}
            for table, _, patch in batch
        )
    if names_change:
        drop_unused(log, "team")
        drop_unused(log, "topic")


def refold(log: "Log", table: str, changed: "Iterable[str]") -> None:
    """Write at most `history.BATCH` records as their revisions say."""
    folded = list(revisions.fold_many(log, list(dict.fromkeys(changed))).items())
    if table == "setting":
        for name, fields in folded:
            settings.write_setting(log, name, fields.get("value"))
    elif table == "entry":
        entry_table.replace_entries(log, folded)
        due.rewrite_due(log, [uuid for uuid, _ in folded])
    else:
        record_tables.replace_records(log, table, folded)
        if table == "checkin":
            due.rewrite_due(
                log, list({entry for _, fields in folded if (entry := fields.get("entry"))})
            )
