"""How typed text and names are stored: checked, in Unicode NFC, and otherwise as typed.

This module is on the path of every recording, so it imports nothing at its top.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

MAX_TEXT = 1_000_000
MAX_NAME = 200
SIGNS = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"  # all of ASCII; an emoji can be a name
# What may close the sentence, the brackets or the quotes that a name stands in, by what opens them.
OPENED_BY = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«", '"': '"', "'": "'", "’": "‘"}
CLOSING = ".,:;!?"
# The names that are typed with `@` or `+` elsewhere, by what messages call them.
SIGNED = ("team", "topic", "trainer", "learner", "name")
# By these, and by enough digits without a letter between them, `log` knows without loading the
# patterns that most texts have nothing to hint at.
FEWEST_DIGITS = 7  # of a phone number, a card or a bank account
_ADDRESS_SIGNS = ("@", "＠", "at]", "at)", " dot ", " punkt ")
_BIRTH_WORDS = ("birth", "born", "dob", "d.o.b", "geb")


def clean_text(text: str, field: str) -> str | None:
    """Return `text` as it is stored; None if it is blank.

    Args:
        text: what was typed.
        field: what messages call it.

    Raises:
        ValueError: the text is too long, or has a NUL or half of a surrogate pair.
    """
    if len(text) > MAX_TEXT:
        raise ValueError(f"{field} has {len(text):,} characters; the limit is {MAX_TEXT:,}")
    # Functions of SQLite end a text at a NUL (https://www.sqlite.org/nulinstr.html).
    nul_index = text.find("\0")
    if nul_index >= 0:
        raise ValueError(f"{field} has a NUL at character {nul_index + 1}; take it out")
    if not text.isascii():
        # Imported only for the few texts that are not ASCII.
        text = _normalized(text, field)
    return text if text.strip() else None


def _normalized(text: str, field: str) -> str:
    from unicodedata import normalize

    try:
        text.encode()
    except UnicodeEncodeError as error:
        position = error.start + 1
        raise ValueError(
            f"{field} has an invalid character at position {position} (half of a surrogate pair);"
            " take it out"
        ) from None
    return normalize("NFC", text)


def clean_name(name: str, field: str) -> str | None:
    """Return the name of a team, topic or person as it is stored; None if it is blank.

    A name is one line with single blanks.

    Args:
        name: what was typed.
        field: what messages call it; a team or topic cannot have a semicolon.

    Raises:
        ValueError: the name cannot be stored.
    """
    if not name.isprintable():
        # Cells have signs that nobody sees, and a second team would look like the first. The rest
        # of what cannot be printed belongs to scripts and emoji, or is refused below.
        name = "".join(sign for sign in name if not _is_control_sign(sign))
    name = " ".join(name.split())
    if field in SIGNED:
        name = bare_name(name)
    cleaned = clean_text(name, field)
    if cleaned is None:
        return None
    if len(cleaned) > MAX_NAME:
        raise ValueError(f"{field} has {len(cleaned)} characters; the limit is {MAX_NAME}")
    if field in ("team", "topic"):
        if ";" in cleaned:
            raise ValueError(
                f"{field} {cleaned!r} has a semicolon, which separates topics in files;"
                " leave it out"
            )
        if not cleaned.strip(SIGNS):
            # A slip: an `@` without its name, or what a spreadsheet has for "none".
            raise ValueError(f"{field} {cleaned!r} has no letter and no digit; name the {field}")
    return cleaned


def _is_control_sign(sign: str) -> bool:
    is_control = sign < " " or "\x7f" <= sign <= "\x9f"
    return is_control and sign != "\0" and not sign.isspace()


def bare_name(name: str) -> str:
    """Return a name without the sign that it has elsewhere: people also type `--team @permits`."""
    name = name.strip()
    if name[:1] in ("@", "+") and name[1:2].isalnum():
        return without_closing(name[1:]).rstrip()
    return name


def without_closing(name: str) -> str:
    """Return a name without the end of what it stands in: `permits).` but not `Intake (north)`."""
    while name:
        last = name[-1]
        is_closing = last in CLOSING or (last in OPENED_BY and _count_open(name, last) < 0)
        if not is_closing:
            break
        name = name[:-1]
    return name


def closes_brackets_in(text: str, word: str) -> bool:
    """Return whether a word behind a text closes brackets or quotes that the text opens."""
    for sign in word[len(without_closing(word)) :]:
        # Of apostrophes nobody can tell what they are.
        if sign in OPENED_BY and sign not in "'’" and _count_open(text, sign) != 0:
            return True
    return False


def _count_open(text: str, closing: str) -> int:
    """Return how many more signs of a kind open in a text than close; -1 for a single `"`."""
    opening = OPENED_BY[closing]
    if opening == closing:
        return -(text.count(closing) % 2)
    return text.count(opening) - text.count(closing)


def name_key(name: str) -> str:
    """Return what all spellings of one team or topic share (Unicode caseless match, D145)."""
    if name.isascii():
        return name.lower()  # what the rest would do, without its import
    from unicodedata import normalize

    return normalize("NFC", normalize("NFD", name).casefold())


def clean_choice(value: str, field: str, choices: "Collection[str]") -> str:
    """Return the word of `choices` that `value` means.

    Upper and lower case make no difference, nor do blanks or underscores for hyphens.

    Args:
        value: what was typed.
        field: what messages call it.
        choices: the words there are.

    Raises:
        ValueError: it is not one of them; the message lists them.
    """
    word = value.strip().lower().replace("_", "-").replace(" ", "-")
    if word not in choices:
        raise ValueError(f"{field} must be one of {', '.join(choices)}; not {value!r}")
    return word


def may_be_personal(text: str) -> bool:
    """Whether a text is worth a search for phone numbers, e-mail addresses and birth dates."""
    small = text.lower()
    if any(sign in small for sign in _ADDRESS_SIGNS):
        return True
    digits = 0
    for character in small:
        if character.isdigit():
            digits += 1
        elif character.isalpha():
            digits = 0
        if digits == FEWEST_DIGITS:
            return True
    # A birth date may have four digits: `DOB 1/2/90`.
    return any(map(str.isdigit, small)) and any(word in small for word in _BIRTH_WORDS)
