"""The user's own editor, and the file that is open in it."""

import os
import subprocess
import sys

from coachlog.errors import UsageError


def new_file(name: str, text: str) -> str:
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


def edit_file(path: str) -> None:
    """Open a file in the editor, and wait until it is closed.

    Raises:
        UsageError: there is no editor, or it ended with an error.
    """
    import shlex

    editor = _editor()
    try:
        command = [*shlex.split(editor, posix=os.sep == "/"), path]
        code = subprocess.call(command)  # noqa: S603 - the user's own choice of program
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"the editor {editor!r} could not be started: {reason}.") from None
    if code:
        raise UsageError(
            f"the editor {editor!r} ended with an error ({code}), so nothing was recorded."
        )


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


def read_file(path: str) -> str:
    """Return the text of a file that was open in the editor.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        # Notepad adds a byte order mark and ends lines with CRLF.
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"the form is not UTF-8 text (byte {error.start + 1}), so nothing was recorded."
        ) from None
    except OSError as error:
        raise UsageError(f"the form cannot be read: {error.strerror}.") from None


def remove_file(path: str) -> None:
    """Remove a file that `new_file` wrote, with its folder."""
    import shutil

    shutil.rmtree(os.path.dirname(path), ignore_errors=True)
