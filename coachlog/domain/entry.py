"""An entry: one record of a coaching moment, or of a mistake and its recovery."""

from coachlog.domain.fields import SETTLED_STATUSES
from coachlog.named_tuple import NamedTuple


# A tuple, because a report makes a million of them, and its columns read them by index.
class Entry(NamedTuple):
    """One record; its fields are those of `fields.FIELDS`, in the same order.

    `occurred_at`, `recorded_at` and `updated_at` are instants in UTC, `2026-11-19T14:00:00.000Z`.
    `occurred_on` is the civil day as the writer wrote it; `occurred_at` is None where only the day
    is known. `follow_up` has the days of the check-ins, such as `30, 60`.
    """

    uuid: str
    short_id: str
    kind: str
    team: str
    topics: tuple[str, ...]
    happened: str
    recovery: str | None
    expected: str | None
    why: str | None
    lesson: str | None
    trainer: str | None
    learner: str | None
    basis: str | None
    rule_ref: str | None
    decision: str | None
    caught: str | None
    detected_by: str | None
    factors: tuple[str, ...]
    own: bool
    share: str
    status: str
    changed_what: str | None
    occurred_at: str | None
    occurred_on: str
    recorded_at: str
    updated_at: str
    role: str | None
    follow_up: str | None

    def without_writer(self) -> "Entry":
        """Return it without what leads to its writer, as an entry of a small team is shown."""
        return self._replace(short_id="", own=False, role=None)

    @property
    def is_open(self) -> bool:
        """Whether it is a mistake that nobody has put right yet, or settled otherwise."""
        return self.lacks_recovery and self.status not in SETTLED_STATUSES

    @property
    def lacks_recovery(self) -> bool:
        """Whether it is a mistake without a recovery."""
        return self.kind == "mistake" and self.recovery is None
