"""The one way in which anything is written: revisions first, then what they add up to, in one transaction."""

from coachlog.storage import entries, history, settings
from coachlog.storage.names import drop_unused, use_known_spellings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.storage.connection import Log
    from coachlog.storage.history import Patch

    Change = tuple[str, str, Patch]


# SQLite before 3.32 takes at most 999 values in one statement.
BATCH = 500


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


def change_records(log: "Log", clock: "Clock", hlc: str, author: str, changes: "list[Change]") -> None:
    """Write patches to records, known or new, and fold each of those records again."""
    history.append(log, clock, hlc, author, changes)
    changed = list(dict.fromkeys(record for table, record, _ in changes if table == "entry"))
    for start in range(0, len(changed), BATCH):
        entries.replace_entries(log, history.folds(log, changed[start : start + BATCH]))
    for name in dict.fromkeys(record for table, record, _ in changes if table == "setting"):
        settings.write_setting(log, name, history.fold(log, name).get("value"))
    if any(table == "entry" and patch.keys() & {"team", "topics", "deleted"} for table, _, patch in changes):
        drop_unused(log, "team")
        drop_unused(log, "topic")
