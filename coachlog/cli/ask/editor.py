"""The user's own editor, and the file that is open in it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from coachlog import unrecorded
from coachlog.cli.ask.left_texts import (
    marked_as_open,
    note_unchanged,
    remove_unchanged_forms,
    say_left_texts,
)
from coachlog.cli.messages import say
from coachlog.errors import CoachlogError, InterruptedByUserError, UsageError

# These return at once and leave a window open, unless they are told to wait.
WINDOWS = ("atom", "code", "codium", "cursor", "gedit", "kate", "mate", "open", "subl", "zed")
# These have no window of their own, so they wait; Debian's `editor` is one of them.
IN_TERMINAL = ("editor", "ed", "hx", "joe", "micro", "nano", "nvim", "pico", "vi", "vim")
WAIT_OPTIONS = {"--wait", "-w", "-W", "--block", "-b", "-s"}
LEAST_SECONDS = 1.0  # nobody reads a form and closes it sooner


class EditorDoesNotWaitError(InterruptedByUserError):
    """The text was not changed, and the editor may have it still open."""


@contextmanager
def file_to_edit(name: str, text: str) -> Iterator[str]:
    """Yield the path of a new file, and remove it when the `with` block has done its work.

    If the block fails, a file that the user has changed stays, and the error says where.

    Args:
        name: what the file is called; editors choose their mode by its ending.
        text: what it holds at first.
    """
    say_left_texts()
    remove_unchanged_forms()
    path = _new_file(name, text)
    try:
        with marked_as_open(path):
            yield path
    except BaseException as error:
        may_be_open = isinstance(error, EditorDoesNotWaitError)
        if not may_be_open and not _is_changed(path, text):
            _remove_file(path)
            raise
        unrecorded.forget()  # the file has it
        if may_be_open:
            note_unchanged(path, text)
        if isinstance(error, CoachlogError):
            error.args = (f"{error} Your text is in {path}",)
        else:
            say(f"Your text is in {path}")
        raise
    _remove_file(path)


def edit_file(path: str, before: str) -> str:
    """Open a file in the editor, wait until it is closed, and return its text.

    Args:
        path: the file.
        before: its text when there was nothing in it to save.

    Raises:
        UsageError: there is no editor, it ended with an error, or its file cannot be read.
        InterruptedByUserError: the text is as it was before.
    """
    editor = _editor()
    start = monotonic()
    _run_editor(editor, path)
    seconds = monotonic() - start
    text = _read_file(path)
    if text != before:
        return text
    message = "the text was not changed, so nothing was saved."
    if _may_not_wait(editor, seconds):
        raise EditorDoesNotWaitError(
            f"{message} Does the editor wait until you close the file? Many do so if they are told:"
            "  EDITOR='code --wait'."
        )
    raise InterruptedByUserError(message)


def _new_file(name: str, text: str) -> str:
    """Write a new file that only its owner can read, and return its path.

    It has a folder of its own, because editors put copies beside a file.
    """
    import tempfile

    # `mkdtemp` makes the folder 0700, whatever the umask.
    path = os.path.join(tempfile.mkdtemp(prefix="coachlog-"), name)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(number, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


def _run_editor(editor: str, path: str) -> None:
    try:
        code = subprocess.call(_command(editor, path))  # noqa: S603 - the user's own program
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"the editor {editor!r} could not be started: {reason}.") from None
    if code:
        raise UsageError(
            f"the editor {editor!r} ended with an error ({code}), so nothing was saved."
        )


def _command(editor: str, path: str) -> list[str] | str:
    """Return what starts an editor with a file."""
    import shlex

    if os.path.isfile(editor):
        return [editor, path]  # its name may have blanks
    if sys.platform == "win32":
        # Windows splits a line by rules of its own, which know its backslashes.
        return f"{editor} {subprocess.list2cmdline([path])}"
    return [*shlex.split(editor), path]


def _may_not_wait(editor: str, seconds: float) -> bool:
    """Return whether an editor that has returned may have its file still open."""
    words = editor.split()
    name = os.path.basename(words[0]).lower().removesuffix(".exe").removesuffix(".cmd")
    if not WAIT_OPTIONS.isdisjoint(words) or name in IN_TERMINAL:
        return False
    return name in WINDOWS or seconds < LEAST_SECONDS


def _editor() -> str:
    """Return `$VISUAL`, `$EDITOR` or the usual editor of the system."""
    import shutil

    # $VISUAL first, as is usual: $EDITOR may be a line editor.
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        return chosen
    usual = ("editor", "nano", "vi")
    if sys.platform == "win32":
        usual = ("notepad",)
    for name in usual:
        if shutil.which(name):
            return name
    raise UsageError(
        "no editor was found. Name yours in EDITOR:  EDITOR=nano coachlog log --editor"
    )


def _read_file(path: str) -> str:
    try:
        # Notepad adds a byte order mark and ends lines with CRLF.
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"the text is not UTF-8 (byte {error.start + 1}), so nothing was saved."
        ) from None
    except OSError as error:
        raise UsageError(f"the text cannot be read: {error.strerror}.") from None


def _is_changed(path: str, text: str) -> bool:
    if not os.path.exists(path):  # some editors remove an empty file
        return False
    # An editor that was killed leaves a copy of what was not saved.
    if len(os.listdir(os.path.dirname(path))) > 1:
        return True
    try:
        return _read_file(path) != text
    except CoachlogError:
        # What cannot be read is not what was written into the file at first.
        return True


def _remove_file(path: str) -> None:
    """Remove a file that `_new_file` wrote, with its folder."""
    import shutil

    shutil.rmtree(os.path.dirname(path), ignore_errors=True)
