"""`clear`: choosing the entries that a meeting may see."""

from coachlog.cli.ask.clear_walk import walk_entries
from coachlog.cli.ask.prompts import can_ask, confirm
from coachlog.cli.ask.walks import stopping
from coachlog.cli.change_messages import say_waiting
from coachlog.cli.context import Context
from coachlog.cli.filter_options import (
    is_narrowed,
    refuse_filter,
    warn_unknown_names,
    with_filters,
)
from coachlog.cli.mask_messages import say_possible_names
from coachlog.cli.messages import say
from coachlog.cli.options import YES, flag
from coachlog.domain.audience import CLEARED, UNCLEARED
from coachlog.domain.clear import ADVICE, CONFIRM, Objection
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.errors import DecisionNeededError
from coachlog.render.words import join_names
from coachlog.services import clear as service
from coachlog.services.find import visible_entries
from coachlog.services.names import make_mask
from coachlog.storage.queries.entries import select_entries

MOST_IDS = 10
MOST_OBJECTIONS = 3


@with_filters(plain="ID")
def clear(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    back: bool = flag("--back", "Take entries back to the team."),
    yes: bool = YES,
) -> None:
    """Clear entries for a meeting to see.

    By ID, all entries of a filter (with --yes), or one by one with a key.

    A private entry is only cleared by its ID.
    """
    audience = CLEARED if back else UNCLEARED
    # Even with --mine no filter finds a private entry.
    entry_filter = entry_filter._replace(audience=audience, include_own=False)
    chosen = _choose(context, entry_filter, (text or "").split(), back=back, yes=yes)
    changed: list[Entry] = []
    waiting: list[Entry] = []
    # Without a choice the log is not opened for writing, and a first user gets no file.
    if chosen and back:
        changed = service.take_back(context.log, chosen)
    elif chosen:
        changed, waiting = service.clear(context.log, context.settings, chosen)
    _say_unchanged([entry for entry in chosen if entry not in changed + waiting], back=back)
    _say_changed(changed, waiting, back=back)
    if changed and not back:
        _say_advice(context, changed)


def _choose(
    context: Context,
    entry_filter: Filter,
    ids: list[str],
    *,
    back: bool,
    yes: bool,
) -> list[Entry]:
    """Return the entries with these ids, those of the filter, or those chosen by a key.

    Raises:
        UsageError: there are both ids and a filter.
        DecisionNeededError: there is neither, or an entry needs a confirmation.
    """
    if ids:
        refuse_filter(context, entry_filter)
        entries = visible_entries(context.reading, ids)
        if not back and not yes:
            _confirm(context, entries)
        return entries
    if yes:
        if not is_narrowed(context, entry_filter):
            raise DecisionNeededError(
                "which entries? --yes needs ids or a filter, such as  @permits  or  --this-week",
            )
        warn_unknown_names(context, entry_filter)
        return list(select_entries(context.reading, entry_filter))
    if can_ask():
        return walk_entries(context, entry_filter, back=back)
    raise DecisionNeededError(
        "which entries? Name their ids, or a filter and --yes, such as  --this-week --yes",
    )


def _confirm(context: Context, entries: list[Entry]) -> None:
    """Ask about every entry with an objection that has to be confirmed.

    Raises:
        DecisionNeededError: one of them was not confirmed, or cannot be cleared at all.
    """
    finder = service.ObjectionFinder(context.reading, context.settings)
    finder.refuse_blocked(entries)
    for entry in entries:
        # What is cleared already stays so, whatever the answer.
        lines = _lines(entry, finder.find(entry), CONFIRM)
        if not lines or entry.share == "meeting":
            continue
        shown = "; ".join(lines[:MOST_OBJECTIONS])
        if len(lines) > MOST_OBJECTIONS:
            shown += "; …"
        is_meant = False
        if can_ask():
            with stopping(lambda: "nothing was cleared."):
                is_meant = confirm(f"{shown}. Clear it for a meeting anyway?")
        if not is_meant:
            raise DecisionNeededError(
                f"{shown}. Nothing was cleared. Add --yes to clear it anyway."
            )


def _say_unchanged(entries: list[Entry], *, back: bool) -> None:
    """Tell why entries were not changed."""
    for entry in entries:
        if entry.share == "private":
            say(f"{entry.short_id} is private and was not changed.")
        elif back:
            say(f"{entry.short_id} is not cleared.")
        else:
            say(f"{entry.short_id} is already cleared.")


def _say_changed(changed: list[Entry], waiting: list[Entry], *, back: bool) -> None:
    """Tell which entries were changed, and which wait for their writers."""
    say_waiting(waiting)
    if not changed:
        if not waiting:
            say("Nothing was changed.")
        return
    done = "Taken back to the team" if back else "Cleared for a meeting"
    ids = [entry.short_id for entry in changed]
    say(f"{done}: {join_names(ids, MOST_IDS)} · undo: coachlog undo")


def _say_advice(context: Context, cleared: list[Entry]) -> None:
    """Tell what will be masked in the entries, and what may be worth a look."""
    # Found again, because a filter with --yes asks nothing and shows nothing beforehand.
    finder = service.ObjectionFinder(context.reading, context.settings)
    masked_ids = []
    lines = []
    for entry in cleared:
        objections = [objection for objection in finder.find(entry) if objection.field]
        if _lines(entry, objections, CONFIRM):
            masked_ids.append(entry.short_id)
        lines += _lines(entry, objections, ADVICE)
    if masked_ids:
        say(
            f"A name, case number or address will be masked in {join_names(masked_ids, MOST_IDS)}."
            " To take an entry back:  coachlog clear --back ID"
        )
    mask = make_mask(context.reading)
    for entry in cleared:
        mask.texts(entry)
    say_possible_names(mask)
    for line in lines[:MOST_OBJECTIONS]:
        say(line)
    more = len(lines) - MOST_OBJECTIONS
    if more > 0:
        say(f"And {more:,} more to check.")
    say("To plan the meeting:  coachlog meeting plan")


def _lines(entry: Entry, objections: list[Objection], weight: str) -> list[str]:
    return [
        objection.line(entry.short_id) for objection in objections if objection.weight == weight
    ]
