"""Unexpected errors: what the user sees, and what the crash log has of them."""

import errno
import io
import os
import sqlite3
import stat

import pytest

from coachlog import __version__
from coachlog.cli import main
from coachlog.cli.crash_log import write_crash_log
from coachlog.paths import data_folder, default_log
from coachlog.storage.file.connection import Log

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


# A mistake in coachlog, whose message quotes an entry's text.
MISTAKE = f"""
from coachlog.storage.file.connection import Log


def fail(*_):
    raise ValueError("{SECRET}")


Log.all = fail
"""


@pytest.fixture
def mistake(coachlog, tmp_path, monkeypatch):
    """Put a mistake into coachlog, here and in every process that is started."""
    assert coachlog(*WORDS).code == 0
    (tmp_path / "sitecustomize.py").write_text(MISTAKE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(Log, "all", Log.all)  # brought back after the test
    exec(MISTAKE, {})


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("list", "--format", "json"), WORDS, (*WORDS, "--kind", "strength")],
)
def test_an_unexpected_error_neither_shows_nor_stores_any_text_of_the_log(
    coachlog, process, crash_log, mistake, arguments
):
    for run in (coachlog, process):
        code, out, err = run(*arguments)
        assert (code, out) == (1, "")
        assert err == (
            f"coachlog: something unexpected went wrong (ValueError). "
            f"Where it happened (without any entry's text) is in {crash_log};"
            " --debug shows the rest.\n"
            + (f"Not recorded. Your text:\n{SECRET}\n" if arguments[0] == "log" else "")
        )
        text = crash_log.read_text()
        assert text.startswith(f"coachlog {__version__}, Python ")
        assert "\nValueError\n" in text
        assert "coachlog/cli/main.py:" in text
        assert "Maria" not in text
        assert stat.S_IMODE(crash_log.stat().st_mode) == 0o600
        crash_log.unlink()


def test_debug_shows_the_traceback_and_writes_no_file(process, crash_log, mistake):
    code, _, err = process("--debug", *WORDS)
    assert code == 1
    assert "Traceback (most recent call last):\n" in err
    assert f"ValueError: {SECRET}" in err
    assert not crash_log.exists()


def test_debug_after_two_dashes_is_text(process, crash_log, mistake):
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
        sentence = write_crash_log(caught)
    text = crash_log.read_text()
    assert text.splitlines()[1] == "ValueError"
    assert "Maria" not in sentence + text


def test_the_message_says_what_to_do_if_there_can_be_no_crash_log(
    home, coachlog, mistake, monkeypatch
):
    monkeypatch.setenv("COACHLOG_DB", default_log())
    (home / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "file"))
    assert coachlog("list").err == (
        "coachlog: something unexpected went wrong (ValueError)."
        " Run it again with --debug to see where.\n"
    )


def test_the_crash_log_is_not_written_through_a_link(home, coachlog, crash_log, mistake):
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


@pytest.mark.parametrize(
    ("statement", "what", "arguments"),
    [
        ("UPDATE entry SET topics = x'00'", "entry 1 (topics)", ("list",)),
        ("UPDATE action SET hlc = 'x'", "the time of a change", WORDS),
        ("UPDATE action SET hlc = 'x'", "the time of a change", (*WORDS, "--lesson", "x")),
        ("DELETE FROM meta", "the name that it signs changes with", WORDS),
        ("UPDATE revision SET patch = '{'", "a change of ", ("history", "last")),
    ],
)
def test_a_damaged_value_is_named_and_the_typed_text_comes_back(
    coachlog, crash_log, statement, what, arguments
):
    assert coachlog(*WORDS).code == 0
    damage(statement)
    code, out, err = coachlog(*arguments)
    assert (code, out) == (5, "")
    assert f"{default_log()} is damaged: {what}" in err
    assert "cannot be read. To mend it:  coachlog doctor --fix\n" in err
    assert (SECRET in err.partition("Not recorded. Your text:")[2]) == (SECRET in arguments)
    assert not crash_log.exists()
    assert coachlog("doctor").code == 5
    assert coachlog("doctor", "--fix").code == 0
    assert coachlog(*arguments).code == 0


def test_an_unknown_command_is_a_usage_error(coachlog):
    code, out, err = coachlog("nonsense")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("arguments", "meant", "hint"),
    [
        (["--versio"], "version", "For help:  coachlog --help"),
        (["delete", "x", "--bac"], "back", "For help:  coachlog delete --help"),
        (["edit", "x", "--recover"], "recovery", "-- -5 degrees"),
    ],
)
def test_an_unknown_option_is_named_with_those_that_may_be_meant(coachlog, arguments, meant, hint):
    code, out, err = coachlog(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"coachlog: there is no option {arguments[-1]}. Did you mean '--")
    assert f"'--{meant}'" in err
    assert err.endswith(f"{hint}\n")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("log @permits Text --lesson one --lesson two", "--lesson is given twice: one and two."),
        ("oops @permits Text -r Mended -r Mended", "--recovery is given twice."),
        ("log --team a Text --team b", "--team is given twice: a and b."),
        ("list -n 3 --limit=5", "--limit is given twice: 3 and 5."),
        ("week -f csv -f json", "--format is given twice: csv and json."),
        ("guide list -f csv -f json", "--format is given twice: csv and json."),
        ("guide -f csv -f json", "--format is given twice: csv and json."),
        ("--db a.db --db b.db list", "--db is given twice: a.db and b.db."),
        ("--as kim --as ana guide list", "--as is given twice: kim and ana."),
    ],
)
def test_an_option_with_one_value_is_not_given_two(coachlog, home, line, message):
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == f"coachlog: {message} Give it once."
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("line", ["list -n 3 --limit=3", "guide list -f csv -f csv"])
def test_the_same_value_may_be_given_again(coachlog, line):
    assert coachlog(*line.split()).code == 0


def test_the_crash_log_is_in_the_folder_of_the_log(home):
    assert default_log() == os.path.join(data_folder(), "coachlog.db")  # noqa: PTH118


def test_a_message_quotes_no_book(coachlog, home):
    header = ",".join(f"column {number}" for number in range(10_000))
    (home / "wide.csv").write_text(f"{header}\n{header}\n")
    for words in (("import", "wide.csv", "--set", "team=a"), ("show", "x" * 100_000)):
        code, out, err = coachlog(*words)
        assert (code > 1, out) == (True, "")
        assert len(err) < 2_000 * err.count("\n")


def test_a_file_that_cannot_be_read_is_named_on_one_line(coachlog, monkeypatch):
    def fail(_arguments):
        raise PermissionError(errno.EACCES, "Permission denied", "letter.txt")

    monkeypatch.setattr("coachlog.cli.main._run_command", fail)
    assert coachlog("list") == (
        2,
        "",
        "coachlog: letter.txt could not be read or written: Permission denied.\n",
    )


def test_the_text_is_printed_back_also_where_debug_shows_the_error(
    monkeypatch,
):
    def fail(_arguments):
        raise RuntimeError("a bug")

    monkeypatch.setattr("coachlog.cli.main._run_command", fail)
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    with pytest.raises(RuntimeError):
        main.run(["--debug", *WORDS])
    assert screen.getvalue() == f"Not recorded. Your text:\n@permits +fees {SECRET}\n"
