"""`edit`: change what is recorded, by options, by words, in a form or in the line."""

import sys
from datetime import datetime

from coachlog.cli.change_messages import say_edited
from coachlog.cli.context import Context
from coachlog.cli.entry_options import with_fields
from coachlog.cli.messages import say_ignored_handles
from coachlog.cli.options import EDITOR, count, text, texts
from coachlog.domain.entry import Entry
from coachlog.domain.fields import Fields
from coachlog.errors import UsageError
from coachlog.services import edit as service
from coachlog.storage.queries.entries import find_entry, own_last

# Fields whose option has another name.
FIELD_OF = {"rule": "rule_ref", "factor": "factors"}


@with_fields
def edit(
    context: Context,
    fields: Fields,
    ignored_handles: list[str],
    *,
    name: str = text("ID", "An id from `list`, or `last`: your own newest entry."),
    clear: list[str] = texts("--clear FIELD", "Empty this field (repeat for more)."),
    restore: int | None = count(
        "--restore NUMBER", "Put back the value with this number in `history ID`.", least=1
    ),
    editor: bool = EDITOR,
) -> None:
    """Change an entry.

    Words replace what happened, @team and +topic its team and topics, and options the rest. An ID
    alone opens the form in $VISUAL or $EDITOR; if you have chosen none, it puts what happened into
    the line, to be changed there.
    """
    patch = fields | _cleared_fields(clear, fields)
    target = own_last(context.reading, name)
    if restore is not None:
        if patch or editor:
            raise UsageError(
                "--restore puts one value back and changes nothing else. Leave the rest out."
            )
        _restore(context, target, restore)
    elif patch and not editor:
        _edit(context, target, patch)
    elif editor:
        _edit_in_form(context, target, patch)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _edit_on_terminal(context, target)
    else:
        find_entry(context.reading, target)
        raise UsageError(
            "there is nothing to change. Name a field, for example:"
            f'  coachlog edit {name} --recovery "Paid it back the same day"'
        )
    say_ignored_handles(ignored_handles)


def _cleared_fields(names: list[str], fields: Fields) -> dict[str, None]:
    cleared: dict[str, None] = {}
    for name in names:
        field = name.lower().replace("-", "_")
        field = FIELD_OF.get(field, field)
        if field not in service.OPTIONAL:
            optional = ", ".join(service.OPTIONAL)
            raise UsageError(f"{field} cannot be empty. These can: {optional}.")
        if field in fields:
            raise UsageError(f"--clear {name} and a new value for it do not go together.")
        cleared[field] = None
    return cleared


def _edit(context: Context, name: str, patch: Fields, seen: Entry | None = None) -> None:
    edited = service.edit(context.reading, context.settings, name, patch, seen=seen)
    say_edited(edited, context)


def _restore(context: Context, name: str, number: int) -> None:
    from coachlog.services.history import value_to_restore

    entry = find_entry(context.reading, name)
    patch = value_to_restore(context.reading, entry, number)
    # The number was that of this moment; a newer value of the field is not overwritten unseen.
    edited = service.edit(context.reading, context.settings, entry.uuid, patch, seen=entry)
    say_edited(edited, context, is_restored=True)


def _edit_on_terminal(context: Context, name: str) -> None:
    """Let the user change what happened in the line, or everything in their editor."""
    from coachlog.cli.ask.text_in_line import can_edit_in_line, edit_in_line

    if not can_edit_in_line():
        _edit_in_form(context, name, {})
        return
    entry = find_entry(context.reading, name)
    context.check_writable()
    _edit(context, entry.uuid, {"happened": edit_in_line(entry)}, entry)


def _edit_in_form(context: Context, name: str, patch: Fields) -> None:
    from coachlog.cli.ask.form import HEADINGS, filled_form

    entry = find_entry(context.reading, name)
    values = entry._asdict() | {"on": _moment(entry)} | patch
    with filled_form(context, {field: values[field] for field in HEADINGS}) as filled:
        # A heading that was removed from the form empties its field.
        empty = dict.fromkeys(HEADINGS.keys() - {"on"})
        changes = service.changed_fields(entry, empty | filled)
        _edit(context, entry.uuid, changes, entry)


def _moment(entry: Entry) -> str:
    """Return when it happened, as the form shows it: local time, if a time is known."""
    if entry.occurred_at is None:
        return entry.occurred_on
    return f"{datetime.fromisoformat(entry.occurred_at).astimezone():%Y-%m-%d %H:%M}"
