"""Going through entries one by one, with a key for each: may a meeting see it?"""

from coachlog.cli.ask.prompts import QUIT, go_through, press_one_of
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

GO = ", b goes back, q quits and keeps your choices."
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

    def choose(index: int, entry: Entry) -> bool:
        _show(entry, context.settings.week_start)
        key = _ask_about(entry, finder, f"{entry.short_id}, {index + 1} of {len(entries)}")
        if key == QUIT:
            return False
        chosen.pop(entry.uuid, None)
        if key == "y":
            chosen[entry.uuid] = entry
        return True

    go_through(entries, choose, "entry")
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
    """Tell what speaks against an entry and return a key: y, n (or nothing for Enter) or q.

    Raises:
        Back: the user wants the entry before.
    """
    question = f"{heading}: take it back?"
    if finder:
        question = f"{heading}: clear it?"
        objections = finder.find(entry)
        for objection in objections:
            subject = "" if objection.field else "it "
            say(f"Check: {subject}{objection.text}")
        if blocking(objections):
            command = edit_command(entry, objections)
            say(f"It cannot be cleared like this. Reword it first:  {command}")
            return press_one_of(
                f"{heading}: [n]ext [b]ack [q]uit",
                ("n", "", QUIT),
                f"n or Enter goes on{GO}",
            )
    return press_one_of(
        f"{question} [y]es [n]o [b]ack [q]uit",
        ("y", "n", "", QUIT),
        f"y means yes, n or Enter means no{GO}",
    )
