"""What a line of the session says: a kind, a team, topics, and a text."""

from coachlog.cli.command_table import COMMANDS
from coachlog.domain.fields import Fields
from coachlog.domain.handles import parse_words
from coachlog.errors import AsUsageError
from coachlog.services.typed_fields import clean_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.handles import IsKnown

PROGRAMS = (["coachlog"], ["cl"])
WORDS_OF_COMMANDS = {*COMMANDS, "quit", "exit", "q", ":q", "/help", "/quit"}
# The words are those of the commands that record one kind.
KIND_WORDS = {"oops": "mistake", "good": "strength", "asked": "question"}


class TypedLine:
    """One line, taken apart.

    Attributes:
        kind: the kind that its first word names; None for the session's own.
        team: the team that it names.
        topics: the topics that it names.
        text: what happened; None where the line says only where and as what.
        ignored_handles: words inside the text that look like a handle.
    """

    def __init__(self, line: str, is_known: "IsKnown") -> None:
        """Take a line apart.

        Args:
            line: what was typed.
            is_known: tells whether a name is in use, for `parse_words`.

        Raises:
            UsageError: it names two teams.
        """
        # A paste may end with a line break.
        line = line.strip()
        first, _, rest = line.partition(" ")
        self.kind = _kind_of(first.rstrip())
        if self.kind:
            line = rest
        with AsUsageError():
            words = parse_words([line], is_known=is_known)
        self.team = words.team
        self.topics = words.topics
        self.text = words.text
        self.ignored_handles = words.ignored_handles

    def fields(self) -> Fields:
        """Return what the line says, as it is stored.

        Raises:
            UsageError: it cannot be stored.
        """
        said = {"kind": self.kind, "happened": self.text, "team": self.team, "topics": self.topics}
        return clean_fields({name: value for name, value in said.items() if value})


def _kind_of(word: str) -> str | None:
    """Return the kind that the first word of a line names; None for a word of the text."""
    folded = word.lower().rstrip(",:!")
    if folded == "good" and word != folded and not word.endswith(":"):
        return None  # `Good morning` begins many a text
    return KIND_WORDS.get(folded)


def objection_to(line: str) -> str | None:
    """Return why a line is no text, such as `coachlog undo`; None for a text.

    A word alone counts as well: nobody writes down in one word what happened.
    """
    words = line.split()
    for word in words[:1] + words[-1:]:
        if word.startswith("--") and word[2:3].isalpha():
            return f"{word} is an option, and the session has none. With it:  coachlog log"
    command = words
    if words[:1] in PROGRAMS:
        command = words[1:2]
    elif len(words) != 1 or _kind_of(line.strip()):
        return None
    if command and command[0].lower() in WORDS_OF_COMMANDS:
        return f"{line.strip()} is a command. An empty line or Esc ends the session."
    return None
