"""Everything that is said to a person: on stderr, safe to show."""

import sys

from coachlog.render.receipt import receipt, similar_line
from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from coachlog.services.capture import Recorded


def say(line: str) -> None:
    """One line on stderr."""
    _speak(visible(line) + "\n")


def say_recorded(recorded: "Recorded", kept: list[str], today: "date") -> None:
    """The receipt, what to look at, and entries like the new one."""
    say(receipt(recorded.fields, today))
    if kept:
        shown = ", ".join(kept[:3]) + (", …" if kept[3:] else "")
        say(f"kept as text: {shown} (a team or topic goes before the first word or after the last)")
    for hint in recorded.hints:
        say(hint)
    if recorded.similar:
        say(similar_line(recorded.similar))


def give_back(typed: str) -> None:
    """The text that was typed and not recorded, so that it can be used again."""
    _speak("not recorded, your text:\n" + visible(typed, lines=True) + "\n")


def _speak(text: str) -> None:
    try:
        sys.stderr.write(text)
    except (OSError, ValueError):
        return  # nobody listens; what was done is done, and what is on stdout is still to come
