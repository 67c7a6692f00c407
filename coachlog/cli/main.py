"""The entry point: how a command is chosen, and how every error becomes an exit code.

Nothing heavy is imported before `run` listens for Ctrl-C, so that an impatient person never sees a
traceback.
"""

import gc
import os
import sys

from coachlog import VERSION_LINE, unrecorded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

INTERRUPTED = 130
# Collecting garbage among modules that are being loaded takes a tenth of a command and finds none.
COLLECT_AFTER = 100_000
FEWEST_WORDS = 3  # of a text: fewer are an id or a name, which nobody misses


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
    """End the process at once: taking modules apart costs up to a fifth of a command.

    The log and every file are closed by now; the streams are flushed here.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue  # the terminal is gone; the exit code stays what it is
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code.

    Raises:
        Exception: an error that nobody expected, if `--debug` asks to see it.
        KeyboardInterrupt: Ctrl-C while Python loads a module.
    """
    unrecorded.begin(_typed_words(arguments))
    code = 1
    try:
        code = _run_or_crash(arguments)
    finally:
        if code:
            from coachlog.cli.messages import give_back

            give_back()
    return code


def _run_or_crash(arguments: list[str]) -> int:
    try:
        return _run_and_report(arguments)
    except Exception as error:
        if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            # Python wraps one that comes while it makes a class or loads a module.
            raise KeyboardInterrupt from None
        if _wants_debug(arguments):
            raise
        from coachlog.cli.messages import say

        name = type(error).__name__
        say(f"coachlog: something unexpected went wrong ({name}). {_write_crash_log(error)}")
        return 1


def _run_and_report(arguments: list[str]) -> int:
    """Run a command, and tell the user about every error that can be expected."""
    from coachlog.cli.messages import say
    from coachlog.errors import CoachlogError

    try:
        code = _run_command(arguments)
        sys.stdout.flush()
    except CoachlogError as error:
        say(f"coachlog: {error}")
        return error.exit_code
    except (KeyboardInterrupt, EOFError):
        say("coachlog: stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        # `coachlog list | head` is no error.
        _close_stdout()
        return 0
    except OSError as error:
        if _wants_debug(arguments):
            raise
        return _report_system_error(error)
    return code


def _report_system_error(error: OSError) -> int:
    """Tell what could not be read or written, and return the exit code."""
    from coachlog.cli.messages import say
    from coachlog.errors import StorageError, UsageError

    # Whoever reads stdin or writes a file of its own says so; what is left is stdout.
    code, what = StorageError.exit_code, "the output could not be written"
    if error.filename:
        # A file that somebody named.
        code, what = UsageError.exit_code, f"{error.filename} could not be read or written"
    _close_stdout()
    message = f"coachlog: {what}: {error.strerror or error}."
    if unrecorded.was_recorded():
        message += " Your change was recorded; to see it:  coachlog history"
    say(message)
    return code


def _run_command(arguments: list[str]) -> int:
    # First, and without a look at the arguments: a shell that asks must never record anything.
    if "_COACHLOG_COMPLETE" in os.environ:
        from coachlog.cli.completion.candidates import complete

        return complete()
    if arguments == ["--version"]:
        # Programs ask this at their own start. `app` has the option, too, beside others.
        sys.stdout.write(f"{VERSION_LINE}\n")
        return 0
    from coachlog.cli.arguments import run_quickly
    from coachlog.cli.command_table import COMMANDS, command_index

    arguments = [_decoded(argument) for argument in arguments]
    index = command_index(arguments)
    if index < len(arguments) and arguments[index] not in COMMANDS:
        from coachlog.cli.synonyms import replace_synonym

        arguments = replace_synonym(arguments, index)
    code = run_quickly(arguments)
    if code is None:
        from coachlog.cli.app import run_app

        code = run_app(arguments)
    return code


def _typed_words(arguments: list[str]) -> str | None:
    """Return what may be a text among arguments that were not taken apart yet."""
    from coachlog.cli.command_table import COMMANDS, SYNONYMS, command_index

    index = command_index(arguments)
    if index >= len(arguments):
        return None
    name = SYNONYMS.get(arguments[index], arguments[index])
    if name not in COMMANDS:
        return None
    words = COMMANDS[name].words_of_text(arguments[index + 1 :])
    text = " ".join(words)
    plain = [word for word in text.split() if word[0] not in "-@+"]
    return text if len(plain) >= FEWEST_WORDS else None


def _prepare_streams() -> None:
    """Make the three streams usable whatever they are.

    A closed one becomes an empty one; characters that the screen cannot show are replaced; a file
    on Windows is UTF-8, byte for byte.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115 - open to the end
            setattr(sys, name, stream)
    for stream in (sys.stdout, sys.stderr):
        if sys.platform == "win32" and not stream.isatty():
            options = {"encoding": "utf-8", "newline": ""}
            stream.reconfigure(errors="replace", **options)  # type: ignore[union-attr]
        else:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _close_stdout() -> None:
    """Drop what could not be written: Python would try again at its end, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wants_debug(arguments: list[str]) -> bool:
    if "--" in arguments:
        arguments = arguments[: arguments.index("--")]
    return "--debug" in arguments


def _decoded(argument: str) -> str:
    """Return an argument whose bytes are UTF-8, also where the locale is another.

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
            f"this is not UTF-8 text: {argument[:60]!a}. Save it as UTF-8 and pipe it in."
        ) from None


def _write_crash_log(error: BaseException) -> str:
    """Write where an error happened into a file, and return the sentence that names the file.

    Neither the message nor any value is written: they may hold an entry's text.
    """
    import traceback

    from coachlog import __version__
    from coachlog.errors import CoachlogError
    from coachlog.paths import data_folder

    python = sys.version.split()[0]
    lines = [f"coachlog {__version__}, Python {python}, {sys.platform}", type(error).__name__]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"{frame.filename}:{frame.lineno} {frame.name}")
    try:
        folder = data_folder()
        path = os.path.join(folder, "crash.log")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.path.lexists(path):
            os.remove(path)  # never written through a link that somebody else has put there
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except (OSError, CoachlogError):
        return "Run it again with --debug to see where."
    return f"Where it happened (without any entry's text) is in {path}; --debug shows the rest."
