"""Which entry a row without an id of its own is: the same content, found again, is the same entry."""

import hashlib
import json
from typing import Any

from coachlog.clock import uuid8
from coachlog.domain.typed_text import name_key

_BITS = (
    27  # 16 MB in all; with a million rows seen, one in a million is wrongly taken for a repetition
)
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_NO_DAY = "1970-01-01"


class RowIdentities:
    """Ids for the rows of one file: the same in every run, and different ones for rows that are alike.

    What was seen is kept as marks in a table of bits (Bloom, "Space/time trade-offs in hash coding", 1970), because the
    hashes of a million rows would not fit into the memory that an import may take.
    """

    def __init__(self) -> None:
        self._marks = bytearray(1 << (_BITS - 3))
        self._repeated: dict[bytes, int] = {}

    def of(self, fields: dict[str, Any], day: str | None) -> str:
        """The uuid of a row with these fields, which are those of the file alone: no defaults, no ids; and of its day."""
        said = dict(fields)
        if "team" in said:
            said["team"] = name_key(said["team"])
        if "topics" in said:
            said["topics"] = [name_key(topic) for topic in said["topics"]]
        content = _encode(said).encode()
        digest = hashlib.sha256(content).digest()
        if not self._is_new(digest):
            number = self._repeated[digest] = self._repeated.get(digest, 0) + 1
            digest = hashlib.sha256(content + b"\0%d" % number).digest()
        return uuid8(day or _NO_DAY, digest[:10])

    def _is_new(self, digest: bytes) -> bool:
        new = False
        marks = self._marks
        for start in (10, 14, 18, 22):
            place = int.from_bytes(digest[start : start + 4], "big") & ((1 << _BITS) - 1)
            mark = 1 << (place & 7)
            if not marks[place >> 3] & mark:
                marks[place >> 3] |= mark
                new = True
        return new
