"""`retention`: take people out of the user's own entries once they are old, and keep the lessons.

Others' entries are theirs: each computer does it to the entries of its user, and what it took out
goes from the logs of the others when they sync.
"""

from functools import partial

from coachlog.domain.fields import Fields
from coachlog.domain.people.masking import Mask
from coachlog.domain.retention import OldEntry, first_day_left, without_people
from coachlog.services.names import make_mask
from coachlog.storage.erasing import erase
from coachlog.storage.file.connection import Log
from coachlog.storage.holds import held_entries
from coachlog.storage.retention import blank_entries, learners_before, old_entries


class Retention:
    """What a rule means for the entries of the user.

    Args:
        log: the log.
        rule: how many months, as the setting has it.

    Attributes:
        before: the first day whose entries are left alone.
        mask: has masked the texts that were looked at.
        held: how many entries were left alone because they are held, when they were last read.
    """

    def __init__(self, log: Log, rule: str) -> None:
        self.before = first_day_left(log.clock.today(), rule)
        # The mask may not know a learner whom another computer has taken out.
        learners = learners_before(log, self.before.isoformat())
        self.mask: Mask = make_mask(log, *learners)
        self.held = 0
        self._log = log

    def entries(self) -> list[OldEntry]:
        """Return the old entries in which somebody still is, the oldest first; not those held."""
        self.held = 0
        held = held_entries(self._log)
        entries = []
        for old in old_entries(self._log, self.before.isoformat(), self._change):
            if held.cover(old.fields["uuid"]):
                self.held += 1
            else:
                entries.append(old)
        return entries

    def _change(self, fields: Fields, versions: int) -> OldEntry | None:
        mask = partial(self.mask.text, source=fields["short_id"])
        return without_people(fields, mask, versions)

    def run(self) -> int:
        """Take people out of these entries for good, and return of how many.

        Raises:
            StorageError: as for `erasing.erase`.
        """
        # Looked up again inside the transaction: somebody may have changed or held one meanwhile.
        return erase(self._log, lambda log: blank_entries(log, self.entries()))
