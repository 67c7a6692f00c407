"""Gzip for bytes that come from elsewhere: a small file must not fill the memory."""

import zlib

GZIP = 31  # what zlib calls the gzip format, with the largest window
# Level 9 takes four times as long for a file that is 2 % smaller.
LEVEL = 6
# A few kilobytes of gzip can unpack to gigabytes. Texts of people shrink to a fifth.
MOST_UNPACKED = 1 << 29
ALWAYS_ALLOWED = 1 << 26
MOST_TIMES_LARGER = 200
BEGINNING = 1 << 12  # has the header of a segment


def pack(content: bytes) -> bytes:
    """Return the content as gzip; the same content gives the same bytes.

    Raises:
        ValueError: `unpack` would refuse it.
    """
    # zlib leaves the time in the header at 0.
    data = zlib.compress(content, LEVEL, wbits=GZIP)
    if len(content) > _most_unpacked(data):
        raise ValueError("would be too large to be read again.")
    return data


def unpack(data: bytes) -> tuple[bytes, bytes]:
    """Return the content of the first gzip member, and the bytes behind it.

    Raises:
        ValueError: it is not whole, too large, or not gzip; the message says what to do.
    """
    unpacker = zlib.decompressobj(GZIP)
    try:
        content = unpacker.decompress(data, _most_unpacked(data))
    except zlib.error:
        raise ValueError("is damaged, or not a segment of coachlog.") from None
    if unpacker.eof:
        return content, unpacker.unused_data
    if unpacker.unconsumed_tail:
        raise ValueError("would unpack to more than a segment can have, so it was left alone.")
    raise ValueError(
        "is not whole yet. Wait until the folder is up to date; if that does not help,"
        " delete it, and its device will write it again."
    )


def unpack_beginning(data: bytes) -> bytes:
    """Return the beginning of what some data unpacks to.

    Raises:
        ValueError: it is not gzip.
    """
    try:
        return zlib.decompressobj(GZIP).decompress(data, BEGINNING)
    except zlib.error:
        raise ValueError("is not gzip") from None


def _most_unpacked(data: bytes) -> int:
    return min(MOST_UNPACKED, ALWAYS_ALLOWED + MOST_TIMES_LARGER * len(data))
