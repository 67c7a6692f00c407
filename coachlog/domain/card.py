"""A card: what a topic's entries say about the wrong way, the right way, why, and the rule."""

from __future__ import annotations

from coachlog.domain.entry import Entry
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# A rule as people cite it in a text: "2 CFR 200.303(a)", "42 U.S.C. 1396a", "§ 15 (2)", "Art. 5".
_CITATION = (
    r"\d+ (?:CFR|U\.?S\.?C\.?)(?: (?:part|section))? [\d.]*\d(?:\(\w+\))*"
    r"|§§? ?\d+\w?"
    r"|Art(?:\.|icle) \d+"
)
# Around a word they change nothing; within one they do: 200.303 is not 200,303.
_EDGES = ".,;:!?\"'()[]…–—„“”‘’«»"
# A text that cites one has one of these, if points and capitals do not count.
_CITATION_SIGNS = ("cfr", "usc", "§", "art")


class Card(NamedTuple):
    """One lesson. What its entry does not say is None.

    `also` has the wrong ways of further entries with the same lesson.
    """

    short_id: str
    wrong: str | None
    right: str | None
    next_time: str | None
    why: str | None
    rule: str | None
    also: tuple[str, ...] = ()


class Teaching(NamedTuple):
    """What an entry teaches, as hashes of its words, which take less memory than words.

    Attributes:
        right: the right way; 0, the hash of no words, where nobody said it.
        lesson: the lesson; what is the entry's own where there is none.
    """

    right: int
    lesson: int


def best_cards(entries: Iterable[Entry]) -> list[Card]:
    """Return a card for each thing that the entries teach, the best first.

    An adopted lesson comes first, then the fullest card, then the newest. Entries that teach the
    same make one card, which has the wrong ways of them all.
    """
    telling = [entry for entry in entries if is_telling(entry)]
    # Two sorts, because the second one keeps the order of the first among equals.
    telling.sort(key=lambda entry: entry.occurred_on, reverse=True)
    telling.sort(key=_gap_count)
    return list(map(_card_of_all, same_lessons(telling)))


def _card_of_all(entries: list[Entry]) -> Card:
    """Return the card of entries that teach the same, the best of which comes first."""
    # One that says the right way shows it, however much more another one says.
    entries.sort(key=lambda entry: not entry.expected)
    best, *others = map(card_of, entries)
    also: list[str] = []
    for card in others:
        if card.wrong and card.wrong not in (best.wrong, *also):
            also.append(card.wrong)
    return best._replace(also=tuple(also))


def is_telling(entry: Entry) -> bool:
    """Return whether an entry says more than what happened: the right way, why, or the rule."""
    more = entry.expected or entry.lesson or entry.recovery or entry.why or entry.rule_ref
    return entry.kind == "strength" or bool(more)


def same_lessons(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return entries in groups that teach the same, in the order of the first of each."""
    entries = list(entries)
    teachings = list(map(teaching_of, entries))
    keys = lesson_keys(teachings)
    groups: dict[int, list[Entry]] = {}
    for entry, teaching in zip(entries, teachings, strict=True):
        key = keys[teaching]
        groups.setdefault(key, []).append(entry)
    return list(groups.values())


def lesson_keys(teachings: Iterable[Teaching]) -> dict[Teaching, int]:
    """Return what those that teach the same share, by each of some teachings.

    It is the right way. Without one it is that of the others with the same lesson, if they have
    one and the same; or else the lesson, because nothing tells which of several ways is meant.
    """
    distinct = set(teachings)
    rights_of: dict[int, set[int]] = {}
    for right, lesson in distinct:
        if not right:
            continue
        # A lesson in the words of a right way is about that one.
        for words in (lesson, right):
            rights = rights_of.setdefault(words, set())
            rights.add(right)
    keys = {}
    for teaching in distinct:
        right, lesson = teaching
        rights = rights_of.get(lesson, set())
        if not right and len(rights) == 1:
            (right,) = rights
        keys[teaching] = right or lesson
    return keys


def teaching_of(entry: Entry, clean: Callable[[str], str] = str) -> Teaching:
    """Return what an entry teaches.

    Never the recovery: `Corrected it the same day` puts right what has nothing in common. Texts
    are the same if nothing differs but capitals, blanks, punctuation and `the`. More is not safe:
    `within 30 days` and `within 60 days` have all but one word in common.

    Args:
        entry: the entry.
        clean: what to apply to its texts, such as a mask.
    """
    right = entry.expected or ""
    lesson = entry.lesson or ""
    if not lesson and entry.kind not in ("mistake", "correction"):
        # What went well is the right way itself; a question that comes again is the same.
        lesson = entry.happened
    lesson_words = _plain_words(clean(lesson))
    return Teaching(
        right=hash(_plain_words(clean(right))),
        lesson=hash(lesson_words or entry.uuid),
    )


def _plain_words(text: str) -> str:
    words = text.casefold().split()
    plain_words = [word.strip(_EDGES) for word in words]
    return " ".join(word for word in plain_words if word not in ("", "the"))


def card_of(entry: Entry) -> Card:
    """Return an entry as a card."""
    wrong = None
    right = entry.expected or entry.recovery
    if entry.kind in ("mistake", "correction"):
        wrong = entry.happened
    elif entry.kind == "strength" or right is None:
        # What went well is the right way; so is the only thing that is known.
        right = entry.happened
    return Card(
        short_id=entry.short_id,
        wrong=wrong,
        right=right,
        next_time=entry.lesson,
        why=entry.why,
        rule=entry.rule_ref or _citation(entry.expected),
    )


def rule_order(rule: str) -> tuple[list[tuple[str, int]], str]:
    """Return how rules are sorted: 2 CFR 200.9 comes before 2 CFR 200.10."""
    import re

    parts = re.findall(r"(\D*)(\d{0,9})", rule.casefold())
    numbered_parts = [(text, int(digits or 0)) for text, digits in parts]
    return numbered_parts, rule


def _citation(text: str | None) -> str | None:
    """Return the first rule that a text cites."""
    # `re` takes a quarter of the time of a card to load, and few texts cite a rule.
    if not text or not any(map(str.isdigit, text)):
        return None
    letters = text.casefold().replace(".", "")
    if not any(sign in letters for sign in _CITATION_SIGNS):
        return None
    import re

    match = re.search(_CITATION, text, re.IGNORECASE)
    return match[0] if match else None


def _gap_count(entry: Entry) -> int:
    """Return how many parts of its card are missing; an adopted lesson counts as complete."""
    if entry.status == "adopted":
        return 0
    return card_of(entry).count(None)
