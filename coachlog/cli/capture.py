"""Recording."""

import typer

app = typer.Typer()


@app.command("log")
def log(ctx: typer.Context, words: list[str]) -> None:
    """Record a coaching moment."""
    from coachlog.cli import express

    _ = ctx.obj.log
    express.run(["log", *words])
