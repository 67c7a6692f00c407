"""Unexpected errors: what the user sees, and what the crash log has of them."""

import os
import sqlite3
import stat

import pytest

from coachlog import __version__
from coachlog.cli.main import _write_crash_log
from coachlog.paths import data_folder, default_log

SECRET = "Maria forgot the seal"
WORDS = ("log", "@permits", "+fees", SECRET)


def damage(statement):
    """Put something into the log that coachlog never writes."""
    db = sqlite3.connect(default_log())
    db.execute(statement)
    db.commit()
    db.close()


@pytest.fixture
def crash_log(home):
    """The path of the crash log."""
    return home / ".local/share/coachlog/crash.log"


# Topics that are bytes.
BYTES = "UPDATE entry SET topics = CAST(happened AS BLOB)"
# The time of a revision that is an entry's text: Python quotes it in its error.
TEXT_AS_TIME = f"UPDATE revision SET hlc = '{SECRET}'"


@pytest.mark.parametrize(
    ("statement", "arguments", "kind"),
    [
        (BYTES, ("list",), "TypeError"),
        (BYTES, ("list", "--format", "json"), "TypeError"),
        (TEXT_AS_TIME, WORDS, "ValueError"),
        (TEXT_AS_TIME, (*WORDS, "--kind", "strength"), "ValueError"),
    ],
)
def test_an_unexpected_error_neither_shows_nor_stores_any_text_of_the_log(
    coachlog, process, crash_log, statement, arguments, kind
):
    assert coachlog(*WORDS).code == 0
    damage(statement)
    for run in (coachlog, process):
        code, out, err = run(*arguments)
        assert (code, out) == (1, "")
        assert err == (
            f"coachlog: something unexpected went wrong ({kind}). "
            f"Where it happened (without any entry's text) is in {crash_log};"
            " --debug shows the rest.\n"
            + (f"Not recorded. Your text:\n{SECRET}\n" if arguments[0] == "log" else "")
        )
        text = crash_log.read_text()
        assert text.startswith(f"coachlog {__version__}, Python ")
        assert f"\n{kind}\n" in text
        assert "coachlog/cli/main.py:" in text
        assert "Maria" not in text
        assert stat.S_IMODE(crash_log.stat().st_mode) == 0o600
        crash_log.unlink()


def test_debug_shows_the_traceback_and_writes_no_file(coachlog, process, crash_log):
    assert coachlog(*WORDS).code == 0
    damage(TEXT_AS_TIME)
    code, _, err = process("--debug", *WORDS)
    assert code == 1
    assert "Traceback (most recent call last):\n" in err
    assert "ValueError: invalid literal for int()" in err
    assert not crash_log.exists()


def test_debug_after_two_dashes_is_text(coachlog, process, crash_log):
    assert coachlog(*WORDS).code == 0
    damage(TEXT_AS_TIME)
    code, _, err = process("log", "@permits", "--", "--debug")
    assert (code, crash_log.exists()) == (1, True)
    assert err.splitlines()[1:] == ["Not recorded. Your text:", "--debug"]


def test_the_crash_log_has_no_notes_messages_or_causes_of_an_error(home, crash_log):
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as cause:
            error = ValueError(SECRET)
            error.add_note(SECRET)
            raise error from cause
    except ValueError as caught:
        sentence = _write_crash_log(caught)
    text = crash_log.read_text()
    assert text.splitlines()[1] == "ValueError"
    assert "Maria" not in sentence + text


def test_the_message_says_what_to_do_if_there_can_be_no_crash_log(home, coachlog, monkeypatch):
    assert coachlog(*WORDS).code == 0
    damage(BYTES)
    monkeypatch.setenv("COACHLOG_DB", default_log())
    (home / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "file"))
    assert coachlog("list").err == (
        "coachlog: something unexpected went wrong (TypeError)."
        " Run it again with --debug to see where.\n"
    )


def test_the_crash_log_is_not_written_through_a_link(home, coachlog, crash_log):
    assert coachlog(*WORDS).code == 0
    damage(BYTES)
    (home / "mine.txt").write_text("mine")
    crash_log.symlink_to(home / "mine.txt")
    assert coachlog("list").code == 1
    assert (home / "mine.txt").read_text() == "mine"


def test_text_in_the_log_that_is_not_utf_8_is_not_quoted(coachlog):
    assert coachlog(*WORDS).code == 0
    damage("UPDATE entry SET happened = CAST(happened || x'ff' AS TEXT)")
    code, out, err = coachlog("list")
    assert (code, out, err.count("\n")) == (5, "", 1)
    assert "contains text that cannot be read: run `coachlog doctor`" in err
    assert "Maria" not in err


def test_an_unknown_command_is_a_usage_error(coachlog):
    code, out, err = coachlog("nonsense")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_the_crash_log_is_in_the_folder_of_the_log(home):
    assert default_log() == os.path.join(data_folder(), "coachlog.db")  # noqa: PTH118
