"""Make entries without people, for a sheet or a handbook that goes from hand to hand."""

from coachlog.domain.entry import Entry
from coachlog.domain.periods import Period
from coachlog.domain.review.repeats import Repeat
from coachlog.services.names import make_mask
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.counts import small_teams


class EntryMask:
    """Masks entries: learners, trainers, and the personal data and days in their texts.

    Args:
        log: where the known names are read.
        period: the span that they are from; None for all time. In it the writers of each team are
            counted.

    Attributes:
        mask: masks the other texts of the same sheet. It knows what was masked, and which entries
            may still name somebody.
    """

    def __init__(self, log: Log, period: Period | None) -> None:
        self.mask = make_mask(log, months_only=True)
        self._small_teams = small_teams(log, period)

    def entry(self, entry: Entry) -> Entry:
        """Return an entry without people."""
        # Masked first: its maker is told the ids that the sheet does not have.
        masked = self.mask.entry(entry)
        if entry.team in self._small_teams:
            return masked.without_writer()
        return masked

    def repeat(self, repeat: Repeat) -> Repeat:
        """Return a repeat whose two entries are without people."""
        return repeat._replace(later=self.entry(repeat.later), earlier=self.entry(repeat.earlier))
