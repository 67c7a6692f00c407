"""Tests of where the log is: in the folder that platformdirs names."""

import os
import subprocess
import sys
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coachlog.paths import data_folder, default_log

SPECIAL = ["", " ", "/", "//", "relative", "~", "~root", "/home/x/", "/home//x/../y", ".", "$HOME"]
NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)
FOLDERS = st.none() | st.sampled_from(SPECIAL) | NAMES.map("/".__add__)


def environment(**variables: str | None):
    """Set some environment variables, and remove those that are None."""
    changed = {**os.environ, **variables}
    present = {name: value for name, value in changed.items() if value is not None}
    return patch.dict(os.environ, present, clear=True)


def folders(system: str):
    """Return the class of platformdirs for a system."""
    from platformdirs import macos, unix

    if system == "darwin":
        return macos.MacOS
    return unix.Unix


@given(FOLDERS, FOLDERS)
@example("/home/x", None)
@example(None, "relative")
@example("relative", "/data")
def test_the_data_folder_is_that_of_platformdirs(home, data):
    with environment(HOME=home, XDG_DATA_HOME=data):
        assert data_folder() == folders(sys.platform)("coachlog", False).user_data_dir


@pytest.mark.parametrize("system", ["darwin", "linux", "freebsd14"])
@given(FOLDERS, FOLDERS)
def test_other_systems_have_their_own_folder(system, home, data):
    with (
        environment(HOME=home, XDG_DATA_HOME=data),
        patch.object(sys, "platform", system),
        patch("platformdirs.PlatformDirs", folders(system)),
    ):
        assert data_folder() == folders(system)("coachlog", False).user_data_dir


def test_windows_and_android_have_the_folder_of_platformdirs(tmp_path):
    script = (
        "import sys; from coachlog.paths import data_folder\n"
        "import platformdirs\n"
        "platformdirs.user_data_dir = lambda *arguments: f'asked for {arguments}'\n"
        "sys.platform = sys.argv[1]; print(data_folder())"
    )
    for system, variables in (("win32", {}), ("linux", {"ANDROID_ROOT": "/system"})):
        done = subprocess.run(
            [sys.executable, "-c", script, system],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "asked for ('coachlog', False)\n"


def test_the_log_is_in_the_data_folder(home):
    assert default_log() == str(home / ".local/share/coachlog/coachlog.db")


@pytest.mark.skipif(
    sys.platform == "win32" or os.getuid() != 0,
    reason="only root can become a user without an account",
)
def test_without_a_home_folder_the_error_explains_what_to_do():
    script = (
        "import os, platformdirs\n"
        "from coachlog.errors import SettingsError; from coachlog.paths import data_folder\n"
        "os.setuid(54321); os.environ.pop('HOME')\n"
        "try: data_folder()\nexcept SettingsError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "could not determine the home directory" in done.stdout
    assert done.stdout.endswith(". Choose a log file with --db.\n")
