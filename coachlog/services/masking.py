"""Make entries without people, for a sheet or a handbook that goes from hand to hand."""

from collections.abc import Iterable

from coachlog.domain.entry import Entry
from coachlog.domain.people.masking import Mask
from coachlog.domain.periods import Period
from coachlog.services.names import make_mask
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.counts import small_teams


def mask_entries(
    log: Log,
    entries: Iterable[Entry],
    period: Period | None,
) -> tuple[list[Entry], Mask]:
    """Return entries without learners, trainers, and the personal data and days in their texts.

    Args:
        log: where the known names are read.
        entries: the entries.
        period: the span that they are from; None for all time. In it the writers of each team are
            counted.

    Returns:
        The entries in their order, and the mask for the other texts of the same sheet. It knows
        what it masked, and which entries may still name somebody.
    """
    mask = make_mask(log, months_only=True)
    small = small_teams(log, period)
    masked = []
    for entry in entries:
        # Masked first: its maker is told the ids that the sheet does not have.
        shown = mask.entry(entry)
        masked.append(shown.without_writer() if entry.team in small else shown)
    return masked, mask
