"""Everything that coachlog says no to: one tree, each with its exit code and a one-line `str()`."""


class CoachlogError(Exception):
    """The base. `str()` is one line that says what to do next.

    `typed` is text that the person gave and that was not stored; it is given back on stderr.
    """

    exit_code = 1

    def __init__(self, message: str, *, typed: str | None = None) -> None:
        super().__init__(message)
        self.typed = typed


class KeepTypedText:
    """For a `with` statement: an error of ours that leaves it carries the text that was typed, unless it has one already."""

    def __init__(self, text: str | None) -> None:
        self.text = text

    def __enter__(self) -> "KeepTypedText":
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if isinstance(error, CoachlogError) and error.typed is None:
            error.typed = self.text


class UsageError(CoachlogError):
    """The command was not understood."""

    exit_code = 2


class SettingsError(CoachlogError):
    """A setting has a value that cannot be used."""

    exit_code = 3


class NotFoundError(CoachlogError):
    """Nothing answers to what was asked for."""

    exit_code = 4


class StorageError(CoachlogError):
    """The log file is locked, damaged, too new, read-only, not ours, or the disk is full."""

    exit_code = 5


class DecisionNeededError(CoachlogError):
    """Somebody has to decide first, and there is no terminal to ask on."""

    exit_code = 6


class InterruptedByUserError(CoachlogError):
    """Ctrl-C, Ctrl-D or a closed terminal at a prompt."""

    exit_code = 130
