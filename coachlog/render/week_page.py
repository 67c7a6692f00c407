"""The week as a page, in the order in which it is read on Monday.

First what needs nobody's attention but tells how the week went, then what was learned, then what
is waiting for somebody.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from coachlog.domain.audience import TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.fields import KINDS
from coachlog.domain.review.usual import names_within
from coachlog.domain.review.week import NO_ENTRIES, WEEKS, FirstEntries, WeekReport
from coachlog.render.checkin_results import checkin_results
from coachlog.render.open_questions import open_questions
from coachlog.render.page import Block, EntryTexts, Heading, Paragraph, TextList
from coachlog.render.usual import usual_line
from coachlog.render.week_figures import (
    MOST_TEAMS,
    Draw,
    team_figures,
    topic_figures,
    with_all_rows,
)
from coachlog.render.week_sentence import week_sentence
from coachlog.render.words import (
    count_of,
    days_text,
    join_names,
    moment_text,
    plural_of,
    team_and_topics,
)


def week_page(
    report: WeekReport,
    draw: Draw,
    *,
    complete: bool = False,
    has_map: bool = False,
) -> Iterator[Block]:
    """Yield the blocks of a week's page.

    Args:
        report: the week.
        draw: how a line of eight numbers is drawn.
        complete: every row of figures, however many.
        has_map: whether to draw a heat map, which only a screen can show.
    """
    counts = report.counts
    # The time zone, because a day of the writer's may be another one where the reader is.
    days = days_text(report.week.first, report.week.last)
    yield Heading(f"Week {report.week.label}: {days}, {report.time_zone}", level=1)
    yield Paragraph(_scope_note(report), quiet=True)
    yield Paragraph(week_sentence(report))
    if counts.teams:
        yield Heading("Teams and their topics")
        figures = team_figures(report, draw, complete=complete)
        yield from with_all_rows(report, figures)
    active_teams = len(counts.teams) - len(counts.quiet_teams)
    if active_teams > 1:
        # For a single team the table of teams has its topics already.
        yield Heading("Topics")
        figures = topic_figures(report, draw, complete=complete)
        yield from with_all_rows(report, figures)
    if has_map:
        yield from _map(report)
    yield from _usual(report)
    listing = f"coachlog list --week {report.week.label}"
    for kind in KINDS:
        yield from _section(
            plural_of(kind).capitalize(),
            report.by_kind.get(kind, NO_ENTRIES),
            _described,
            report.in_scope(f"{listing} --kind {kind}"),
        )
    title = "Lessons, in the writers' words"
    command = report.in_scope(f"{listing} --lessons")
    yield from _section(title, report.lessons, _lesson, command)
    title = "Mistakes still open"
    mistake = partial(_open_mistake, today=report.today)
    command = report.until_its_end("coachlog list --open")
    yield from _section(
        title,
        report.open_mistakes,
        mistake,
        command,
        needs_somebody=True,
    )
    yield from open_questions(report)
    yield from checkin_results(report, complete=complete)
    if counts.quiet_teams:
        yield Heading("Quiet" if report.is_over else "Quiet so far")
        names = join_names(counts.quiet_teams, MOST_TEAMS)
        yield Paragraph(f"{names}: entries in the {WEEKS - 1} weeks before, none in this one.")


def _map(report: WeekReport) -> Iterator[Block]:
    from coachlog.render.week_map import week_map  # on a terminal only

    grid = week_map(report)
    if grid:
        yield Heading("Which team wrote about which topic")
        yield grid


def _usual(report: WeekReport) -> Iterator[Block]:
    """Yield what is beyond the usual, and the names of all that is within it."""
    unusual = [usual_line(usual) for usual in report.usual if usual.is_unusual]
    parts = []
    for sort, names in names_within(report.usual).items():
        if names:
            parts.append(f"{count_of(len(names), sort)} ({', '.join(names)})")
    if unusual or parts:
        yield Heading("Against the 26 weeks before")
    if unusual:
        yield TextList(unusual)
    if parts:
        yield Paragraph(f"Within the usual: {'; '.join(parts)}.")


def _scope_note(report: WeekReport) -> str:
    parts = [TEAM.note]
    if report.scope:
        parts.append(report.scope)
    kinds = [plural_of(kind) for kind in KINDS if kind in report.only_kinds]
    if kinds:
        parts.append(" and ".join(kinds))
    return "; only ".join(parts)


def _section(
    title: str,
    entries: FirstEntries,
    describe: Callable[[Entry], EntryTexts],
    command: str,
    *,
    needs_somebody: bool = False,
) -> Iterator[Block]:
    """Yield a section of entries, and the command that lists the rest of them.

    Args:
        title: what the entries are.
        entries: the first of them.
        describe: returns what to show of an entry.
        command: the command that lists all of them.
        needs_somebody: whether there is something to be done about them.
    """
    if not entries.total:
        return
    yield Heading(f"{title} ({entries.total:,})", needs_somebody=needs_somebody)
    yield from map(describe, entries.entries)
    left_out = entries.total - len(entries.entries)
    if left_out:
        yield Paragraph(f"and {left_out:,} more:  {command}")


def _title(entry: Entry) -> str:
    parts = [team_and_topics(entry.team, entry.topics)]
    if entry.caught == "before-effect":
        parts.append("good catch")
    if entry.own and entry.role == "leader":
        parts.append("a leader's own")
    elif entry.own:
        parts.append("the writer's own")
    return " · ".join(parts)


def _described(entry: Entry) -> EntryTexts:
    """Return what happened and the one text that says most beside it."""
    texts = [("", entry.happened)]
    if entry.kind == "mistake" and entry.recovery:
        texts.append(("put right", entry.recovery))
    elif entry.is_open:
        texts.append(("", "still open"))
    elif entry.expected:
        texts.append(("right way", entry.expected))
    elif entry.why:
        texts.append(("why", entry.why))
    return EntryTexts(entry.short_id, _title(entry), texts)


def _lesson(entry: Entry) -> EntryTexts:
    return EntryTexts(entry.short_id, _title(entry), [("", entry.lesson or "")])


def _open_mistake(entry: Entry, today: date) -> EntryTexts:
    # An open mistake may be of any week, so its day is told.
    day = moment_text(entry.occurred_on, today)
    return EntryTexts(entry.short_id, f"{day} · {_title(entry)}", [("", entry.happened)])
