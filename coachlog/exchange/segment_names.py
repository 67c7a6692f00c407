"""The names of segments: who wrote one, its number, and a hash of its bytes.

They have only lower-case letters of ASCII, digits, `-` and `.`, which every file system and every
sync client takes as they are.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

ENDING = ".jsonl.gz"
HIGHEST_NUMBER = 99_999_999

_NAME = re.compile(r"([a-z0-9]{1,40})-([0-9]{8})-([0-9a-f]{16})\.jsonl\.gz")


class Name(NamedTuple):
    """What the name of a segment says."""

    device: str
    seq: int
    digest: str


def parse_name(name: str) -> Name | None:
    """Return what the name of a segment says, or None if it is the name of something else."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    device, seq, digest = match.groups()
    return Name(device, int(seq), digest)


def is_segment_name(name: str) -> bool:
    """Return whether a name is that of a segment."""
    return _NAME.fullmatch(name) is not None


def devices_of(names: Iterable[str]) -> set[str]:
    """Return the devices that have written segments with these names."""
    return {parsed.device for parsed in map(parse_name, names) if parsed}


def newest_by_device(names: Iterable[str]) -> dict[str, int]:
    """Return the highest number of a segment with one of these names, by its device."""
    newest: dict[str, int] = {}
    for parsed in map(parse_name, names):
        if parsed:
            newest[parsed.device] = max(parsed.seq, newest.get(parsed.device, 0))
    return newest


def segment_name(device: str, seq: int, data: bytes) -> str:
    """Return the name of a segment with these bytes."""
    return f"{device}-{seq:08}-{digest_of(data)}{ENDING}"


def digest_of(data: bytes) -> str:
    """Return the part of a name that depends on the bytes."""
    return sha256(data).hexdigest()[:16]
