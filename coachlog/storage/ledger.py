"""The one way in which anything is written: revisions first, then what they add up to, in one transaction."""

from itertools import islice

from coachlog.storage import entries, history, settings
from coachlog.storage.names import drop_unused, use_known_spellings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from coachlog.clock import Clock
    from coachlog.storage.connection import Log
    from coachlog.storage.history import Change, Patch


def create_entries(log: "Log", clock: "Clock", hlc: str, author: str, records: "list[Patch]") -> None:
    """Write entries that are new. Each of `records` has its `uuid`, `short_id` and every field that is not empty.

    Team and topics are set to the spelling in use, so that no road into the log makes two names of one.
    """
    use_known_spellings(log, records)
    history.append(
        log,
        clock,
        hlc,
        author,
        (("entry", record["uuid"], {name: value for name, value in record.items() if name != "uuid"}) for record in records),
    )
    entries.insert_entries(log, records)


def change_records(log: "Log", clock: "Clock", hlc: str, author: str, changes: "Iterable[Change]") -> None:
    """Write patches to records, known or new, and fold each of those records again.

    `changes` may be a generator, of a hundred thousand patches too: only a few hundred are held at a time.
    """
    remaining = iter(changes)
    names_change = False
    while batch := list(islice(remaining, history.BATCH)):
        history.append(log, clock, hlc, author, batch)
        refold(log, "entry", [record for table, record, _ in batch if table == "entry"])
        refold(log, "setting", [record for table, record, _ in batch if table == "setting"])
        names_change |= any(table == "entry" and patch.keys() & {"team", "topics", "deleted"} for table, _, patch in batch)
    if names_change:
        drop_unused(log, "team")
        drop_unused(log, "topic")


def refold(log: "Log", table: str, records: "Iterable[str]") -> None:
    """Write at most `history.BATCH` records as their revisions say."""
    folded = history.folds(log, list(dict.fromkeys(records)))
    if table == "setting":
        for name, fields in folded:
            settings.write_setting(log, name, fields.get("value"))
    elif folded:
        entries.replace_entries(log, folded)
