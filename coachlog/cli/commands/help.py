"""`help`: the same text as `--help`, for those who try the word first."""

import typer

from coachlog.cli.options import texts


def help_(
    ctx: typer.Context,
    *,
    command: list[str] = texts("[COMMAND]...", "A command, as in `help guide run`."),
) -> None:
    """Show every command, or how one is used.

    `coachlog help log` shows the same as `coachlog log --help`.
    """
    # The same path as `--help` takes, so that the two can never differ.
    root = ctx.find_root().command
    root.main([*command, "--help"], prog_name="coachlog", standalone_mode=False)
