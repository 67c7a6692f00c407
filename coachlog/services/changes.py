"""What the newest changes did: how often their mistakes came back before and after them."""

from coachlog.domain.filters import Filter
from coachlog.domain.review.repeats import ChangeEffect, effect_of
from coachlog.named_tuple import NamedTuple
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import shared_entries
from coachlog.storage.queries.repeats import MOST_REPEATS, days_of_repeats, newest_changes

MOST_ADOPTED = 100  # the newest changes of a span


class NewestChanges(NamedTuple):
    """What the newest changes of a span did, the newest first.

    Attributes:
        effects: of the changes of which a repeat is known, as many as were asked for.
        left_out: how many others of these there are.
        without_repeats: how many changes have none, neither before nor after.
        are_more: whether there are older ones in the span, which were not looked at.
    """

    effects: list[ChangeEffect]
    left_out: int
    without_repeats: int
    are_more: bool


def effects_of_newest(log: Log, entry_filter: Filter, most: int) -> NewestChanges:
    """Return how often the mistakes of the newest changes came back before and after them.

    Args:
        log: the log.
        entry_filter: which entries; its period is that of the days on which they were adopted.
        most: how many changes to return.
    """
    changes = newest_changes(log, entry_filter, MOST_ADOPTED + 1)
    looked_at = changes[:MOST_ADOPTED]
    repeated = [(uuid, day) for uuid, day, is_repeated in looked_at if is_repeated]
    shown = dict(repeated[:most])
    entries = {entry.uuid: entry for entry in shared_entries(log, list(shown))}
    effects = []
    for uuid, adopted_on in shown.items():
        # Somebody may have taken one back since they were counted.
        if uuid in entries:
            repeated_on = days_of_repeats(log, uuid, MOST_REPEATS)
            effects.append(effect_of(entries[uuid], adopted_on, repeated_on))
    return NewestChanges(
        effects=effects,
        left_out=len(repeated) - len(shown),
        without_repeats=len(looked_at) - len(repeated),
        are_more=len(changes) > MOST_ADOPTED,
    )
