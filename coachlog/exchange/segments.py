"""Segments: immutable batches of revisions, as files that any shared folder can carry.

A segment is JSON Lines in gzip: a header, then a line for each revision. Its name has a hash of
its bytes, so that a reader can tell a whole file from one that is half here or was changed, and
need not trust the road that it came by.
"""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, NamedTuple

from coachlog import __version__
from coachlog.domain.merging import Revision
from coachlog.errors import RemoteError
from coachlog.exchange.packing import pack, unpack, unpack_beginning
from coachlog.exchange.segment_lines import json_text, line_of, parsed, revision_of
from coachlog.exchange.segment_names import digest_of, parse_name, segment_name

FORMAT = 1
# Characters: about 100,000 revisions of ordinary entries. As UTF-8 with escapes a character can
# take six bytes, which is still less than what `unpack` takes.
BATCH = 1 << 25
ALL_BUT_PATCH = 300


class SegmentError(RemoteError):
    """A segment cannot be read. The message goes on where its name ends: `is not whole yet…`."""


class SegmentNewerError(SegmentError):
    """It has the format of a newer program."""


class SegmentGoneError(SegmentError):
    """Its device has put another one in its place since the folder was listed."""


class Segment(NamedTuple):
    """A segment as it was read.

    `malformed` has a reason for each line that is not a revision; the others can be used.
    `forged` has those that its sender may not send.
    """

    device: str
    seq: int
    team: str
    newest: str
    version: str
    revisions: list[Revision]
    malformed: list[str]
    forged: list[Revision]
    authors: frozenset[str] | None = None  # who can have sent it; None for anybody

    def can_be_by(self, person: str | None) -> bool:
        """Return whether a person can have sent it, whatever it says itself."""
        return self.authors is None or person in self.authors

    @property
    def trouble(self) -> str:
        """What is wrong with its lines, as one sentence after its name; empty if nothing is."""
        if not self.malformed:
            return ""
        lines = len(self.malformed) + len(self.revisions)
        return (
            f"cannot be read in {len(self.malformed):,} of {lines:,} lines ({self.malformed[0]})."
            " The others were taken."
        )


def batches(revisions: Iterable[Revision]) -> Iterator[list[Revision]]:
    """Yield the revisions in lists that are each small enough for one segment."""
    batch: list[Revision] = []
    size = 0
    for revision in revisions:
        batch.append(revision)
        size += ALL_BUT_PATCH
        for value in revision.patch.values():
            if isinstance(value, str):
                size += len(value)
        if size > BATCH:
            yield batch
            batch = []
            size = 0
    if batch:
        yield batch


def encode(
    device: str,
    seq: int,
    team: str,
    revisions: Iterable[Revision],
) -> tuple[str, bytes]:
    """Return the name and the bytes of a segment. The same arguments give the same bytes.

    Args:
        device: who writes it.
        seq: its number among the segments of the device for this team.
        team: whose stream it belongs to.
        revisions: at most as many as `batches` puts together.

    Raises:
        SegmentError: it would be too large to be read.
    """
    lines = []
    newest = ""
    for revision in revisions:
        lines.append(line_of(revision))
        newest = max(newest, revision.hlc)
    header = {
        "coachlog": "segment",
        "format": FORMAT,
        "device": device,
        "seq": seq,
        "team": team,
        "count": len(lines),
        "newest": newest,
        "version": __version__,
    }
    lines.insert(0, json_text(header))
    # Half of a surrogate pair has no UTF-8. Python's escape for it is the one of JSON, too.
    text = ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")
    try:
        data = pack(text)
    except ValueError as error:
        raise SegmentError(str(error)) from None
    return segment_name(device, seq, data), data


def decode(name: str, data: bytes) -> Segment:
    """Return the segment that a file has.

    The hlc and the patch of a revision are only known to be a text and an object.

    Raises:
        SegmentError: it is not whole, not what its name says, or of a newer program.
    """
    known = parse_name(name)
    if known is None:
        raise SegmentError("does not have the name of a segment.")
    if digest_of(data) != known.digest:
        raise SegmentError(_why_other_bytes(data))
    segments = list(decode_all(data))
    if [segment[:2] for segment in segments] != [known[:2]]:
        raise SegmentError("has another device or number than its name says.")
    return segments[0]


def decode_all(data: bytes) -> Iterator[Segment]:
    """Yield the segments of a file in which they stand one behind the other, as in a bundle.

    Raises:
        SegmentError: it is not whole, or is of a newer program, or no segment.
    """
    while data:
        try:
            text, data = unpack(data)
        except ValueError as error:
            raise SegmentError(str(error)) from None
        yield _read(text)


def team_of(beginning: bytes) -> str | None:
    """Return the team of a segment of which only the beginning was read, or None."""
    try:
        line, _, _ = unpack_beginning(beginning).partition(b"\n")
        header = parsed(line.decode())
    except ValueError:
        return None
    team = header.get("team") if isinstance(header, dict) else None
    return team if isinstance(team, str) else None


def _why_other_bytes(data: bytes) -> str:
    """Return why a file does not have the bytes that its name says."""
    if not data:
        return "is empty: it has not been downloaded yet. Wait until the folder is up to date."
    try:
        unpack(data)
    except ValueError as error:
        return str(error)
    return (
        "is damaged: it has other bytes than its name says."
        " Delete it; its device will write it again."
    )


def _read(text: bytes) -> Segment:
    try:
        first, *lines = text.decode().split("\n")
        header = parsed(first)
    except ValueError:
        raise SegmentError("is not a segment of coachlog.") from None
    # Every line ends with the sign that the text was split at.
    if not lines or lines.pop():
        raise SegmentError("is not a segment of coachlog.")
    _check_header(header, len(lines))
    segment = Segment(
        device=header["device"],
        seq=header["seq"],
        team=header["team"],
        newest=header["newest"],
        version=header["version"],
        revisions=[],
        malformed=[],
        forged=[],
    )
    for number, line in zip(count(2), lines, strict=False):
        try:
            segment.revisions.append(revision_of(line))
        except ValueError as error:
            segment.malformed.append(f"line {number}: {error}")
    return segment


def _check_header(header: Any, lines: int) -> None:
    """Refuse a header that this program cannot read.

    Raises:
        SegmentError: it is one.
    """
    if not isinstance(header, dict) or header.get("coachlog") != "segment":
        raise SegmentError("is not a segment of coachlog.")
    version = header.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise SegmentNewerError("was written by a newer coachlog. Update coachlog to read it.")
    for key in ("device", "team", "newest", "version"):
        if not isinstance(header.get(key), str):
            raise SegmentError(f"has a header without {key!r}.")
    if type(header.get("seq")) is not int or header.get("count") != lines:
        raise SegmentError("has a header that does not fit its lines.")
