"""The one way in which anything is written: revisions first, then what they add up to, in one transaction."""

from coachlog.storage import entries, history, settings
from coachlog.storage.names import drop_unused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.storage.connection import Log
    from coachlog.storage.history import Patch

    Change = tuple[str, str, Patch]


def create_entries(log: "Log", clock: "Clock", hlc: str, author: str, records: "list[Patch]") -> None:
    """Write entries that are new. Each of `records` has its `uuid`, `short_id` and every field that is not empty."""
    history.append(
        log,
        clock,
        hlc,
        author,
        (("entry", record["uuid"], {name: value for name, value in record.items() if name != "uuid"}) for record in records),
    )
    entries.insert_entries(log, records)


def change_records(log: "Log", clock: "Clock", hlc: str, author: str, changes: "list[Change]") -> None:
    """Write patches to records, known or new, and fold each of those records again."""
    history.append(log, clock, hlc, author, changes)
    for table, record, _ in changes:
        folded = history.fold(log, record)
        if table == "setting":
            settings.write_setting(log, record, folded.get("value"))
        else:
            entries.replace_entry(log, record, folded)
    if any(table == "entry" and patch.keys() & {"team", "topics", "deleted"} for table, _, patch in changes):
        drop_unused(log, "team")
        drop_unused(log, "topic")
