"""Texts as sentences of words, without what is quoted in them."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ENDS = ".!?;:\n"
BREAKS = ",()[]–—/|"
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
QUOTED = "…"  # stands for what was quoted
LONGEST_QUOTE = 1_000
_TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "nr",
        "hr",
        "fr",
        "e.g",
        "z.b",
        "bzw",
        "ca",
        "approx",
    }
)


class Sentence:
    """The words of a sentence as they were written (`raw`) and in lower case (`words`); a comma is a word, too."""

    __slots__ = ("raw", "words")

    def __init__(self, raw: list[str]) -> None:
        self.raw = raw
        self.words = [word.lower() for word in raw]

    def said(self, first: int, last: int) -> str:
        """The words from `first` to `last`, as they were written."""
        return " ".join(self.raw[first : last + 1]).replace(" ,", ",")


def sentences(text: str) -> "Iterable[Sentence]":
    """The sentences of a text, in their order."""
    words: list[str] = []
    word = ""
    text = without_quotes(text.replace("’", "'")) + "\n"
    for place, character in enumerate(text[:-1]):
        if character.isalnum() or character in "'_§%&@+#*" or character == QUOTED:
            word += character
            continue
        following = text[place + 1]
        if (
            character in "-.,:/"
            and word
            and following.isalnum()
            and (character == "-" or word[-1:].isdigit() or word == "e")
        ):
            word += character
            continue
        ends = character in ENDS and not (character == "." and word.lower() in _TITLES)
        if word.strip("'"):
            words.append(word.strip("'"))
        word = ""
        if ends and words:
            yield Sentence(words)
            words = []
        elif character in BREAKS or (character == "-" and following == " "):
            words.append(",")
    if word.strip("'"):
        words.append(word.strip("'"))
    if words:
        yield Sentence(words)


def without_quotes(text: str) -> str:
    """`text` with a sign in the place of every quotation; but a text that is all one quotation is nobody else's words."""
    parts, place, kept = [], 0, 0
    while place < len(text):
        end = _end_of_quote(text, place) if text[place] in QUOTES else None
        if end is None:
            place += 1
            continue
        if not text[:place].strip() and not text[end + 1 :].strip(" .!?\n"):
            return text[place + 1 : end]
        parts += [text[kept:place], f" {QUOTED} "]
        # A quotation that ends a sentence does so for the one around it.
        parts += [text[end - 1]] * (text[end - 1] in ".!?")
        place = kept = end + 1
    return "".join([*parts, text[kept:]])


def _end_of_quote(text: str, start: int) -> int | None:
    sign = text[start]
    before, after = text[start - 1 : start] if start else "", text[start + 1 : start + 2]
    if (sign in "\"'" and before.isalnum()) or not after or after.isspace():
        return None  # inches, an apostrophe, the end of a quotation
    for end in range(start + 2, min(len(text), start + LONGEST_QUOTE)):
        if text[end] in QUOTES[sign] and not (
            text[end] in "'’" and text[end + 1 : end + 2].isalnum()
        ):
            return end
    return None
