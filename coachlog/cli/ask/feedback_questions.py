"""The questions of `feedback` on a terminal: one key each, and a comment."""

from coachlog.cli.ask.keys import ENTER
from coachlog.cli.ask.prompts import ask, press_one_of
from coachlog.cli.ask.walks import go_through, stopping
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
        InterruptedByUserError: the user left.
    """
    answers: dict[str, str] = {}

    def ask_about(_: int, field: str) -> bool:
        answers[field] = _ask_field(field, answers.get(field, ""))
        return True

    def summary() -> str:
        given = ", ".join(answer for answer in answers.values() if answer)
        if given:
            return f"nothing was recorded; your answers were {given}."
        return "nothing was recorded."

    with stopping(summary):
        go_through(ANSWER_FIELDS, ask_about, "question")
    return {field: answer for field, answer in answers.items() if answer}


def _ask_field(field: str, previous: str) -> str:
    if field == "comment":
        return ask("In your own words, if you like", text=previous)
    label, options, answer_of_key = CHOICES[field]
    meanings = {**answer_of_key, ENTER: "leave it out"}
    if previous:
        label += f" (now {previous})"
        meanings[ENTER] = f"keep {previous}"
    key = press_one_of(f"{label}: {options}", meanings)
    return answer_of_key.get(key, previous)
