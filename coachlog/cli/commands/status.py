"""`status`: set how far an entry got, or list how it got there."""

from functools import partial

from coachlog import unrecorded
from coachlog.cli.context import Context
from coachlog.cli.id_and_text import ask_or_read, with_text_after_id
from coachlog.cli.messages import say
from coachlog.cli.options import FORMATS, Format, choice, text, texts
from coachlog.cli.output import write_records
from coachlog.domain.fields import STATUSES
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.render.replies import status_receipt
from coachlog.services.status import clean_status, lacks_what_changed, set_status
from coachlog.storage.queries.entries import find_entry
from coachlog.storage.queries.replies import status_history

COLUMNS = [
    Column("on", "day"),
    Column("status"),
    Column("author", "who"),
    Column("meeting"),
    Column("changed_what", "what changed", wide=True, wraps=True),
]

LIST_FORMAT = choice("--format -f", "List the statuses so far in this format.", FORMATS)
WORDS = texts("ID [STATUS] [WHAT CHANGED]...", f"An id; one of {', '.join(STATUSES)}.")


@partial(with_text_after_id, words_before=2)
def status(
    context: Context,
    *,
    after_id: str,
    words: list[str] = WORDS,
    changed: str | None = text("--changed TEXT", "What was changed because of it."),
    format_: str | None = LIST_FORMAT,
) -> None:
    """Show or set how far an entry got, and what changed.

    Its writer hears of it after their next entry. Without a STATUS it lists those so far.
    """
    name = words[0]
    if after_id and format_:
        raise UsageError("--format lists the statuses so far. Leave it out to set one.")
    if after_id:
        _set_status(context, name, after_id, changed)
    elif changed is not None:
        unrecorded.restate(changed)
        raise UsageError(f"which status? For example:  coachlog status {name} adopted --changed …")
    else:
        entry = find_entry(context.reading, name)
        history = status_history(context.reading, entry)
        write_records(COLUMNS, history, format_ or Format.table)


def _set_status(context: Context, name: str, text: str, changed: str | None) -> None:
    word, _, rest = text.partition(" ")
    changed_what = rest.strip()
    unrecorded.restate(changed_what)
    unrecorded.note(changed)
    if changed is not None:
        if changed_what:
            raise UsageError("what changed is given as words and as --changed. Give it once.")
        changed_what = changed
    new_status = clean_status(word)
    # A lone dash means stdin, as it does for every text.
    if changed_what == "-" or (not changed_what and _must_ask(context, name, new_status)):
        example = f"coachlog status {name} {new_status} New fee table at the counter"
        changed_what = ask_or_read(context, "What changed", example)
    edited = set_status(
        context.reading,
        context.settings,
        name,
        new_status,
        changed_what=changed_what or None,
    )
    if edited.changed:
        say(status_receipt(edited.before, edited.after))
    else:
        say(f"No change: {edited.after.short_id} is already {edited.after.status}.")


def _must_ask(context: Context, name: str, new_status: str) -> bool:
    from coachlog.cli.ask.prompts import can_ask

    entry = find_entry(context.reading, name)
    return lacks_what_changed(entry, new_status) and can_ask()
