"""The help: its groups, its examples, and `help` as a command."""

import json
import shlex
import subprocess
from pathlib import Path

import pytest
import typer

from coachlog.cli.app import app
from coachlog.cli.every_command import COMMANDS, GROUPS
from coachlog.cli.examples import every_example, examples_for

EXAMPLES = [example.line for examples in every_example().values() for example in examples]
# Those of `serve` run until Ctrl-C; its own tests have them.
ENDING = [line for line in EXAMPLES if not line.startswith(("coachlog serve", "coachlog hub"))]
OF_A_HUB = [line for line in EXAMPLES if line.startswith("coachlog hub")]
# Changes a form, and otherwise adds a comment: a file left as it was would stop the command.
EDITOR = """#!/bin/sh
if grep -q 'Ask first' "$1"
then sed -i 's/Ask first/Ask twice/' "$1"
else echo '# read' >> "$1"
fi
"""
# These ask a question, so without a terminal their exit code is 6: a decision is needed.
ON_A_TERMINAL = {
    "coachlog checkin",
    "coachlog clear --this-week",
    "coachlog drill",
    "coachlog drill @permits +fees --new 3",
    "coachlog feedback 8f3a",
    "coachlog guide run fee",
    "coachlog purge",
    "coachlog xapi send https://lrs.example.org/xapi",
    "coachlog xapi send https://lrs.example.org/xapi --learners",
}


def every_command_path():
    root = typer.main.get_command(app)
    for name in COMMANDS:
        yield [name]
        for subcommand, command in getattr(root.get_command(None, name), "commands", {}).items():
            if not command.hidden:
                yield [name, subcommand]


PATHS = list(every_command_path())


def test_the_help_has_every_command_in_its_group(coachlog):
    lines = coachlog("--help").out.splitlines()
    width = max(map(len, COMMANDS))
    expected = []
    for title, commands in GROUPS.items():
        expected.append(f"{title}:")
        expected += [f"  {command.name:<{width}}  {command.summary}" for command in commands]
        expected.append("")
    assert lines[lines.index("Record:") :] == [
        *expected,
        "  coachlog help COMMAND  shows a command's options and three examples.",
    ]


@pytest.mark.parametrize("name", ["", *(name for name in COMMANDS if COMMANDS[name].subcommands)])
def test_no_summary_is_cut_or_wrapped_at_80_columns(coachlog, monkeypatch, name):
    monkeypatch.setenv("COLUMNS", "80")
    lines = coachlog(*name.split(), "--help").out.splitlines()
    title = "Commands:" if name else "Record:"
    rows = lines[lines.index(title) :]
    assert max(map(len, rows)) < 80
    assert [row for row in rows if row.endswith("...") or row.startswith(" " * 5)] == []


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_as_a_command_shows_the_same_as_the_option(coachlog, path):
    as_command = coachlog("help", *path)
    assert as_command == coachlog(*path, "--help")
    assert as_command.code == 0
    assert as_command.out.startswith(f"Usage: coachlog {' '.join(path)} ")


def test_help_alone_shows_every_command(coachlog):
    assert coachlog("help") == coachlog("--help") == coachlog()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lst"], "coachlog: 'lst' is not a coachlog command. Did you mean 'list'?\n"),
        (
            ["xyzzy"],
            "coachlog: 'xyzzy' is not a coachlog command. coachlog --help  lists them all.\n",
        ),
        (["guide", "runn"], "coachlog: No such command 'runn'. Did you mean 'run'?"),
    ],
)
def test_help_for_a_command_that_does_not_exist_is_a_usage_error(coachlog, words, message):
    code, out, err = coachlog("help", *words)
    assert (code, out) == (2, "")
    assert err.startswith(message)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_the_help_of_a_command_ends_with_its_examples(coachlog, path):
    examples = examples_for(path)
    if len(path) == 1:
        assert len(examples) >= 3
    assert examples
    expected = "\nExamples:\n"
    for note, line in examples:
        expected += f"  {note}:\n    {line}\n"
    assert coachlog(*path, "--help").out.endswith(expected)


def test_no_example_is_wider_than_80_columns():
    assert [line for line in EXAMPLES if len(line) > 76] == []


def words_of(line):
    """Return the arguments of an example, without a redirection at its end."""
    words = shlex.split(line)[1:]
    for sign in (">", ">>"):
        if sign in words:
            return words[: words.index(sign)]
    return words


@pytest.mark.parametrize("line", OF_A_HUB)
def test_every_example_of_a_hub_works(coachlog, hub, monkeypatch, line):
    monkeypatch.setenv("COACHLOG_HUB", hub.address())
    hub.invite("kim", "permits")
    words = words_of(line.replace("postgresql://admin@db.example.org/coachlog", hub.address()))
    result = coachlog(*words)
    assert result.code == 0, result


@pytest.mark.parametrize("line", ENDING)
def test_every_example_works(coachlog, full_log, monkeypatch, line):
    editor = Path("editor")
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor.absolute()))
    deleted = json.loads(coachlog("purge", "--dry-run", "-f", "json").out)[0]["short_id"]
    line_with_ids = line.replace("8f3a", full_log[0]).replace("0a9e", full_log[1])
    words = words_of(line_with_ids.replace("5d0e", deleted))
    result = coachlog(*words)
    expected = 6 if line in ON_A_TERMINAL else 0
    assert result.code == expected, result


def test_a_shell_passes_every_example_on_unchanged(home):
    script = "coachlog() { printf '<%s>' \"$@\"; echo; }\ncd /\n"
    for line in EXAMPLES:
        script += line.partition(" >")[0] + "\n"
    done = subprocess.run(
        ["sh"], input=script, capture_output=True, text=True, timeout=60, check=True
    )
    expected = []
    for line in EXAMPLES:
        expected.append("".join(f"<{word}>" for word in words_of(line)))
    assert (done.stderr, done.stdout.splitlines()) == ("", expected)
