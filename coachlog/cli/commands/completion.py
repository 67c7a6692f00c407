"""`completion`: the script that makes a shell complete coachlog's commands with Tab.

The scripts are files of their own. Those that are appended to another file begin with an empty
line, in case that file does not end with a line end. Each hands over what was typed and gets one
candidate a line, with a note behind a tab; `:files` asks for file names. What a shell does not take
literally is quoted by `completion.quoting`.
"""

import sys
from importlib.resources import files

from coachlog.cli.context import Context
from coachlog.cli.examples import examples_for
from coachlog.cli.messages import say
from coachlog.cli.options import choice

ENDINGS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}  # of the scripts


def completion(
    _context: Context,
    *,
    shell: str = choice("SHELL", f"Your shell: {', '.join(ENDINGS)}.", tuple(ENDINGS)),
) -> None:
    """Print the script that completes what you type with Tab.

    It completes commands, options, teams, topics and ids.
    """
    scripts = files("coachlog.cli.completion").joinpath("scripts")
    # Written as it is: `say` would make its characters safe for a screen.
    sys.stdout.write(scripts.joinpath(f"coachlog.{ENDINGS[shell]}").read_text("utf-8"))
    if sys.stdout.isatty():
        for example in examples_for(["completion"]):
            if f" {shell} " in example.line:
                say(f"To set it up once:  {example.line}   then open a new shell")
