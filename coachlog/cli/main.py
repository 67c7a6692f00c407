"""The entry point: the express lane where it will do, else the whole command line; errors to exit codes.

Nothing heavy is imported before `run` listens for Ctrl-C.
"""

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

INTERRUPTED = 130
# Looking for garbage among the modules that are being loaded costs a tenth of a command, and finds none.
COLLECT_AFTER = 100_000


def main() -> None:
    """Run the command in `sys.argv` and leave with its exit code."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        _prepare_streams()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    _leave(code)


def _leave(code: int) -> "NoReturn":
    """End the process without taking apart what was imported, which costs as much as a fifth of a command.

    By now the log and every file are closed; the streams are flushed here.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            # A terminal that is gone; nobody is left to be told, and the exit code stays what it is.
            continue
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; its exit code.

    Raises:
        Exception: what nobody expected, where `--debug` asks to see it.
    """
    try:
        from coachlog.cli.messages import give_back, say
        from coachlog.errors import CoachlogError

        try:
            code = _run(arguments)
            sys.stdout.flush()
        except CoachlogError as error:
            say(f"coachlog: {error}")
            if error.typed:
                give_back(error.typed)
            return error.exit_code
        except (KeyboardInterrupt, EOFError):
            say("coachlog: stopped.")
            return INTERRUPTED
        except BrokenPipeError:
            _close_stdout()
            return 0
        except OSError as error:
            if _wants_debug(arguments):
                raise
            say(
                f"coachlog: {error.filename or 'the output'} could not be read or written: {error.strerror or error}."
            )
            _close_stdout()
            return 1
        return code
    except Exception as error:
        if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            # Python wraps one that comes while it makes a class or loads a module.
            raise KeyboardInterrupt from None
        if _wants_debug(arguments):
            raise
        from coachlog.cli.crash import note_crash

        say(
            f"coachlog: something unexpected went wrong ({type(error).__name__}). {note_crash(error)}"
        )
        return 1


def _run(arguments: list[str]) -> int:
    if "_COACHLOG_COMPLETE" in os.environ:
        from coachlog.cli.completion.candidates import complete

        return complete()
    from coachlog.cli import express

    arguments = [_recovered(argument) for argument in arguments]
    if express.takes(arguments) and express.run(arguments):
        return 0
    from coachlog.cli.app import run_app

    return run_app(arguments)


def _prepare_streams() -> None:
    """What the screen cannot show is replaced; a file on Windows is UTF-8, byte for byte; a closed stream is an empty one."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if sys.platform == "win32" and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
        else:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _close_stdout() -> None:
    """Let go of what could not be written, or Python would try again, and complain, at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wants_debug(arguments: list[str]) -> bool:
    return "--debug" in arguments[: arguments.index("--") if "--" in arguments else None]


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
        from coachlog.errors import UsageError

        raise UsageError(
            f"this is not UTF-8 text: {argument[:60]!a}. Give it by stdin, saved as UTF-8."
        ) from None
