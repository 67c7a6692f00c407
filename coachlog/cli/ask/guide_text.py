"""A guide's text on its way in: from a file, from stdin, from the writer's editor."""

import sys
from shlex import quote

from coachlog.cli.ask.editor import edit_file, new_file, read_file, remove_file
from coachlog.cli.ask.prompts import can_ask, confirm
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.domain.guides.guide import matching
from coachlog.domain.guides.parser import TEMPLATE
from coachlog.domain.typed_text import MAX_TEXT, name_key
from coachlog.errors import CoachlogError, DecisionNeededError, InterruptedByUserError, UsageError
from coachlog.render.guide_page import about
from coachlog.services.guide import (
    AddedGuide,
    GuideFaultsError,
    StoredGuide,
    add,
    all_stored_guides,
)

MOST_FAULTS = 20


def file_text(file: str | None, encoding: str | None = None) -> str:
    """The text in a file, or on stdin, in an encoding that its content tells where nobody does.

    Raises:
        NotFoundError: there is no such file.
        UsageError: it is not text, or longer than any field.
        DecisionNeededError: no file is named, and stdin is a terminal.
    """
    from coachlog.exchange.source import NotTextError, open_source

    if file is None and sys.stdin.isatty():
        raise DecisionNeededError(
            "which file? coachlog guide add FILE, or write one with  coachlog guide add --editor"
        )
    name, stream = ("stdin", sys.stdin.buffer) if file is None or file == "-" else (file, None)
    try:
        source = open_source(name, stream, encoding)
    except NotTextError:
        raise UsageError(
            f"{name} is no plain text: save it as text (UTF-8) first, with the ending .txt."
        ) from None
    try:
        with source.text() as text:
            read = text.read(MAX_TEXT + 1)
    finally:
        source.close()
    if len(read) > MAX_TEXT:
        raise UsageError(
            f"{source.name} has more than {MAX_TEXT:,} characters; the most is {MAX_TEXT:,}."
        )
    if source.note:
        say(source.note)
    return read


def add_text(context: Context, text: str) -> None:
    """Store a guide, and say so; or say each of its faults.

    Raises:
        GuideFaultsError: it has some.
    """
    try:
        _say_added(context, add(context.log, context.clock, context.settings, text))
    except GuideFaultsError as error:
        _say_faults(error)
        raise


def guide_in_editor(context: Context, stored: StoredGuide | None = None) -> None:
    """Let somebody write a guide, or change a stored one, until it is right or they give up.

    The file goes away when the guide is stored; otherwise it stays, and the error says where.

    Raises:
        UsageError: the editor cannot be run, or the guide has faults.
        InterruptedByUserError: nothing was changed in it.
    """
    begun = stored.text if stored else TEMPLATE
    path = new_file("guide.txt", begun)
    try:
        _edit(context, path, begun, "guide edit" if stored else "guide add")
    except CoachlogError as error:
        if isinstance(error, InterruptedByUserError) and read_file(path) == begun:
            remove_file(path)
        else:
            error.args = (f"{error} Your text is in {path}",)
        raise
    remove_file(path)


def _say_faults(error: GuideFaultsError) -> None:
    """Each fault of a guide, by line."""
    for fault in error.faults[:MOST_FAULTS]:
        say(f"line {fault.line}: {fault.text}{'' if fault.text.endswith(('?', '…')) else '.'}")
    if len(error.faults) > MOST_FAULTS:
        say(f"and {len(error.faults) - MOST_FAULTS:,} more")


def _edit(context: Context, path: str, begun: str, verb: str) -> None:
    while True:
        edit_file(path)
        text = read_file(path)
        if text == begun:
            raise InterruptedByUserError("the text was left as it was: nothing was stored.")
        try:
            _say_added(context, add(context.log, context.clock, context.settings, text, verb=verb))
            return
        except GuideFaultsError as error:
            _say_faults(error)
            if not can_ask() or not confirm("Open it again?"):
                raise


def _say_added(context: Context, added: AddedGuide) -> None:
    """What became of a guide."""
    if not added.changed:
        say(f"{added.guide.name}: there is no change; nothing was stored.")
        return
    said = "replaced" if added.before else "added"
    say(f"{said}: {added.guide.name} · {about(added.guide)} · undo: coachlog undo")
    if not added.before:
        say(f"try it: coachlog guide run {_short_name(context, added.guide.name)}")


def _short_name(context: Context, name: str) -> str:
    """A word by which a guide can be called, because no other guide has it; else its whole name."""
    others = [stored.name for stored in all_stored_guides(context.reading) if stored.name != name]
    words = [
        word for word in name_key(name).strip("?!.").split() if word.isascii() and word.isalpha()
    ]
    return max((word for word in words if not matching(others, word)), key=len, default=quote(name))
