"""The phrases in `data/date_phrases.txt`, and what each means."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

NOW = datetime(2026, 11, 19, 15, tzinfo=UTC)  # a Thursday
_FILE = Path(__file__).parent / "data" / "date_phrases.txt"


class Phrase(NamedTuple):
    """A line of the file; a phrase that is refused has no `first` and no `last`."""

    language: str
    text: str
    first: date | None = None
    last: date | None = None
    clock_time: str | None = None
    offset: timedelta = timedelta()

    @property
    def is_refused(self) -> bool:
        """Whether the phrase is not a date."""
        return self.first is None

    @property
    def at(self) -> datetime | None:
        """The instant in UTC; None without a time of day."""
        if self.clock_time is None:
            return None
        naive = datetime.fromisoformat(f"{self.first} {self.clock_time}")
        return (naive - self.offset).replace(tzinfo=UTC)


def all_phrases() -> list[Phrase]:
    """Return the phrases in the order of the file."""
    phrases = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, text, span = line.split(" | ")
            phrases.append(_phrase(language, text, span))
    return phrases


def _phrase(language: str, text: str, span: str) -> Phrase:
    if span == "refused":
        return Phrase(language, text)
    days, *more = span.split(" ")
    first, _, last = days.partition("..")
    first_day = date.fromisoformat(first)
    last_day = date.fromisoformat(last or first)
    clock_time = more[0] if more else None
    offset = timedelta()
    if more[1:] and more[1] != "Z":
        moment = datetime.fromisoformat(f"{first}T00:00{more[1]}")
        offset = moment.utcoffset() or timedelta()
    return Phrase(language, text, first_day, last_day, clock_time, offset)
