"""The file that says where an unexpected error happened; loaded for such an error alone."""

import os
import sys
import traceback

from coachlog import __version__
from coachlog.errors import CoachlogError
from coachlog.paths import data_folder


def write_crash_log(error: BaseException) -> str:
    """Write where an error happened into a file, and return the sentence that names the file.

    Neither the message nor any value is written: they may hold an entry's text.
    """
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
