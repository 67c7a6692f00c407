"""Completion with Tab: what is offered, and how real shells take it."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from coachlog.cli.completion.candidates import candidates, keeping_what_is_typed

ENTRIES = [
    ("permits", "fees", "Showed how to look up a fee waiver"),
    ("Planning Board", "general", "A team with a blank"),
    ("o'hara & $sons", "travel time", "A team with quotes"),
    ("Ämter", "überstunden", "A team with umlauts"),
    ("desks", "general", "Two teams that differ"),
    ("Desks/Intake", "general", "behind the same beginning"),
    ("Équipe", "general", "A team with an accent"),
]


@pytest.fixture
def some_entries(coachlog):
    for team, topic, text in ENTRIES:
        assert coachlog("log", "--team", team, "--topic", topic, "--", text).code == 0
    assert coachlog("log", "@permits", "--private", "A worry").code == 0


def values(*words):
    """Return what is offered in place of the last word, without the notes."""
    return [value for value, _ in candidates(list(words[:-1]), words[-1])]


def test_commands_options_and_choices_are_offered(home):
    assert {"log", "list", "completion"} <= set(values(""))
    assert values("l") == ["log", "list"]
    assert values("list", "--ki") == ["--kind"]
    assert values("list", "--kind", "") == ["strength", "correction", "question", "mistake"]
    assert values("list", "--kind=st") == ["--kind=strength"]
    assert values("export", "--for", "m") == ["meeting"]
    assert values("mistake", "--caught", "b") == ["before-effect"]
    assert values("summary", "--across", "mo") == ["month"]
    assert values("summary", "--by", "t") == ["team", "topic"]
    assert values("summary", "--by=team,t") == ["--by=team,topic"]
    assert values("--no") == ["--no-color", "--no-pager"]
    for option in (("export", "-o"), ("handbook", "-o"), ("--db",)):
        assert values(*option, "") == [":files"]
    assert values("--as", "") == []
    for option in (("--db", "other.db"), ("--db=other.db",), ("--db=",), ("--no-color",)):
        assert values(*option, "lis") == ["list"]
        assert values("--as", "kim", *option, "lis") == ["list"]
    assert "week-start" in values("config", "get", "w")
    assert values("teams", "re") == ["rename"]
    assert values("feedback", "re") == ["report"]
    assert values("feedback", "8f3a", "--pa") == ["--pace"]
    assert values("feedback", "report", "--tr") == ["--trainer"]
    assert list(home.rglob("*")) == []


def test_teams_topics_and_ids_are_those_of_the_log(coachlog, some_entries):
    assert values("list", "@") == ["@desks", "@Desks/Intake", "@permits", "@Ämter", "@Équipe"]
    assert values("log", "+") == ["+fees", "+general", "+überstunden"]
    assert values("log", "some", "@PER") == ["@permits"]
    assert values("list", "--team", "p") == ["permits", "Planning Board"]
    assert values("list", "--team", "") == [
        "desks",
        "Desks/Intake",
        "o'hara & $sons",
        "permits",
        "Planning Board",
        "Ämter",
        "Équipe",
    ]
    for command in ("card", "tabletop", "handbook"):
        assert values(command, "tr") == ["travel time"]
    ids = values("show", "")
    assert (ids[0], len(ids)) == ("last", len(ENTRIES) + 1)
    same_beginning = [short_id for short_id in ids[1:] if short_id.startswith(ids[1][:2])]
    assert values("show", ids[1][:2]) == sorted(same_beginning)
    assert values("delete", ids[1], ids[2]) == [ids[2]]
    assert values("checkin", ids[1]) == values("tabletop", ids[1]) == [ids[1]]
    assert values("drill", "+f") == ["+fees"]
    assert values("checkin", ids[1], "") == ["not-yet", "with-help", "unprompted", "no-chance"]
    assert values("checkin", ids[1], "unprompted", "") == []
    assert values("checkin", "@per") == ["@permits"]
    assert values("feedback", ids[1]) == values("feedback", "give", ids[1]) == [ids[1]]
    assert values("feedback", "report", "@per") == ["@permits"]


def test_candidates_keep_what_is_typed():
    offered = [("@permits", ""), ("@Permits/Intake", "a note")]
    assert keeping_what_is_typed("@Perm", offered) == [
        ("@Permits", ""),
        ("@Permits/Intake", "a note"),
    ]
    # One candidate, and those that agree, are spelled as they are in the log.
    assert keeping_what_is_typed("@PER", offered[:1]) == [("@permits", "")]
    assert keeping_what_is_typed("@", offered) == offered
    assert keeping_what_is_typed("@x", [("@ß", ""), ("@y", "")]) == [("@ß", ""), ("@y", "")]
    assert keeping_what_is_typed("", []) == []


def test_guides_are_offered_by_their_names(coachlog):
    for name in ("Can this fee be waived?", "Which form?"):
        coachlog("guide", "add", "-", stdin=f"guide: {name}\nstart: do It")
    assert values("guide", "show", "can") == ["Can this fee be waived?"]
    assert values("guide", "run", "") == ["Can this fee be waived?", "Which form?"]
    assert values("guide", "add", "") == [":files"]
    assert "export" in values("guide", "e")


def test_private_entries_are_not_offered(coachlog, some_entries):
    offered = str(candidates(["show"], ""))
    assert "fee waiver" in offered
    assert "worry" not in offered


def test_nothing_is_offered_after_two_dashes(coachlog, some_entries):
    assert values("log", "--", "@") == []


@pytest.mark.parametrize("state", ["missing", "empty", "text", "other", "fifo", "folder"])
def test_a_log_that_cannot_be_read_offers_nothing(home, monkeypatch, process, state):
    path = home / "log.db"
    if state == "fifo":
        os.mkfifo(path)
    elif state == "folder":
        path.mkdir()
    elif state != "missing":
        path.write_bytes(
            {"empty": b"", "text": b"text" * 100, "other": b"SQLite format 3\0" + bytes(84)}[state]
        )
    monkeypatch.setenv("COACHLOG_DB", str(path))
    monkeypatch.setenv("_COACHLOG_COMPLETE", "fish")
    monkeypatch.setenv("_COACHLOG_LINE", "coachlog\nlist")
    monkeypatch.setenv("_COACHLOG_WORD", "@")
    before = sorted(home.rglob("*"))
    assert process() == (0, "", "")
    assert sorted(home.rglob("*")) == before


def test_completion_does_not_change_the_log(coachlog, some_entries, home):
    path = next(home.rglob("coachlog.db"))
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(home.rglob("*")))
    values("list", "@")
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(home.rglob("*"))) == before


def test_an_unknown_shell_gets_nothing(process, monkeypatch):
    monkeypatch.setenv("_COACHLOG_COMPLETE", "no-such-shell")
    assert process().code == 0
    assert process("log", "@a", "text").out == process().out
    monkeypatch.delenv("_COACHLOG_COMPLETE")
    assert process("list", "--format", "jsonl").out == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_its_script_and_the_help_says_how_to_install_it(coachlog, shell):
    code, out, err = coachlog("completion", shell)
    assert (code, err) == (0, "")
    assert "_COACHLOG_COMPLETE" in out
    assert (
        sum(
            f"coachlog completion {shell} >" in line
            for line in coachlog("completion", "--help").out.splitlines()
        )
        == 1
    )


@pytest.fixture
def program(tmp_path, monkeypatch):
    """`coachlog` on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("coachlog", "cl"):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m coachlog "$@"\n')
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return folder


