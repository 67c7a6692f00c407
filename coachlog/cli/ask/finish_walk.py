"""Going through open mistakes on a terminal: a question for each part that one lacks.

The answers to an entry are recorded together, when its last part is answered or the user turns to
another entry.
"""

from collections.abc import Callable

from coachlog import unrecorded
from coachlog.cli.ask.entry_dialogue import KEYS
from coachlog.cli.ask.keys import QUIT
from coachlog.cli.ask.prompts import KEYS_OF_A_TEXT, Back, ask
from coachlog.cli.ask.walks import ask_in_order, go_through, stopping
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.domain.entry import Entry
from coachlog.domain.fields import Fields
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.render.words import count_of, moment_text, shorten, team_and_topics
from coachlog.services.edit import Edited, edit
from coachlog.services.finish import UnfinishedEntry
from coachlog.services.typed_fields import clean_fields, typed_text

SHOWN = 400  # characters of what happened
QUESTIONS = {key.field: key.question for key in KEYS.values()}
SKIP = ">"
KEYS_OF_A_PART = (
    f"{KEYS_OF_A_TEXT} · {SKIP}: skip this mistake · {QUIT}: leave, and keep what you have answered"
)


ReadPart = Callable[[Context, str, str], Fields]
Receipt = Callable[[Edited, Context], None]


class _Skip(Exception):  # noqa: N818 - no error: the user wants the next mistake
    """The user has nothing to say about this mistake, or no more."""


def walk(
    context: Context,
    entries: list[UnfinishedEntry],
    read_part: ReadPart,
    say_edited: Receipt,
) -> None:
    """Ask for what one entry after the other lacks.

    Args:
        context: the log and the settings.
        entries: what to ask about.
        read_part: returns what the answer about a part says, with the options behind it.
        say_edited: prints the receipt of what was recorded.

    Raises:
        InterruptedByUserError: the user left in the middle of an entry, which is not changed.
        StorageError: an answer could not be recorded.
    """
    context.check_writable()
    mistakes = count_of(len(entries), "open mistake")
    say(f"{mistakes}. Enter leaves a part empty, {SKIP} skips the mistake, ? lists the keys.")
    finish = _Walk(context, len(entries), read_part, say_edited)
    with stopping(finish.summary):
        go_through(entries, finish.ask_about, "entry")
    say(finish.summary())


class _Walk:
    """What has been answered and recorded so far, each by the uuid of its entry."""

    def __init__(
        self,
        context: Context,
        total: int,
        read_part: ReadPart,
        say_edited: Receipt,
    ) -> None:
        self.context = context
        self.read_part = read_part
        self.say_edited = say_edited
        self.total = total
        self.answers: dict[str, Fields] = {}
        self.recorded: dict[str, Entry] = {}
        self.current: Entry | None = None

    def summary(self) -> str:
        """Return how much is recorded, and which entry is not changed though it was asked about."""
        text = f"{len(self.recorded)} of {self.total} finished."
        if self.current and self.current.uuid not in self.recorded:
            text += f" {self.current.short_id} was not changed."
        return text

    def ask_about(self, _: int, unfinished: UnfinishedEntry) -> bool:
        """Ask for each part, record the answers, and return whether to go on.

        Raises:
            Back: the user wants the entry before.
        """
        parts = unfinished.missing
        entry = self.recorded.get(unfinished.entry.uuid, unfinished.entry)
        self.current = entry
        _introduce(self.context, entry)
        answers = self.answers.setdefault(entry.uuid, {})
        try:
            goes_on = ask_in_order(parts, lambda _, part: self._ask(entry, part, answers))
        except Back:
            self._record(entry, parts, answers)
            raise
        except _Skip:
            goes_on = True
        self._record(entry, parts, answers)
        return goes_on

    def _ask(self, entry: Entry, part: str, answers: Fields) -> bool:
        """Ask for one part, and add the answer; return False if the user leaves."""
        text = answers.get(part, "")
        while True:
            answer = ask(QUESTIONS[part], text=text, keys=KEYS_OF_A_PART)
            new = {name: value for name, value in answers.items() if value != getattr(entry, name)}
            unrecorded.restate(typed_text({**new, part: answer}))
            if answer.strip().lower() == QUIT:
                return False
            if answer.strip() == SKIP:
                raise _Skip
            try:
                cleaned = clean_fields(self.read_part(self.context, part, answer))
            except (UsageError, DecisionNeededError) as error:
                say(str(error))
                text = answer
                continue
            answers.pop(part, None)
            answers.update(cleaned)
            return True

    def _record(self, entry: Entry, parts: tuple[str, ...], answers: Fields) -> None:
        changes = {}
        for name in (*parts, *answers):
            if answers.get(name) != getattr(entry, name):
                changes[name] = answers.get(name)
        if changes:
            context = self.context
            edited = edit(context.log, context.settings, entry.uuid, changes, seen=entry)
            self.say_edited(edited, context)
            self.recorded[entry.uuid] = edited.after
        self.current = None


def _introduce(context: Context, entry: Entry) -> None:
    when = moment_text(entry.occurred_on, context.today, entry.occurred_at)
    kind = "mistake, still open" if entry.is_open else entry.kind
    say("")
    say(f"{entry.short_id} · {when} · {kind} · {team_and_topics(entry.team, entry.topics)}")
    say(shorten(entry.happened, SHOWN))
