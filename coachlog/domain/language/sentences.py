"""Split a text into sentences of words, without what it quotes.

Advice is about the writer's own words: a quoted rule or customer is nobody's judgement of a person.
The splitter is written by hand because loading `re` would slow down every recording.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SENTENCE_ENDS = ".!?;:\n"
BREAKS = ",()[]–—/|"
QUOTED = "…"  # stands for a quotation that was left out
WORD_SIGNS = f"'_§%&@+#*{QUOTED}"
JOINERS = "-.,:/"
# An opening mark, and the marks that may close it.
QUOTES = {
    '"': '"',
    "“": "”",
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "‚": "‘’",
    "‘": "’",
    "'": "'",
}
LONGEST_QUOTE = 1_000

# Whom a verb or an adjective is about. A lone word is a NAME with a capital, and BARE without one.
PERSON, ME, NOBODY, NAME, BARE, THING = "person", "me", "nobody", "name", "bare", "thing"
PEOPLE = frozenset({PERSON, NAME})
NEGATION_REACH = 4  # words that a negation may stand before: `was never really so careless`


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, which is how the word lists are written."""
    return frozenset(text.split())


_ABBREVIATIONS = word_set("mr mrs ms dr prof st no nr hr fr e.g z.b bzw ca approx")


class Sentence:
    """The words of a sentence as written (`raw`) and in lower case (`words`); a comma is a word."""

    __slots__ = ("raw", "words")

    def __init__(self, raw: list[str]) -> None:
        self.raw = raw
        self.words = [word.lower() for word in raw]

    def text(self, first: int, last: int) -> str:
        """Return the words from `first` to `last` as they were written."""
        return " ".join(self.raw[first : last + 1]).replace(" ,", ",")


class Word:
    """A word in its sentence.

    `word[0]` is the word, `word[1]` the next one and `word[-1]` the one before; beyond the ends
    they are empty. All offsets are counted from the word like that.

    Attributes:
        words: the words of the sentence in lower case.
        index: where in the sentence the word stands.
    """

    __slots__ = ("index", "words")
    __iter__ = None  # Python would count offsets for ever

    def __init__(self, words: list[str], index: int) -> None:
        self.words = words
        self.index = index

    def __getitem__(self, offset: int) -> str:
        index = self.index + offset
        if 0 <= index < len(self.words):
            return self.words[index]
        return ""

    def following(self, count: int) -> list[str]:
        """Return the next words, at most `count`."""
        return self.words[self.index + 1 : self.index + 1 + count]


def split_sentences(text: str) -> "Iterator[Sentence]":
    """Yield the sentences of a text in their order."""
    words: list[str] = []
    word = ""
    text = without_quotes(text.replace("’", "'")) + "\n"
    for index, character in enumerate(text):
        following = text[index + 1 : index + 2]
        if _continues_word(word, character, following):
            word += character
            continue
        is_abbreviation = character == "." and word.lower() in _ABBREVIATIONS
        if word.strip("'"):
            words.append(word.strip("'"))
        word = ""
        if character in BREAKS or character + following == "- ":
            words.append(",")
        elif words and character in SENTENCE_ENDS and not is_abbreviation:
            yield Sentence(words)
            words = []


def _continues_word(word: str, character: str, following: str) -> bool:
    """Whether a character goes on with a word: `can't`, `night-shift`, `200.318`."""
    if character.isalnum() or character in WORD_SIGNS:
        return True
    if character not in JOINERS or not word or not following.isalnum():
        return False
    return character == "-" or word[-1].isdigit() or word == "e"  # as in `e.g.`


def without_quotes(text: str) -> str:
    """Return a text with a sign in place of each quotation.

    A text that is one quotation from end to end is the writer's own: only its marks are taken off.
    """
    parts = []
    index = copied = 0
    while index < len(text):
        end = _end_of_quote(text, index)
        if end is None:
            index += 1
            continue
        if not text[:index].strip() and not text[end + 1 :].strip(" .!?\n"):
            return text[index + 1 : end]
        parts += [text[copied:index], f" {QUOTED} "]
        # A quotation that ends a sentence also ends the sentence around it.
        if text[end - 1] in ".!?":
            parts.append(text[end - 1])
        index = copied = end + 1
    parts.append(text[copied:])
    return "".join(parts)


def _end_of_quote(text: str, start: int) -> int | None:
    """Return where the quotation ends that begins at `start`; None where none begins."""
    mark = text[start]
    if mark not in QUOTES:
        return None
    before = text[start - 1 : start]
    following = text[start + 1 : start + 2]
    is_apostrophe_or_inches = mark in "\"'" and before.isalnum()
    if is_apostrophe_or_inches or not following or following.isspace():
        return None
    limit = min(len(text), start + LONGEST_QUOTE)
    for end in range(start + 2, limit):
        is_apostrophe = text[end] in "'’" and text[end + 1 : end + 2].isalnum()
        if text[end] in QUOTES[mark] and not is_apostrophe:
            return end
    return None
