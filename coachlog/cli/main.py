"""The entry point: how a command is chosen, and how every error becomes an exit code.

Nothing heavy is imported before `run` listens for Ctrl-C, so that an impatient person never sees a
traceback.
"""

# Built into Python, and loaded by it; `signal` makes enums of the same, which takes 5 ms.
import _signal  # type: ignore[import-not-found]
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
MOMENT = 0.01  # seconds
WAS_RECORDED = "Your change was recorded; to see it:  coachlog history"


class _Received:
    """The signal that ends the command; 0 for none."""

    signal = 0


def main() -> None:
    """Run the command in `sys.argv` and leave with its exit code."""
    gc.set_threshold(COLLECT_AFTER)
    end_by_signals()
    try:
        _prepare_streams()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    _leave(code)


def cl() -> None:
    """Run the command by its short name, which alone opens the recording session.

    `coachlog` alone stays an overview of the commands, for those who look around.
    """
    from coachlog.cli.command_table import command_index

    arguments = sys.argv[1:]
    asks_for_nothing_else = not {"--help", "--version"}.intersection(arguments)
    if command_index(arguments) >= len(arguments) and asks_for_nothing_else:
        sys.argv.append("log")
    main()


def end_by_signals() -> None:
    """Let a shutdown (SIGTERM) and a closed terminal (SIGHUP) end a command as Ctrl-C does.

    By default they end the process without a word, and what was typed would be lost.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(_signal, name, None)  # Windows has no SIGHUP
        # One that is ignored stays so: `nohup` is in force.
        if number is not None and _signal.getsignal(number) == _signal.SIG_DFL:
            _signal.signal(number, _end)
    sys.unraisablehook = _raise_again


def _end(number: int, _frame: object) -> None:
    _Received.signal = number
    # A closed terminal sends more than one, and the next would cut off what is still to be said.
    _signal.signal(number, _signal.SIG_IGN)
    raise KeyboardInterrupt


def _raise_again(unraisable: "sys.UnraisableHookArgs") -> None:
    """Raise an interrupt once more that came while an object was being taken apart.

    Python only prints an error there, and goes on. Here it would be swallowed again, so the clock
    of the system raises it a moment later.
    """
    is_interrupt = unraisable.exc_type is KeyboardInterrupt
    if _Received.signal and not is_interrupt:
        return  # of an object that the signal has left half made, such as the loop of a prompt
    if not is_interrupt or not hasattr(_signal, "setitimer"):
        sys.__unraisablehook__(unraisable)
        return
    _signal.signal(_signal.SIGALRM, _signal.default_int_handler)
    _signal.setitimer(_signal.ITIMER_REAL, MOMENT)


def _end_alarm() -> None:
    """Raise no interrupt a second time: it would cut off what is said of the first."""
    if hasattr(_signal, "setitimer"):
        _signal.setitimer(_signal.ITIMER_REAL, 0)


def _leave(code: int) -> "NoReturn":
    """End the process at once: taking modules apart costs up to a fifth of a command.

    The log and every file are closed by now; the streams are flushed here.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue  # the terminal is gone; the exit code stays what it is
    if code and _Received.signal:
        # End by the signal itself, as its sender expects.
        _signal.signal(_Received.signal, _signal.SIG_DFL)
        os.kill(os.getpid(), _Received.signal)
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
        from coachlog.cli.crash_log import write_crash_log
        from coachlog.cli.messages import say

        name = type(error).__name__
        say(f"coachlog: something unexpected went wrong ({name}). {write_crash_log(error)}")
        return 1


def _run_and_report(arguments: list[str]) -> int:
    """Run a command, and tell the user about every error that can be expected."""
    from coachlog.cli.messages import say
    from coachlog.errors import CoachlogError

    try:
        code = _run_command(arguments)
        sys.stdout.flush()
    except CoachlogError as error:
        _end_alarm()
        say(f"coachlog: {_safe_message(error)}")
        return error.exit_code
    except (KeyboardInterrupt, EOFError):
        _end_alarm()
        message = "coachlog: stopped."
        if unrecorded.was_recorded():
            message += f" {WAS_RECORDED}"
        say(message)
        return INTERRUPTED
    except BrokenPipeError:
        # `coachlog list | head` is not an error.
        _close_stdout()
        return 0
    except OSError as error:
        if _wants_debug(arguments):
            raise
        return _report_system_error(error)
    return code


def _safe_message(error: Exception) -> str:
    """Return what an error says, without a password that somebody typed in an address."""
    from coachlog.domain.hub_address import without_passwords

    return without_passwords(str(error))


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
        message += f" {WAS_RECORDED}"
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
    from coachlog.cli.arguments import root_options_first, run_quickly
    from coachlog.cli.command_table import command_index, command_named

    arguments = root_options_first([_decoded(argument) for argument in arguments])
    index = command_index(arguments)
    if index < len(arguments) and command_named(arguments[index]) is None:
        from coachlog.cli.synonyms import replace_synonym

        arguments = replace_synonym(arguments, index)
    code = run_quickly(arguments)
    if code is None:
        from coachlog.cli.app import run_app

        code = run_app(arguments)
    return code


def _typed_words(arguments: list[str]) -> str | None:
    """Return what may be a text among arguments that were not taken apart yet."""
    from coachlog.cli.command_table import SYNONYMS, command_index, command_named

    index = command_index(arguments)
    if index >= len(arguments):
        return None
    command = command_named(SYNONYMS.get(arguments[index], arguments[index]))
    if command is None:
        return None
    words = command.words_of_text(arguments[index + 1 :])
    text = " ".join(words)
    plain = [word for word in text.split() if word[0] not in "-@+"]
    # An id alone is not a text. The value of an option may be one: nobody has read the options yet.
    return text if len(plain) > command.words_before_text else None


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
