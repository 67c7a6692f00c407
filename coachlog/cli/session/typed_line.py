"""What a line of the session says: a kind, a team, topics, options, and a text."""

from coachlog.cli.ask.keys import BACK_KEYS
from coachlog.cli.ask.known_names import KnownNames, Offer
from coachlog.cli.ask.prompts import YES_OR_NO
from coachlog.cli.context import Context
from coachlog.cli.entry_options import add_words, apply_flags
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.line_options import LineOptions, offer_options
from coachlog.domain.fields import Fields
from coachlog.domain.handles import parse_words
from coachlog.errors import AsUsageError, UsageError
from coachlog.services.typed_fields import clean_fields

PROGRAMS = (["coachlog"], ["cl"])
WORDS_OF_COMMANDS = {*COMMANDS, "quit", "exit", "q", ":q", "/help", "/quit"}
KEYS_OF_QUESTIONS = (*BACK_KEYS, *YES_OR_NO)
# The words are those of the commands that record one kind.
KIND_WORDS = {"oops": "mistake", "good": "strength", "asked": "question"}


class SessionNames(KnownNames):
    """What Tab completes in the session: teams, topics, and the options of a line."""

    def handles(self, text: str) -> Offer:
        """Return options in place of a word that begins like one, otherwise `@team` and `+topic`.

        Args:
            text: what stands before the cursor.
        """
        return offer_options(text) or super().handles(text)


class TypedLine:
    """One line, taken apart.

    Attributes:
        text: what happened; None where the line says only where and as what.
        ignored_handles: words inside the text that look like a handle.
        typed: what it says, by the names of `entry_options`.
        is_shortened: whether more was taken from it than a team and topics.
    """

    def __init__(self, line: str, context: Context) -> None:
        """Take a line apart.

        Args:
            line: what was typed.
            context: the names and the dates that the user knows.

        Raises:
            UsageError: a field is given twice, or a word is not an option.
        """
        # A paste may end with a line break.
        kind, line = _split_kind(line.strip())
        options = LineOptions(line, context)
        if kind is None:
            kind, options.line = _split_kind(options.line)
        with AsUsageError():
            words = parse_words([options.line], options.literal, context.is_in_use)
        typed = options.fields()
        apply_flags(typed)
        if kind and typed.setdefault("kind", kind) != kind:
            raise UsageError(
                f"an entry has one kind, but this names {kind} and {typed['kind']}. Name one."
            )
        add_words(typed, words)
        self.typed = typed
        self.is_shortened = bool(kind or options.are_there)
        self.text: str | None = typed.get("happened")
        self.ignored_handles = words.ignored_handles

    def fields(self) -> Fields:
        """Return what the line says, as it is stored; a date stays a phrase.

        Raises:
            UsageError: it cannot be stored.
        """
        return clean_fields(self.typed)


def _split_kind(line: str) -> tuple[str | None, str]:
    """Return the kind that the first word of a line names, and the rest of the line."""
    first, _, rest = line.partition(" ")
    kind = _kind_of(first.rstrip())
    return (kind, rest) if kind else (None, line)


def _kind_of(word: str) -> str | None:
    """Return the kind that the first word of a line names; None for a word of the text."""
    folded = word.lower().rstrip(",:!")
    if folded == "good" and word != folded and not word.endswith(":"):
        return None  # `Good morning` begins many a text
    return KIND_WORDS.get(folded)


def objection_to(line: str) -> str | None:
    """Return why a line is not a text, such as `coachlog undo`; None for a text.

    A word alone counts as well: nobody writes down in one word what happened.
    """
    words = line.split()
    if len(words) == 1 and words[0].lower() in KEYS_OF_QUESTIONS:
        return f"{words[0]} answers a question, and none is open."
    command = words
    if words[:1] in PROGRAMS:
        command = words[1:2]
    elif len(words) != 1 or _kind_of(line.strip()):
        return None
    if command and command[0].lower() in WORDS_OF_COMMANDS:
        return f"{line.strip()} is a command. An empty line or Esc ends the session."
    return None
