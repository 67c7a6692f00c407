"""What `log`, `mistake` and `again` share: ask for what is missing, record, print the receipt."""

import sys

from coachlog import unrecorded
from coachlog.cli.context import Context
from coachlog.cli.entry_options import add_words, with_fields
from coachlog.cli.messages import say_recorded
from coachlog.cli.options import EDITOR, FORMATS, Format, choice
from coachlog.domain.fields import Fields
from coachlog.domain.handles import parse_words
from coachlog.errors import AsUsageError, UsageError
from coachlog.services.record import record
from coachlog.services.typed_fields import typed_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

STORED_FORMAT = choice(
    "--format -f",
    "Also print the stored record in this format.",
    FORMATS,
    default=Format.table,
    shown_default=False,
)


class Typed:
    """What the user typed, on the command line and at prompts.

    Attributes:
        fields: the fields of the entry.
        ignored_handles: words such as `@ana` inside the text, which were kept as text.
        team_was_asked: whether the user answered a prompt with the team. The next entry may then
            use it without a question.
    """

    def __init__(
        self,
        fields: Fields,
        ignored_handles: list[str],
        *,
        team_was_asked: bool = False,
    ) -> None:
        self.fields = fields
        self.ignored_handles = ignored_handles
        self.team_was_asked = team_was_asked


def recording_command(
    complete_fields: "Callable[[Context, Fields], Fields]",
    *,
    kinds: bool = True,
    without_words: "Callable[[Context], bool] | None" = None,
) -> "Callable[..., Any]":
    """Return a command that records an entry.

    Args:
        complete_fields: adds what the command knows to the fields that were typed; its docstring
            is the command's help.
        kinds: whether the kind can be given, too.
        without_words: what the command does on a terminal where nothing else was typed; it returns
            whether it could. Otherwise the fields are asked for.
    """

    def command(
        context: Context,
        fields: Fields,
        ignored_handles: list[str],
        *,
        editor: bool = EDITOR,
        format_: str = STORED_FORMAT,
    ) -> None:
        is_bare = not fields and not editor and format_ == Format.table
        if is_bare and without_words and without_words(context):
            return
        fields = complete_fields(context, fields)
        _record(context, fields, ignored_handles, editor=editor, form=format_)

    command.__doc__ = complete_fields.__doc__
    return with_fields(command, kinds=kinds)


def _record(
    context: Context,
    fields: Fields,
    ignored_handles: list[str],
    *,
    editor: bool,
    form: str,
) -> None:
    """Ask for what is missing, record the entry, and print the receipt.

    Args:
        context: The log, the clock and the settings.
        fields: The fields from the command line.
        ignored_handles: Words such as `@ana` inside the text, which were kept as text.
        editor: Whether to open a form.
        form: The format in which the stored record is printed; a table stands for not at all.
    """
    if editor:
        from coachlog.cli.ask.form import filled_form

        with filled_form(context, fields) as filled:
            check_owner(context, filled)
            recorded = record(context.log, context.settings, filled)
    else:
        typed = _complete(context, Typed(fields, ignored_handles))
        ignored_handles = typed.ignored_handles
        check_owner(context, typed.fields)
        recorded = record(
            context.log,
            context.settings,
            typed.fields,
            remember_team=typed.team_was_asked,
        )
    say_recorded(recorded, ignored_handles, context.today)
    if form != Format.table:
        _write_stored(context, recorded.fields["short_id"], form)


def check_owner(context: Context, fields: Fields) -> None:
    """Refuse a private entry of somebody else, which its writer could not even read.

    Raises:
        UsageError: it is one.
    """
    if fields.get("share") != "private":
        return
    from coachlog.domain.ownership import may_read

    user = context.settings.user
    if may_read({"trainer": user, **fields}, user):
        return
    raise UsageError(
        f"only {fields['trainer']} can record a private entry of {fields['trainer']}."
        " Leave out --private, or --trainer."
    )


def _complete(context: Context, typed: Typed) -> Typed:
    """Return what was typed with what a prompt or stdin adds to it."""
    fields = typed.fields
    if fields.get("happened") == "-":
        # As in many tools, a dash stands for stdin.
        del fields["happened"]
    if sys.stdin.isatty():
        # First what needs no prompts: they are not loaded for an entry that is complete.
        if not _is_incomplete(context, fields):
            return typed
        from coachlog.cli.ask.prompts import can_ask

        if not can_ask():
            return typed
        from coachlog.cli.ask.entry_dialogue import ask_for_entry
        from coachlog.cli.line_options import read_answer

        fields, ignored_handles, team_was_asked = ask_for_entry(context, fields, read_answer)
        return Typed(fields, typed.ignored_handles + ignored_handles, team_was_asked=team_was_asked)
    if "happened" in fields:
        return typed
    from coachlog.cli.ask.stdin import stdin_text

    text = stdin_text()
    with AsUsageError():
        words = parse_words([text], is_known=context.is_in_use)
    add_words(fields, words)
    unrecorded.restate(typed_text(fields))
    return Typed(fields, typed.ignored_handles + words.ignored_handles)


def _is_incomplete(context: Context, fields: Fields) -> bool:
    if "happened" not in fields:
        return True
    if fields["kind"] == "mistake" and "recovery" not in fields:
        return True
    if fields.get("team"):
        return False
    from coachlog.services.team_and_topics import usual_team_and_topics

    team, _ = usual_team_and_topics(context.reading, context.settings, fields)
    return team is None


def _write_stored(context: Context, short_id: str, form: str) -> None:
    """Print the stored record: one object as JSON, otherwise a report with one row."""
    from coachlog.cli.output import write_records
    from coachlog.render.columns import entry_columns
    from coachlog.storage.queries.entries import find_entry

    if form == Format.json:
        form = Format.jsonl
    write_records(entry_columns(), [find_entry(context.log, short_id)], form)
