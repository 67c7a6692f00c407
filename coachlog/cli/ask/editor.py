"""The writer's own editor, and the file that is open in it."""

import os
import subprocess
import sys

from coachlog.errors import UsageError


def new_file(name: str, text: str) -> str:
    """The path of a new file in a folder of its own, because editors put copies beside it; both are for their owner alone."""
    import tempfile

    path = os.path.join(tempfile.mkdtemp(prefix="coachlog-"), name)
    with open(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600),
        "w",
        encoding="utf-8",
        newline="",
    ) as file:
        file.write(text)
    return path


def edit_file(path: str) -> None:
    """Open a file in `$VISUAL`, `$EDITOR` or what is usual, and wait until it is closed.

    Raises:
        UsageError: there is no editor, or it ended with an error.
    """
    import shlex
    import shutil

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    usual = ("notepad",) if sys.platform == "win32" else ("editor", "nano", "vi")
    named = named or next((name for name in usual if shutil.which(name)), None)
    if not named:
        raise UsageError(
            "there is no editor: name one in EDITOR, as in  EDITOR=nano coachlog log --editor"
        )
    try:
        code = subprocess.call([*shlex.split(named, posix=os.sep == "/"), path])  # noqa: S603 - the user's own choice of program
    except (OSError, ValueError) as error:
        raise UsageError(
            f"the editor {named!r} cannot be started: {getattr(error, 'strerror', None) or error}."
        ) from None
    if code:
        raise UsageError(
            f"the editor {named!r} ended with an error ({code}): nothing was recorded."
        )


def read_file(path: str) -> str:
    """What somebody wrote into a file.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"the form is not UTF-8 text (byte {error.start + 1}): nothing was recorded."
        ) from None
    except OSError as error:
        raise UsageError(f"the form cannot be read: {error.strerror}.") from None


def remove_file(path: str) -> None:
    """Remove a file that `new_file` made, with its folder."""
    import shutil

    shutil.rmtree(os.path.dirname(path), ignore_errors=True)
