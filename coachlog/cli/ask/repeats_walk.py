"""Going through what looks like a repeat on a terminal: one key says whether it came back.

Each answer is recorded as soon as it is given, so that leaving halfway loses nothing.
"""

from coachlog.cli.ask.keys import ENTER, QUIT
from coachlog.cli.ask.prompts import press_one_of
from coachlog.cli.ask.walks import go_through, stopping
from coachlog.cli.context import Context
from coachlog.cli.messages import UNDO, say
from coachlog.cli.output import say_sheet
from coachlog.domain.review.repeats import CONFIRMED, DISMISSED, Repeat
from coachlog.errors import NotFoundError, UsageError
from coachlog.render.repeats import decision_line, repeat_texts
from coachlog.render.words import count_of, shorten
from coachlog.services.repeats import decide

WIDTH = 400  # characters of a text
QUESTION = "Did it come back?  [y]es  [n]o  [l]ater"
STATE_OF_KEY = {"y": CONFIRMED, "n": DISMISSED}
KEYS = {
    "y": "yes, it came back",
    "n": "no, it is a different mistake",
    # Enter decides nothing, so that a key pressed by habit records nothing.
    "l": "later",
    ENTER: "later",
    QUIT: "leave",
}


def walk(context: Context, guesses: list[Repeat]) -> None:
    """Ask whether each of some mistakes came back.

    Args:
        context: the log.
        guesses: what to ask about.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal; what was recorded stays.
        StorageError: an answer could not be recorded.
    """
    context.check_writable()
    say(f"{count_of(len(guesses), 'guess')}. Enter leaves one for later, ? lists the keys.")
    decided = set()

    def ask_about(_: int, repeat: Repeat) -> bool:
        shown = repeat_texts(repeat, context.today)
        texts = [(label, shorten(text, WIDTH)) for label, text in shown.texts]
        say_sheet(f"{shown.short_id} · {shown.title}", texts)
        key = press_one_of(QUESTION, KEYS)
        if key in STATE_OF_KEY:
            try:
                done, _ = decide(context.log, repeat.later.uuid, STATE_OF_KEY[key])
            except (NotFoundError, UsageError) as error:
                # A colleague has changed or deleted one of the two meanwhile.
                say(str(error))
                return True
            decided.add(repeat.later.uuid)
            say(f"{decision_line(done)} · {UNDO}")
        return key != QUIT

    def summary() -> str:
        return f"{len(decided)} of {count_of(len(guesses), 'guess')} decided."

    with stopping(summary):
        go_through(guesses, ask_about, "guess")
    say(summary())
