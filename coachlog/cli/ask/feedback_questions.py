"""The questions of `feedback` on a terminal: one key each, and a comment."""

from coachlog.cli.ask.prompts import Back, ask, press
from coachlog.cli.messages import say
from coachlog.domain.feedback import ANSWER_FIELDS, USEFULNESS

# Each field's label, its options, and what each key means.
CHOICES = {
    "pace": (
        "Pace",
        "too [s]low  [r]ight  too [f]ast",
        {"s": "too-slow", "r": "right", "f": "too-fast"},
    ),
    "examples": ("Examples", "[e]nough  too [f]ew", {"e": "enough", "f": "too-few"}),
    "usefulness": (
        "Usefulness",
        "[1] to [5], 5 is very useful",
        dict(zip(USEFULNESS, USEFULNESS, strict=True)),
    ),
}


def ask_feedback() -> dict[str, str]:
    """Ask one question after the other, and return the answers that were given.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    answers: dict[str, str] = {}
    index = 0
    while index < len(ANSWER_FIELDS):
        field = ANSWER_FIELDS[index]
        try:
            answers[field] = _ask_field(field, answers.get(field, ""))
            index += 1
        except Back:
            index = max(index - 1, 0)
    return {field: answer for field, answer in answers.items() if answer}


def _ask_field(field: str, previous: str) -> str:
    if field == "comment":
        return ask("In your own words, if you like (< goes back)", previous)
    label, options, answer_of_key = CHOICES[field]
    if previous:
        label += f" (now {previous})"
    while True:
        key = press(f"{label}: {options}  [b]ack").lower()
        # Enter leaves a question out; after going back it keeps the earlier answer.
        if not key:
            return previous
        if key in answer_of_key:
            return answer_of_key[key]
        say(f"Press one of {', '.join(answer_of_key)}, or Enter to go on.")
