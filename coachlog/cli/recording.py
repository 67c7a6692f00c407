"""What `log`, `mistake` and `again` share: ask for what is missing, record, and write the receipt."""

import sys
from typing import Annotated, Any

import typer

from coachlog.cli.context import Context
from coachlog.cli.entry_options import add_words
from coachlog.cli.messages import say_recorded
from coachlog.cli.options import Format
from coachlog.domain.handles import parse_words
from coachlog.errors import UsageError
from coachlog.services.record import record
from coachlog.services.team_and_topics import usual_team_and_topics

EditorOption = Annotated[
    bool, typer.Option("--editor", help="Fill in a form in $VISUAL or $EDITOR.")
]
StoredOption = Annotated[
    Format,
    typer.Option(
        "--format", "-f", help="Print the stored record, too, in this form.", show_default=False
    ),
]


def record_entry(
    context: Context,
    fields: dict[str, Any],
    ignored_handles: list[str],
    *,
    editor: bool,
    form: Format,
) -> None:
    """Ask for what is missing, record, and say so."""
    if editor:
        from coachlog.cli.ask.form import filled_form

        with filled_form(context, fields) as filled:
            recorded = record(context.log, context.clock, context.settings, filled)
    else:
        fields, ignored_handles, team_asked = _completed(context, fields, ignored_handles)
        recorded = record(
            context.log, context.clock, context.settings, fields, remember_team=team_asked
        )
    say_recorded(recorded, ignored_handles, context.clock.now().date())
    if form is not Format.table:
        _write_stored(context, recorded.fields["short_id"], form)


def _completed(
    context: Context, fields: dict[str, Any], ignored_handles: list[str]
) -> tuple[dict[str, Any], list[str], bool]:
    """The fields with what was missing, the words kept as text, and whether the team was asked for."""
    if fields.get("happened") == "-":  # as in many tools: what is said comes by stdin
        del fields["happened"]
    if sys.stdin.isatty():
        from coachlog.cli.ask.prompts import can_ask

        if can_ask() and _is_incomplete(context, fields):
            from coachlog.cli.ask.entry_dialogue import ask_for_entry

            asked = ask_for_entry(context, fields)
            return asked.fields, ignored_handles + asked.ignored_handles, asked.team_asked
    elif "happened" not in fields:
        from coachlog.cli.ask.stdin import stdin_text

        text = stdin_text()
        try:
            words = parse_words([text])
        except ValueError as error:
            raise UsageError(f"{error}.", typed=text) from None
        add_words(fields, words)
        ignored_handles = ignored_handles + words.ignored_handles
    return fields, ignored_handles, False


def _is_incomplete(context: Context, fields: dict[str, Any]) -> bool:
    if "happened" not in fields or (fields["kind"] == "mistake" and "recovery" not in fields):
        return True
    return usual_team_and_topics(context.reading, context.settings, fields)[0] is None


def _write_stored(context: Context, short_id: str, form: Format) -> None:
    """The record as it is stored: as JSON one object, otherwise a report of one row."""
    from coachlog.cli.output import write_records
    from coachlog.render.columns import entry_columns
    from coachlog.storage.queries.entries import find_entry

    write_records(
        entry_columns(),
        [find_entry(context.log, short_id)],
        Format.jsonl if form is Format.json else form,
    )
