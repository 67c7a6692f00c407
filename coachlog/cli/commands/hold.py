"""`hold`: keep entries from being erased, and list the holds that stand."""

from coachlog import unrecorded
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT, check_format, flag, text, texts
from coachlog.cli.output import write_records
from coachlog.errors import UsageError
from coachlog.render.action_lines import WIDTH
from coachlog.render.columns import Column
from coachlog.render.words import join_names, shorten
from coachlog.services import hold as service
from coachlog.services.hold import ShownHold

COLUMNS = [
    Column("short_id", "id"),
    Column("held_on", "since"),
    Column("why"),
    Column("happened", wide=True),
]
MOST_SHOWN = 10
IDS = texts("[ID]...", "Ids of your entries as `list` shows them, or `last`.")


def hold(
    context: Context,
    *,
    ids: list[str] = IDS,
    everything: bool = flag("--all", "All your entries, those to come as well."),
    why: str | None = text("--why TEXT", 'What they are held for, such as "claim 2026-12".'),
    off: bool = flag("--off", "Release them. With --why alone: all that are held for that."),
    list_: bool = flag("--list", "List the holds that stand, as without any option."),
    format_: str = FORMAT,
) -> None:
    """Let nothing erase your entries while a claim is open.

    While a hold stands, neither `purge` nor `retention` touches what it covers. `edit` and `delete`
    work as before, because the history has what was there. A hold stays in this log: set it on each
    computer on which you write. Others' entries are theirs to hold.
    """
    changes = any((ids, everything, off, why is not None))
    if list_ and changes:
        raise UsageError("--list shows all holds that stand. Leave out the rest.")
    check_format(format_, "the list of holds", is_used=not changes)
    if ids and everything:
        raise UsageError("are these ids meant, or --all your entries? Leave one out.")
    unrecorded.note(why)
    if not changes:
        _list(context, format_)
    elif off:
        _release(context, ids, why, everything=everything)
    else:
        _hold(context, ids, why, everything=everything)


def _list(context: Context, format_: str) -> None:
    holds = service.list_holds(context.reading)
    write_records(COLUMNS, holds, format_)
    if not holds:
        say('Nothing is held. To hold an entry:  coachlog hold 8f3a --why "claim 2026-12"')


def _hold(context: Context, ids: list[str], why: str | None, *, everything: bool) -> None:
    if not ids and not everything:
        raise UsageError('which entries? For example:  coachlog hold 8f3a --why "claim 2026-12"')
    if why is None:
        raise UsageError('what for? Say it with  --why "claim 2026-12"')
    # An id on the first day is an error that creates no log.
    log = context.reading if ids else context.log
    change = service.hold(log, ids, why)
    for each in change.unchanged:
        say(f"No change: {_subject(each)} is held for {shorten(each.why, WIDTH)} already.")
    for each in change.changed:
        say(f"Held: {_subject(each)}")
    if change.changed:
        say("Purge and retention leave this alone · undo: coachlog undo")


def _release(context: Context, ids: list[str], why: str | None, *, everything: bool) -> None:
    if not ids and not everything and why is None:
        raise UsageError("which holds? Name ids, --all, or what they were for with --why.")
    change = service.release(context.reading, ids, why, everything=everything)
    for each in change.changed:
        say(f"Released: {_subject(each)}, held for {shorten(each.why, WIDTH)}")
    if change.still_held:
        still_held = join_names(change.still_held, MOST_SHOWN)
        say(f"Still held for another reason: {still_held}. To see the holds:  coachlog hold")
    say("To reverse this: coachlog undo")


def _subject(each: ShownHold) -> str:
    if each.entry is None:
        return "all your entries, those to come as well"
    if each.happened is None:
        return each.short_id
    return f'{each.short_id} "{shorten(each.happened, WIDTH)}"'
