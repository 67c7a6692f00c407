"""Make entries without people, for a sheet or a handbook that goes from hand to hand."""

from collections.abc import Iterable

from coachlog.domain.entry import Entry
from coachlog.domain.people.masking import Mask
from coachlog.services.names import make_mask
from coachlog.storage.file.connection import Log


def mask_entries(log: Log, entries: Iterable[Entry]) -> tuple[list[Entry], Mask]:
    """Return entries without learners, trainers, and the personal data and days in their texts.

    Args:
        log: where the known names are read.
        entries: the entries.

    Returns:
        The entries in their order, and the mask for the other texts of the same sheet. It knows
        what it masked, and which entries may still name somebody.
    """
    mask = make_mask(log, months_only=True)
    return [mask.entry(entry) for entry in entries], mask
