"""`thanks`: thank a colleague for an entry."""

from coachlog.cli.change_messages import say_reply
from coachlog.cli.context import Context
from coachlog.cli.id_and_text import with_text_after_id
from coachlog.cli.options import texts
from coachlog.domain.reply import THANKS
from coachlog.services.reply import reply


@with_text_after_id
def thanks(
    context: Context,
    *,
    after_id: str,
    words: list[str] = texts("ID [WORDS]...", "An id from `list`; what you thank for."),
) -> None:
    """Thank a colleague for an entry."""
    result = reply(context.reading, words[0], THANKS, after_id or None)
    say_reply(context, result)
