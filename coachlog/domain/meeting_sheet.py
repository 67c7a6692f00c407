"""The sheet of a staff meeting: what is on it, and the same as records for files."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.meeting import Turn, highlight_texts
from coachlog.domain.periods import Period, week_of

# A name and a number; not a mapping, because two names may look the same once they are masked.
Figure = tuple[str, int]
SMALLER = "smaller teams"  # what a sheet calls all of those that have fewer than three writers
OTHERS_SMALLER = "other smaller teams"  # and those beside them that have nothing to read out


class DueFigure(NamedTuple):
    """How many check-ins of a team are due: in all, and by topic."""

    team: str
    number: int
    topics: Sequence[Figure]


class MeetingSheet(NamedTuple):
    """What a meeting gets to see: cleared entries, masked, and otherwise only numbers."""

    week: Period
    week_start: str
    since: Period  # the span of the good catches and thanks
    turns: Sequence[Turn]
    skipped: Sequence[str]  # teams that were skipped on this day
    highlights: Sequence[Entry]  # in full: these are read out
    others: Sequence[Entry]  # the highlights of the other teams, of which a sheet has a line each
    nothing_cleared: Sequence[str]  # teams that have nothing to read out
    catches: Sequence[Entry]  # cleared good catches that are not highlights, named but not read out
    catch_counts: Sequence[Figure]  # by team, those that were not cleared too
    thanks: Sequence[Figure]
    due: Sequence[DueFigure]

    def week_label(self, day: str) -> str:
        """Return the week of a civil day (ISO 8601), such as `2026-W47`."""
        return week_of(self.week.first.fromisoformat(day), self.week_start).label


class SheetRow(NamedTuple):
    """One record of a sheet. `number` is a position in the order of turns, or a count."""

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
    """Yield a sheet as records, in the order of the page."""
    for position, turn in enumerate(sheet.turns, start=1):
        week = sheet.week_label(turn.last) if turn.last else None
        yield SheetRow(
            part="turn",
            team=turn.team,
            week=week,
            number=position,
        )
    yield from _team_rows("skipped", sheet.skipped)
    for entry in sheet.highlights:
        texts = highlight_texts(entry)
        yield _entry_row("highlight", sheet, entry)._replace(**texts._asdict())
    for entry in sheet.others:
        yield _entry_row("also cleared", sheet, entry)
    yield from _team_rows("nothing cleared", sheet.nothing_cleared)
    yield from _figure_rows("good catches", sheet.catch_counts)
    for entry in sheet.catches:
        yield _entry_row("good catch", sheet, entry)
    yield from _figure_rows("thanks", sheet.thanks)
    for figure in sheet.due:
        yield SheetRow("check-ins due", figure.team, number=figure.number)
        for topic, number in figure.topics:
            yield SheetRow(
                part="check-ins due by topic",
                team=figure.team,
                topics=(topic,),
                number=number,
            )


def _team_rows(part: str, teams: Sequence[str]) -> Iterator[SheetRow]:
    for team in teams:
        yield SheetRow(part, team)


def _figure_rows(part: str, figures: Sequence[Figure]) -> Iterator[SheetRow]:
    for team, number in figures:
        yield SheetRow(part, team, number=number)


def _entry_row(part: str, sheet: MeetingSheet, entry: Entry) -> SheetRow:
    """Return where to find an entry, without its texts: they would be read out."""
    return SheetRow(
        part,
        entry.team,
        topics=entry.topics,
        week=sheet.week_label(entry.occurred_on),
        short_id=entry.short_id or None,
        kind=entry.kind,
    )
