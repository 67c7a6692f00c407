"""Which entry a row without an id is: the same content, read again, is the same entry.

So a file can be imported twice, and only what is new in it is recorded.
"""

import hashlib
import json

from coachlog.clock import uuid8
from coachlog.domain.fields import Fields
from coachlog.domain.typed_text import name_key

# 16 MB in all. With a million rows seen, one in a million is wrongly taken for a repetition.
_BITS = 27
_MARK_STARTS = (10, 14, 18, 22)  # in the digest, after the ten bytes that go into the uuid
_NO_DAY = "1970-01-01"
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def own_uuid(uuid: str, owner: str) -> str:
    """Return the uuid of a row for its owner alone: it follows from both, and is like no other."""
    digest = hashlib.sha256(f"{uuid}\n{owner}".encode()).hexdigest()
    # The time in it stays, so that the ids of one time lie together.
    tail = uuid8(_NO_DAY, bytes.fromhex(digest[:20]))
    return uuid[:13] + tail[13:]


class RowIdentities:
    """Ids for the rows of one file: the same in every run, but different for rows that are alike.

    Which rows were seen is marked in a table of bits (Bloom, "Space/time trade-offs in hash
    coding", 1970): the hashes of a million rows need more memory than an import may take.
    """

    def __init__(self) -> None:
        self._marks = bytearray(1 << (_BITS - 3))
        self._repetitions: dict[bytes, int] = {}

    def of(self, fields: Fields, day: str | None) -> str:
        """Return the uuid of a row.

        Args:
            fields: what the file itself says: no defaults, no ids.
            day: the day of the row (ISO 8601); None if it has none.
        """
        content = self._content(fields)
        digest = hashlib.sha256(content).digest()
        if not self._is_new(digest):
            number = self._repetitions.get(digest, 0) + 1
            self._repetitions[digest] = number
            digest = hashlib.sha256(content + b"\0%d" % number).digest()
        return uuid8(day or _NO_DAY, digest[:10])

    def _content(self, fields: Fields) -> bytes:
        # Another spelling of a team or topic makes no other entry.
        fields = dict(fields)
        if "team" in fields:
            fields["team"] = name_key(fields["team"])
        if "topics" in fields:
            fields["topics"] = [name_key(topic) for topic in fields["topics"]]
        return _encode(fields).encode()

    def _is_new(self, digest: bytes) -> bool:
        """Mark a row as seen; return whether it was not."""
        is_new = False
        marks = self._marks
        for start in _MARK_STARTS:
            number = int.from_bytes(digest[start : start + 4], "big") & ((1 << _BITS) - 1)
            index = number >> 3
            bit = 1 << (number & 7)
            if not marks[index] & bit:
                marks[index] |= bit
                is_new = True
        return is_new
