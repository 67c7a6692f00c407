"""How the changes that several people make to one record become one."""

from typing import NamedTuple

from coachlog.domain.fields import Fields


class Revision(NamedTuple):
    """One change of a record as it travels. The id has 16 bytes."""

    id: bytes
    record: str
    table: str
    hlc: str
    device: str
    author: str
    patch: Fields
