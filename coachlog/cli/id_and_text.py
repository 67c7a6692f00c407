"""Commands about one entry: an id, and then words that are all text."""

import sys

from coachlog import unrecorded
from coachlog.cli.ask.stdin import stdin_text
from coachlog.cli.context import Context
from coachlog.cli.options import LITERAL, Option, wrap
from coachlog.errors import DecisionNeededError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def with_text_after_id(
    command: "Callable[..., Any]",
    *,
    words_before: int = 1,
) -> "Callable[..., Any]":
    """Give a command the text after an id, as typed, as its parameter `after_id`.

    So a word that looks like a team or a topic stays in a reply. Without an id, `words` are
    filters.

    Args:
        command: its argument `words` begins with an id; it gets no more of them than that.
        words_before: how many words come before the text: the id, and a status.
    """

    def split(context: Context, words: list[str], literal: str | None, **values: "Any") -> "Any":
        after_id = ""
        # No id begins like a handle, and `reply @permits` lists the open questions of a team.
        if words and not words[0].startswith(("@", "+")):
            # From here on nothing is read as a team or a topic: it belongs to the text.
            texts = words[1:]
            if literal:
                texts.append(literal)
            after_id = " ".join(texts)
            unrecorded.restate(after_id)
            words = words[:1]
        elif literal:
            unrecorded.restate(literal)
            raise UsageError(
                "which entry? Its id comes first:"
                f"  coachlog {command.__name__} 8f3a -- {literal[:40]}"
            )
        if after_id == "-":
            after_id = stdin_text()
        return command(context, words=words, after_id=after_id, **values)

    return wrap(split, command, {LITERAL: Option(LITERAL, least=words_before)})


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
    from coachlog.cli.ask.walks import say_first

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
            say_first()
