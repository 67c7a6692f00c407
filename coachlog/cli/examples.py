"""The examples at the foot of each command's help.

They stand in `examples.txt`, a paragraph for each command, so that a test can run every one of
them; the file is read only when help is shown.
"""

from importlib.resources import files
from typing import Any, NamedTuple

MOST_SHOWN = 4  # a group has more, which are shown by its commands


class Example(NamedTuple):
    """One example: what it is for, and the line as a shell takes it."""

    note: str
    line: str


def every_example() -> dict[str, list[Example]]:
    """Return the examples by the name of the command whose help shows them."""
    text = files("coachlog.cli").joinpath("examples.txt").read_text("utf-8")
    examples = {}
    for paragraph in text.split("\n\n"):
        lines = [line.strip() for line in paragraph.splitlines()]
        pairs = zip(lines[::2], lines[1::2], strict=True)
        of_command = [Example(note, line) for note, line in pairs]
        name = of_command[0].line.split()[1]
        examples[name] = of_command
    return examples


def examples_for(words: list[str]) -> list[Example]:
    """Return the examples for a command, or for a command of a group.

    Args:
        words: the command as it is typed, without the program's name: `["guide", "run"]`.
    """
    examples = every_example().get(words[0], [])
    if len(words) > 1:
        beginning = " ".join(["coachlog", *words])
        examples = [example for example in examples if example.line.startswith(beginning)]
    return examples[:MOST_SHOWN]


def write_examples(ctx: Any, formatter: Any) -> None:
    """Write the examples of a context's command, where Typer writes its epilog."""
    words = ctx.command_path.split()[1:]
    examples = examples_for(words)
    if not examples:
        return
    with formatter.section("Examples"):
        for note, line in examples:
            formatter.write(f"  {note}:\n    {line}\n")
