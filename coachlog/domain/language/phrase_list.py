"""A team's own list for the advice on wording: the text that keeps it, phrase by phrase."""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.typed_text import clean_name, clean_text, name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PHRASES, LONGEST = 200, 100
_NO_TEAM = ": "  # ends the name of a team


class Phrase:
    """One line of a team's own list: a phrase that is looked for, or a built-in one that is not.

    `team` is None where it counts for all. `question` is None where the usual one is asked.
    """

    __slots__ = ("language", "phrase", "question", "removed", "team")

    def __init__(
        self, language: str, team: str | None, phrase: str, question: str | None, *, removed: bool
    ) -> None:
        self.language = language
        self.team = team
        self.phrase = phrase
        self.question = question
        self.removed = removed

    @property
    def place(self) -> tuple[str, str, str]:
        """What two lines about the same thing have in common."""
        return self.language, name_key(self.team or ""), self.phrase.lower()

    def __str__(self) -> str:
        team = f" @{self.team}" if self.team else ""
        question = f" = {self.question}" if self.question else ""
        return f"{self.language}{team}: {'-' if self.removed else ''}{self.phrase}{question}"


def lines_of(listed: str) -> "list[tuple[int, str]]":
    """The lines of a list that say something, each with its number: a semicolon ends one, too."""
    lines = [
        (number, line)
        for number, line in enumerate(listed.split("\n"), 1)
        if not line.lstrip().startswith("#")
    ]
    return [
        (number, part.strip()) for number, line in lines for part in line.split(";") if part.strip()
    ]


def readable(listed: str) -> list[Phrase]:
    """The phrases of a list, without what cannot be read."""
    found = []
    for _, line in lines_of(listed):
        try:
            found.append(parse_phrase(line))
        except ValueError:
            continue
    return found


def clean_list(listed: str) -> str:
    """A list in the form in which it is kept; of two lines about one phrase the last counts.

    Raises:
        ValueError: a line that cannot be read; the message has its number and why.
    """
    found = {}
    for number, line in lines_of(listed):
        try:
            phrase = parse_phrase(line)
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
        found[phrase.place] = phrase
    if len(found) > MOST_PHRASES:
        raise ValueError(f"it has {len(found):,} phrases; the most is {MOST_PHRASES}")
    return kept(found.values())


def kept(phrases: "Iterable[Phrase]") -> str:
    """Phrases as the setting keeps them."""
    return LIST_SEPARATOR.join(map(str, phrases))


def rename_team(listed: str, old: str, new: str) -> str:
    """A list in which what was for a team called `old` is for `new`."""
    phrases = readable(listed)
    for phrase in phrases:
        # A name that a list cannot hold leaves the line as it is.
        if phrase.team and name_key(phrase.team) == name_key(old) and _NO_TEAM not in f"{new} ":
            phrase.team = new
    return kept({phrase.place: phrase for phrase in phrases}.values())


def parse_phrase(line: str) -> Phrase:
    """A line of a list: `en: chaotic`, `de @permits: Saftladen = Was ist passiert?`, `en: -lazy`.

    Raises:
        ValueError: it is none; the message says why.
    """
    scope, sign, said = line.partition(": ")
    language, _, team = scope.strip().partition(" ")
    if (
        not sign
        or not (language.isalpha() and 2 <= len(language) <= 3)
        or (team and not team.strip().startswith("@"))
    ):
        raise ValueError(
            f"it begins with a language, and perhaps a team, as in  en: chaotic  or  de @permits: chaotisch; not {line[:40]!r}"
        )
    phrase, _, question = said.strip().partition(" = ")
    removed = phrase.startswith("-")
    return clean_phrase(
        language.lower(), team.strip()[1:], phrase[removed:], question, removed=removed
    )


def clean_phrase(
    language: str, team: str | None, phrase: str, question: str | None, *, removed: bool
) -> Phrase:
    """A line of a list, in the form in which it is kept.

    Raises:
        ValueError: it cannot be kept; the message says why.
    """
    phrase = " ".join((clean_text(phrase, "phrase") or "").split())
    question = " ".join((clean_text(question or "", "question") or "").split())
    if not phrase:
        raise ValueError("a phrase needs at least one character")
    team = clean_name(team or "", "team")
    for what, text in (("phrase", phrase), ("question", question)):
        if len(text) > LONGEST:
            raise ValueError(
                f"a {what} has at most {LONGEST} characters, and this one {len(text):,}"
            )
        if not text.isprintable():
            raise ValueError(f"a {what} is made of characters that can be seen; not {text!a}")
    if " = " in f" {phrase} " or phrase.startswith(("-", "#")) or ";" in phrase + question:
        raise ValueError(
            f"a phrase cannot begin with '-' or '#' or have ';' or ' = ' in it; not {phrase or question!r}"
        )
    if team and _NO_TEAM in f"{team} ":
        raise ValueError(
            f"a team whose name has ': ' in it cannot have a list of its own; not {team!r}"
        )
    return Phrase(language, team, phrase, question or None, removed=removed)
