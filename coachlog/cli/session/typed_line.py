"""What a line of the session says: a kind, a team, topics, and a text."""

from coachlog.cli.command_table import COMMANDS
from coachlog.domain.fields import Fields
from coachlog.domain.handles import parse_words
from coachlog.errors import AsUsageError
from coachlog.services.typed_fields import clean_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.handles import IsKnown

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


def command_in(line: str) -> str | None:
    """Return the command that a line begins with, such as `coachlog undo`; None if it is a text."""
    words = line.split(maxsplit=2)[:2]
    if len(words) == 2 and words[0] in ("coachlog", "cl") and words[1] in COMMANDS:
        return " ".join(words)
    return None
