"""The week as a page: which blocks it is made of, in which order."""

from collections.abc import Callable, Iterator, Sequence

from coachlog.domain.audience import TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.fields import KINDS
from coachlog.domain.review.week import WEEKS, Cell, FirstEntries, Tally, WeekReport
from coachlog.render.checkins import sticking
from coachlog.render.open_questions import waiting_for_answers
from coachlog.render.page import (
    Block,
    EntryTexts,
    FigureHead,
    FigureRow,
    Figures,
    Heading,
    Paragraph,
)
from coachlog.render.sentence import change_text, week_sentence
from coachlog.render.words import join_names, moment_text

Draw = Callable[[Sequence[int]], str]

TITLES = {
    "strength": "Strengths",
    "correction": "Corrections",
    "question": "Questions",
    "mistake": "Mistakes",
}
HEADS = [
    FigureHead("entries", "all"),
    FigureHead("strengths", "S"),
    FigureHead("corrections", "C"),
    FigureHead("questions", "Q"),
    FigureHead("mistakes", "M"),
    FigureHead("week before", "before"),
    FigureHead("change", "+/-"),
    FigureHead("eight weeks", "8 weeks", number=False),
]
CHANGE = 6
LEGEND = "S strengths, C corrections, Q questions, M mistakes"
MOST_TEAMS = 25
MOST_TOPICS = 15
MOST_CELLS = 40


def week_page(report: WeekReport, draw: Draw, *, complete: bool = False) -> Iterator[Block]:
    """The blocks of a week's page.

    Args:
        report: the week.
        draw: how a line of eight numbers is drawn.
        complete: every row of figures, however many.
    """
    counts = report.counts
    yield Heading(f"Week {report.week.label}: {_days(report)}, {report.time_zone}", level=1)
    yield Paragraph("; only ".join([TEAM.note, *_limits(report)]), quiet=True)
    yield Paragraph(week_sentence(report))
    if counts.teams:
        yield Heading("Teams and their topics")
        yield _team_figures(report, draw, complete=complete)
    if len([team for team in counts.teams if team.entries]) > 1:
        yield Heading("Topics")
        yield _topic_figures(report, draw, complete=complete)
    for kind in KINDS:
        yield from _section(report, TITLES[kind], report.kinds.get(kind), f" --kind {kind}", _texts)
    yield from _section(report, "Lessons, in the writers' words", report.lessons, "", _lesson)
    yield from _open(report)
    yield from waiting_for_answers(report)
    yield from sticking(report, complete=complete)
    if counts.quiet_teams:
        yield Heading("Quiet" if report.is_over else "Quiet so far")
        names = join_names(counts.quiet_teams, MOST_TEAMS)
        yield Paragraph(f"{names}: entries in the {WEEKS - 1} weeks before, none in this one.")


def _limits(report: WeekReport) -> list[str]:
    kinds = [TITLES[kind].lower() for kind in KINDS if kind in report.only]
    return [limit for limit in (report.scope, " and ".join(kinds)) if limit]


def _days(report: WeekReport) -> str:
    first, last = (moment_text(day.isoformat(), None, day) for day in report.week[:2])
    year = f" {report.week.first.year}" if report.week.first.year != report.week.last.year else ""
    return f"{first}{year} to {last} {report.week.last.year}"


