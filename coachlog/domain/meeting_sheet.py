"""The sheet of a staff meeting: what is on it, and the same as records, for files."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.meeting import Turn, highlight_texts
from coachlog.domain.periods import Period, week_of

Figure = tuple[str, int]  # a name and a number; two names may look the same once they are masked


class MeetingSheet(NamedTuple):
    """What a meeting gets to see. Its words are masked, its entries cleared, and the rest are numbers."""

    week: Period
    week_start: str
    since: Period  # what good catches and thanks are counted in
    turns: Sequence[Turn]
    skipped: Sequence[str]  # the teams that were skipped on this day
    highlights: Sequence[Entry]
    nothing_cleared: Sequence[str]  # the teams that have nothing to read out
    catches: Sequence[Entry]  # good catches that were cleared and are no highlight
    catch_counts: Sequence[Figure]  # by team, also those that were not cleared
    thanks: Sequence[Figure]
    due: Sequence[tuple[str, int, Sequence[Figure]]]  # by team: in all, and by topic

    def week_label(self, day: str) -> str:
        """The week of a civil day (ISO 8601)."""
        return week_of(self.week.first.fromisoformat(day), self.week_start).label


class SheetRow(NamedTuple):
    """One record of a sheet. `number` is a place in the line of turns, or a count."""

    part: str
    team: str
    topics: tuple[str, ...] = ()
    week: str | None = None
    short_id: str | None = None
    kind: str | None = None
    happened: str | None = None
    put_right: str | None = None
    next_time: str | None = None
    number: int | None = None


def sheet_rows(sheet: MeetingSheet) -> Iterator[SheetRow]:
    """A sheet as records, in the order of the page."""
    for place, turn in enumerate(sheet.turns, start=1):
        yield SheetRow(
            "turn", turn.team, week=sheet.week_label(turn.last) if turn.last else None, number=place
        )
    yield from (SheetRow("skipped", team) for team in sheet.skipped)
    yield from (_read_out("highlight", sheet, entry) for entry in sheet.highlights)
    yield from (SheetRow("nothing cleared", team) for team in sheet.nothing_cleared)
    yield from (SheetRow("good catches", team, number=count) for team, count in sheet.catch_counts)
    yield from (_read_out("good catch", sheet, entry) for entry in sheet.catches)
    yield from (SheetRow("thanks", team, number=count) for team, count in sheet.thanks)
    for team, count, topics in sheet.due:
        yield SheetRow("check-ins due", team, number=count)
        yield from (
            SheetRow("check-ins due by topic", team, (topic,), number=due) for topic, due in topics
        )


def _read_out(part: str, sheet: MeetingSheet, entry: Entry) -> SheetRow:
    return SheetRow(
        part,
        entry.team,
        entry.topics,
        sheet.week_label(entry.occurred_on),
        entry.short_id,
        entry.kind,
        *highlight_texts(entry),
    )
