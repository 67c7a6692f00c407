"""What is kept of an unexpected error: where it happened, and nothing of what anybody wrote."""

import os
import sys
import traceback

from coachlog import __version__
from coachlog.errors import CoachlogError
from coachlog.paths import data_folder


def note_crash(error: BaseException) -> str:
    """Write the error's places, without its message (which may hold an entry's text), to a file; a sentence that names it."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"coachlog {__version__}, Python {sys.version.split()[0]}, {sys.platform}",
        type(error).__name__,
    ]
    lines += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    try:
        path = os.path.join(data_folder(), "crash.log")
        os.makedirs(data_folder(), mode=0o700, exist_ok=True)
        if os.path.lexists(path):
            os.remove(path)  # one that is a link of somebody else's is not followed
        with open(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write("\n".join(lines) + "\n")
    except (OSError, CoachlogError):
        return "Run it again with --debug to see where."
    return f"Where it happened (no entry's text) is in {path}; --debug shows all of it."
