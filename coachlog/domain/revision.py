"""A revision apart from the file that stores it: one change of one record."""

from coachlog.domain.fields import Fields
from coachlog.named_tuple import NamedTuple


class Revision(NamedTuple):
    """One change of one record, as it is stored and as it travels.

    Attributes:
        id: 16 bytes, a UUIDv7; of what nobody signs, a UUIDv8.
        record: The uuid of the record.
        table: Its family.
        hlc: When it was written, by the hybrid logical clock of its writer.
        device: The log that it was written in.
        author: Who wrote it; empty, or a mark, where nobody signs.
        patch: The fields that changed.
    """

    id: bytes
    record: str
    table: str
    hlc: str
    device: str
    author: str
    patch: Fields
