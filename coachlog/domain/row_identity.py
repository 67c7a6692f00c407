"""Which entry a row without an id is: the same content, read again, is the same entry.

So a file can be imported twice, and only what is new in it is recorded.
"""

import hashlib
import json
import struct
from functools import lru_cache

from coachlog.clock import UUID8_BEGINNING, uuid8, uuid8_beginning
from coachlog.domain.fields import Fields
from coachlog.domain.typed_text import name_key

# Bits of the table for each row of a file: one row in a million is wrongly taken for a repetition.
_BITS_FOR_A_ROW = 128
_FEWEST_BITS = 1 << 20
_MARKS_START = 10  # in the digest, after the bytes that go into the uuid
_four_numbers = struct.Struct(">4I").unpack_from
_NO_DAY = "1970-01-01"
REMEMBERED = 10_000  # names or days; few files have as many different ones
# As the json package writes texts. The ids depend on it, so it never changes.
_quote = json.encoder.encode_basestring
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def own_uuid(uuid: str, owner: str) -> str:
    """Return the uuid that a row has for one owner only; the same two always give the same one."""
    digest = hashlib.sha256(f"{uuid}\n{owner}".encode()).digest()
    # The time in it stays, so that the ids of one time lie together.
    return uuid8(uuid[:UUID8_BEGINNING], digest[:10])


class RowIdentities:
    """Ids for the rows of one file: the same in every run, but different for rows that are alike.

    Which rows were seen is marked in a table of bits (Bloom, "Space/time trade-offs in hash
    coding", 1970): the hashes of a million rows need more memory than an import may take.
    """

    def __init__(self, rows: int = 0) -> None:
        """Prepare for a file with this many rows."""
        bits = max(_FEWEST_BITS, _BITS_FOR_A_ROW * rows)
        self._mask = (1 << bits.bit_length()) - 1
        self._marks = bytearray((self._mask + 1) >> 3)
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
        return uuid8(_beginning_of(day or _NO_DAY), digest[:10])

    def _content(self, fields: Fields) -> bytes:
        """Return the fields as JSON, in an order of their own."""
        members = []
        for name in sorted(fields):
            value = fields[name]
            # Another spelling of a team or topic makes no other entry.
            if name == "team":
                text = _key_text(value)
            elif name == "topics":
                text = f"[{','.join(map(_key_text, value))}]"
            elif isinstance(value, str):
                text = _quote(value)
            else:
                text = _encode(value)
            members.append(f'"{name}":{text}')
        return f"{{{','.join(members)}}}".encode()

    def _is_new(self, digest: bytes) -> bool:
        """Mark a row as seen; return whether it was not."""
        is_new = False
        marks = self._marks
        for number in _four_numbers(digest, _MARKS_START):
            index = (number & self._mask) >> 3
            bit = 1 << (number & 7)
            if not marks[index] & bit:
                marks[index] |= bit
                is_new = True
        return is_new


_beginning_of = lru_cache(REMEMBERED)(uuid8_beginning)


@lru_cache(REMEMBERED)
def _key_text(name: str) -> str:
    return _quote(name_key(name))
