"""The lines of a guide's text, as its author means them: which of them name a step, an answer, an end, a rule.

Authors write as they would on paper, so a lot is taken for what it must be: any indentation, `->` or `→` or `:` after an
answer, bullets, numbered steps, an end behind an answer, and lines that go on with the line before.
"""

from typing import NamedTuple

from coachlog.domain.typed_text import name_key

ARROWS = ("->", "→", "=>", "⇒", "⟶", "➔", "➜")
COLONS = (":", "\uff1a")  # the second is as wide as a Chinese character
END_WORDS = {"do": "do", "document": "document", "escalate": "escalate"}
START = "start"
BULLETS = "-*•–·"
ANSWER_WORDS = 4  # what stands before and after the colon of an answer without an arrow
_LEADS = ("go to ", "goto ", "step ")


class GuideLine(NamedTuple):
    """A line that says something: its number from 1, how far it is indented, whether a blank line is above, and its text."""

    number: int
    indent: int
    after_gap: bool
    text: str


def content_lines(text: str) -> list[GuideLine]:
    """The lines that are neither blank nor a comment (`#`), without bullets, indented as far as beyond the leftmost one."""
    found: list[GuideLine] = []
    gap = False
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = raw.lstrip("\ufeff").expandtabs(4)
        words = " ".join(line.split())
        if words and not words.startswith("#"):
            if words[0] in BULLETS and words[1:2] == " ":
                words = words[2:]
            found.append(GuideLine(number, len(line) - len(line.lstrip()), gap, words))
        gap = not words or (gap and words.startswith("#"))
    base = min((line.indent for line in found), default=0)
    return [line._replace(indent=line.indent - base) for line in found]


def step_key(name: str) -> str:
    """What two ways to write a step's name have in common: `ask-agency`, `Ask agency`, `go to ask_agency`."""
    key = name_key(" ".join(name.replace("-", " ").replace("_", " ").split()).strip(" .,;!\"'“”‘’"))
    for lead in _LEADS:
        key = key.removeprefix(lead)
    return key


def at_arrow(text: str) -> tuple[str, str] | None:
    """What stands before and after a line's first arrow; None where there is none."""
    places = [(place, arrow) for arrow in ARROWS if (place := text.find(arrow)) >= 0]
    if not places:
        return None
    place, arrow = min(places)
    return text[:place].rstrip("-= "), text[place + len(arrow) :].strip()


def at_colon(text: str) -> tuple[str, str] | None:
    """What stands before and after a line's first colon; None where there is none, or where an arrow comes first."""
    places = [place for colon in COLONS if (place := text.find(colon)) >= 0]
    if not places:
        return None
    place = min(places)
    if at_arrow(text[:place]):
        return None
    return text[:place].strip(), text[place + 1 :].strip()


def end_in(text: str) -> tuple[str, str, str] | None:
    """`(kind, rest, word)` where a text begins with do, document or escalate, as in `do Charge it` and `do: Charge it`.

    The word is empty where a colon follows it: without one it may as well begin a question.
    """
    begun = text.split(maxsplit=1)[0] if text.strip() else ""
    word = begun
    for colon in COLONS:
        word = word.partition(colon)[0]
    kind = END_WORDS.get(name_key(word))
    return (
        (kind, text[len(word) :].lstrip(" :\uff1a"), word if word == begun else "")
        if kind
        else None
    )


def numbered(text: str) -> tuple[str, str] | None:
    """`(number, rest)` of a text such as `2. Was it in the period?` or `2) …`."""
    number, _, rest = text.partition(" ")
    if number[-1:] in (".", ")") and number[:-1].isdecimal() and len(number) <= 4 and rest:
        return number[:-1], rest.strip()
    return None


def names_in(lines: list[GuideLine]) -> tuple[set[str], set[str]]:
    """The keys of all steps that answers lead to, and of all that stand at the left edge before a colon or behind a number."""
    led_to, headed = set(), set()
    for line in lines:
        if (colon := at_colon(line.text)) and line.indent == 0:
            headed.add(step_key(unnumbered(colon[0])))
        elif arrow := at_arrow(line.text):
            led_to.add(step_key(arrow[1]))
        elif found := numbered(line.text):
            headed.add(found[0])
    return led_to - {""}, headed - {""}


def unnumbered(text: str) -> str:
    """A name or an answer without a number before it."""
    found = numbered(text)
    return found[1] if found else text


def is_answer(colon: tuple[str, str], headed: set[str], *, asked: bool) -> bool:
    """Whether an indented line with a colon is an answer without an arrow: `yes: period`.

    Args:
        colon: what stands before and after the colon.
        headed: the keys of the steps that stand at the left edge.
        asked: whether the question before it is complete, so that the line does not go on with it.
    """
    label, target = colon
    if step_key(target) in headed or end_in(target):
        return bool(label)
    return (
        asked
        and 0 < len(label.split()) <= ANSWER_WORDS
        and (target.endswith("?") or len(target.split()) <= ANSWER_WORDS)
    )
