"""Going through check-ins on a terminal: one key for each, and a note if there is something to say."""

from typing import NamedTuple

from coachlog.cli.ask.prompts import Back, ask, press
from coachlog.cli.context import Context
from coachlog.cli.messages import say, say_advice
from coachlog.domain.checkins import SEEN
from coachlog.errors import DecisionNeededError, InterruptedByUserError, NotFoundError
from coachlog.render.checkins import WORDS, answer_line, question_head
from coachlog.render.words import shorten
from coachlog.services.checkin import CheckedIn, DueCheckin, change_answer, check_in
from coachlog.services.edit import edit

WIDTH = 400  # characters of an entry's words
ANSWERS = dict(zip("nhuc", SEEN, strict=True))
QUESTION = "Does it show in the work? [n]ot yet  with [h]elp  [u]nprompted  no [c]hance"
NOTE = "A word on it (Enter for none)"
ALSO = "s skips one, x ends its check-ins, b goes back, q stops"
ENDS = "x"


class _Said(NamedTuple):
    """What somebody said to a question: an answer, or `s`, `x`, `b`, `q`; and why it ends here, where it does."""

    key: str
    note: str | None = None
    stopped: InterruptedByUserError | None = None


def walk(context: Context, found: list[DueCheckin], *, early: bool) -> None:
    """Ask about one after the other; each answer is recorded when it is given.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal; what was answered is kept.
        StorageError: an answer could not be recorded.
    """
    with context.log.atomic():
        pass  # nobody is to answer questions for a file that cannot be written
    say(f"{len(found)} to look at. Also: {ALSO}.")
    given: dict[str, CheckedIn] = {}
    place = 0
    try:
        while place < len(found):
            one = found[place]
            said = _asked(context, one, given.get(one.entry.uuid))
            if said.key in ANSWERS:
                _record(context, one, said, given, early=early)
            elif said.key == ENDS:
                edit(
                    context.log,
                    context.clock,
                    context.settings,
                    one.entry.uuid,
                    {"follow_up": None},
                )
                say(f"{one.entry.short_id} · asks no more · undo: coachlog undo")
            if said.stopped:
                raise said.stopped
            if said.key == "q":
                break
            place = max(place - 1, 0) if said.key == "b" else place + 1
    except InterruptedByUserError:
        raise InterruptedByUserError(
            f"stopped: {len(given)} of {len(found)} answered, and kept."
        ) from None
    say(f"{len(given)} of {len(found)} answered.")


def _asked(context: Context, one: DueCheckin, before: CheckedIn | None) -> _Said:
    entry, today = one.entry, context.clock.now().date()
    say("")
    say(question_head(entry, one.days, one.due_on, today))
    say(shorten(entry.happened, WIDTH))
    if then := entry.recovery or entry.expected or entry.lesson:
        say(f"→ {shorten(then, WIDTH)}")
    if before:
        say(f"you said: {WORDS[before.seen]}. s leaves it so.")
    while (key := _key()) in ANSWERS:
        try:
            return _Said(key, ask(NOTE, before.note if before else None) or None)
        except Back:
            continue
        except InterruptedByUserError as error:
            return _Said(key, None, error)
    return _Said(key)


def _key() -> str:
    while True:
        try:
            key = press(QUESTION).lower() or "s"
        except Back:
            return "b"
        if key in ANSWERS or key in ("s", ENDS, "b", "q"):
            return key
        say("n not yet, h with help, u unprompted, c no chance to see it (asks in two weeks);")
        say(f"{ALSO}.")


def _record(
    context: Context, one: DueCheckin, said: _Said, given: dict[str, CheckedIn], *, early: bool
) -> None:
    entry, seen = one.entry, ANSWERS[said.key]
    try:
        if before := given.get(entry.uuid):
            done = change_answer(
                context.log, context.clock, context.settings, before, seen, said.note
            )
        else:
            done = check_in(
                context.log,
                context.clock,
                context.settings,
                entry.uuid,
                seen,
                said.note,
                early=early,
            )
    except (DecisionNeededError, NotFoundError) as error:
        say(str(error))  # a colleague was quicker
        return
    given[entry.uuid] = done
    say(
        answer_line(
            entry.short_id, done.days, done.seen, done.asks_next, context.clock.now().date()
        )
    )
    say_advice(context.settings, entry.team, said.note)
