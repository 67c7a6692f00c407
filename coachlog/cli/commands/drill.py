"""Practising what the team has learned: `drill`."""

import sys
from collections import Counter
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Annotated

import typer

from coachlog.cli.ask.prompts import Back, ask, can_ask, confirm, press
from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import MOST, Format, FormatOption
from coachlog.cli.output import say_sheet, write_records
from coachlog.domain.drill import LEARNED, RATINGS, answer_of, scheduling
from coachlog.domain.filters import Filter
from coachlog.errors import DecisionNeededError, InterruptedByUserError, UsageError
from coachlog.render.columns import Column
from coachlog.render.words import count_of, moment_text, shorten
from coachlog.services import drill as practice
from coachlog.services.drill import NEW_A_DAY, DrillLesson, TopicProgress
from coachlog.storage.drill import Known

app = typer.Typer()

STOP = "q"
SHOWN = 2_000  # characters of a text; `show` has the whole
KEYS = {rating[0]: rating for rating in RATINGS} | {
    str(number): rating for number, rating in enumerate(RATINGS, 1)
}
STANDING = [
    Column(name, name, attrgetter(name), number=name != "topic") for name in TopicProgress._fields
]
NewOption = Annotated[
    int, typer.Option("--new", min=0, max=MOST, metavar="N", help="At most so many new ones a day.")
]
StatsOption = Annotated[bool, typer.Option("--stats", help="Show how far you have come, by topic.")]
ForgetOption = Annotated[
    bool, typer.Option("--forget", help="Remove all that is kept of your practice, for good.")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing (--forget).")]


@app.command("drill")
@partial(with_filters, names=("words", "team", "topic", "kind", "status", "limit"))
def drill(
    ctx: typer.Context,
    entry_filter: Filter,
    new: NewOption = NEW_A_DAY,
    stats: StatsOption = False,
    forget: ForgetOption = False,
    yes: YesOption = False,
    format_: FormatOption = Format.table,
) -> None:
    """Practise what the team has learned.

    It shows what happened, waits for your answer, shows how it was put right, and asks again when you are about to
    forget it. What is kept of it is yours: it is in no export and no report.
    """
    if stats and forget:
        raise UsageError("--stats and --forget are both named. Name one of them.")
    if format_ is not Format.table and not stats:
        raise UsageError(
            "--format is for --stats: practice itself is a talk. Leave it out, or add --stats."
        )
    if forget:
        _forget(ctx.obj, yes=yes)
    elif stats:
        _show_standing(ctx.obj, entry_filter, format_)
    else:
        _practise(ctx.obj, entry_filter, new)


def _practise(context: Context, entry_filter: Filter, new: int) -> None:
    scheduling()
    if not can_ask():
        raise DecisionNeededError(
            "drill asks, and there is no terminal to ask on.  coachlog drill --stats  says how you stand."
        )
    lessons = practice.lessons_for(
        context.reading, context.clock, context.settings.user, entry_filter, new
    )
    if not lessons:
        _say_nothing(context, entry_filter)
        return
    with context.log.atomic():
        pass  # nobody is to answer questions for a file that cannot be written
    fresh = sum(one.known is None for one in lessons)
    say(
        f"{len(lessons)} to practise, {fresh} of them new. Enter shows the answer, < goes back, {STOP} stops."
    )
    said: dict[str, str] = {}
    try:
        _go_through(context, lessons, said)
    except InterruptedByUserError as error:
        raise InterruptedByUserError(f"stopped; {_count(said)}.") from error
    say("")
    say(f"{_count(said)}.")
    _say_next(context, entry_filter)


def _go_through(context: Context, lessons: list[DrillLesson], said: dict[str, str]) -> None:
    """Ask one lesson after the other; what was not known comes again at the end. `said` gets the last rating of each."""
    waiting, place = list(lessons), 0
    while place < len(waiting):
        one = waiting[place]
        try:
            rating = _asked(one, f"{place + 1} of {len(waiting)}")
        except Back:
            if place == 0:
                say(f"this is the first; {STOP} stops.")
            place = max(0, place - 1)
            continue
        if rating is None:
            return
        known = practice.rate(context.log, context.clock, context.settings.user, one, rating)
        said[one.entry.uuid] = rating
        waiting = [
            *waiting[: place + 1],
            *(later for later in waiting[place + 1 :] if later.entry.uuid != one.entry.uuid),
        ]
        if rating == RATINGS[0]:
            waiting.append(DrillLesson(one.entry, known))
        _say_rated(rating, known, context.clock.now().date())
        place += 1


def _asked(one: DrillLesson, place: str) -> str | None:
    """Show what happened, then the answer, and take a rating; None to stop.

    Raises:
        Back: to the lesson before.
    """
    entry = one.entry
    new = " · new" if one.known is None else " · its answer has changed" if one.changed else ""
    _show(
        f"{place} · {entry.team} / {', '.join(entry.topics)} · {entry.short_id}{new}",
        [("", entry.happened)],
    )
    question = "your answer" if entry.kind == "question" else "how is it put right, and done right?"
    while True:
        if ask(f"{question} (or only think it)").strip().lower() == STOP:
            return None
        _show("the team's answer", answer_of(entry))
        try:
            return _rating()
        except Back:
            say("once more:")


def _rating() -> str | None:
    while True:
        key = press(
            f"did you know it? {' '.join(f'[{rating[0]}]{rating[1:]}' for rating in RATINGS)}"
        ).lower()
        if key in KEYS or key == STOP:
            return KEYS.get(key)
        say(
            f"a: not yet, ask again · h: only just · g: yes · e: at once · < asks once more · {STOP} stops"
        )


def _show(title: str, texts: list[tuple[str, str]]) -> None:
    read = [(label, text if len(text) <= SHOWN else shorten(text, SHOWN)) for label, text in texts]
    say_sheet(title, read)
    sys.stderr.write("\n")


def _say_rated(rating: str, known: Known, today: date) -> None:
    due = date.fromisoformat(known.due_on)
    days = (due - today).days
    when = (
        f"tomorrow, {moment_text(known.due_on, None, today)}"
        if days == 1
        else f"in {days} days, {moment_text(known.due_on, None, today)}"
    )
    say(f"{rating}: {'once more today, and ' if rating == RATINGS[0] else 'asked again '}{when}")


def _count(said: dict[str, str]) -> str:
    counts = Counter(said.values())
    ratings = ", ".join(f"{counts[rating]} {rating}" for rating in RATINGS if counts[rating])
    return f"{len(said)} practised{f': {ratings}' if ratings else ''}"


def _say_next(context: Context, entry_filter: Filter) -> None:
    if found := practice.next_day(context.reading, context.settings.user, entry_filter):
        day, number = found
        say(f"next: {number} on {moment_text(day.isoformat(), None, context.clock.now().date())}")


def _say_nothing(context: Context, entry_filter: Filter) -> None:
    left = practice.count_unstarted(context.reading, context.settings.user, entry_filter)
    found = practice.next_day(context.reading, context.settings.user, entry_filter)
    if left or found:
        say(
            "nothing to practise today."
            + (f" To begin more than {NEW_A_DAY} in a day:  --new {2 * NEW_A_DAY}" if left else "")
        )
        _say_next(context, entry_filter)
    else:
        say(
            "nothing to practise yet: drill asks about entries that say how it was put right, or what is the right way."
        )
        say("coachlog finish  asks for what is missing.")
    warn_unknown_names(context, entry_filter)


def _show_standing(context: Context, entry_filter: Filter, form: Format) -> None:
    reader = context.settings.user
    found = practice.progress_by_topic(context.reading, context.clock, reader, entry_filter)
    write_records(STANDING, found, form)
    if not found:
        say("nothing practised yet:  coachlog drill")
    say(
        f"{reader}'s own practice, shown to nobody else. Learned: asked again after {LEARNED} days or more."
    )
    warn_unknown_names(context, entry_filter)


def _forget(context: Context, *, yes: bool) -> None:
    reader = context.settings.user
    question = f"Remove all that is kept of {reader}'s practice, for good?"
    if not yes and not (can_ask() and confirm(question)):
        raise DecisionNeededError(
            f"nothing was removed. To remove all that is kept of {reader}'s practice:  --forget --yes"
        )
    count = practice.forget(context.log, reader) if context.reading.exists else 0
    say(
        f"forgotten: {count_of(count, 'lesson')}. There is no undo."
        if count
        else "there was nothing to forget."
    )
