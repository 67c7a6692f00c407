"""Going through due check-ins on a terminal: one key for each result, and a note if there is one.

A result is recorded as soon as it is given, so that leaving halfway loses nothing.
"""

from typing import NamedTuple

from coachlog.cli.ask.keys import ENTER, QUIT
from coachlog.cli.ask.prompts import Back, ask, press_one_of
from coachlog.cli.ask.walks import go_through, stopping
from coachlog.cli.context import Context
from coachlog.cli.messages import give_back, say, say_advice
from coachlog.domain.checkins import RESULTS
from coachlog.errors import DecisionNeededError, InterruptedByUserError, NotFoundError
from coachlog.render.checkin_results import TITLE
from coachlog.render.checkins import checkin_heading, result_line, result_text
from coachlog.render.words import count_of, shorten
from coachlog.services.checkin import CheckinResult, change_result, check_in
from coachlog.services.due import DueCheckin
from coachlog.services.edit import edit

WIDTH = 400  # characters of an entry's words
RESULT_OF_KEY = dict(zip("nhuc", RESULTS, strict=True))
SKIP, END = "s", "x"
QUESTION = "[n]ot yet  with [h]elp  [u]nprompted  no [c]hance  [s]kip"
KEYS = {
    "n": "not yet",
    "h": "with help",
    "u": "unprompted",
    "c": "no chance to see it, due in two weeks",
    # Enter skips, so that a key pressed by habit records nothing.
    SKIP: "skip",
    ENTER: "skip",
    END: "end the check-ins of this entry",
    QUIT: "leave",
}
NOTE = "Note, if you like"


class _Choice(NamedTuple):
    """The key that was pressed, the note on a result, and why the walk ends here, if it does."""

    key: str
    note: str | None = None
    interruption: InterruptedByUserError | None = None


def walk(context: Context, checkins: list[DueCheckin], *, early: bool) -> None:
    """Ask for the result of one check-in after the other.

    Args:
        context: The log and the settings.
        checkins: What to ask about.
        early: Also record results of check-ins that are not due for more than a week.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal; what was recorded stays.
        StorageError: A result could not be recorded.
    """
    context.check_writable()
    total = count_of(len(checkins), "check-in")
    say(f"{total} to go through.")
    # By entry, so that going back changes a result and adds none.
    recorded: dict[str, CheckinResult] = {}

    def ask_about(_: int, checkin: DueCheckin) -> bool:
        entry = checkin.entry
        choice = _ask(context, checkin, recorded.get(entry.uuid))
        if choice.key in RESULT_OF_KEY:
            _record(context, checkin, choice, recorded, early=early)
        elif choice.key == END:
            edit(context.log, context.settings, entry.uuid, {"follow_up": None})
            say(f"{entry.short_id} · no more check-ins · undo: coachlog undo")
        # Only now: leaving at the note must not lose the result that was given before it.
        if choice.interruption:
            raise choice.interruption
        return choice.key != QUIT

    def summary() -> str:
        return f"{len(recorded)} of {total} recorded."

    with stopping(summary):
        go_through(checkins, ask_about, "check-in")
    say(summary())


def say_result(context: Context, recorded: CheckinResult) -> None:
    """Print the receipt of a result, and advice on the wording of its note.

    Args:
        context: gives the user's day and their wording advice.
        recorded: the result as it is stored, and when the next check-in is.
    """
    _, entry, days, result, note, next_checkin = recorded
    say(result_line(entry.short_id, days, result, next_checkin, context.today))
    say_advice(context.settings, entry.team, note)


def _ask(context: Context, checkin: DueCheckin, recorded: CheckinResult | None) -> _Choice:
    _show(context, checkin)
    note = ""
    if recorded:
        say(f"Recorded: {result_text(recorded.result)}. {SKIP} keeps it.")
        note = recorded.note or ""
    while True:
        key = press_one_of(QUESTION, KEYS)
        if key not in RESULT_OF_KEY:
            return _Choice(key)
        try:
            return _Choice(key, ask(NOTE, text=note) or None)
        except Back:
            continue
        except InterruptedByUserError as error:
            # The result was given already, and only its note is missing.
            return _Choice(key, interruption=error)


def _show(context: Context, checkin: DueCheckin) -> None:
    entry = checkin.entry
    say("")
    say(checkin_heading(entry, checkin.days, checkin.due_on, context.today))
    say(shorten(entry.happened, WIDTH))
    right_way = entry.recovery or entry.expected or entry.lesson
    if right_way:
        say(f"→ {shorten(right_way, WIDTH)}")
    say(TITLE)


def _record(
    context: Context,
    checkin: DueCheckin,
    choice: _Choice,
    recorded: dict[str, CheckinResult],
    *,
    early: bool,
) -> None:
    uuid = checkin.entry.uuid
    result = RESULT_OF_KEY[choice.key]
    log = context.log
    try:
        if uuid in recorded:
            done = change_result(log, recorded[uuid], result, choice.note)
        else:
            done = check_in(log, uuid, result, choice.note, early=early)
    except (DecisionNeededError, NotFoundError) as error:
        # A colleague recorded a result meanwhile, or the entry is gone.
        say(str(error))
        give_back()
        return
    recorded[uuid] = done
    say_result(context, done)
