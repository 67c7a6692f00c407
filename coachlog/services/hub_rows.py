"""The rows that a hub has of entries, as a log in memory takes them."""

from datetime import date
from typing import TYPE_CHECKING

from coachlog.clock import utc_text
from coachlog.domain.fields import FIELD_NAMES, Fields
from coachlog.storage.report_log import ReportedEntry

if TYPE_CHECKING:
    from coachlog.exchange.hub.report import Row


def reported_entry(row: "Row", taken: set[str]) -> ReportedEntry:
    """Return an entry as it stood in the report.

    Args:
        row: What the hub has.
        taken: The short ids of entries before it, to which its own is added. In the log of another
            supervisor another entry may have had it.
    """
    fields: Fields = {name: row.get(name) for name in FIELD_NAMES}
    fields["uuid"] = str(row["uuid"])
    if fields["short_id"] in taken:
        fields["short_id"] = fields["uuid"]
    taken.add(fields["short_id"])
    fields["occurred_on"] = row["occurred_on"].isoformat()
    fields["recorded_at"] = utc_text(row["recorded_at"])
    fields["updated_at"] = fields["recorded_at"]
    return ReportedEntry(
        fields=fields,
        answered_on=_day(row["answered_on"]),
        shared_on=_day(row["shared_on"]),
        adopted_on=_day(row["adopted_on"]),
        replied_on=[day.isoformat() for day in row["replied_on"]],
        thanked_on=[day.isoformat() for day in row["thanked_on"]],
        repeat_of=row["repeat_of"] and str(row["repeat_of"]),
    )


def _day(value: date | None) -> str | None:
    if value is None:
        return None
    return value.isoformat()
