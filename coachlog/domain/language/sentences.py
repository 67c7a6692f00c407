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
# They are words of their own, so that a rule reads `she's` as it reads `she is`.
CONTRACTIONS = ("n't", "'s", "'ve", "'d", "'re", "'m", "'ll")


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
        text = " ".join(self.raw[first : last + 1])
        for ending in (",", *CONTRACTIONS):
            text = text.replace(f" {ending}", ending)
        return text


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
        # Apostrophes at the ends are quotation marks that found no partner.
        words += _split_contraction(word.strip("'"))
        word = ""
        if character in BREAKS or character + following == "- ":
            words.append(",")
        elif words and character in SENTENCE_ENDS and not is_abbreviation:
            yield Sentence(words)
            words = []


def _split_contraction(word: str) -> list[str]:
    """Return the words in a word: `she` and `'s`, `did` and `n't`; none in an empty one."""
    for ending in CONTRACTIONS:
        if word.endswith(ending):
            return [word.removesuffix(ending), ending]
    return [word] if word else []


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
        before = text[:index].strip()
        after = text[end + 1 :].strip(" .!?\n")
        if not before and not after:
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
    # A lone mark must not swallow the rest of a long text, nor make reading it quadratic.
    limit = min(len(text), start + LONGEST_QUOTE)
    for end in range(start + 2, limit):
        is_apostrophe = text[end] in "'’" and text[end + 1 : end + 2].isalnum()
        if text[end] in QUOTES[mark] and not is_apostrophe:
            return end
    return None
