"""What a purge would erase, as the reader may see it."""

from collections.abc import Iterator
from typing import Any

from coachlog.services.find import is_hidden
from coachlog.storage import purge
from coachlog.storage.file.connection import Log

HIDDEN_TEXT = "somebody else's private entry"


def purgeable_entries(log: Log, reader: str) -> Iterator[dict[str, Any]]:
    """Yield the entries that a purge would erase.

    Of somebody else's private entry only the id is shown: a purge erases it, so it has to be
    listed, but its text is not the reader's to see.

    Args:
        log: the log.
        reader: on whose behalf they are listed.
    """
    for fields in purge.deleted_entries(log):
        if is_hidden(fields, reader):
            hidden: dict[str, Any] = dict.fromkeys(fields)
            hidden["short_id"] = fields["short_id"]
            hidden["happened"] = HIDDEN_TEXT
            yield hidden
        else:
            yield fields
