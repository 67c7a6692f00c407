"""The week as a page to look at and to hand around: `week --format html`."""

from coachlog.clock import zone_name
from coachlog.domain.filters import Filter
from coachlog.domain.people.masking import Mask
from coachlog.domain.periods import Period, week_before
from coachlog.domain.review.decision_signals import rule_decisions
from coachlog.domain.review.flow import adoption_lines
from coachlog.domain.review.usual import WEEKS
from coachlog.domain.review.week_document import MOST_CHANGES, MOST_RULES, WeekDocument
from coachlog.services.changes import effects_of_newest
from coachlog.services.front_page import front_page
from coachlog.services.grid import count_grid
from coachlog.services.names import make_mask
from coachlog.services.week_mask import PageMask
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.checkins import later_results
from coachlog.storage.queries.counts import small_teams
from coachlog.storage.queries.decisions import count_decisions
from coachlog.storage.queries.entries import count_entries
from coachlog.storage.queries.grid import count_by_topic
from coachlog.storage.queries.status_days import adopted_entries
from coachlog.storage.queries.weeks import counts_by_week

WEEKS_SHOWN = WEEKS - 1
MOST_OF_GRID = 12  # teams, and topics, before the others


def week_document(
    log: Log,
    entry_filter: Filter,
    week: Period,
    week_start: str,
) -> tuple[WeekDocument, Mask]:
    """Return the page of a week without people, and what masked it.

    Args:
        log: the log to read.
        entry_filter: narrows the page to a team, topics or kinds; its period does not count.
        week: seven days that begin on the weekday that is set.
        week_start: the weekday.
    """
    entry_filter = entry_filter._replace(period=None, limit=None, include_own=False)
    in_week = entry_filter._replace(period=week)
    span = Period(week_before(week, WEEKS_SHOWN - 1).first, week.last, f"{WEEKS_SHOWN} weeks")
    in_span = entry_filter._replace(period=span)
    small = small_teams(log, span)
    mask = make_mask(log)
    masked = PageMask(mask, small)
    front = front_page(log, entry_filter, week, all_limits=True)
    grid = count_grid(
        log,
        in_week,
        ("team", "topic"),
        week_start,
        MOST_OF_GRID,
    )
    adoption = adoption_lines(
        _count_recorded(log, in_span, week),
        adopted_entries(log, in_span),
        later_results(log, in_span),
    )
    newest = effects_of_newest(log, in_span, MOST_CHANGES)
    decided = rule_decisions(count_decisions(log, in_span))
    document = WeekDocument(
        front=masked.front(front, small_teams(log, week)),
        span=span,
        time_zone=zone_name(log.clock.now()),
        grid=masked.grid(grid),
        adoption=masked.adoption(adoption),
        changes=masked.changes(newest.effects),
        changes_left_out=newest.left_out,
        changes_without_repeats=newest.without_repeats,
        changes_are_capped=newest.are_more,
        rules=masked.rules([rule for rule in decided if rule.needs_clearing][:MOST_RULES]),
        decided_rules=len(decided),
        rarely_decided=sum(rule.is_rare for rule in decided),
        uncleared=count_entries(log, in_week._replace(list_name="uncleared")),
        small_teams=masked.names(sorted(small)),
    )
    return document, mask


def _count_recorded(log: Log, in_span: Filter, week: Period) -> dict[str | None, int]:
    """Return how many entries of the span each topic has, and under None how many there are."""
    if in_span.team or in_span.topics or in_span.kinds:
        return count_by_topic(log, in_span)
    # These counts are kept: to count half a year of a large log takes longer than all the rest.
    recorded: dict[str | None, int] = {None: 0}
    for (sort, name), weeks in counts_by_week(log, week, WEEKS_SHOWN).items():
        if sort == "topic":
            recorded[name] = sum(weeks)
        elif sort == "team":
            recorded[None] += sum(weeks)
    return recorded
