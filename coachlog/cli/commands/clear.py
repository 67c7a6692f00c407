"""`clear`: saying, entry by entry, what may be read out in a meeting."""

import shutil
import sys
from functools import partial
from typing import Annotated

import typer

from coachlog.cli.ask.prompts import Back, can_ask, confirm, press
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import is_narrowed, with_filters
from coachlog.domain.audience import CLEARED, MEETING, UNCLEARED
from coachlog.domain.clear import ASK, LOOK, Objection, edit_command
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.render.columns import audience_columns, cell_text
from coachlog.services.clear import ObjectionFinder, blocking_objections, objection_line
from coachlog.services.clear import clear as clear_entries
from coachlog.services.find import visible_entries
from coachlog.storage.queries.entries import count_entries, select_entries

app = typer.Typer()

NAMED_AT_MOST = 10
ASKED_AT_MOST = 3
AT_ONCE = 200  # nobody looks at more in one sitting


@app.command("clear")
@partial(with_filters, plain="ID")
def clear(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    back: Annotated[bool, typer.Option("--back", help="Take entries back to the team.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Clear entries, so that a meeting may see them.

    By ID, all that a filter finds (--yes), or one by one with a key.

    A private entry is cleared by its ID only.
    """
    context, ids = ctx.obj, (text or "").split()
    entry_filter = entry_filter._replace(audience=CLEARED if back else UNCLEARED, include_own=False)
    if ids:
        chosen = _named(context, entry_filter, ids, back=back, yes=yes)
    elif yes:
        chosen = _filtered(context, entry_filter)
    elif can_ask():
        chosen = _walked(context, entry_filter, back=back)
    else:
        raise DecisionNeededError(
            "which entries? Name their ids, or a filter and --yes, such as  --this-week --yes"
        )
    changed = (
        clear_entries(context.log, context.clock, context.settings, chosen, back=back)
        if chosen
        else []
    )
    _say_changed(context, changed, chosen, back=back)


def _named(
    context: Context, entry_filter: Filter, ids: list[str], *, back: bool, yes: bool
) -> list[Entry]:
    if is_narrowed(context, entry_filter):
        raise UsageError("ids and a filter are both named. Name one of them.")
    entries = visible_entries(context.reading, context.settings.user, ids)
    if not back and not yes:
        judge = ObjectionFinder(context.reading, context.settings)
        judge.stop(entries)
        for entry in entries:
            _confirm(entry, judge.objections(entry))
    return entries


def _confirm(entry: Entry, found: list[Objection]) -> None:
    """Ask about what has to be meant."""
    if (
        not (asked := [objection_line(entry, one) for one in found if one.weight == ASK])
        or entry.share == "meeting"
    ):
        return
    what = "; ".join(asked[:ASKED_AT_MOST]) + ("; …" if len(asked) > ASKED_AT_MOST else "")
    if not can_ask() or not confirm(f"{what}. Clear it for a meeting all the same?"):
        raise DecisionNeededError(f"{what}. Nothing was cleared; add --yes if you mean it.")


def _filtered(context: Context, entry_filter: Filter) -> list[Entry]:
    if not is_narrowed(context, entry_filter):
        raise DecisionNeededError(
            "which entries? --yes needs ids or a filter beside it, such as  @permits  or  --this-week"
        )
    return list(select_entries(context.reading, entry_filter))


def _walked(context: Context, entry_filter: Filter, *, back: bool) -> list[Entry]:
    """Show one entry after the other, the newest first, and take a key for each; those with a yes."""
    entries = list(
        select_entries(
            context.reading,
            entry_filter._replace(
                limit=AT_ONCE if entry_filter.limit is None else entry_filter.limit
            ),
        )
    )
    if not entries:
        return []
    say(
        f"{count_entries(context.reading, entry_filter):,} to look at, {'cleared for a meeting' if back else 'not cleared yet'}."
    )
    judge = None if back else ObjectionFinder(context.reading, context.settings)
    chosen: dict[str, Entry] = {}
    place = 0
    while place < len(entries):
        entry = entries[place]
        _show(entry, context.settings.week_start)
        can = judge is None or _say_objections(entry, judge.objections(entry))
        what = (
            "take it back? [y]es [n]o" if back else "read it out? [y]es [n]o" if can else "[n]ext"
        )
        key = _key(
            f"{entry.short_id}, {place + 1} of {len(entries)}: {what} [b]ack [q]uit", yes=can
        )
        if key == "q":
            break
        chosen.pop(entry.uuid, None)
        if key == "y":
            chosen[entry.uuid] = entry
        place = max(0, place - 1) if key == "b" else place + 1
    return list(chosen.values())


def _key(question: str, *, yes: bool) -> str:
    while True:
        try:
            key = press(question).lower()
        except Back:
            return "b"
        if key in ("n", "b", "q", "") or (yes and key == "y"):
            return key
        said_yes = "y takes it, n or Enter leaves it" if yes else "n or Enter goes on"
        say(f"{said_yes}, b goes back one, q stops and keeps what you said so far.")


def _show(entry: Entry, week_start: str) -> None:
    """What a meeting would see of an entry, in the writer's own words."""
    from coachlog.render.table import write_sheet

    cells = [
        (column.label, cell_text(column.value(entry)))
        for column in audience_columns(MEETING, week_start)
    ]
    sys.stderr.write("\n")
    width = shutil.get_terminal_size().columns
    write_sheet(
        f"{entry.short_id} · {entry.kind}",
        [[cell for cell in cells if cell[1]]],
        sys.stderr,
        width=width,
        colour=False,
    )


def _say_objections(entry: Entry, found: list[Objection]) -> bool:
    """What speaks against an entry; whether it can be cleared all the same."""
    for one in found:
        say(f"look: {one.text if one.field else f'it {one.text}'}")
    if not blocking_objections(found):
        return True
    say(f"it cannot be cleared as it is. Take that out first:  {edit_command(entry, found)}")
    return False


def _say_changed(
    context: Context, changed: list[Entry], chosen: list[Entry], *, back: bool
) -> None:
    done = {entry.uuid for entry in changed}
    for entry in chosen:
        if entry.uuid not in done:
            was = (
                "private and stays so"
                if entry.share == "private"
                else "not cleared"
                if back
                else "cleared already"
            )
            say(f"{entry.short_id} is {was}.")
    if not changed:
        say("nothing was changed.")
        return
    say(
        f"{'taken back to the team' if back else 'cleared for a meeting'}: {_ids(changed)} · undo: coachlog undo"
    )
    if back:
        return
    judge = ObjectionFinder(context.reading, context.settings)
    judged = [(entry, judge.objections(entry)) for entry in changed]
    if masked := [
        entry for entry, found in judged if any(one.weight == ASK and one.field for one in found)
    ]:
        say(
            f"{_ids(masked)}: a name or case number will be masked. To take an entry back:  coachlog clear --back ID"
        )
    looks = [
        objection_line(entry, one)
        for entry, found in judged
        for one in found
        if one.weight == LOOK and one.field
    ]
    for look in looks[:ASKED_AT_MOST]:
        say(look)
    if len(looks) > ASKED_AT_MOST:
        say(f"and {len(looks) - ASKED_AT_MOST:,} more to look at.")
    say("for the meeting:  coachlog meeting plan")


def _ids(entries: list[Entry]) -> str:
    ids = ", ".join(entry.short_id for entry in entries[:NAMED_AT_MOST])
    return (
        f"{ids} and {len(entries) - NAMED_AT_MOST:,} more" if len(entries) > NAMED_AT_MOST else ids
    )
