"""The only module that reads the time and makes ids.

Everything else is given a clock, so that a test, a demonstration or the documentation can set it.
"""

import os
from datetime import UTC, date, datetime
from time import time_ns

from coachlog.errors import SettingsError

_EPOCH = 719_163  # the ordinal of 1970-01-01
_DAY = 86_400_000  # milliseconds
_VARIANT = 0b10 << 62
_LOW_TAIL = (1 << 62) - 1  # the part of a tail that stands after the variant
_NAMESPACE = bytes.fromhex("6f1d0a52c3b84e7e9a4b2f5d8c7e1a90")  # of our own, at random
UUID8_BEGINNING = 13  # characters, with one dash


class Clock:
    """The wall clock, in the local time zone."""

    _last_id = (0, 0)  # its milliseconds and its tail

    def now(self) -> datetime:
        """Return the time: aware, in the local time zone, to the millisecond."""
        now = datetime.now(UTC).astimezone()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def today(self) -> date:
        """Return the civil day in the local time zone."""
        return self.now().date()

    def random(self, count: int) -> bytes:
        """Return `count` random bytes for ids."""
        return os.urandom(count)

    def uuid7(self) -> str:
        """Return a new UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, 74 random ones.

        Each is greater than the one before, within a millisecond too (section 6.2, method 2), so
        that what is written together sorts as it was written.
        """
        return _uuid_text(self.uuid7_bytes())

    def uuid7_bytes(self) -> bytes:
        """Return what `uuid7` returns as 16 bytes."""
        milliseconds = self._milliseconds()
        tail = int.from_bytes(self.random(10), "big") >> 6
        last_milliseconds, last_tail = self._last_id
        if milliseconds <= last_milliseconds:
            milliseconds = last_milliseconds
            step = tail & 0xFFFFFFFF
            tail = last_tail + 1 + step
            if tail >> 74:
                # The tail is full: borrow from the next millisecond.
                milliseconds += 1
                tail = step
        self._last_id = milliseconds, tail
        return _uuid_bytes(7, milliseconds, tail)

    def _milliseconds(self) -> int:
        return time_ns() // 1_000_000


class FixedClock(Clock):
    """A clock that stands still until `at` is set.

    With a seed the ids are the same in every run. Without one they are random, so that two
    processes at the same fixed time never make the same id.
    """

    def __init__(self, at: datetime, seed: int | None = None) -> None:
        self.at = at
        self._seed = seed

    def now(self) -> datetime:
        """Return the fixed time, in the local time zone."""
        return self.at.astimezone()

    def _milliseconds(self) -> int:
        return int(self.at.timestamp() * 1000)

    def random(self, count: int) -> bytes:
        """Return `count` bytes that follow from the seed."""
        if self._seed is None:
            return super().random(count)
        # Knuth's multiplicative generator (MMIX): ids have to differ, but need not be secret.
        self._seed = (self._seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self._seed * 0x9E3779B97F4A7C15 % (1 << 128)).to_bytes(16, "big")[-count:]


def system_clock() -> Clock:
    """Return the wall clock, or a clock at `COACHLOG_NOW` (ISO 8601; local without an offset).

    Raises:
        SettingsError: `COACHLOG_NOW` is not a time.
    """
    text = os.environ.get("COACHLOG_NOW")
    if text is None:
        return Clock()
    try:
        at = datetime.fromisoformat(text).astimezone()
        # At the ends of the calendar a time zone or a week would lead beyond it.
        if not 1970 < at.year < 9999:
            raise ValueError
    except (ValueError, OverflowError, OSError):
        raise SettingsError(
            f"COACHLOG_NOW must be a date and time such as 2026-11-19T15:00, not {text!r}."
        ) from None
    return FixedClock(at)


def uuid8(beginning: str, content: bytes) -> str:
    """Return a UUIDv8 (RFC 9562, section 5.8) that depends on nothing but its arguments.

    Args:
        beginning: what `uuid8_beginning` returned, or the same part of another uuid.
        content: ten bytes of a hash.
    """
    tail = int.from_bytes(content, "big") >> 6
    # Put together as text, because an import makes two of them for each row.
    digits = f"{tail >> 62:03x}{_VARIANT | tail & _LOW_TAIL:016x}"
    return f"{beginning}-8{digits[:3]}-{digits[3:7]}-{digits[7:]}"


def uuid8_beginning(day: str) -> str:
    """Return the first 13 characters of the uuids of a day (ISO 8601), or of 1970 if before.

    It stands where a UUIDv7 has its milliseconds, so that the ids of one time lie together.
    """
    days = datetime.fromisoformat(day).toordinal() - _EPOCH
    return _uuid_text(_uuid_bytes(8, max(0, days) * _DAY, 0))[:UUID8_BEGINNING]


def uuid5(name: str) -> str:
    """Return the UUIDv5 (RFC 9562, section 5.5) of a name, which is the same on every computer."""
    # No recording needs one.
    from hashlib import sha1

    digest = sha1(_NAMESPACE + name.encode(), usedforsecurity=False).digest()
    number = int.from_bytes(digest[:16], "big")
    high = number >> 64 & ~0xF000 | 0x5000
    low = number & _LOW_TAIL | _VARIANT
    return _uuid_text((high << 64 | low).to_bytes(16, "big"))


def _uuid_bytes(version: int, milliseconds: int, tail: int) -> bytes:
    """Return a UUID of 48 bits of time and a tail of 74 bits, around version and variant."""
    high = milliseconds << 16 | version << 12 | tail >> 62
    low = _VARIANT | tail & _LOW_TAIL
    return (high << 64 | low).to_bytes(16, "big")


def _uuid_text(uuid: bytes) -> str:
    digits = uuid.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def utc_text(moment: datetime) -> str:
    """Return an aware moment as it is stored: UTC, ISO 8601, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local_day(seconds: float) -> str:
    """Return the local civil day (ISO 8601) of a moment in seconds since 1970 UTC."""
    return datetime.fromtimestamp(seconds).astimezone().date().isoformat()


def zone_name(now: datetime) -> str:
    """Return the local time zone with its offset at `now`: `Europe/Berlin (UTC+01:00)`."""
    name = zone_id() or now.tzname() or "local time"
    return f"{name} ({_offset(now)})"


def zone_warning() -> str | None:
    """Return a warning if `TZ` names no time zone: the C library then uses UTC without a word.

    A rule such as `UTC+3` is obeyed, but it means the opposite of what people expect: three hours
    west of Greenwich (POSIX.1-2017, section 8.3).
    """
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name or name in ("UTC", "GMT"):
        return None
    # Looked up as a file first: zoneinfo takes a few milliseconds to import.
    if os.path.isfile(os.path.join("/usr/share/zoneinfo", name)):
        return None
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        offset = _offset(datetime.now().astimezone())
        return f"TZ={name!r} is not the name of a time zone, so days are counted in {offset}."
    return None


def zone_id() -> str | None:
    """Return the name of the local time zone, where the system has one."""
    variable = os.environ.get("TZ")
    if variable is not None:
        return variable.removeprefix(":").rpartition("zoneinfo/")[2] or "UTC"
    try:
        target = os.path.realpath("/etc/localtime")
    except OSError:
        return None
    return target.partition("zoneinfo/")[2] or None


def _offset(now: datetime) -> str:
    offset = now.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
