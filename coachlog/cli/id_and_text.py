"""Commands about one entry: an id, and then words that are all text."""

import sys
from collections.abc import Callable
from typing import Any

from coachlog.cli.ask.stdin import stdin_text
from coachlog.cli.context import Context
from coachlog.cli.entry_options import LITERAL, EntryCommand
from coachlog.cli.messages import say
from coachlog.errors import DecisionNeededError, UsageError

TEXT = "coachlog.text"  # where `ctx.meta` has the text after the id


class IdAndTextCommand(EntryCommand):
    """A command whose argument `words` begins with an id; what follows it is text as typed.

    So a word that looks like a team or a topic stays in a reply. Without an id, `words` are
    filters.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, and put what follows the id into `ctx.meta`.

        Raises:
            UsageError: there is text after `--`, and no id before it.
        """
        rest = super().parse_args(ctx, args)
        words = list(ctx.params.get("words") or [])
        literal = ctx.meta.pop(LITERAL, None)
        # No id begins like a handle, and `reply @permits` lists the open questions of a team.
        if words and not words[0].startswith(("@", "+")):
            ctx.params["words"] = words[:1]
            # From here on nothing is read as a team or a topic: it belongs to the text.
            texts = words[1:]
            if literal:
                texts.append(literal)
            ctx.meta[TEXT] = " ".join(texts)
        elif literal:
            raise UsageError(
                "which entry? Its id comes first:"
                f"  coachlog {ctx.info_name} 8f3a -- {literal[:40]}",
                typed=literal,
            )
        return rest


def with_text_after_id(command: Callable[..., Any]) -> Callable[..., Any]:
    """Make a command an `IdAndTextCommand`."""
    command.command_class = IdAndTextCommand  # type: ignore[attr-defined]
    return command


def text_after_id(context: Context) -> str:
    """Return what follows the id; what is piped in, if that is a lone dash."""
    text: str = context.meta.get(TEXT, "")
    if text == "-":
        return stdin_text()
    return text


def ask_or_read(context: Context, question: str, example: str) -> str:
    """Return the words that were left out: the answer to a question, or what is piped in.

    Args:
        context: its log is checked before the question.
        question: what to ask on a terminal.
        example: a command that needs no question, for the error.

    Raises:
        DecisionNeededError: nobody can be asked, and nothing is piped in.
        StorageError: the log cannot be written, which is found out before anybody types.
    """
    from coachlog.cli.ask.prompts import Back, ask, can_ask

    if not sys.stdin.isatty():
        return stdin_text()
    if not can_ask():
        raise DecisionNeededError(f"{question.lower()}? For example:  {example}")
    # Whoever writes a reply should not hear afterwards that the file is read-only.
    context.check_writable()
    while True:
        try:
            return ask(question)
        except Back:
            say("This is the first question. Ctrl-C quits.")
