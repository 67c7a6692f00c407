"""A guide's text on its way in: from a file, from stdin, or from the author's editor."""

import sys
from shlex import quote

from coachlog.cli.ask.editor import edit_file, file_to_edit
from coachlog.cli.ask.prompts import can_ask, confirm
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.domain.guides.guide import Guide, matching_names
from coachlog.domain.guides.template import TEMPLATE
from coachlog.domain.typed_text import MAX_TEXT, name_key
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.render.guide_page import about
from coachlog.services.guide import (
    AddedGuide,
    GuideFaultsError,
    StoredGuide,
    add_guide,
    all_stored_guides,
)

MAX_FAULTS = 10


def file_text(file: str | None, encoding: str | None = None) -> str:
    """Return the text of a file, or of stdin for `-` or no file.

    Args:
        file: its name.
        encoding: its encoding; found out from the content if None.

    Raises:
        NotFoundError: there is no such file.
        UsageError: it is not text, or longer than any field may be.
        DecisionNeededError: no file is named, and stdin is a terminal.
    """
    from coachlog.exchange.source import NotTextError, open_source

    if file is None and sys.stdin.isatty():
        raise DecisionNeededError(
            "which file? coachlog guide add FILE, or write one with  coachlog guide add --editor",
        )
    name, stream = file, None
    if name is None or name == "-":
        name, stream = "stdin", sys.stdin.buffer
    try:
        source = open_source(name, stream, encoding)
    except NotTextError:
        raise UsageError(
            f"{name} is not a text file. Save it as plain text (.txt, UTF-8) first.",
        ) from None
    try:
        with source.text() as reader:
            # One character too many is enough to know that there are too many.
            text = reader.read(MAX_TEXT + 1)
    finally:
        source.close()
    if len(text) > MAX_TEXT:
        raise UsageError(f"{name} has more than {MAX_TEXT:,} characters, the most a text can have.")
    if source.note:
        say(source.note)
    return text


def add_text(context: Context, text: str, seen: StoredGuide | None = None) -> None:
    """Store a guide, and say so or name each of its faults.

    Args:
        context: the log, the clock and the settings.
        text: the guide as its author wrote it. A guide of the same name is replaced.
        seen: the guide that it changes, as its author saw it.

    Raises:
        GuideFaultsError: it has some.
        DecisionNeededError: somebody else has changed the guide since.
    """
    verb = "guide edit" if seen else "guide add"
    try:
        added = add_guide(context.log, text, verb=verb, seen=seen)
    except GuideFaultsError as error:
        _say_faults(error)
        raise
    _say_added(context, added)


def write_in_editor(context: Context, stored: StoredGuide | None = None) -> None:
    """Let the user write a guide, or change a stored one, until it is right or they give up.

    The file is removed once the guide is stored; otherwise it stays, and the error names it.

    Args:
        context: the log, the clock and the settings.
        stored: the guide to change; a new one begins with the template.

    Raises:
        UsageError: the editor cannot be run, or the guide has faults.
        InterruptedByUserError: nothing was changed in it.
    """
    original = stored.text if stored else TEMPLATE
    with file_to_edit("guide.txt", original) as path:
        while True:
            text = edit_file(path, original)
            try:
                add_text(context, text, stored)
                return
            except GuideFaultsError:
                # The faults stand above the question, and the file still has the author's text.
                if not can_ask() or not confirm("Open it again?"):
                    raise


def _say_faults(error: GuideFaultsError) -> None:
    for fault in error.faults[:MAX_FAULTS]:
        say(f"line {fault.line}: {fault.sentence}")
    if len(error.faults) > MAX_FAULTS:
        say(f"and {len(error.faults) - MAX_FAULTS:,} more")


def _say_added(context: Context, added: AddedGuide) -> None:
    name = added.guide.name
    if not added.changed:
        say(f"No change: {name} already has this text.")
        return
    done = "Replaced" if added.before else "Added"
    say(f"{done}: {name} · {about(added.guide)} · undo: coachlog undo")
    if not added.before:
        say(f"Try it: coachlog guide run {_short_name(context, added.guide)}")


def _short_name(context: Context, guide: Guide) -> str:
    """Return the longest word that only this guide has in its name, or its whole name."""
    names = [stored.name for stored in all_stored_guides(context.reading)]
    others = [name for name in names if name != guide.name]
    words = name_key(guide.name).strip("?!.").split()
    unique = []
    for word in words:
        is_plain = word.isascii() and word.isalpha()
        if is_plain and not matching_names(others, word):
            unique.append(word)
    return max(unique, key=len, default=quote(guide.name))
