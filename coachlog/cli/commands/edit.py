"""`edit`: change what is recorded, by options, by words or in a form."""

import sys
from datetime import datetime
from typing import Annotated, Any

import typer

from coachlog.cli.change_messages import say_edited
from coachlog.cli.context import Context
from coachlog.cli.entry_options import EntryCommand, with_fields
from coachlog.cli.messages import say
from coachlog.domain.entry import Entry
from coachlog.errors import UsageError
from coachlog.services import edit as service

app = typer.Typer()

Name = Annotated[str, typer.Argument(metavar="ID", help="An id as `list` shows it, or `last`.")]
Clear = Annotated[
    list[str] | None,
    typer.Option("--clear", metavar="FIELD", help="Empty this field (again for more)."),
]

# What an option is called where its field is called otherwise.
EditorOption = Annotated[
    bool, typer.Option("--editor", help="Change it in a form, in $VISUAL or $EDITOR.")
]
FIELD_OF = {"rule": "rule_ref", "factor": "factors"}


@app.command("edit", cls=EntryCommand)
@with_fields
def edit(
    ctx: typer.Context,
    name: Name,
    fields: dict[str, Any],
    ignored_handles: list[str],
    clear: Clear = None,
    editor: EditorOption = False,
) -> None:
    """Change an entry.

    Words replace what happened, @team and +topic where it belongs, options the rest.
    """
    patch = fields | _cleared(clear or [], fields)
    if editor or not patch:
        _edit_in_form(ctx.obj, name, patch, named=editor)
    else:
        _edit(ctx.obj, name, patch)
    if ignored_handles:
        say(
            f"kept as text: {', '.join(ignored_handles)} (a team or topic goes before the first word or after the last)"
        )


def _cleared(names: list[str], fields: dict[str, Any]) -> dict[str, None]:
    cleared = [
        FIELD_OF.get(name, name) for name in (given.lower().replace("-", "_") for given in names)
    ]
    for field in cleared:
        if field not in service.OPTIONAL:
            raise UsageError(f"{field} cannot be emptied. What can: {', '.join(service.OPTIONAL)}.")
        if field in fields:
            raise UsageError(f"{field} is given and emptied at once. Do one of them.")
    return dict.fromkeys(cleared)


def _edit(context: Context, name: str, patch: dict[str, Any]) -> None:
    say_edited(service.edit(context.reading, context.clock, context.settings, name, patch), context)


def _edit_in_form(context: Context, name: str, patch: dict[str, Any], *, named: bool) -> None:
    entry = service.find_visible_entry(context.reading, context.settings.user, name)
    if not named and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            f'say what to change, for example: coachlog edit {name} --recovery "Paid it back the same day"'
        )
    from coachlog.cli.ask.form import HEADINGS, filled_form

    shown = {**entry._asdict(), "on": _moment(entry), **patch}
    with filled_form(context, {field: shown[field] for field in HEADINGS}) as filled:
        _edit(
            context,
            entry.uuid,
            service.changed_fields(entry, {**dict.fromkeys(HEADINGS.keys() - {"on"}), **filled}),
        )


def _moment(entry: Entry) -> str:
    """When it was, as the form takes it."""
    if entry.occurred_at is None:
        return entry.occurred_on
    return f"{datetime.fromisoformat(entry.occurred_at).astimezone():%Y-%m-%d %H:%M}"
