"""What is said of a command line that cannot be used: plain words, and what to type instead."""

import pytest

from coachlog.cli.command_table import load_command
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.groups import Group
from coachlog.cli.options import COUNT, options_of
from coachlog.cli.synonyms import OPTIONS

JARGON = ("Invalid value", "argument", "int range", "<=", ">=", "not one of")


def every_limited_option():
    """Yield each option that is a number or one of a few words, after the command it is of."""
    for name in COMMANDS:
        command = load_command(name)
        commands = {name: command}
        if isinstance(command, Group):
            commands = {f"{name} {below}": made for below, made in command.commands.items()}
        for path, function in commands.items():
            for option in options_of(function).values():
                if option.value_type == COUNT or option.choices:
                    yield path, option


LIMITED = list(every_limited_option())


def name_of(option):
    """Return what a message calls an option."""
    return option.names[0] if option.names else option.metavar.strip("[]")


def refused(coachlog, path, option, value):
    """Return what is said of a value that an option cannot have."""
    words = [f"{option.names[0]}={value}"] if option.names else [value]
    before = ["8f3a"] if path in ("edit", "status") else []
    code, out, err = coachlog(*path.split(), *before, *words)
    assert (code, out) == (2, ""), err
    assert [word for word in JARGON if word in err] == []
    return err


@pytest.mark.parametrize(("path", "option"), LIMITED)
def test_a_value_that_an_option_cannot_have_is_answered_with_those_it_can(coachlog, path, option):
    err = refused(coachlog, path, option, "xyzzy")
    expected = "a whole number ("
    if option.choices:
        expected = f"one of {', '.join(option.choices)},"
    assert err.startswith(f"coachlog: {name_of(option)} needs {expected}")
    assert "not 'xyzzy'." in err


FROM_ONE = [(path, option) for path, option in LIMITED if option.least == 1]


@pytest.mark.parametrize(("path", "option"), FROM_ONE)
def test_a_number_out_of_its_range_is_answered_with_the_range(coachlog, path, option):
    err = refused(coachlog, path, option, "0")
    assert f"{name_of(option)} needs a whole number (1 " in err
    assert ", not '0'." in err


def test_there_are_numbers_and_choices_to_try():
    assert len(LIMITED) > 40
    assert len(FROM_ONE) >= 4


@pytest.mark.parametrize("path", [path for path, _ in LIMITED])
def test_no_help_shows_a_range_as_a_formula(coachlog, path):
    assert "<=" not in coachlog(*path.split(), "--help").out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("list --limit", "--limit needs a value behind it."),
        ("list --mine=3", "--mine takes no value. Type it alone."),
        ("history a b c", "coachlog history does not take 'b c' here."),
        ("list -f jsno", "--format needs one of table, csv, json, jsonl, md, not 'jsno'. Did you"),
        ("undo faad", "STEPS needs a whole number (1 or more), not 'faad'. To delete an entry:"),
    ],
)
def test_a_line_that_cannot_be_used_is_answered_in_plain_words(coachlog, line, message):
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"coachlog: {message}")


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("log @permits Showed the map --when yesterday", "Use --on DATE."),
        ("log @permits Showed the map --date yesterday", "Use --on DATE."),
        ("log --tags fees Showed the map", "Use --topic TOPIC."),
        ("oops Charged twice --fix Paid it back", "Use --recovery TEXT."),
        ("list --when yesterday", "Use --since DATE --until DATE."),
        ("list --on yesterday", "Use --since DATE --until DATE."),
        ("export --out entries.csv", "Use --output FILE."),
        ("list --max 3", "Use --limit N."),
    ],
)
def test_the_name_that_other_programs_have_for_an_option_is_answered_with_ours(
    coachlog, line, advice
):
    words = line.split()
    typed = next(word for word in words if word.startswith("--"))
    code, out, err = coachlog(*words)
    command = f"coachlog {words[0]}"
    message = f"coachlog: there is no option {typed}. {advice} For help:  {command} --help"
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == message


def test_no_name_of_an_option_elsewhere_hides_one_of_a_command_that_has_it(coachlog):
    for names in OPTIONS.values():
        assert OPTIONS.keys() & set(" ".join(names).split()) <= {"--on"}


def test_an_option_that_is_like_none_is_not_answered_with_any(coachlog):
    assert coachlog("list", "--xyzzy").err == (
        "coachlog: there is no option --xyzzy. For help:  coachlog list --help\n"
    )
