"""The front page of a week, in the order in which a supervisor reads it.

First a leader's own mistake, because that is what makes others write down theirs. Then what needs
attention, what changed, what was learned, who was quiet, and thanks.
"""

from collections.abc import Iterator
from datetime import date

from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_before
from coachlog.domain.review.front_page import NEEDS, PROMISED_DAYS, FrontPage, TeamCounts
from coachlog.domain.review.usual import names_within
from coachlog.render.front_commands import listing, narrowed
from coachlog.render.page import FrontLine, FrontLines
from coachlog.render.usual import limits_text, usual_line
from coachlog.render.words import (
    count_of,
    days_text,
    join_names,
    shorten,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coachlog.domain.review.usual import Usual

MOST_TEAMS = 3
MOST_UNUSUAL = 4
QUOTE_WIDTH = 90  # characters of a text: two lines of a terminal, with what stands before it
_NEED_NOUNS = {
    "open": ("open mistake", "open mistakes"),
    "unanswered": ("entry with an unanswered question", "entries with an unanswered question"),
    "due": ("check-in due", "check-ins due"),
    "uncleared": ("entry not cleared for a meeting", "entries not cleared for a meeting"),
}
_CAME_BACK = ("mistake came back after a lesson", "mistakes came back after a lesson")


def week_front(front: FrontPage) -> FrontLines:
    """Return the front page, whose first line begins with its title."""
    first, *lines = week_lines(front)
    title = first._replace(text=f"{week_title(front)} · {first.text}")
    return FrontLines([title, *lines])


def week_title(front: FrontPage) -> str:
    """Return which week it is: `Week 2026-W47: Mon 16 Nov to Sun 22 Nov 2026`."""
    week = front.week
    return f"Week {week.label}: {days_text(week.first, week.last)}"


def week_lines(front: FrontPage) -> list[FrontLine]:
    """Return what there is to say, each line with the command that lists what it counts."""
    lines = [_entries(front)]
    if front.is_empty:
        lines += _first_steps()
    else:
        for group in (_leaders, _needs, _changes, _news):
            lines += _apart(group(front))
    return lines


def _apart(lines: "Iterable[FrontLine]") -> list[FrontLine]:
    """Return the lines of a group, with an empty one before them."""
    group = list(lines)
    if group:
        group[0] = group[0]._replace(apart=True)
    return group


def _entries(front: FrontPage) -> FrontLine:
    entries = count_of(front.entries, "entry")
    if not front.is_over:
        entries += " so far"
    usual = front.usual_of_all
    if usual and usual.high is not None:
        entries += f", usually {limits_text(usual)}"
        if not front.is_over:
            entries += " in a week"
    if not front.has_begun:
        entries = "not begun yet"
    weeks: Sequence[int] = ()
    if usual:
        weeks = usual.weeks
    return FrontLine(
        entries,
        listing(front.entry_filter, f"--week {front.week.label}"),
        weeks=weeks,
    )


def _first_steps() -> Iterator[FrontLine]:
    yield FrontLine(
        "Nothing has been recorded for the team yet. To begin",
        "coachlog log @team +topic WHAT HAPPENED",
        apart=True,
    )
    yield FrontLine("To see what a full week looks like", "coachlog demo")


def _leaders(front: FrontPage) -> Iterator[FrontLine]:
    if not front.leaders:
        return
    text = "A leader went first"
    if len(front.leaders) > 1:
        text += f", with {len(front.leaders)} mistakes"
    short_ids = " ".join(entry.short_id for entry in front.leaders)
    yield FrontLine(
        text,
        f"coachlog show {short_ids}",
        detail=_quoted(front.leaders[0].happened),
    )


def _needs(front: FrontPage) -> Iterator[FrontLine]:
    for name in NEEDS:
        if name in front.needs:
            yield _need(front, name, front.needs[name])
    if not front.needs:
        yield FrontLine("Nothing needs you.", listing(front.entry_filter, "--open"))
    answered = front.answered
    if answered.asked:
        span = f"--kind question --since {answered.period.first} --until {answered.period.last}"
        if answered.is_capped:
            span += f" --limit {answered.asked}"
        yield FrontLine(
            f"Answered within {PROMISED_DAYS} days: {answered.in_time:,} of {answered.asked:,}",
            listing(front.entry_filter._replace(kinds=()), span),
        )


def _need(front: FrontPage, name: str, need: TeamCounts) -> FrontLine:
    text = count_of(need.entries, *_NEED_NOUNS[name])
    if need.is_capped:
        text = f"More than {text}"
    if name == "open" and need.first_day:
        text += f", {_age(front, need)}"
    return FrontLine(
        text,
        listing(front.entry_filter, f"--{name}"),
        needs_somebody=True,
        detail=_teams(front, need),
    )


def _age(front: FrontPage, need: TeamCounts) -> str:
    days = (front.today - date.fromisoformat(need.first_day or "")).days
    is_alone = need.entries == 1
    if days <= 0:
        return "of today" if is_alone else "all of today"
    age = count_of(days, "day")
    return f"{age} old" if is_alone else f"the oldest {age}"


def _teams(front: FrontPage, need: TeamCounts) -> str:
    """Return the teams with most entries on a list, and how many others have some."""
    if front.entry_filter.team:
        return ""
    if need.is_capped:
        return _teams_of_oldest(need)
    if len(need.by_team) == 1:
        return need.by_team[0][0]
    parts = [f"{team} {entries:,}" for team, entries in need.by_team[:MOST_TEAMS]]
    more = len(need.by_team) - MOST_TEAMS
    if more > 0:
        parts.append(count_of(more, "more team"))
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _teams_of_oldest(need: TeamCounts) -> str:
    """Return the teams with most of the entries that were counted; the others may have more."""
    teams = [team for team, _ in need.by_team]
    share = "most" if len(teams) > 1 else "all"
    return f"of the oldest, {share} in {join_names(teams[:MOST_TEAMS])}"


def _changes(front: FrontPage) -> Iterator[FrontLine]:
    """Yield what is beyond the usual, then how much is within it."""
    unusual = [usual for usual in front.usual if usual.is_unusual]
    shown = unusual[:MOST_UNUSUAL]
    for usual in shown:
        yield _unusual(front, usual)
    everything = narrowed(front.entry_filter, f"coachlog week {front.week.label} --full")
    left_out = len(unusual) - len(shown)
    if left_out:
        yield FrontLine(f"And {left_out} more beyond the usual", everything)
    yield FrontLine(_within(front), everything)


def _within(front: FrontPage) -> str:
    """Return how many teams, topics and kinds are within the usual."""
    parts = []
    for sort, names in names_within(front.usual).items():
        if names:
            parts.append(count_of(len(names), sort))
    if not parts or not front.has_begun:
        return "All about the week"
    return f"Within the usual: {', '.join(parts)}"


def _unusual(front: FrontPage, usual: "Usual") -> FrontLine:
    # A series has all entries of its team, topic or kind, whatever else narrows the page.
    entry_filter = Filter()
    if usual.sort == "team":
        entry_filter = Filter(team=usual.name)
    elif usual.sort == "topic":
        entry_filter = Filter(topics=(usual.name,))
    elif usual.sort == "kind":
        entry_filter = Filter(kinds=(usual.name,))
    span = f"--week {front.week.label}"
    if usual.span > 1:
        first = week_before(front.week, usual.span - 1).first
        span = f"--since {first} --until {front.week.last}"
    return FrontLine(usual_line(usual), listing(entry_filter, span), weeks=usual.weeks)


def _news(front: FrontPage) -> Iterator[FrontLine]:
    """Yield what came back, what was learned and adopted, who was quiet, and thanks."""
    news = front.news
    if "repeat" in news:
        yield _in_week(front, "repeat", count_of(news["repeat"], *_CAME_BACK))
    if "lessons" in news:
        yield _in_week(front, "lessons", count_of(news["lessons"], "lesson"))
    if "adopted" in news:
        adopted = _in_week(front, "adopted", f"{news['adopted']:,} adopted")
        yield adopted._replace(detail=_quoted(front.changed or ""))
    yield from _quiet(front)
    if "thanked" in news:
        yield _in_week(front, "thanked", f"Thanks for {count_of(news['thanked'], 'entry')}")


def _in_week(front: FrontPage, name: str, text: str) -> FrontLine:
    """Return a line with the command for the entries of the week that are on a list."""
    return FrontLine(text, listing(front.entry_filter, f"--week {front.week.label} --{name}"))


def _quiet(front: FrontPage) -> Iterator[FrontLine]:
    teams = front.quiet_teams
    if not teams or not front.has_begun:
        return
    text = "Quiet" if front.is_over else "Quiet so far"
    if len(teams) == 1:
        last_entry = listing(front.entry_filter._replace(team=teams[0]), "--limit 1")
        yield FrontLine(f"{text}: {teams[0]}", last_entry)
        return
    command = narrowed(front.entry_filter, f"coachlog week {front.week.label} --full")
    names = ", ".join(teams[:MOST_TEAMS])
    if len(teams) > MOST_TEAMS:
        names += f" and {len(teams) - MOST_TEAMS:,} more"
    number = count_of(len(teams), "team")
    yield FrontLine(f"{text}: {number}", command, detail=names)


def _quoted(text: str) -> str:
    if not text:
        return ""
    return f'"{shorten(text, QUOTE_WIDTH)}"'
