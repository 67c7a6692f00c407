"""A team's own phrases for the wording advice, and the text in which they are stored.

The whole list is one setting, so that undo, history and sync treat it like any other. A line is a
language, perhaps a team, and a phrase; a semicolon ends a line, too:

    en: chaotic
    de @permits: Saftladen = Was ist passiert?
    en: -lazy
"""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.typed_text import clean_name, clean_text, name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_PHRASES = 200
LONGEST = 100  # characters of a phrase or a question
_SCOPE_END = ": "  # ends the language and the team of a line
_QUESTION_SIGN = " = "


class Phrase:
    """A phrase to look for, or a built-in one that is switched off.

    Attributes:
        language: code of the language in which it is looked for.
        team: the team that it counts for; None for all teams.
        phrase: the words, taken literally.
        question: what to ask about it; None for the usual question.
        removed: whether it switches a phrase off.
    """

    __slots__ = ("language", "phrase", "question", "removed", "team")

    def __init__(
        self,
        language: str,
        team: str | None,
        phrase: str,
        question: str | None,
        *,
        removed: bool,
    ) -> None:
        self.language = language
        self.team = team
        self.phrase = phrase
        self.question = question
        self.removed = removed

    @property
    def target(self) -> tuple[str, str]:
        """What the phrase is about, whatever the team: its language and words."""
        return self.language, self.phrase.lower()

    @property
    def key(self) -> tuple[str, str, str]:
        """What two lines about the same phrase have in common; a list has each key once."""
        return self.language, name_key(self.team or ""), self.phrase.lower()

    def __str__(self) -> str:
        team = f" @{self.team}" if self.team else ""
        sign = "-" if self.removed else ""
        question = f"{_QUESTION_SIGN}{self.question}" if self.question else ""
        return f"{self.language}{team}{_SCOPE_END}{sign}{self.phrase}{question}"


def readable_phrases(text: str) -> list[Phrase]:
    """Return the phrases of a list, without the lines that cannot be read."""
    phrases = []
    for _, line in _numbered_lines(text):
        try:
            # A list of a later version may have lines that this one cannot read.
            phrases.append(parse_phrase(line))
        except ValueError:
            continue
    return phrases


def clean_list(text: str) -> str:
    """Return a list as it is stored; of two lines about one phrase the last one counts.

    Raises:
        ValueError: a line cannot be read; the message has its number and the reason.
    """
    phrases = {}
    for number, line in _numbered_lines(text):
        try:
            phrase = parse_phrase(line)
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
        # A later line replaces an earlier one, like in any settings file.
        phrases[phrase.key] = phrase
    if len(phrases) > MOST_PHRASES:
        raise ValueError(
            f"it has {len(phrases):,} phrases, and a list holds at most {MOST_PHRASES}"
        )
    return list_text(phrases.values())


def list_text(phrases: "Iterable[Phrase]") -> str:
    """Return phrases as the setting stores them."""
    return LIST_SEPARATOR.join(map(str, phrases))


def rename_team(text: str, old: str, new: str) -> str:
    """Return a list in which the phrases of the team `old` are those of `new`."""
    phrases = readable_phrases(text)
    for phrase in phrases:
        is_renamed = phrase.team and name_key(phrase.team) == name_key(old)
        # A name that a list cannot hold leaves the line as it is.
        if is_renamed and not _ends_scope(new):
            phrase.team = new
    return list_text({phrase.key: phrase for phrase in phrases}.values())


def is_language_code(text: str) -> bool:
    """Whether a text can be the code of a language, as in a list: `en`, `de`."""
    return text.isalpha() and 2 <= len(text) <= 3


def parse_phrase(line: str) -> Phrase:
    """Return the phrase of a line: `en: chaotic`, `de @permits: Saftladen = Was?`, `en: -lazy`.

    Raises:
        ValueError: the line cannot be read; the message says why.
    """
    scope, end, words = line.partition(_SCOPE_END)
    language, _, team = scope.strip().partition(" ")
    team = team.strip()
    is_scope = is_language_code(language) and (not team or team.startswith("@"))
    if not end or not is_scope:
        raise ValueError(
            "it must start with a language, and a team if you like, as in  en: chaotic  or"
            f"  de @permits: chaotisch; not {line[:40]!r}"
        )
    # The sign has blanks around it, so that a phrase may hold `a=b`.
    phrase, _, question = words.strip().partition(_QUESTION_SIGN)
    removed = phrase.startswith("-")
    return clean_phrase(
        language.lower(),
        team[1:],
        phrase.removeprefix("-"),
        question,
        removed=removed,
    )


def clean_phrase(
    language: str,
    team: str | None,
    phrase: str,
    question: str | None,
    *,
    removed: bool,
) -> Phrase:
    """Return a phrase in the form in which it is stored.

    Raises:
        ValueError: a list cannot hold it; the message says why.
    """
    phrase = _clean_words(phrase, "phrase")
    question = _clean_words(question or "", "question")
    team = clean_name(team or "", "team")
    if not phrase:
        raise ValueError("a phrase cannot be empty")
    is_ambiguous = _QUESTION_SIGN in f" {phrase} " or ";" in phrase + question
    if is_ambiguous or phrase.startswith(("-", "#")):
        raise ValueError(
            f"a phrase cannot start with '-' or '#', or contain ';' or ' = '; not {phrase!r}"
        )
    if team and _ends_scope(team):
        raise ValueError(
            f"a team with ': ' in its name cannot have phrases of its own; not {team!r}"
        )
    return Phrase(language, team, phrase, question or None, removed=removed)


def _clean_words(text: str, name: str) -> str:
    """Return a phrase or question on one line; `name` says in errors which of the two it is."""
    words = " ".join((clean_text(text, name) or "").split())
    if len(words) > LONGEST:
        raise ValueError(f"a {name} has at most {LONGEST} characters; this one has {len(words):,}")
    # Invisible characters would match nothing, and nobody could see why.
    if not words.isprintable():
        raise ValueError(f"a {name} cannot contain invisible characters; not {words!a}")
    return words


def _ends_scope(team: str) -> bool:
    """Whether a line could not tell where a team's name ends."""
    return _SCOPE_END in f"{team} "


def _numbered_lines(text: str) -> "Iterator[tuple[int, str]]":
    """Yield the lines of a list without comments, each with its number in the text."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        for part in line.split(";"):
            if part.strip():
                yield number, part.strip()
