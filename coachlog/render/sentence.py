"""What happened in a week, in a sentence."""

from coachlog.domain.review.week import Cell, Tally, WeekReport
from coachlog.render.words import count_of, join_names, shorten

WIDTH = 32


def week_sentence(report: WeekReport) -> str:
    """One sentence: how much, compared with the week before, about what, the mistakes, what was said to it, who was quiet."""
    parts = [_total(report), _topics(report), _mistakes(report), _answers(report), _quiet(report)]
    return "; ".join(part for part in parts if part) + "."


def _total(report: WeekReport) -> str:
    everybody = report.counts.everybody
    before = everybody.previous
    if report.today < report.week.first:
        return "This week has not begun"
    so_far = "" if report.is_over else " so far"
    if not everybody.entries:
        after = f"; the week before had {count_of(before, 'entry')}" if before else ""
        return f"Nothing was recorded{so_far or ' in this week'}{after}"
    active = [team.name for team in report.counts.teams if team.entries]
    where = shorten(active[0], WIDTH) if len(active) == 1 else count_of(len(active), "team")
    told = f"{count_of(everybody.entries, 'entry')} from {where}{so_far}"
    if not any(everybody.line[:-1]):
        return told
    if not report.is_over:
        return f"{told}, {before:,} in the whole week before"
    return f"{told}, {_compared(everybody.entries, before)} the week before"


def _compared(now: int, before: int) -> str:
    if now == before:
        return "as many as"
    return f"{now - before:,} more than" if now > before else f"{before - now:,} fewer than"


def _topics(report: WeekReport) -> str:
    total = report.counts.everybody.entries
    topics = [topic for topic in report.counts.topics if topic.entries]
    if not topics:
        return ""
    first = topics[0].entries
    leading = [topic.name for topic in topics if topic.entries == first]
    if first == total:
        return f"{'all ' if total > 1 else ''}about {join_names(leading)}"
    if len(leading) > 2:
        return (
            f"about {count_of(len(topics), 'topic')}, none more than the others"
            if len(leading) == len(topics)
            else ""
        )
    each = " each" if len(leading) > 1 else ""
    return f"{'most' if first * 2 > total else 'most often'} about {join_names(leading)} ({first:,}{each})"


def _mistakes(report: WeekReport) -> str:
    mistakes, caught = report.counts.everybody.mistake, report.good_catches
    if not mistakes:
        return ""
    told = count_of(mistakes, "mistake")
    if not caught:
        return told
    if caught == mistakes:
        return (
            f"{told}, caught before it had an effect"
            if mistakes == 1
            else f"{told}, all caught before they had an effect"
        )
    return f"{told}, {'one' if caught == 1 else f'{caught:,}'} caught before {'it' if caught == 1 else 'they'} had an effect"


def _answers(report: WeekReport) -> str:
    replies, thanks = report.answers.replies, report.answers.thanks
    told = [count_of(replies, "reply")] if replies else []
    return " and ".join([*told, *([f"{thanks:,} thanks"] if thanks else [])])


def _quiet(report: WeekReport) -> str:
    quiet = report.counts.quiet_teams
    if not quiet or report.today < report.week.first:
        return ""
    if not report.is_over:
        return f"nothing yet from {join_names(quiet)}"
    return f"{join_names(quiet)} {'was' if len(quiet) == 1 else 'were'} quiet"


def change_text(tally: Tally | Cell) -> str:
    """How many more or fewer than the week before: `+2`, `-1`, `=`."""
    return f"{tally.entries - tally.previous:+,}" if tally.entries != tally.previous else "="
