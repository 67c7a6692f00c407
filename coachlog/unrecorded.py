"""What the user typed that no commit has written yet.

A command can end in any error, even one that nobody expected, or by Ctrl-C. So texts are noted
where they come in (words, prompts, stdin), forgotten when a commit has written them, and printed
back in the one place where every command ends: `cli.main.run`.
"""


class _State:
    """What is known of the command that runs: its texts, and what became of them."""

    texts: "list[str]" = []  # noqa: RUF012 - one command runs at a time
    may_be_recorded = False
    has_recorded = False


def note(text: str | None) -> None:
    """Note a text that has just come in; a lone dash is none, but stands for stdin."""
    if text and text != "-":
        _State.texts.append(text)


def restate(text: str | None) -> None:
    """Note all that came in so far in another form: taken apart, or without what is not text."""
    forget()
    note(text)


def begin(text: str | None) -> None:
    """Note what a new command was given; nothing of it is recorded yet."""
    _State.has_recorded = False
    restate(text)


def recorded() -> None:
    """Note that a commit has written a change, and so all texts."""
    _State.has_recorded = True
    forget()


def was_recorded() -> bool:
    """Return whether the command has recorded a change, however it ends."""
    return _State.has_recorded


def forget() -> None:
    """Forget all texts: they are recorded, or nobody would miss them."""
    _State.texts.clear()
    _State.may_be_recorded = False


def doubt() -> None:
    """Note that the texts may be recorded all the same."""
    _State.may_be_recorded = True


def heading() -> str:
    """Return what stands above the texts that are printed back."""
    return "Your text:" if _State.may_be_recorded else "Not recorded. Your text:"


def noted() -> str:
    """Return the texts, in the order in which they came in."""
    return "\n".join(dict.fromkeys(_State.texts))
