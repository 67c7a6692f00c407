"""The only reader of the time and maker of ids."""

import os
from datetime import UTC, datetime

from coachlog.errors import SettingsError

_EPOCH = 719_163  # the ordinal of 1970-01-01


class Clock:
    """The wall clock, in the time zone of whoever sits in front of it."""

    _newest = (0, 0)  # milliseconds and tail of the last id

    def now(self) -> datetime:
        """Now, aware, in the local time zone, to the millisecond."""
        now = datetime.now(UTC).astimezone()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def random(self, count: int) -> bytes:
        """`count` random bytes for ids."""
        return os.urandom(count)

    def uuid7(self) -> str:
        """A new UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then 74 random bits.

        Each is greater than the one before, also within a millisecond (section 6.2, method 2), so that what is written
        together sorts as it was written.
        """
        milliseconds = int(self.now().timestamp() * 1000)
        tail = int.from_bytes(self.random(10), "big") >> 6
        if milliseconds <= self._newest[0]:
            milliseconds, tail = self._newest[0], self._newest[1] + 1 + (tail & 0xFFFFFFFF)
            if tail >> 74:
                milliseconds, tail = milliseconds + 1, tail & 0xFFFFFFFF
        self._newest = milliseconds, tail
        return _uuid(7, milliseconds, tail)


class FixedClock(Clock):
    """A clock that stands still until it is told to move: for demonstrations, documentation and tests.

    With a `seed` the ids are the same in every run; without one they are random, so that two processes
    at the same fixed time never make the same id.
    """

    def __init__(self, at: datetime, seed: int | None = None) -> None:
        self.at = at
        self._seed = seed

    def now(self) -> datetime:
        """The fixed time, in the local time zone."""
        return self.at.astimezone()

    def random(self, count: int) -> bytes:
        """`count` bytes that follow from the seed."""
        if self._seed is None:
            return super().random(count)
        # Knuth's multiplicative generator (MMIX): ids only have to differ, not to be secret.
        self._seed = (self._seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self._seed * 0x9E3779B97F4A7C15 % (1 << 128)).to_bytes(16, "big")[-count:]


def system_clock() -> Clock:
    """The wall clock, or the time in `COACHLOG_NOW` (ISO 8601; local unless it has an offset).

    Raises:
        SettingsError: `COACHLOG_NOW` is not a time.
    """
    fixed = os.environ.get("COACHLOG_NOW")
    if not fixed:
        return Clock()
    try:
        at = datetime.fromisoformat(fixed).astimezone()
        if not 1970 < at.year < 9999:
            raise ValueError
        return FixedClock(at)
    except (ValueError, OverflowError, OSError):
        raise SettingsError(
            f"COACHLOG_NOW is not a time: {fixed!r}. Try 2026-11-19T15:00."
        ) from None


def uuid8(day: str, content: bytes) -> str:
    """A UUIDv8 (RFC 9562, section 5.8) that follows from a day (ISO 8601) and ten bytes of a hash alone.

    The day stands where a UUIDv7 has its milliseconds (0 before 1970), so that ids of one time lie together.
    """
    days = datetime.fromisoformat(day).toordinal() - _EPOCH
    return _uuid(8, max(0, days) * 86_400_000, int.from_bytes(content, "big") >> 6)


def _uuid(version: int, milliseconds: int, tail: int) -> str:
    """Both versions have 48 bits for a time, and 74 that are free around the version and the variant (RFC 9562, section 5)."""
    value = (
        milliseconds << 80 | version << 76 | (tail >> 62) << 64 | 0b10 << 62 | tail & (1 << 62) - 1
    )
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def utc_text(moment: datetime) -> str:
    """An aware moment as it is stored: UTC, ISO 8601, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def zone_name(now: datetime) -> str:
    """The local time zone as people name it, with its offset at `now`: `Europe/Berlin (UTC+01:00)`."""
    return f"{zone_id() or now.tzname() or 'local time'} ({_offset(now)})"


def zone_warning() -> str | None:
    """One line when `TZ` names no time zone (the C library falls back to UTC without a word).

    A POSIX rule such as `UTC+3` is obeyed, but its sign means the opposite of what people mean (POSIX.1-2017, section 8.3).
    """
    name = os.environ.get("TZ", "").removeprefix(":")
    if (
        not name
        or name in ("UTC", "GMT")
        or os.path.isfile(os.path.join("/usr/share/zoneinfo", name))
    ):
        return None
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return f"TZ={name!r} is not the name of a time zone: days are counted in {_offset(datetime.now().astimezone())}."
    return None


def _offset(now: datetime) -> str:
    offset = now.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def zone_id() -> str | None:
    """The name of the local time zone, where the system has one."""
    given = os.environ.get("TZ")
    if given is not None:
        return given.removeprefix(":").rpartition("zoneinfo/")[2] or "UTC"
    try:
        target = os.path.realpath("/etc/localtime")
    except OSError:
        return None
    return target.partition("zoneinfo/")[2] or None
