"""Going through entries one by one, with a key for each: may a meeting see it?"""

from coachlog.cli.ask.prompts import Back, press
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.output import say_sheet
from coachlog.domain.audience import MEETING
from coachlog.domain.clear import blocking, edit_command
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.render.columns import audience_columns, cell_text
from coachlog.render.words import count_of
from coachlog.services.clear import ObjectionFinder
from coachlog.storage.queries.entries import count_entries, select_entries

AT_ONCE = 200  # nobody looks at more in one sitting


def walk_entries(context: Context, entry_filter: Filter, *, back: bool) -> list[Entry]:
    """Show one entry after the other, the newest first, and return those with a yes.

    Args:
        context: the log and the settings.
        entry_filter: the entries.
        back: ask whether to take them back from the meeting, rather than to clear them.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    if entry_filter.limit is None:
        entry_filter = entry_filter._replace(limit=AT_ONCE)
    entries = list(select_entries(context.reading, entry_filter))
    if not entries:
        return []
    count = count_of(count_entries(context.reading, entry_filter), "entry")
    state = "cleared for a meeting" if back else "not cleared yet"
    say(f"{count} to review, {state}.")
    # Whatever an entry says, it can be taken back.
    finder = None if back else ObjectionFinder(context.reading, context.settings)
    # Kept until the end: going back may change a choice, and Ctrl-C must leave nothing changed.
    chosen: dict[str, Entry] = {}
    index = 0
    while index < len(entries):
        entry = entries[index]
        _show(entry, context.settings.week_start)
        key = _ask_about(entry, finder, f"{entry.short_id}, {index + 1} of {len(entries)}")
        if key == "q":
            break
        chosen.pop(entry.uuid, None)
        if key == "y":
            chosen[entry.uuid] = entry
        if key == "b":
            index = max(0, index - 1)
        else:
            index += 1
    return list(chosen.values())


def _show(entry: Entry, week_start: str) -> None:
    """Show what a meeting would see of an entry, but with the names in its texts."""
    # Not masked, because masks would hide what there is to reword.
    cells = []
    for column in audience_columns(MEETING, week_start):
        text = cell_text(column.value(entry))
        if text:
            cells.append((column.label, text))
    say_sheet(f"{entry.short_id} · {entry.kind}", cells)


def _ask_about(entry: Entry, finder: ObjectionFinder | None, heading: str) -> str:
    """Tell what speaks against an entry and return a key: y, n (or nothing for Enter), b or q."""
    if finder is None:
        return _ask(f"{heading}: take it back?", can_choose=True)
    objections = finder.find(entry)
    for objection in objections:
        subject = "" if objection.field else "it "
        say(f"Check: {subject}{objection.text}")
    if not blocking(objections):
        return _ask(f"{heading}: clear it?", can_choose=True)
    command = edit_command(entry, objections)
    say(f"It cannot be cleared like this. Remove that first:  {command}")
    return _ask(f"{heading}:", can_choose=False)


def _ask(question: str, *, can_choose: bool) -> str:
    options, meaning = "[n]ext", "n or Enter goes on"
    if can_choose:
        options, meaning = "[y]es [n]o", "y means yes, n or Enter means no"
    while True:
        try:
            key = press(f"{question} {options} [b]ack [q]uit").lower()
        except Back:
            return "b"
        if key in ("n", "b", "q", "") or (can_choose and key == "y"):
            return key
        say(f"{meaning}, b goes back, q quits and keeps your choices.")
