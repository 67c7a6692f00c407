"""No test reaches the network or the real home, and neither does a process that it starts."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# 192.0.2.1 is kept for examples (RFC 5737), so even a broken guard would reach nobody.
ATTEMPTS = [
    "with socket.socket() as stream: stream.connect(('192.0.2.1', 443))",
    "with socket.socket() as stream: stream.connect_ex(('192.0.2.1', 443))",
    "with socket.socket(socket.AF_INET6) as stream: stream.connect(('2001:db8::1', 443))",
    "with socket.socket(type=socket.SOCK_DGRAM) as stream: stream.sendto(b'x', ('192.0.2.1', 53))",
    "socket.create_connection(('example.org', 443))",
    "urllib.request.urlopen('https://example.org')",
    "socket.gethostbyname('example.org')",
]
# 127.0.0.2 is this computer, too, but the server of no test.
ATTEMPTS.append("with socket.socket() as stream: stream.connect(('127.0.0.2', 443))")
REFUSAL = "a test tried to reach the network"

KINDS = ["data", "config", "cache", "state", "log"]
FOLDERS = f"""
import os, tempfile, platformdirs
from coachlog.paths import data_folder
for kind in {KINDS}:
    print(getattr(platformdirs, f"user_{{kind}}_dir")("coachlog"))
print(os.path.expanduser("~"), tempfile.gettempdir(), data_folder(), sep="\\n")
"""


@pytest.fixture(scope="module", autouse=True)
def real_user() -> Iterator[None]:
    """Give the tests of this module a user who has set every folder, before `home` hides it."""
    with pytest.MonkeyPatch.context() as user:
        for kind in KINDS:
            user.setenv(f"XDG_{kind.upper()}_HOME", "/nowhere/of/the/real/user")
        user.setenv("COACHLOG_DB", "/nowhere/of/the/real/user/log.db")
        yield


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_test_that_reaches_for_the_network_fails(attempt):
    with pytest.raises(AssertionError, match=REFUSAL):
        exec(f"import socket, urllib.request\n{attempt}")


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_process_of_a_test_that_reaches_for_the_network_fails(attempt):
    code = f"import socket, urllib.request\n{attempt}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith(f"AssertionError: {REFUSAL}\n")


def test_every_folder_of_a_process_is_below_that_of_its_test(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FOLDERS], capture_output=True, text=True, check=True
    )
    folders = done.stdout.splitlines()
    assert len(folders) == len(KINDS) + 3
    assert [folder for folder in folders if not Path(folder).is_relative_to(tmp_path)] == []


def test_a_process_without_any_setting_writes_below_the_folder_of_its_test(tmp_path, process):
    assert process("log", "@permits", "Some words").code == 0
    logs = [path.relative_to(tmp_path) for path in tmp_path.rglob("*.db")]
    assert logs == [Path("home/.local/share/coachlog/coachlog.db")]
