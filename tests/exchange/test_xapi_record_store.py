"""A record store that others have written takes what is sent: Ralph, with its store in a file.

It brings a web server and more, so it has an environment of its own: RALPH_PYTHON names the Python
of one in which `pip install 'ralph-malph[lrs,cli]' requests` was run.
"""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest

PYTHON = os.environ.get("RALPH_PYTHON", "")
USER, KEY = "robin", "sesame"
PATIENCE = 60  # seconds
LOG = ".local/share/coachlog/coachlog.db"
SECOND_LOG = "another.db"

pytestmark = pytest.mark.skipif(
    not PYTHON, reason="RALPH_PYTHON names no Python with ralph-malph[lrs,cli] and requests"
)


@pytest.fixture
def ralph(tmp_path, monkeypatch):
    """Run the store; return its address, the file with its statements, and its log."""
    monkeypatch.delenv("PYTHONPATH")
    settings = {
        "RALPH_AUTH_FILE": str(tmp_path / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(tmp_path),
    }
    environment = {**os.environ, **settings}
    scopes = ["-s", "statements/write", "-s", "statements/read"]
    someone = ["-u", USER, "-p", KEY, "-M", "mailto:lrs@example.org"]
    subprocess.run(
        [PYTHON, "-m", "ralph", "auth", *someone, *scopes, "-w"],
        env=environment,
        capture_output=True,
        check=True,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "ralph.log"
    with log.open("w") as out:
        server = ["uvicorn", "ralph.api:app", "--host", "127.0.0.1", "--port", str(port)]
        running = subprocess.Popen([PYTHON, "-m", *server], env=environment, stdout=out, stderr=out)
    try:
        end = time.monotonic() + PATIENCE
        while "startup complete" not in log.read_text():
            assert running.poll() is None, log.read_text()
            assert time.monotonic() < end, "the store takes too long to start"
            time.sleep(0.1)
        monkeypatch.setenv("COACHLOG_XAPI_USER", USER)
        monkeypatch.setenv("COACHLOG_XAPI_KEY", KEY)
        yield f"http://127.0.0.1:{port}/xAPI", tmp_path / "fs_lrs.jsonl", log
    finally:
        running.terminate()
        running.wait()


def answers(log):
    """Return the statuses that the store has answered with."""
    lines = [line for line in log.read_text().splitlines() if '"POST /xAPI/statements' in line]
    return [int(line.split('"')[2].split()[0]) for line in lines]


def test_it_takes_a_first_batch_knows_a_second_and_refuses_a_change(
    taught_team, coachlog, ralph, home
):
    address, stored, log = ralph
    expected = coachlog("xapi", "export").out.splitlines()
    shutil.copy(home / LOG, SECOND_LOG)
    assert coachlog("xapi", "send", address).err.endswith("\nSent 11 statements.\n")
    assert answers(log) == [200]
    statements = [json.loads(line) for line in stored.read_text().splitlines()]
    for statement, line in zip(statements, expected, strict=True):
        assert statement.items() >= json.loads(line).items()

    # A backup from before that does not know what was sent.
    again = coachlog("--db", SECOND_LOG, "xapi", "send", address)
    assert again.err.endswith("\nSent 11 statements.\n")
    assert answers(log)[1:] == [204]

    # Another log of the team has other accounts for the trainers of seven of them.
    with closing(sqlite3.connect(SECOND_LOG)) as db, db:
        db.execute("DELETE FROM meta WHERE name GLOB 'xapi*'")
    other = coachlog("--db", SECOND_LOG, "xapi", "send", address)
    assert other.code == 7
    assert "\nSent 4 statements.\n7 statements are there already with another" in other.err
    assert set(answers(log)[2:]) == {204, 409}
    assert len(stored.read_text().splitlines()) == 11


def test_what_was_deleted_is_voided_there(taught_team, by, ralph, home):
    address, stored, log = ralph
    assert by("robin", "xapi", "send", address).code == 0
    assert by("adazqz", "delete", taught_team["learner"]).code == 0
    stored.rename("first.jsonl")  # this store makes a file once, and adds nothing to it
    shutil.copy(home / LOG, SECOND_LOG)
    done = by("robin", "xapi", "send", address)
    assert done.err.startswith("Sent 1 statement, 1 of them to withdraw others.\n")
    again = by("robin", "--db", SECOND_LOG, "xapi", "send", address)
    assert again.err == done.err
    assert answers(log) == [200, 200, 204]
    (voiding,) = map(json.loads, stored.read_text().splitlines())
    assert voiding["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
