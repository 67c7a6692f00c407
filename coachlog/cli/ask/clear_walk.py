"""Going through entries one by one, with a key for each: may a meeting see it?

Words that may be somebody's name are asked about first, a key each, because a name is masked in all
that leaves the team. What was said of a word is noted in the log for everybody.
"""

from coachlog.cli.ask.keys import ENTER, QUIT
from coachlog.cli.ask.prompts import press_one_of
from coachlog.cli.ask.walks import ask_in_order, go_through, stopping
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

LEAVE = "leave, with your choices so far"
KEEP = "keep your choice"
NEXT = {"n": "next", ENTER: "next", QUIT: LEAVE}
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
    walk = _Walk(context, len(entries), back=back)
    with stopping(lambda: "nothing was changed."):
        go_through(entries, walk.choose, "entry")
    _note_words(context, walk.all_words())
    return list(walk.chosen.values())


class _Walk:
    """The choices so far.

    They are kept until the end: going back may change one, and Ctrl-C must leave nothing changed.
    """

    def __init__(self, context: Context, total: int, *, back: bool) -> None:
        self.week_start = context.settings.week_start
        self.total = total
        self.chosen: dict[str, Entry] = {}
        # What was answered of the words of each entry, by its uuid: whether they are names.
        self.words_of: dict[str, dict[str, bool]] = {}
        self.finder: ObjectionFinder | None = None
        if not back:
            # Whatever an entry says, it can be taken back.
            self.finder = ObjectionFinder(context.reading, context.settings)

    def all_words(self) -> dict[str, bool]:
        """Return what was answered of words in any entry: whether each is a name."""
        all_words: dict[str, bool] = {}
        for words in self.words_of.values():
            all_words |= words
        return all_words

    def choose(self, index: int, entry: Entry) -> bool:
        """Show an entry, ask about its words and then about itself; return whether to go on.

        Raises:
            Back: the user wants the entry before.
        """
        _show(entry, self.week_start)
        heading = f"{entry.short_id}, {index + 1} of {self.total}"

        def ask_about(_: int, word: str) -> bool:
            if word:
                return self._ask_about_word(entry, word, heading)
            return self._ask_about_entry(entry, heading)

        return ask_in_order([*self._unknown_words(entry), ""], ask_about)

    def _unknown_words(self, entry: Entry) -> list[str]:
        if not self.finder:
            return []
        # Without the answers of an earlier visit, so that going back asks about the same words.
        answers = self.words_of.pop(entry.uuid, {})
        self.finder.decide(self.all_words())
        self.words_of[entry.uuid] = answers
        return self.finder.unknown_names(entry)[:MOST_WORDS]

    def _ask_about_word(self, entry: Entry, word: str, heading: str) -> bool:
        answers = self.words_of[entry.uuid]
        meanings = {
            "y": "mask it from now on",
            "n": "never ask again",
            "s": "skip it",
            ENTER: "skip it",
            QUIT: LEAVE,
        }
        now = ""
        if word in answers:
            meanings[ENTER] = KEEP
            now = " (now yes)" if answers[word] else " (now no)"
        question = f'{heading}: is "{word}" somebody\'s name?{now} [y]es [n]o [s]kip'
        key = press_one_of(question, meanings)
        if key in ("y", "n"):
            answers[word] = key == "y"
        elif key == "s":
            answers.pop(word, None)
        return key != QUIT

    def _ask_about_entry(self, entry: Entry, heading: str) -> bool:
        if self.finder:
            self.finder.decide(self.all_words())
            if _say_objections(entry, self.finder):
                self.chosen.pop(entry.uuid, None)
                key = press_one_of(f"{heading}: [n]ext", NEXT)
                return key != QUIT
        meanings = {
            "y": "yes",
            "n": "no",
            ENTER: "no",
            QUIT: LEAVE,
        }
        question = "clear it?" if self.finder else "take it back?"
        if entry.uuid in self.chosen:
            meanings[ENTER] = KEEP
            question += " (now yes)"
        key = press_one_of(f"{heading}: {question} [y]es [n]o", meanings)
        if key == "y":
            self.chosen[entry.uuid] = entry
        elif key == "n":
            self.chosen.pop(entry.uuid, None)
        return key != QUIT


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


def _say_objections(entry: Entry, finder: ObjectionFinder) -> bool:
    """Say what speaks against an entry; return whether that stops it from being cleared."""
    objections = finder.find(entry)
    for objection in objections:
        subject = "" if objection.field else "it "
        say(f"Check: {subject}{objection.text}")
    if not blocking(objections):
        return False
    command = edit_command(entry, objections)
    say(f"It cannot be cleared like this. Reword it first:  {command}")
    return True
