"""What a line of a guide's text can be: a step's name, a branch, an ending, a numbered question.

Authors write as they would on paper, so much is accepted: any indentation, `->` or `→` or `:`
after an answer, bullets, numbered steps, an ending behind an answer, and wrapped lines.
"""

from collections.abc import Iterable

from coachlog.domain.guides.guide import DECISIONS
from coachlog.domain.typed_text import name_key
from coachlog.named_tuple import NamedTuple

ARROWS = ("->", "→", "=>", "⇒", "⟶", "➔", "➜")
COLONS = (":", "\uff1a")  # the second one is as wide as a Chinese character
QUESTION_MARKS = ("?", "\uff1f")
BULLETS = "-*•–·"
START = "start"
MAX_COLON_WORDS = 4  # words on each side of the colon in a branch without an arrow
MAX_NAME_WORDS = 4  # in a step's name that may have lost its colon
QUOTED_LENGTH = 40
# With its full stop or bracket: at the start of a line, `2026.` is a year.
MAX_NUMBER_LENGTH = 4
# What a word before a colon says about the text behind it.
HEADER_FIELDS = ("name", "topic")
FIELDS_BY_WORD = {
    "guide": "name",
    "title": "name",
    "name": "name",
    "topic": "topic",
    "topics": "topic",
    "rule": "rule",
    "rules": "rule",
    "judgement": "judgement",
    "judgment": "judgement",
}


class GuideLine(NamedTuple):
    """A line with words on it: its number from 1, its indentation, and its text.

    `after_gap` says whether a blank line stands above it.
    """

    number: int
    indent: int
    after_gap: bool
    text: str


class EndingText(NamedTuple):
    """A text that begins with do, document or escalate.

    `opening` is that word as typed; it is empty where a colon follows, because without a colon
    the word may just as well begin a question ("Do others use it?").
    """

    kind: str
    text: str
    opening: str


def content_lines(text: str) -> list[GuideLine]:
    """Return the lines that are neither blank nor a comment, without their bullets.

    Their indentation is measured from the line furthest to the left.
    """
    lines: list[GuideLine] = []
    after_gap = False
    # Files come from Windows (`\r\n`, a byte-order mark) and from old Macintoshes (`\r`).
    unix_text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, raw in enumerate(unix_text.split("\n"), start=1):
        line = raw.lstrip("\ufeff").expandtabs(4)
        words = " ".join(line.split())
        if not words:
            after_gap = True
        elif not words.startswith("#"):
            indent = len(line) - len(line.lstrip())
            lines.append(
                GuideLine(
                    number=number,
                    indent=indent,
                    after_gap=after_gap,
                    text=_without_bullet(words),
                )
            )
            after_gap = False
    # A guide copied out of a mail is often indented as a whole.
    margin = min((line.indent for line in lines), default=0)
    return [line._replace(indent=line.indent - margin) for line in lines]


def _without_bullet(words: str) -> str:
    if words[0] in BULLETS and words[1:2] == " ":
        return words[2:]
    return words


def step_key(name: str) -> str:
    """Return what all spellings of a step's name share: `ask-agency`, `go to Ask_agency`."""
    # A name is written as in a sentence in one line, and as a file name in the next.
    words = name.replace("-", " ").replace("_", " ").split()
    key = name_key(" ".join(words).strip(" .,;!\"'“”‘’"))
    for opening in ("go to ", "goto ", "step "):
        key = key.removeprefix(opening)
    return key


def is_question(text: str) -> bool:
    """Return whether a text ends like a question."""
    return text.endswith(QUESTION_MARKS)


def split_at_arrow(text: str) -> tuple[str, str] | None:
    """Return what stands before and after the first arrow, or None if there is no arrow."""
    parts = _split_at_first(text, ARROWS)
    if parts is None:
        return None
    before, after = parts
    # Long arrows (`-->`, `==>`) are arrows too.
    return before.rstrip("-= "), after.strip()


def split_at_colon(text: str) -> tuple[str, str] | None:
    """Return what stands before and after the first colon.

    None if there is no colon, or if an arrow comes first.
    """
    parts = _split_at_first(text, COLONS)
    if parts is None:
        return None
    before, after = parts
    if split_at_arrow(before):
        return None
    return before.strip(), after.strip()


def _split_at_first(text: str, signs: Iterable[str]) -> tuple[str, str] | None:
    matches = [(text.index(sign), sign) for sign in signs if sign in text]
    if not matches:
        return None
    index, sign = min(matches)
    return text[:index], text[index + len(sign) :]


def ending_in(text: str) -> EndingText | None:
    """Return the ending that a text begins, such as `do Charge it` or `do: Charge it`."""
    first_word = text.partition(" ")[0]
    word = first_word
    for colon in COLONS:
        word = word.partition(colon)[0]
    kind = name_key(word)
    if kind not in DECISIONS:
        return None
    opening = word if word == first_word else ""
    return EndingText(kind, text[len(word) :].lstrip(" :\uff1a"), opening)


def split_number(text: str) -> tuple[str, str] | None:
    """Return number and rest of a text such as `2. Was it in the period?` or `2) …`, or None."""
    number, _, rest = text.partition(" ")
    has_sign = number.endswith((".", ")")) and number[:-1].isdecimal()
    if has_sign and len(number) <= MAX_NUMBER_LENGTH and rest:
        return number[:-1], rest.strip()
    return None


def without_number(text: str) -> str:
    """Return a name or an answer without a number in front."""
    numbered = split_number(text)
    if numbered is None:
        return text
    return numbered[1]


def step_keys(lines: Iterable[GuideLine]) -> tuple[set[str], set[str]]:
    """Return the keys of all steps that the lines mention.

    Returns:
        Those that arrows lead to, and those that stand at the left edge, before a colon or
        behind a number.
    """
    targets = set()
    headings = set()
    for line in lines:
        colon = split_at_colon(line.text)
        arrow = split_at_arrow(line.text)
        numbered = split_number(line.text)
        if colon and line.indent == 0:
            headings.add(step_key(without_number(colon[0])))
        elif arrow:
            targets.add(step_key(arrow[1]))
        elif numbered:
            headings.add(numbered[0])
    return targets - {""}, headings - {""}


def is_branch_with_colon(
    label: str,
    target: str,
    headings: set[str],
    *,
    is_question_complete: bool,
) -> bool:
    """Return whether an indented line `label: target` is a branch without an arrow.

    Args:
        label: what stands before the colon.
        target: what stands behind it.
        headings: the keys of the steps at the left edge.
        is_question_complete: False if the line may still belong to the question above it.
    """
    # What leads to a known step or an ending is a branch, however long its label is.
    if step_key(target) in headings or ending_in(target):
        return bool(label)
    if not is_question_complete or not 0 < len(label.split()) <= MAX_COLON_WORDS:
        return False
    return is_question(target) or len(target.split()) <= MAX_COLON_WORDS


def unreadable_text(text: str, missing: set[str]) -> str:
    """Return what is wrong with a line that can be nothing in a guide.

    Args:
        text: the line.
        missing: the keys of the steps that answers lead to, but that stand nowhere.
    """
    quoted = text
    if len(text) > QUOTED_LENGTH:
        quoted = text[: QUOTED_LENGTH - 1] + "…"
    words = text.split()[:MAX_NAME_WORDS]
    while words:
        name = " ".join(words)
        if step_key(name) in missing:
            return f"{quoted!r} may lack a colon. Did you mean  {name}: …?"
        words.pop()
    return (
        f"{quoted!r} is not a step (name: question), an answer (answer -> step) or a rule."
        " Correct it, or put # in front to leave it out"
    )
