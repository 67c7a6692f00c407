"""The front page of a week: how many entries need somebody, and what the week brought.

It asks none of the questions that the full page asks: each of its figures is one bounded count.
"""

from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.domain.review.front_page import (
    NEEDS,
    NEWS,
    Answered,
    FrontPage,
    TeamCounts,
    asked_period,
    quiet_teams,
)
from coachlog.services.usual import usual_figures
from coachlog.storage.file.connection import Log
from coachlog.storage.queries import front_page as queries
from coachlog.storage.queries.entries import count_entries, select_entries

MOST_LEADERS = 3
# Of a list. Reading one of its rows takes as long as reading twenty of an index.
MOST_COUNTED = 200
MOST_QUESTIONS = 100  # of each, its replies and changes are looked at, too


def front_page(
    log: Log,
    entry_filter: Filter,
    week: Period,
    *,
    complete: bool = False,
    all_limits: bool = False,
) -> FrontPage:
    """Return the front page of a week, for the team.

    Args:
        log: the log to read.
        entry_filter: narrows the page to a team, topics or kinds; its period does not count.
        week: seven days that begin on the weekday that is set.
        complete: for a file: all lists are counted to the end, and the usual of each series.
        all_limits: the usual of each series, also where lists are not counted to the end.
    """
    # A week is for the team, so the reader's own private entries are not in it either.
    entry_filter = entry_filter._replace(period=None, limit=None, include_own=False)
    in_week = entry_filter._replace(period=week)
    most_listed: int | None = MOST_COUNTED
    most_questions: int | None = MOST_QUESTIONS
    if complete:
        most_listed = None
        most_questions = None
    news = _news(log, in_week)
    changed = None
    if "adopted" in news:
        changed = _changed(log, in_week)
    usual = usual_figures(
        log,
        entry_filter,
        week,
        all_limits=all_limits or complete,
    )
    answered = _answered(
        log,
        entry_filter,
        week,
        most_questions,
    )
    if entry_filter == Filter(include_own=False):
        # The first of the usual figures is of all entries: a busy week need not be counted again.
        entries = usual[0].entries
    else:
        entries = count_entries(log, in_week)
    return FrontPage(
        week=week,
        today=log.clock.today(),
        entry_filter=entry_filter,
        entries=entries,
        is_empty=not entries and not count_entries(log, Filter(), 1),
        leaders=queries.leaders_own(log, in_week, MOST_LEADERS),
        needs=_needs(log, entry_filter, most_listed),
        answered=answered,
        usual=usual,
        news=news,
        changed=changed,
        quiet_teams=quiet_teams(usual),
    )


def _needs(log: Log, entry_filter: Filter, most: int | None) -> dict[str, TeamCounts]:
    needs = {}
    for name in NEEDS:
        of_list = entry_filter._replace(list_name=name)
        by_team = queries.count_by_team(log, of_list, most)
        if by_team.entries:
            needs[name] = by_team
    return needs


def _news(log: Log, in_week: Filter) -> dict[str, int]:
    news = {}
    for name in NEWS:
        number = count_entries(log, in_week._replace(list_name=name))
        if number:
            news[name] = number
    return news


def _changed(log: Log, in_week: Filter) -> str | None:
    """Return what the newest entry that was adopted in a week has changed."""
    newest = in_week._replace(list_name="adopted", limit=1)
    for entry in select_entries(log, newest):
        return entry.changed_what
    return None


def _answered(
    log: Log,
    entry_filter: Filter,
    week: Period,
    most: int | None,
) -> Answered:
    period = asked_period(week, log.clock.today())
    if entry_filter.kinds and "question" not in entry_filter.kinds:
        return Answered(period)
    asked = entry_filter._replace(period=period)
    return queries.count_answered(log, asked, most)
