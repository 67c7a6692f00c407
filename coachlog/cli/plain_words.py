"""Plain words after a listing: `list today`, `list fees`. What they can only mean is understood.

It is not loaded for a filter that is typed as the help says.
"""

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.domain.handles import SIGNS, Words, as_handle
from coachlog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

FLAGS = ("today", "this_week", "last_week", "mine")


def understand(
    context: Context,
    words: Words,
    options: "dict[str, Any]",
    names: "Collection[str]",
) -> None:
    """Add what plain words mean to the filter that was typed, and say how they were read.

    Args:
        context: gives the log, which knows the teams and topics.
        words: what was typed; a team or topic is added to it.
        options: the options by name; a flag is set in it.
        names: the filters that the command has.

    Raises:
        UsageError: the words could mean several things, or nothing that is known.
    """
    text = words.text or ""
    flag = "_".join(text.lower().replace("-", " ").split())
    if flag in FLAGS and flag in names:
        options[flag] = True
        say(f"“{text}” was read as --{flag.replace('_', '-')}.")
        return
    handle = _only_handle(context, text)
    if handle is None or (handle[0] == "@" and words.team):
        raise UsageError(
            f"{text!r} is neither @team nor +topic."
            f" To search for words:  coachlog search {text}  ·  for a day:  --since DATE"
        )
    if handle[0] == "@":
        words.team = text
    else:
        words.topics.append(text)
    say(f"“{text}” was read as {handle}.")


def _only_handle(context: Context, text: str) -> str | None:
    """Return the team or topic that a text names, as a handle; None if it names none.

    Raises:
        UsageError: it names a team and a topic.
    """
    handles = [as_handle(sign, text) for sign in SIGNS if context.is_in_use(sign, text)]
    if len(handles) > 1:
        raise UsageError(f"{text!r} is a team and a topic. Type {' or '.join(handles)}.")
    return handles[0] if handles else None
