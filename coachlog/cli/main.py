"""The entry point: the express lane where it will do, else the whole command line; errors to exit codes."""

import os
import sys

from coachlog.cli import express
from coachlog.cli.messages import give_back, say
from coachlog.errors import CoachlogError, InterruptedByUserError, UsageError


def main() -> None:
    """Run the command in `sys.argv` and leave with its exit code."""
    _prepare_streams()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    try:
        arguments = [_recovered(argument) for argument in arguments]
        if express.takes(arguments) and express.run(arguments):
            return 0
        from coachlog.cli.app import run_app

        code = run_app(arguments)
        sys.stdout.flush()
        return code
    except CoachlogError as error:
        say(f"coachlog: {error}")
        if error.typed:
            give_back(error.typed)
        return error.exit_code
    except (KeyboardInterrupt, EOFError):
        say("coachlog: stopped; nothing was recorded.")
        return InterruptedByUserError.exit_code
    except BrokenPipeError:
        # The reader has gone; what is left in the buffer must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if "--debug" in arguments:
            raise
        from coachlog.cli.crash import note_crash

        say(f"coachlog: something unexpected went wrong ({type(error).__name__}). {note_crash(error)}")
        return 1


def _prepare_streams() -> None:
    """A character that the screen cannot show is replaced; a file on Windows is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if sys.platform == "win32" and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _recovered(argument: str) -> str:
    """An argument whose bytes are UTF-8, also where the locale is not.

    Raises:
        UsageError: its bytes are not UTF-8.
    """
    if argument.isascii():
        return argument
    try:
        return os.fsencode(argument).decode()
    except UnicodeError:
        raise UsageError(f"this is not UTF-8 text: {argument!a}. Give it by stdin, saved as UTF-8.") from None
