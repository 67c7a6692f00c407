"""Practising what the team has learned: `drill`."""

from collections import Counter

from coachlog.cli.ask.drill_walk import go_through_lessons
from coachlog.cli.ask.prompts import can_ask, confirm
from coachlog.cli.ask.walks import stopping
from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT, YES, check_format, count, flag
from coachlog.cli.output import write_records
from coachlog.domain.drill import LEARNED_INTERVAL, RATINGS, load_scheduler
from coachlog.domain.filters import Filter
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.render.columns import Column
from coachlog.render.words import count_of, moment_text
from coachlog.services import drill as practice
from coachlog.services.drill import NEW_A_DAY, TopicProgress
from coachlog.storage.drill import count_new

PROGRESS_COLUMNS = [Column(name, number=name != "topic") for name in TopicProgress._fields]
NEW = count("--new N", "Begin at most this many new lessons a day.", default=NEW_A_DAY)
STATS = flag("--stats", "Show how far you have come, by topic.")
FORGET = flag("--forget", "Delete all that is stored of your practice, for good.")


@with_filters(names=("words", "team", "topic", "kind", "status", "limit"))
def drill(
    context: Context,
    entry_filter: Filter,
    *,
    new: int = NEW,
    stats: bool = STATS,
    forget: bool = FORGET,
    yes: bool = YES,
    format_: str = FORMAT,
) -> None:
    """Practise what the team has learned.

    It shows what happened, waits for your answer, shows how it was put right, and asks again when
    you are about to forget it. Your practice is your own: it is in no export and no report.
    """
    if stats and forget:
        raise UsageError("--stats and --forget are both given. Give one of them.")
    check_format(format_, "--stats", is_used=stats)
    if forget:
        _forget(context, yes=yes)
    elif stats:
        _show_progress(context, entry_filter, format_)
    else:
        _practise(context, entry_filter, new)


def _practise(context: Context, entry_filter: Filter, new: int) -> None:
    # Nobody should answer questions first and then hear that ratings need a library.
    load_scheduler()
    if not can_ask():
        raise DecisionNeededError(
            "there is no terminal to ask on. To see how far you have come:  coachlog drill --stats"
        )
    lessons = practice.lessons_for(context.reading, entry_filter, new)
    if not lessons:
        _say_nothing_to_practise(context, entry_filter)
        return
    context.check_writable()
    count = sum(lesson.known is None for lesson in lessons)
    say(
        f"{count_of(len(lessons), 'lesson')} to practise, {count} of them new."
        " Enter shows the answer, ? the keys."
    )
    ratings: dict[str, str] = {}
    with stopping(lambda: _summary(ratings)):
        go_through_lessons(context, lessons, ratings)
    say("")
    say(_summary(ratings))
    _say_next(context, entry_filter)


def _summary(ratings: dict[str, str]) -> str:
    """Return how many lessons were rated, and how: `2 practised: 1 good, 1 easy.`."""
    counts = Counter(ratings.values())
    parts = [f"{counts[rating]} {rating}" for rating in RATINGS if counts[rating]]
    practised = f"{len(ratings)} practised"
    if not parts:
        return f"{practised}."
    return f"{practised}: {', '.join(parts)}."


def _say_next(context: Context, entry_filter: Filter) -> None:
    due = practice.next_day(context.reading, entry_filter)
    if due is None:
        return
    day, count = due
    today = context.today
    say(f"Next: {count_of(count, 'lesson')} on {moment_text(day, today)}")


def _say_nothing_to_practise(context: Context, entry_filter: Filter) -> None:
    unstarted = count_new(context.reading, entry_filter)
    if unstarted:
        more = f"--new {2 * NEW_A_DAY}"
        say(f"Nothing to practise today. To begin more than {NEW_A_DAY} lessons a day:  {more}")
        _say_next(context, entry_filter)
    elif practice.next_day(context.reading, entry_filter):
        say("Nothing to practise today.")
        _say_next(context, entry_filter)
    else:
        say(
            "Nothing to practise yet: no entry says how it was put right or what the right way is."
            " Add that with  coachlog edit ID"
        )
    warn_unknown_names(context, entry_filter)


def _show_progress(context: Context, entry_filter: Filter, format_: str) -> None:
    user = context.settings.user
    progress = practice.progress_by_topic(context.reading, entry_filter)
    write_records(PROGRESS_COLUMNS, progress, format_)
    if not progress:
        say("Nothing practised yet. Begin with  coachlog drill")
    say(
        f"Nobody but {user} is shown this. A lesson is learned once it is asked again only after"
        f" {LEARNED_INTERVAL} days or more."
    )
    warn_unknown_names(context, entry_filter)


def _forget(context: Context, *, yes: bool) -> None:
    user = context.settings.user
    question = f"Delete all that is stored of {user}'s practice, for good?"
    is_meant = yes
    if not yes and can_ask():
        with stopping(lambda: "nothing was deleted."):
            is_meant = confirm(question)
    if not is_meant:
        raise DecisionNeededError(
            f"nothing was deleted. To delete all that is stored of {user}'s practice:"
            "  coachlog drill --forget --yes"
        )
    count = 0
    # No log is made just to delete something from it.
    if context.reading.exists:
        count = practice.forget(context.log)
    if count:
        say(f"Deleted: {count_of(count, 'lesson')}. This cannot be undone.")
    else:
        say("There was no practice to delete.")
