"""Decision trees for the cases that the procedure does not answer: `guide`."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.file_output import open_output, say_written
from coachlog.cli.groups import Group
from coachlog.cli.messages import say
from coachlog.cli.options import (
    EDITOR,
    ENCODING,
    FORCE,
    FORMAT,
    OUTPUT,
    Format,
    choice,
    text,
    texts,
)
from coachlog.cli.output import screen_width, use_colour, write_page, write_records
from coachlog.cli.period_options import read_span, say_span
from coachlog.domain.guides.guide import Guide
from coachlog.errors import UsageError
from coachlog.render.guide_tables import (
    GUIDE_COLUMNS,
    GUIDE_COUNT_COLUMNS,
    STEP_COLUMNS,
    STEP_COUNT_COLUMNS,
    guide_row,
    step_rows,
)
from coachlog.services.guide import (
    all_stored_guides,
    find_guide,
    find_readable_guide,
    remove_guide,
)
from coachlog.services.guide_walks import count_walks
from coachlog.storage.queries.guides import walk_counts

MARKDOWN, MERMAID, TEXT = EXPORT_FORMATS = ("md", "mermaid", "text")

NAME = texts("NAME", "Its name, or a part of it that no other guide has.")
ONE_NAME = texts("[NAME]", "Only this guide, ending by ending.")
FILE = text("[FILE]", "The guide as text, or - for stdin.")
WORDS = texts("NAME [@TEAM] [+TOPIC]...", "A guide, and where the case belongs.")
ANSWERS = texts("--answers ANSWERS", "Take these answers: yes,no,2 and so on; q stops.")
EXPORT_FORMAT = choice("--format -f", "How to write it.", EXPORT_FORMATS, default=MARKDOWN)
RECORD = text("--record TEXT", "Record the case: what happened, in a line.")
SINCE = text("--since DATE", "Only walks from this day on.")
UNTIL = text("--until DATE", "Only walks up to this day.")


def list_guides(context: Context, *, format_: str = FORMAT) -> None:
    """List the guides, and how often each was walked."""
    counts = walk_counts(context.reading)
    rows = []
    for stored in all_stored_guides(context.reading):
        walks, last = counts.get(stored.uuid, (0, None))
        rows.append(guide_row(stored.name, stored.guide, walks, last))
    write_records(GUIDE_COLUMNS, rows, format_)
    if not rows:
        say("There are no guides yet. Write one with  coachlog guide add --editor")


def add(
    context: Context,
    *,
    file: str | None = FILE,
    editor: bool = EDITOR,
    encoding: str | None = ENCODING,
) -> None:
    """Add a guide, or replace the one of the same name.

    It is checked first: every path through it has to end.
    """
    # Loaded here: `guide` and `guide list` need neither editor nor prompts.
    from coachlog.cli.ask.guide_text import add_text, file_text, write_in_editor

    if editor and file:
        raise UsageError("FILE and --editor are both given. Give one of them.")
    if editor:
        write_in_editor(context)
    else:
        add_text(context, file_text(file, encoding))


def edit(context: Context, *, name: list[str] = NAME) -> None:
    """Change a guide in $VISUAL or $EDITOR."""
    from coachlog.cli.ask.guide_text import write_in_editor

    write_in_editor(context, find_guide(context.reading, " ".join(name)))


def show(context: Context, *, name: list[str] = NAME, format_: str = FORMAT) -> None:
    """Draw a guide as a tree."""
    stored, guide = find_readable_guide(context.reading, " ".join(name))
    if format_ == Format.table:
        from coachlog.render.guide_tree import write_tree

        write_tree(guide, sys.stdout, width=screen_width(), colour=use_colour())
    elif format_ == Format.md:
        _write_guide(guide, stored.text, MARKDOWN)
    else:
        write_records(STEP_COLUMNS, step_rows(guide), format_)


def run(
    context: Context,
    *,
    words: list[str] = WORDS,
    answers: list[str] = ANSWERS,
    record: str | None = RECORD,
    format_: str = FORMAT,
) -> None:
    """Go through a guide, question by question.

    It ends with what to do and the rule behind it, and records the case if you like. The path you
    took is counted, without your name.
    """
    from coachlog.cli.ask.guide_walk import run_guide

    run_guide(context, words, answers, record, format_)


def stats(
    context: Context,
    *,
    name: list[str] = ONE_NAME,
    since: str | None = SINCE,
    until: str | None = UNTIL,
    format_: str = FORMAT,
) -> None:
    """Count which endings are reached, and where people stop.

    From five walks on, it also says so if a third or more of them end in an exception or an
    escalation, or stop at one question.
    """
    span = None
    if since or until:
        span = read_span(context, since, until)
        say_span(context, span)
    log = context.reading
    # One guide is counted ending by ending; for all of them that would be a list nobody reads.
    if name:
        counts = count_walks(log, [find_guide(log, " ".join(name))], span)
        write_records(STEP_COUNT_COLUMNS, counts.steps, format_)
    else:
        counts = count_walks(log, all_stored_guides(log), span)
        write_records(GUIDE_COUNT_COLUMNS, counts.guides, format_)
    for line in counts.signals:
        say(line)


def export(
    context: Context,
    *,
    name: list[str] = NAME,
    format_: str = EXPORT_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
) -> None:
    """Write a guide for others.

    As nested lists (md), as a flow chart (mermaid), or as its author wrote it (text).
    """
    stored, guide = find_readable_guide(context.reading, " ".join(name))
    _write_guide(guide, stored.text, format_, output, force=force)


def remove(context: Context, *, name: list[str] = NAME) -> None:
    """Remove a guide; `undo` brings it back."""
    stored = remove_guide(context.log, " ".join(name))
    say(f"Removed: {stored.name}")
    say("To bring it back: coachlog undo")


def _write_guide(
    guide: Guide,
    text: str,
    format_: str,
    output: str | None = None,
    *,
    force: bool = False,
) -> None:
    from coachlog.render.guide_page import guide_page
    from coachlog.render.mermaid import guide_mermaid

    if format_ == MERMAID:
        text = "\n".join(guide_mermaid(guide))
    with open_output(output, force=force) as out:
        if format_ == MARKDOWN:
            write_page(guide_page(guide), Format.md, out)
        else:
            out.write(text.rstrip("\n") + "\n")
    say_written(output)


group = Group(
    """Decide a case that the procedure does not answer.

    A guide is a small decision tree that your team writes: rules first, then judgement. Without a
    subcommand, your guides are listed.
    """,
    {
        "list": list_guides,
        "add": add,
        "edit": edit,
        "show": show,
        "run": run,
        "stats": stats,
        "export": export,
        "remove": remove,
        "delete": remove,  # what many people type first
    },
    default=list_guides,
    hidden=("delete",),
)
