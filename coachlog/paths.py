"""Where coachlog's file lives."""

import os
import sys


def data_folder() -> str:
    """The folder for coachlog's own data: what `platformdirs.user_data_dir("coachlog", False)` says.

    On Linux and macOS the rule is written out here, because importing platformdirs costs more than
    recording an entry; a test holds the two against each other.
    """
    if sys.platform == "win32":
        import platformdirs

        return platformdirs.user_data_dir("coachlog", False)
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/coachlog")
    # XDG Base Directory Specification 0.8
    base = os.environ.get("XDG_DATA_HOME", "").strip()
    return os.path.join(base or os.path.expanduser("~/.local/share"), "coachlog")


def default_log() -> str:
    """The log file when nobody names one."""
    return os.path.join(data_folder(), "coachlog.db")
