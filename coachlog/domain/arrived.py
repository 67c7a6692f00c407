"""What came of the revisions that arrived from elsewhere, counted by their records."""

from collections import Counter

NEW, CHANGED, WITHDRAWN, DELETED = "new", "changed", "withdrawn", "deleted"
_GONE = (WITHDRAWN, DELETED)


class Arrived:
    """What arrived, batch after batch.

    Attributes:
        outcomes: What became of each record that is not as before, by its table and uuid.
        unchanged: How many revisions were known already.
        held: How many were set aside.
        early: How many were not taken, by the device whose clock is too far ahead.
    """

    def __init__(self) -> None:
        self.outcomes: dict[tuple[str, str], str] = {}
        self.unchanged = 0
        self.held = 0
        self.early: Counter[str] = Counter()

    def add(self, other: "Arrived") -> None:
        """Count what arrived after it, too."""
        for (table, record), outcome in other.outcomes.items():
            self.note(table, record, outcome)
        self.unchanged += other.unchanged
        self.held += other.held
        self.early += other.early

    def note(self, table: str, record: str, outcome: str) -> None:
        """Note what became of a record; what is new stays so when it changes."""
        key = (table, record)
        before = self.outcomes.get(key)
        if before == NEW and outcome in _GONE:
            del self.outcomes[key]
        elif before != NEW:
            self.outcomes[key] = outcome

    def count(self, outcome: str) -> int:
        """Return of how many records something became."""
        return sum(each == outcome for each in self.outcomes.values())

    @property
    def new(self) -> int:
        """How many records there are that there were not before."""
        return self.count(NEW)

    @property
    def changed(self) -> int:
        """How many records changed."""
        return self.count(CHANGED)

    @property
    def withdrawn(self) -> int:
        """How many entries their writers, or another team, have to themselves now."""
        return self.count(WITHDRAWN)

    @property
    def deleted(self) -> int:
        """How many records were deleted."""
        return self.count(DELETED)
