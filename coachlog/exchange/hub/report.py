"""The table of a hub that supervisors read: what their logs say of the entries of their teams.

It is for reports and for other programs. How logs exchange changes does not depend on it.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from coachlog.domain.typed_text import name_key
from coachlog.exchange.hub.connection import TRANSFER_WITHIN, Connection

REPORT_COLUMNS = (
    "key",
    "team",
    "uuid",
    "short_id",
    "occurred_on",
    "week",
    "kind",
    "topics",
    "share",
    "status",
    "basis",
    "rule_ref",
    "decision",
    "caught",
    "detected_by",
    "factors",
    "happened",
    "recovery",
    "expected",
    "why",
    "lesson",
    "changed_what",
    "recorded_at",
    "answered_on",
    "shared_on",
    "adopted_on",
    "replied_on",
    "thanked_on",
    "repeat_of",
    "version",
)
Row = dict[str, Any]


class Mark(NamedTuple):
    """Up to which of its revisions a log has written a team: a number, and the id it had then."""

    number: int
    revision: str


class HubReport:
    """The reports of a hub, as far as this login supervises the teams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def marks(self, device: str) -> dict[str, Mark]:
        """Return how far the log of a device has written its teams, by their keys.

        Raises:
            HubError: The hub is away.
        """
        rows = self._connection.rows(
            "SELECT key, number, revision FROM coachlog.report_marks(%s)", (device,)
        )
        return {key: Mark(number, revision) for key, number, revision in rows}

    def with_reactions(self, team: str) -> list[str]:
        """Return the uuids of the entries of a team that were answered, thanked for or repeated.

        Raises:
            HubError: The hub is away.
        """
        rows = self._connection.rows(
            """SELECT uuid::text FROM coachlog.report_entry WHERE key = %s
               AND (replied_on <> '{}' OR thanked_on <> '{}' OR repeat_of IS NOT NULL)""",
            (name_key(team),),
        )
        return [uuid for (uuid,) in rows]

    def write(
        self,
        team: str,
        device: str,
        rows: Sequence[Row],
        mark: Mark,
    ) -> None:
        """Write what a log says of some entries of a team, all or nothing.

        Args:
            team: The name of the team on the hub.
            device: The log.
            rows: A value for each of `REPORT_COLUMNS`, but only the uuid and the version of an
                entry that was withdrawn.
            mark: Up to which revision that goes.

        Raises:
            HubError: The hub is away, or this login does not supervise the team.
        """
        key = name_key(team)
        entries = json.dumps([{"key": key, **row} for row in rows], ensure_ascii=False)
        self._connection.rows(
            "SELECT coachlog.write_report(%s, %s, %s::jsonb, %s, %s)",
            (key, device, entries, mark.number, mark.revision),
            within=TRANSFER_WITHIN,
        )
