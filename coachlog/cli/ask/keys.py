"""What the keys are called that mean the same at every question."""

BACK = "<"
BACK_KEYS = (BACK, "b", "B")  # where one key is pressed
QUIT = "q"
HELP = "?"
KEYS_HINT = f"({HELP} for keys)"  # behind every question about one key

_GLUED_HINT = KEYS_HINT.replace(" ", "~")


def glued(question: str) -> str:
    """Return a question of which wrapping does not break the hint.

    A question mark at the end of a line would seem to end the question.
    """
    return question.replace(KEYS_HINT, _GLUED_HINT)


def unglued(line: str) -> str:
    """Return a wrapped line of a glued question as it is to be shown."""
    return line.replace(_GLUED_HINT, KEYS_HINT)


# What an engine returns for a key that has no character of its own.
ENTER = ""
ESCAPE = "\x1b"
NO_CHARACTER = " "
