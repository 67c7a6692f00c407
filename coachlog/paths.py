"""Where coachlog's file lives."""

import os
import sys

from coachlog.errors import SettingsError


def data_folder() -> str:
    """The folder for coachlog's own data: what `platformdirs.user_data_dir("coachlog", False)` says.

    On Linux and macOS the rule is written out here for an ordinary home, because importing platformdirs costs more
    than recording an entry; a test holds the two against each other.

    Raises:
        SettingsError: there is no home folder.
    """
    home = os.environ.get("HOME", "")
    if (
        sys.platform not in ("linux", "darwin")
        or not home.startswith("/")
        or "ANDROID_ROOT" in os.environ
    ):
        return _asked()
    # XDG Base Directory Specification 0.8: "All paths must be absolute", a relative one is ignored.
    base = os.environ.get("XDG_DATA_HOME", "")
    if not base.startswith("/"):
        base = os.path.expanduser(
            "~/Library/Application Support" if sys.platform == "darwin" else "~/.local/share"
        )
    return os.path.join(base, "coachlog")


def default_log() -> str:
    """The log file when nobody names one."""
    return os.path.join(data_folder(), "coachlog.db")


def _asked() -> str:
    import platformdirs

    try:
        return platformdirs.user_data_dir("coachlog", False)
    except RuntimeError as error:
        raise SettingsError(f"{error}; or name the log file with --db.") from None
