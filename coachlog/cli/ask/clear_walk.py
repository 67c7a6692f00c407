"""Going through entries one by one, with a key for each: may a meeting see it?

Words that may be somebody's name are asked about first, a key each, because a name is masked in all
that leaves the team. What was said of a word is noted in the log for everybody.
"""

from coachlog.cli.ask.keys import QUIT
from coachlog.cli.ask.prompts import go_through, press_one_of
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.output import say_sheet
from coachlog.domain.audience import MEETING
from coachlog.domain.clear import blocking, edit_command
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.render.columns import audience_columns, cell_text
from coachlog.render.words import count_of, join_names
from coachlog.services.clear import ObjectionFinder
from coachlog.services.names import teach
from coachlog.storage.queries.entries import count_entries, select_entries

GO = ", b goes back, q quits and keeps your choices."
AT_ONCE = 200  # nobody looks at more in one sitting
MOST_WORDS = 5  # asked about in one entry; the others have their turn when it is shown again


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
    words_of: dict[str, dict[str, bool]] = {}

    def choose(index: int, entry: Entry) -> bool:
        _show(entry, context.settings.week_start)
        heading = f"{entry.short_id}, {index + 1} of {len(entries)}"
        if finder:
            words_of[entry.uuid] = {}
            finder.decide(_all_words(words_of))
            unknown = finder.unknown_names(entry)[:MOST_WORDS]
            if not _ask_about_words(unknown, heading, words_of[entry.uuid]):
                return False
            finder.decide(_all_words(words_of))
        key = _ask_about(entry, finder, heading)
        if key == QUIT:
            return False
        chosen.pop(entry.uuid, None)
        if key == "y":
            chosen[entry.uuid] = entry
        return True

    go_through(entries, choose, "entry")
    _note_words(context, _all_words(words_of))
    return list(chosen.values())


def _all_words(words_of: dict[str, dict[str, bool]]) -> dict[str, bool]:
    """Return what was said of words in any entry: whether each is a name."""
    all_words: dict[str, bool] = {}
    for words in words_of.values():
        all_words |= words
    return all_words


def _ask_about_words(unknown: list[str], heading: str, answers: dict[str, bool]) -> bool:
    """Ask whether words are names, fill in the answers, and return whether to go on.

    Raises:
        Back: the user wants the entry before.
    """
    for word in unknown:
        key = press_one_of(
            f'{heading}: is "{word}" somebody\'s name? [y]es [n]o [s]kip [b]ack [q]uit',
            ("y", "n", "s", "", QUIT),
            f"y masks it from now on, n never asks again, s or Enter skips it{GO}",
        )
        if key == QUIT:
            return False
        if key in ("y", "n"):
            answers[word] = key == "y"
    return True


def _note_words(context: Context, words: dict[str, bool]) -> None:
    """Note in the log which words are names and which are none."""
    # Without an answer the log is not opened for writing.
    if not words:
        return
    changed = teach(context.log, words, "names")
    names = [word for word in changed if words[word]]
    if names:
        say(f"Masked from now on: {join_names(names, MOST_WORDS)}. To see all:  coachlog names")


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
