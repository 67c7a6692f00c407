"""Where coaching sticks, as a section of a week: the results of check-ins, and those due."""

from collections.abc import Iterator

from coachlog.domain.review.checkin_results import (
    DUE_CAP,
    DueCounts,
    UnpromptedRate,
    hard_to_learn,
    rate_text,
)
from coachlog.domain.review.week import WEEKS, WeekReport
from coachlog.render.page import Block, FigureHead, FigureRow, Figures, Heading, Paragraph
from coachlog.render.week_figures import first_of, more_rows, with_all_rows
from coachlog.render.words import capped_count, join_names

TITLE = "Is the coaching sticking?"
HEADS = [
    FigureHead("after 30 days", "30 days", number=False),
    FigureHead("after 60 days", "60 days", number=False),
]
MOST_TOPICS = 10
MOST_NAMED = 5
RECENT_DAYS = 7  # after a week, while it is worth telling what is due today


def checkin_results(report: WeekReport, *, complete: bool) -> Iterator[Block]:
    """Yield the section; nothing if no check-in had a result and none is due.

    Args:
        report: the week.
        complete: whether to show every topic, and not only those with most results.
    """
    due = ""
    if (report.today - report.week.last).days <= RECENT_DAYS:
        due = _due_text(report.due)
    if not report.rates and not due:
        return
    yield Heading(TITLE)
    if report.rates:
        yield from with_all_rows(report, _figures(report, complete=complete))
    hard_topics = hard_to_learn(report.rates)
    if hard_topics:
        yield Paragraph(
            "Topics where under half of at least five day-60 check-ins were unprompted, lowest"
            f" share first: {join_names(hard_topics, MOST_NAMED)}."
            " The material or the tool may have to change."
        )
    if due:
        # Those that are coming are in the list without an end, too.
        command = report.in_scope(f"coachlog due --until {report.due_until}")
        yield Paragraph(f"{due}:  {command}")


def _figures(report: WeekReport, *, complete: bool) -> Figures:
    shown = report.rates if complete else first_of(report.rates, MOST_TOPICS)
    rows = [_row(rate) for rate in shown]
    rows += more_rows(report.rates, shown, "topic", HEADS)
    legend = f"How many check-ins of these {WEEKS} weeks saw it done unprompted."
    return Figures("topic", HEADS, rows, legend)


def _row(rate: UnpromptedRate) -> FigureRow:
    after_30 = rate_text(rate.answers_30, rate.unprompted_30)
    after_60 = rate_text(rate.answers_60, rate.unprompted_60)
    return FigureRow(rate.name[0], [after_30, after_60])


def _due_text(due: DueCounts) -> str:
    overdue = f"{capped_count(due.overdue, DUE_CAP, 'check-in')} overdue"
    if not due.overdue and not due.this_week:
        return ""
    if not due.this_week:
        return overdue
    if not due.overdue:
        return f"{capped_count(due.this_week, DUE_CAP, 'check-in')} due this week"
    return f"{overdue}, {capped_count(due.this_week, DUE_CAP)} more due this week"
