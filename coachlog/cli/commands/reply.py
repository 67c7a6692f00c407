"""`reply`: reply to a colleague's entry, or list the open questions."""

from coachlog.cli.change_messages import say_reply
from coachlog.cli.context import Context
from coachlog.cli.filter_options import refuse_filter, warn_unknown_names, with_filters
from coachlog.cli.id_and_text import ask_or_read, with_text_after_id
from coachlog.cli.messages import say
from coachlog.cli.options import FORMATS, Format, choice, flag, text
from coachlog.cli.output import limit_on_screen, say_more, write_records
from coachlog.domain.filters import Filter
from coachlog.domain.reply import IDEA, QUESTION, SAME
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.services import reply as service
from coachlog.storage.queries.entries import find_entry
from coachlog.storage.queries.open_questions import count_questions, open_questions
from coachlog.storage.queries.replies import replies_of

COUNTED = 10_000  # open questions are counted up to here
LIST_FORMAT = choice("--format -f", "List in this format; with an ID, the replies to it.", FORMATS)
QUESTION_COLUMNS = [
    Column("asked_on", "asked"),
    Column("short_id", "id"),
    Column("author", "who"),
    Column("team"),
    Column("topics"),
    Column("question", wide=True, wraps=True),
    Column("happened", "about", wide=True),
]
REPLY_COLUMNS = [
    Column("said_on", "day"),
    Column("short_id", "id"),
    Column("kind"),
    Column("author", "who"),
    Column("text", wide=True, wraps=True),
    Column("other", "like"),
]


@with_text_after_id
@with_filters(plain="ID WORDS")
def reply(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    after_id: str,
    question: bool = flag("--question -q", "Ask something about the entry."),
    same: str | None = text("--same OTHER_ID", "The same happened in this entry."),
    format_: str | None = LIST_FORMAT,
) -> None:
    """Answer a question, share an idea, or say you had that too.

    Without an ID it lists the questions without an answer.
    """
    # Without an id, the words were filters.
    if text is None:
        if question or same:
            raise UsageError(
                "which entry? Its id comes first:  coachlog reply 8f3a --question Why was that?"
            )
        _list_open_questions(context, entry_filter, format_ or Format.table)
        return
    refuse_filter(context, entry_filter)
    if format_ is None:
        _reply(context, text, after_id, question=question, same=same)
    elif after_id:
        raise UsageError("--format lists the replies to an entry. Leave it out to reply.")
    else:
        log = context.reading
        entry = find_entry(log, text)
        write_records(REPLY_COLUMNS, replies_of(log, entry.uuid), format_)


def _list_open_questions(context: Context, entry_filter: Filter, format_: str) -> None:
    shown = limit_on_screen(entry_filter, format_)
    write_records(QUESTION_COLUMNS, open_questions(context.reading, shown), format_)
    warn_unknown_names(context, entry_filter)
    number = count_questions(context.reading, entry_filter, COUNTED)
    if not number:
        say("No open questions. To reply to an entry:  coachlog reply ID WORDS")
        return
    if shown is not entry_filter:
        say_more(number, exact=number < COUNTED)
    say("To answer one:  coachlog reply ID WORDS")


def _kind(*, question: bool, same: str | None) -> str:
    if same is not None:
        return SAME
    return QUESTION if question else IDEA


def _reply(context: Context, name: str, words: str, *, question: bool, same: str | None) -> None:
    if question and same is not None:
        raise UsageError("--question and --same are both given. Give one of them.")
    kind = _kind(question=question, same=same)
    if not words and kind != SAME:
        # Looked up first: nobody should write a reply to an entry that is not there.
        entry = find_entry(context.reading, name)
        prompt = "What do you want to say"
        if kind == QUESTION:
            prompt = "Your question"
        elif entry.kind == QUESTION:
            prompt = "Your answer"
        words = ask_or_read(context, prompt, f"coachlog reply {name} Ask them for the plan first")
    result = service.reply(context.reading, name, kind, text=words or None, other=same)
    say_reply(context, result)