TYPED = {
    "list @Desk": ["list", "@Desks"],
    "list @é": ["list", "@Équipe"],
    "list --team é": ["list", "--team", "Équipe"],
    "list @per": ["list", "@permits"],
    "list +fe": ["list", "+fees"],
    "log some words @per": ["log", "some", "words", "@permits"],
    "expo": ["export"],
    "list --kind str": ["list", "--kind", "strength"],
    "list --team=per": ["list", "--team=permits"],
    "list --team pla": ["list", "--team", "Planning Board"],
    "list --team o": ["list", "--team", "o'hara & $sons"],
    "list --team 'Pla": ["list", "--team", "Planning Board"],
    'list --team "Pla': ["list", "--team", "Planning Board"],
    "list @Ä": ["list", "@Ämter"],
    "backup -o some-f": ["backup", "-o", "some-file"],
}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_one_press_of_tab_completes_the_word(
    coachlog, some_entries, program, home, monkeypatch, shell
):
    import pexpect

    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    Path("some-file").write_text("")
    Path("script").write_text(coachlog("completion", shell).out)
    Path("run").write_text('#!/bin/sh\nprintf "<%s>" "$@"; echo "<end>"\n')
    Path("run").chmod(0o755)
    for name, value in {"TERM": "dumb", "LC_ALL": "C.UTF-8", "ZDOTDIR": str(home)}.items():
        monkeypatch.setenv(name, value)
    options = {
        "bash": ["--norc", "--noprofile", "-i"],
        "zsh": ["-f", "-i"],
        "fish": ["--no-config", "-i"],
    }[shell]
    child = pexpect.spawn(shell, options, timeout=20, encoding="utf-8", dimensions=(40, 200))
    child.sendline("source ./script")
    completed = {}
    for typed in TYPED:
        # The line is completed as coachlog's. Ctrl-A and a word before it then make it print its
        # arguments instead.
        child.send(f"coachlog {typed}\t\x01./run \r")
        child.expect("<coachlog>(.*)<end>")
        completed[typed] = child.match[1].strip("<>").split("><")
    child.send("cl list @per\t\x01./run \r")
    child.expect("<cl><list><@permits><end>")
    if shell == "zsh":
        # No file matches, and the shell hands the words over as they are.
        child.sendline("cl log @permits Is that so? '(yes)' *")
        child.sendline("cl list --format jsonl -n 1")
        child.expect('"happened": "Is that so\\? \\(yes\\) \\*"')
    child.close(force=True)
    assert completed == TYPED
