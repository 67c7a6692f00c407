"""A bundle: one file for somebody who shares no folder, by hand or by mail.

It is what a shared folder would have, segments one behind the other, so that `merge` reads both
alike. It always has everything: a mail may be lost, and what is known already is passed over.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.revision import Revision
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError, StorageError
from coachlog.exchange.segments import (
    Segment,
    SegmentError,
    SegmentNewerError,
    batches,
    decode_all,
    encode,
)
from coachlog.services.feedback_report import groups_for_oneself
from coachlog.storage.departures import departures
from coachlog.storage.file.connection import Log
from coachlog.storage.file.output_file import whole_binary_file
from coachlog.storage.private_periods import close_private_periods
from coachlog.storage.revisions import device_of
from coachlog.storage.shelves import shared_entries
from coachlog.storage.team_names import read_team_names

LARGEST = 1 << 28  # bytes


class Bundle(NamedTuple):
    """What was written into a bundle."""

    teams: list[str]
    records: int


def write_bundle(
    log: Log,
    path: str,
    teams: Sequence[str] = (),
    for_name: str | None = None,
    *,
    force: bool = False,
) -> Bundle:
    """Write everything that others may have into one file, for its owner alone to read.

    Args:
        log: The log.
        path: The name of the file.
        teams: The teams that it is for, in any spelling; none for all that have shared entries.
        for_name: Who gets it, and need not be sent what they wrote themselves. Only what the
            reader makes for a computer of their own has the feedback to them.
        force: Replace a file of that name.

    Raises:
        NotFoundError: There is nothing that others may have.
        DecisionNeededError: A file of that name exists, and `force` is not set.
        StorageError: It cannot be written.
    """
    known = {name_key(team): team for team in shared_entries(log)}
    names = [known.get(name_key(team), team) for team in teams] or list(known.values())
    written_names = map(read_team_names(log).written_name, names)
    close_private_periods(log)
    # Together, because an entry that moved from one of them to another is whole in the other.
    leaving = departures(log, list(written_names)).revisions
    for_others: Iterable[Revision] = filter(partial(_is_for, for_name), leaving)
    if for_name and for_name == log.reader:
        for_others = chain(for_others, groups_for_oneself(log))
    records: set[str] = set()
    with whole_binary_file(path, force=force) as file:
        for number, batch in enumerate(batches(for_others), 1):
            records.update(revision.record for revision in batch)
            _, data = encode(
                device=device_of(log),
                seq=number,
                team=LIST_SEPARATOR.join(names),
                revisions=batch,
            )
            file.write(data)
        if not records:
            raise NotFoundError(f"there is nothing to share, so {path} was not written.")
    return Bundle(names, len(records))


def _is_for(name: str | None, revision: Revision) -> bool:
    # The giver of a bundle would be taken for the one who walked, so walks stay at home.
    return revision.table != "walk" and revision.author != name


def read_bundle(path: str) -> Iterator[Segment]:
    """Yield the segments of a bundle.

    Raises:
        StorageError: It cannot be read, or is not a bundle.
    """
    try:
        file = Path(path)
        if file.stat().st_size > LARGEST:
            raise StorageError(f"{path} is larger than a bundle can be.")
        if not file.stat().st_size:
            raise StorageError(f"{path} is empty. Ask for it again.")
        yield from decode_all(file.read_bytes())
    except SegmentNewerError as error:
        raise StorageError(f"{path} {error}") from None
    except SegmentError:
        # What is said of a segment would help nobody here: a bundle is one file, and not synced.
        raise StorageError(
            f"{path} is not a coachlog bundle, or not whole. Ask for it again."
        ) from None
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror or error}.") from error
