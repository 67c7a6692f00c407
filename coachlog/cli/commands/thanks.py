"""`thanks`: thank a colleague for an entry."""

from typing import Annotated

from coachlog.cli.change_messages import say_reply
from coachlog.cli.context import Context
from coachlog.cli.id_and_text import text_after_id, with_text_after_id
from coachlog.cli.options import argument
from coachlog.domain.reply import THANKS
from coachlog.services.reply import reply


@with_text_after_id
def thanks(
    context: Context,
    words: Annotated[
        list[str],
        argument("ID [WORDS]...", "An id from `list`; what you thank for."),
    ],
) -> None:
    """Thank a colleague for an entry."""
    text = text_after_id(context) or None
    result = reply(context.reading, words[0], THANKS, text)
    say_reply(context, result)
