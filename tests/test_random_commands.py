"""Random command lines: none ends in an unexpected error, and what is wrong is said briefly.

The command lines follow from the declarations of the options, so that a new option is tried too.
`COACHLOG_FUZZ_SECONDS` and `COACHLOG_FUZZ_SEED` make a longer run.
"""

import os
import random  # noqa: TID251 - a generator with a seed
import time

import pytest

from coachlog.cli.command_table import load_command
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.groups import Group
from coachlog.cli.options import COUNT, FLAG, ROOT_OPTIONS, TEXTS, options_of

SECONDS = float(os.environ.get("COACHLOG_FUZZ_SECONDS", "8"))
SEED = int(os.environ.get("COACHLOG_FUZZ_SEED", "9"))
MOST_LINES = 450  # in `SECONDS` on a slow machine; the time only ends the run earlier
LONGEST_MESSAGE = 4_000
# They wait for a person, run until Ctrl-C, begin another program, or write a log of their own.
LEFT_OUT = {"demo", "serve"}
HOSTILE = (
    *(
        "",
        " ",
        "-",
        "--",
        "@",
        "+",
        "@permits",
        "+fees",
        "@nobody",
        "last",
        "8f3a",
        "x12e4",
        "ffff",
    ),
    *("0", "-1", "9223372036854775808", "1e400", "nan", "9" * 400, "2026-02-29", "0000-00-00"),
    *(
        "9999-12-31",
        "10000-01-01",
        "last week",
        "2026-W60",
        "1.1.1",
        "31.12.9999",
        "in 99999999 days",
    ),
    *(
        "999999999999 weeks ago",
        "25:61",
        "GMT+99",
        "[/]",
        "[red]x",
        "\\",
        "\x1b[31m",
        "\u202e",
        "%s {0}",
    ),
    *(
        "\ud800",
        "é\u0301",
        "a;b",
        "a,b",
        "' OR 1=1 --",
        '"',
        "*",
        "AND",
        "NEAR(",
        "x" * 300,
    ),
    *(
        "lesson " * 2000,
        "/nonexistent/x.csv",
        "/",
        ".",
        "..",
        "~",
        "file.csv",
        "out.pdf",
        "x=y",
        "=",
        "a=b=c",
    ),
    *(
        "none",
        "30, 60",
        "99999999999",
        "1,2,3,4,5,6,7,8,9,10,11,12,13,14",
        "Ana Miller",
        "de",
        "yes",
        "no",
    ),
)


def declared():
    """Return every command as its words, and the options of it."""
    lines = []
    for name in COMMANDS:
        if name in LEFT_OUT:
            continue
        command = load_command(name)
        if not isinstance(command, Group):
            lines.append(((name,), options_of(command)))
            continue
        lines.append(((name,), options_of(command.default) if command.default else {}))
        for subcommand, function in command.commands.items():
            lines.append(((name, subcommand), options_of(function)))
    return lines


class CommandLines:
    """Random command lines, the same for the same seed."""

    def __init__(self, seed, ids):
        self.random = random.Random(seed)
        self.commands = declared()
        self.values = (*HOSTILE, *ids)
        self.root = ROOT_OPTIONS

    def next(self):
        chance = self.random.random
        words, options = self.random.choice(self.commands)
        line = [*words]
        arguments = [option for option in options.values() if option.is_argument and option.metavar]
        named = [option for option in options.values() if option.names]
        for option in arguments:
            count = self.random.randint(0, 4) if option.value_type == TEXTS else 1
            line += [self.value(option) for _ in range(count)]
        for option in self.random.sample(
            named, min(len(named), self.random.choice((0, 1, 1, 2, 3)))
        ):
            name = self.random.choice(option.names + option.opposites)
            line += [name] if option.value_type == FLAG else [name, self.value(option)]
        if chance() < 0.1:
            line.insert(self.random.randint(1, len(line)), self.random.choice(self.values))
        if chance() < 0.05:
            option = self.random.choice(list(self.root.values()))
            if option.names[0] not in ("--debug", "--version"):
                typed = [option.names[0]]
                if option.value_type != FLAG:
                    typed.append(self.value(option))
                line = typed + line
        stdin = self.random.choice(
            ("", "a text", "team,topics,happened\np,f,x\n", "[{}]", "\udcff", "\0")
        )
        return line, stdin

    def value(self, option):
        if option.choices and self.random.random() < 0.6:
            return self.random.choice(option.choices)
        if option.value_type == COUNT and self.random.random() < 0.5:
            return str(self.random.choice((0, 1, 2, 10**9, 10**9 + 1)))
        return self.random.choice(self.values)


@pytest.mark.filterwarnings("ignore")
def test_no_command_line_ends_in_an_unexpected_error(full_log, coachlog, monkeypatch):
    monkeypatch.setenv("EDITOR", "true")
    lines = CommandLines(SEED, full_log[:3])
    end = time.monotonic() + SECONDS
    most = MOST_LINES if SECONDS <= 10 else 10**9
    bad = []
    for number in range(most):
        if time.monotonic() > end and number > 50:
            break
        line, stdin = lines.next()
        if "purge" in line or "restore" in line:
            line.append("--dry-run")
        try:
            code, _, err = coachlog(*line, stdin=stdin)
        except BaseException as error:
            bad.append((line, stdin, repr(error)))
            continue
        typed = sum(map(len, line)) + len(stdin)
        message = err.replace("Not recorded. Your text:", "")
        if code not in (0, 2, 3, 4, 5, 6, 7, 130) or "Traceback" in err:
            bad.append((line, stdin, code, err[-600:]))
        elif code and len(message) > LONGEST_MESSAGE + 2 * typed:
            bad.append((line, stdin, code, len(err)))
        elif code and not err:
            bad.append((line, stdin, code, "no message"))
    assert bad == [], "\n".join(_short(case) for case in bad)


def _short(case):
    line, stdin, *what = case
    line = [word if len(word) < 60 else f"{word[:20]}…{len(word)}" for word in line]
    return f"{line} {stdin!r} {what}"
