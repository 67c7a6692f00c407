"""Where the log is unless the user names another file, and whose login this is."""

import os
import sys

from coachlog.errors import SettingsError


def data_folder() -> str:
    """Return the folder for coachlog's own data.

    It is what `platformdirs.user_data_dir("coachlog", False)` returns. For an ordinary home on
    Linux and macOS the rule is written out, because importing platformdirs takes longer than
    recording an entry; a test compares the two.

    Raises:
        SettingsError: the home folder cannot be found.
    """
    home = os.environ.get("HOME", "")
    is_android = "ANDROID_ROOT" in os.environ
    if sys.platform not in ("linux", "darwin") or not home.startswith("/") or is_android:
        return _platformdirs_folder()
    # XDG Base Directory Specification 0.8: "All paths must be absolute", a relative one is ignored.
    folder = os.environ.get("XDG_DATA_HOME", "")
    if folder.startswith("/"):
        return os.path.join(folder, "coachlog")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support/coachlog")
    return os.path.expanduser("~/.local/share/coachlog")


def default_log() -> str:
    """Return the path of the log that is used where no file is named."""
    return os.path.join(data_folder(), "coachlog.db")


def cache_folder() -> str:
    """Return the folder for files that can be made again.

    Raises:
        SettingsError: the home folder cannot be found.
    """
    # Only pages for the browser go there, so there is time for the library.
    import platformdirs

    try:
        return platformdirs.user_cache_dir("coachlog", False)
    except RuntimeError as error:
        raise SettingsError(f"{error}. Name a file with --output.") from None


def notes_folder() -> str:
    """Return the folder of the notes on files that are being made; see `storage/file/leftovers`."""
    return os.path.join(data_folder(), "unfinished")


def login_name() -> str:
    """Return who is logged in, as `getpass.getuser()` does; `somebody` if nobody knows."""
    # Written out: `getpass` imports termios and warnings, which `log` must not pay for.
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        name = os.environ.get(variable, "").strip()
        if name:
            return name
    try:
        import pwd  # Windows has none

        return pwd.getpwuid(os.getuid())[0]
    except (ImportError, KeyError):
        return "somebody"


def _platformdirs_folder() -> str:
    import platformdirs

    try:
        return platformdirs.user_data_dir("coachlog", False)
    except RuntimeError as error:
        raise SettingsError(f"{error}. Choose a log file with --db.") from None
