"""Recording."""
import typer
app = typer.Typer()
@app.command("log")
def log(ctx: typer.Context, words: list[str]) -> None:
    "x"
    from coachlog.cli import express
    ctx.obj.log
    express.run(["log", *words])
