"""Everything that coachlog refuses, as one tree of errors.

Each class has the exit code of the command that ends with it, and `str()` is one line that says
what happened and what to do.
"""


class CoachlogError(Exception):
    """The base of all."""

    exit_code = 1


class UsageError(CoachlogError):
    """The command was not understood."""

    exit_code = 2


def sentence_of(error: Exception) -> str:
    """Return the message of an error with one full stop, even where it ends with `20. Nov.`."""
    return f"{str(error).removesuffix('.')}."


class AsUsageError:
    """A `with` statement that turns a `ValueError` into a `UsageError` with the same message."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if isinstance(error, ValueError):
            raise UsageError(sentence_of(error)) from None


class SettingsError(CoachlogError):
    """A setting has a value that cannot be used."""

    exit_code = 3


class NotFoundError(CoachlogError):
    """There is nothing of that name, or nothing to do."""

    exit_code = 4


class StorageError(CoachlogError):
    """The log is busy, damaged, too new, read-only or no log, or a disk or the output is full.

    Attributes:
        path: The database that SQLite could not use; empty if it is not about one.
    """

    exit_code = 5
    path = ""


class DecisionNeededError(CoachlogError):
    """A decision is needed, and there is no terminal to ask on."""

    exit_code = 6


class RemoteError(CoachlogError):
    """What is shared with others cannot be reached or used. The log itself is untouched."""

    exit_code = 7


class InterruptedByUserError(CoachlogError):
    """Ctrl-C, or Esc or Ctrl-D at a prompt."""

    exit_code = 130


class LeftError(InterruptedByUserError):
    """Esc, Ctrl-C or Ctrl-D at a prompt: a key leaves it, and no signal ends the command."""
