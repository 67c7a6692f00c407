"""Commands that say something about an entry: an id, and then words that are all text."""

import sys
from typing import Any

import typer

from coachlog.cli.entry_options import LITERAL, EntryCommand
from coachlog.cli.messages import say
from coachlog.errors import DecisionNeededError, UsageError

SAID = "coachlog.said"


class IdAndTextCommand(EntryCommand):
    """A command whose argument `words` begins with an id; what follows the id is kept apart as it was typed.

    So a word that looks like a team or a topic stays in what somebody says. Without an id, `words` are filters.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse; what follows the id goes into `ctx.meta`."""
        left = super().parse_args(ctx, args)
        words = list(ctx.params.get("words") or [])
        literal = ctx.meta.pop(LITERAL, None)
        if words and not words[0].startswith(("@", "+")):
            ctx.params["words"] = words[:1]
            ctx.meta[SAID] = " ".join([*words[1:], *([literal] if literal else [])])
        elif literal:
            raise UsageError(
                f"which entry? Its id comes first:  coachlog {ctx.info_name} 8f3a -- {literal[:40]}",
                typed=literal,
            )
        return left


def said(ctx: typer.Context) -> str:
    """What follows the id; stdin where that is a lone dash."""
    text: str = ctx.meta.get(SAID, "")
    if text != "-":
        return text
    return piped()


def piped() -> str:
    """Stdin, which is no terminal."""
    from coachlog.cli.ask.stdin import stdin_text

    return stdin_text()


def asked_or_piped(ctx: typer.Context, question: str, example: str) -> str:
    """The words that somebody left out: the answer to a question on a terminal, else stdin.

    Raises:
        DecisionNeededError: nobody can be asked, and nothing is piped in; `example` says what to type.
        StorageError: the log cannot be written, so that nobody has to answer for nothing.
    """
    from coachlog.cli.ask.prompts import Back, ask, can_ask

    if not sys.stdin.isatty():
        return piped()
    if not can_ask():
        raise DecisionNeededError(f"{question}? For example:  {example}")
    with ctx.obj.log.atomic():
        pass
    while True:
        try:
            return ask(question)
        except Back:
            say("there is no question before this one; Ctrl-C stops.")
