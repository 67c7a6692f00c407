"""What happened in a week, in one sentence: what a supervisor reads first, and may stop after."""

from operator import attrgetter

from coachlog.domain.review.week import WeekReport
from coachlog.render.words import NAME_WIDTH, count_of, join_names, shorten


def week_sentence(report: WeekReport) -> str:
    """Return one sentence: how much, about what, the mistakes, the replies, and who was quiet."""
    parts = [
        _total(report),
        _topics(report),
        _mistakes(report),
        _replies(report),
        _quiet_teams(report),
    ]
    return "; ".join(filter(None, parts)) + "."


def _total(report: WeekReport) -> str:
    total = report.counts.total
    if report.today < report.week.first:
        return "This week has not begun"
    if not total.entries:
        return _nothing_recorded(report)
    active = [team.name for team in report.counts.teams if team.entries]
    teams = count_of(len(active), "team")
    if len(active) == 1:
        teams = shorten(active[0], NAME_WIDTH)
    text = f"{count_of(total.entries, 'entry')} from {teams}"
    if not report.is_over:
        text += " so far"
    if not any(total.line[:-1]):
        return text  # the first week of all has nothing to be compared with
    if not report.is_over:
        return f"{text}, {total.previous:,} in the whole week before"
    return f"{text}, {_comparison(total.entries, total.previous)} the week before"


def _nothing_recorded(report: WeekReport) -> str:
    text = "Nothing was recorded this week" if report.is_over else "Nothing was recorded so far"
    previous = report.counts.total.previous
    if previous:
        text += f"; the week before had {count_of(previous, 'entry')}"
    return text


def _comparison(now: int, before: int) -> str:
    if now == before:
        return "as many as"
    if now > before:
        return f"{now - before:,} more than"
    return f"{before - now:,} fewer than"


def _topics(report: WeekReport) -> str:
    total = report.counts.total.entries
    topics = list(filter(attrgetter("entries"), report.counts.topics))
    if not topics:
        return ""
    most = topics[0].entries
    leading = [topic.name for topic in topics if topic.entries == most]
    if most == total:
        start = "about" if total == 1 else "all about"
        return f"{start} {join_names(leading)}"
    if len(leading) > 2:
        # Three topics at the top are not news, unless there are no others.
        if len(leading) < len(topics):
            return ""
        return f"about {len(topics):,} topics, none more than the others"
    start = "most about" if most * 2 > total else "most often about"
    each = " each" if len(leading) == 2 else ""
    return f"{start} {join_names(leading)} ({most:,}{each})"


def _mistakes(report: WeekReport) -> str:
    mistakes = report.counts.total.mistake
    caught = report.good_catches
    if not mistakes:
        return ""
    text = count_of(mistakes, "mistake")
    if not caught:
        return text
    if mistakes == 1:
        return f"{text}, caught before it had an effect"
    if caught == mistakes:
        return f"{text}, all caught before they had an effect"
    if caught == 1:
        return f"{text}, one caught before it had an effect"
    return f"{text}, {caught:,} caught before they had an effect"


def _replies(report: WeekReport) -> str:
    parts = []
    if report.replies.replies:
        parts.append(count_of(report.replies.replies, "reply"))
    if report.replies.thanks:
        parts.append(f"{report.replies.thanks:,} thanks")
    return " and ".join(parts)


def _quiet_teams(report: WeekReport) -> str:
    quiet = report.counts.quiet_teams
    if not quiet or report.today < report.week.first:
        return ""
    names = join_names(quiet)
    if not report.is_over:
        return f"nothing yet from {names}"
    if len(quiet) == 1:
        return f"{names} was quiet"
    return f"{names} were quiet"