def _team_figures(report: WeekReport, draw: Draw, *, complete: bool) -> Figures:
    counts = report.counts
    teams = counts.teams if complete else counts.teams[:MOST_TEAMS]
    cells: dict[str, list[Cell]] = {}
    for cell in counts.cells:
        # What a team no longer writes about shows in the topics' own figures.
        if cell.entries:
            cells.setdefault(cell.team, []).append(cell)
    # The busiest topics of each team, as many as leave the table readable.
    most = len(counts.cells) if complete else max(MOST_CELLS // max(len(teams), 1), 2)
    rows = []
    for team in teams:
        rows.append(_tally_row(team, draw, strong=True))
        inner = cells.get(team.name, [])
        # One row that says "and 1 more" is better spent on that one.
        shown = inner if len(inner) == most + 1 else inner[:most]
        rows += [FigureRow(cell.topic, [*_numbers(cell), ""], inner=True) for cell in shown]
        if len(inner) > len(shown):
            rows.append(_more(len(inner) - len(shown), "topic", inner=True))
    if len(teams) < len(counts.teams):
        rows.append(_more(len(counts.teams) - len(teams), "team"))
    if len(counts.teams) > 1:
        rows.append(_tally_row(counts.everybody._replace(name="all teams"), draw, strong=True))
    return _figures(report, "team / topic", rows, LEGEND)


def _topic_figures(report: WeekReport, draw: Draw, *, complete: bool) -> Figures:
    recent = [topic for topic in report.counts.topics if topic.entries or topic.previous]
    shown = recent if complete or len(recent) <= MOST_TOPICS + 1 else recent[:MOST_TOPICS]
    rows = [_tally_row(topic, draw) for topic in shown]
    if len(recent) > len(shown):
        rows.append(_more(len(recent) - len(shown), "topic"))
    return _figures(report, "topic", rows, "an entry with two topics counts in both")


def _figures(report: WeekReport, name: str, rows: list[FigureRow], legend: str) -> Figures:
    if report.is_over:
        return Figures(name, HEADS, rows, legend)
    # Half a week against a whole one would look like a decline.
    kept = [place for place in range(len(HEADS)) if place != CHANGE]
    rows = [row._replace(cells=[row.cells[place] for place in kept]) for row in rows]
    return Figures(name, [HEADS[place] for place in kept], rows, legend)


def _tally_row(tally: Tally, draw: Draw, *, strong: bool = False) -> FigureRow:
    return FigureRow(tally.name, [*_numbers(tally), draw(tally.line)], strong=strong)


def _numbers(counts: Tally | Cell) -> list[str]:
    kinds = [getattr(counts, kind) for kind in KINDS]
    return [
        f"{counts.entries:,}",
        *(f"{number:,}" if number else "-" for number in kinds),
        f"{counts.previous:,}",
        change_text(counts),
    ]


def _more(number: int, noun: str, *, inner: bool = False) -> FigureRow:
    return FigureRow(
        f"and {number:,} more {noun if number == 1 else noun + 's'}", [""] * len(HEADS), inner=inner
    )


def _section(
    report: WeekReport,
    title: str,
    shown: FirstEntries | None,
    option: str,
    texts: Callable[[Entry], list[tuple[str, str]]],
) -> Iterator[Block]:
    if not shown or not shown.total:
        return
    yield Heading(f"{title} ({shown.total:,})")
    for entry in shown.entries:
        yield EntryTexts(entry.short_id, _place(entry), texts(entry))
    yield from _rest(report, shown, f"coachlog list --week {report.week.label}{option}")


def _open(report: WeekReport) -> Iterator[Block]:
    if not report.open.total:
        return
    yield Heading(
        f"Still open ({report.open.total:,}): mistakes that nobody has noted a recovery for"
    )
    for entry in report.open.entries:
        day = moment_text(entry.occurred_on, None, report.today)
        yield EntryTexts(entry.short_id, f"{day} · {_place(entry)}", [("", entry.happened)])
    yield from _rest(report, report.open, "coachlog finish")


def _rest(report: WeekReport, shown: FirstEntries, command: str) -> Iterator[Block]:
    if left := shown.total - len(shown.entries):
        yield Paragraph(
            f"and {left:,} more:  {command}{f' {report.scope}' if report.scope else ''}", quiet=True
        )


def _place(entry: Entry) -> str:
    marks = []
    if entry.caught == "before-effect":
        marks.append("good catch")
    if entry.own:
        marks.append("a leader's own" if entry.role == "leader" else "the writer's own")
    return " · ".join([f"{entry.team} / {', '.join(entry.topics)}", *marks])


def _texts(entry: Entry) -> list[tuple[str, str]]:
    told = [("", entry.happened)]
    if entry.kind == "mistake":
        told.append(("put right", entry.recovery) if entry.recovery else ("", "still open"))
    elif entry.expected:
        told.append(("right way", entry.expected))
    elif entry.why:
        told.append(("why", entry.why))
    return told


def _lesson(entry: Entry) -> list[tuple[str, str]]:
    return [("", entry.lesson or "")]
