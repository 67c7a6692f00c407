"""The table of commands agrees with the commands themselves."""

import pytest
import typer

from coachlog.cli.app import app
from coachlog.cli.completion.words import SETS
from coachlog.cli.every_command import COMMANDS, GROUPS

ROOT = typer.main.get_command(app)
EVERY_COMMAND = pytest.mark.parametrize("command", COMMANDS.values(), ids=list(COMMANDS))


def command_named(name):
    return ROOT.get_command(None, name)


def takes_ids(command):
    metavars = [(param.metavar or "").strip("[].") for param in command.params]
    return any("ID" in metavar.split("...") for metavar in metavars)


@EVERY_COMMAND
def test_the_summary_is_the_first_line_of_the_help(command):
    assert command_named(command.name).help.partition("\n\n")[0] == command.summary


@EVERY_COMMAND
def test_the_table_names_the_commands_of_each_group(command):
    subcommands = getattr(command_named(command.name), "commands", {})
    visible = [name for name, subcommand in subcommands.items() if not subcommand.hidden]
    assert list(command.subcommands) == visible


@EVERY_COMMAND
def test_tab_offers_ids_where_a_command_takes_an_id(command):
    words = command.words.split(" ")
    if takes_ids(command_named(command.name)):
        assert "ids" in words[0].removesuffix("...").split("|")


@EVERY_COMMAND
def test_tab_knows_every_set_of_candidates(command):
    literals = {"this", "last", "bash", "zsh", "fish", "powershell"}
    for words in (command.words, *command.subcommands.values()):
        for position in words.removesuffix("...").split():
            assert set(position.split("|")) <= literals | SETS.keys()


def test_every_command_is_in_exactly_one_group():
    assert sum(len(commands) for commands in GROUPS.values()) == len(COMMANDS)
