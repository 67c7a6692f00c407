"""A tabletop exercise: a sheet on which a team plays through what really happened, stopped before it was put right.

Its parts and their names are those of a discussion-based exercise: scenario, objectives, decision points, discussion
questions, expected actions, improvement plan (FEMA, Homeland Security Exercise and Evaluation Program, 2020).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.card import card_of
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FACTORS

BLANK_ACTIONS = 2
PARTS = ("recovery", "expected", "why", "lesson", "rule_ref", "basis", "decision", "changed_what")

NOTICED = {
    "self": "It is noticed by whoever did it.",
    "peer": "A colleague notices it.",
    "supervisor": "A supervisor notices it.",
    "customer": "A customer notices it.",
    "audit": "An audit finds it.",
    "system": "The system reports it.",
}
CAUGHT = {
    "before-effect": "It has not taken effect yet.",
    "after-effect": "It has already taken effect.",
}
DECIDED = {
    "followed": "the rule was followed",
    "exception-documented": "an exception was made and documented",
    "escalated": "it was escalated",
    "asked": "somebody was asked first",
}
BASES = {
    "rule": "a rule answers this",
    "judgement": "no rule answers this: it is judgement",
    "both": "a rule answers part of this, the rest is judgement",
}


class Scenario(NamedTuple):
    """One case to play through."""

    short_id: str
    kind: str
    place: str
    happened: str
    known: tuple[str, ...]  # what the players learn besides
    decisions: tuple[str, ...]
    expected: tuple[tuple[str, str], ...]  # what the text is, and the text: for the facilitator
    action: str | None  # for the improvement plan


class TabletopSheet(NamedTuple):
    """An exercise of one case or of several on one topic."""

    name: str
    objectives: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    questions: tuple[str, ...]
    actions: tuple[
        str, ...
    ]  # the rows of the improvement plan; those to be found in the discussion are empty


class TabletopRow(NamedTuple):
    """One line of a sheet as a record: for a spreadsheet, where owner and day are filled in."""

    section: str
    scenario: int | None
    short_id: str | None
    number: int
    text: str | None
    owner_role: None = None
    due_on: None = None


def is_playable(entry: Entry) -> bool:
    """Whether an entry says enough for an exercise: what happened, and what one would expect people to do then."""
    return entry.kind != "strength" and any((entry.recovery, entry.expected, entry.lesson))


def most_telling(entries: Iterable[Entry], most: int) -> tuple[list[Entry], int]:
    """The entries that say most, mistakes before the others, and of how many; what teaches the same is one of them."""
    playable = sorted(
        filter(is_playable, entries),
        key=lambda entry: (entry.occurred_on, entry.uuid),
        reverse=True,
    )
    playable.sort(key=lambda entry: -_said(entry))
    seen: set[str] = set()
    distinct = []
    for entry in playable:
        taught = {" ".join(text.casefold().split()) for text in _taught(entry)}
        if not taught & seen:
            distinct.append(entry)
        seen |= taught
    return sorted(distinct[:most], key=lambda entry: entry.kind != "mistake"), len(distinct)


def _taught(entry: Entry) -> list[str]:
    """What an entry teaches; a recovery counts only where there is nothing else, because many cases are put right alike."""
    return list(filter(None, (entry.expected, entry.lesson))) or [entry.recovery or ""]


def sheet_of(name: str, entries: Sequence[Entry]) -> TabletopSheet:
    """The sheet for some entries, in whose texts nobody is named any more."""
    scenarios = tuple(map(_scenario, entries))
    actions = (*(one.action for one in scenarios if one.action), *[""] * BLANK_ACTIONS)
    return TabletopSheet(
        name, tuple(_objectives(entries)), scenarios, tuple(_questions(scenarios)), actions
    )


def tabletop_rows(sheet: TabletopSheet) -> Iterator[TabletopRow]:
    """A sheet as records, in the order in which an exercise runs."""
    yield from (
        TabletopRow("objective", None, None, number, text)
        for number, text in enumerate(sheet.objectives, 1)
    )
    for place, one in enumerate(sheet.scenarios, 1):
        told = (one.happened, *one.known)
        yield from (
            TabletopRow("scenario", place, one.short_id, number, text)
            for number, text in enumerate(told, 1)
        )
        yield from (
            TabletopRow("decision point", place, one.short_id, number, text)
            for number, text in enumerate(one.decisions, 1)
        )
    yield from (
        TabletopRow("discussion question", None, None, number, text)
        for number, text in enumerate(sheet.questions, 1)
    )
    for place, one in enumerate(sheet.scenarios, 1):
        for number, (label, text) in enumerate(one.expected, 1):
            yield TabletopRow("expected action", place, one.short_id, number, f"{label}: {text}")
    yield from (
        TabletopRow("improvement plan", None, None, number, text or None)
        for number, text in enumerate(sheet.actions, 1)
    )


def _scenario(entry: Entry) -> Scenario:
    known = tuple(
        filter(None, (NOTICED.get(entry.detected_by or ""), CAUGHT.get(entry.caught or "")))
    )
    return Scenario(
        entry.short_id,
        entry.kind,
        f"{entry.team} / {', '.join(entry.topics)}",
        entry.happened,
        known,
        tuple(_decisions(entry)),
        tuple((label, text) for label, text in _expected(entry) if text),
        _action(entry),
    )


def _objectives(entries: Sequence[Entry]) -> Iterator[str]:
    yield "See early that something is not as it should be, and say what is at stake."
    if any(entry.recovery for entry in entries):
        yield "Put it right in a good order: what is stopped, what is mended, who is told."
    if any(entry.expected for entry in entries):
        yield "Do it the right way, and say why it is done so."
    if any(map(_names_rule, entries)):
        yield "Name the rule that applies, and say where it stands."
    if any(map(_leaves_room, entries)):
        yield "Tell what the rule settles from what is left to judgement; document or escalate the rest."
    yield "Agree on what changes in our work, who sees to it and by when."


def _decisions(entry: Entry) -> Iterator[str]:
    if entry.kind == "question":
        yield "You are asked this now. What do you answer at once, and what do you look up first?"
    else:
        yield "You notice this now. What do you do first, and what do you leave as it is?"
    if entry.caught == "after-effect":
        yield "Who has to know today, and what can still be taken back?"
    elif entry.caught == "before-effect":
        yield "What do you stop, so that it never takes effect?"
    if _names_rule(entry):
        yield "Which rule applies, where does it stand, and what does it ask for?"
    if _leaves_room(entry):
        yield "The rule leaves room. Do you follow it, document an exception, ask or escalate? Whom, and with what?"
    elif not entry.basis and not entry.decision:
        yield "Is this yours to decide, or do you ask or escalate? Whom, and with what?"
    if entry.expected and entry.kind != "question":
        yield "How would it have gone right from the start? Say it step by step."


def _questions(scenarios: Sequence[Scenario]) -> Iterator[str]:
    if len(scenarios) > 1:
        yield "What do these cases have in common?"
    yield "What would have shown us this sooner?"
    yield f"What makes it likely with us: {', '.join(FACTORS[:-1])}?"
    yield "Where could the same happen in our own work this month?"
    yield "What would make the right way the easy way: a form, a checklist, a text, a tool?"


def _expected(entry: Entry) -> Iterator[tuple[str, str | None]]:
    yield "put right", entry.recovery
    yield "right way", entry.expected
    yield "rule", card_of(entry).rule
    yield "basis", BASES.get(entry.basis or "")
    yield "decided", DECIDED.get(entry.decision or "")
    yield "why", entry.why
    yield "next time", entry.lesson
    yield "made it likely", ", ".join(entry.factors)
    yield "what changed", entry.changed_what


def _action(entry: Entry) -> str | None:
    if entry.changed_what:
        return f"Look whether this holds: {entry.changed_what}"
    return entry.lesson


def _names_rule(entry: Entry) -> bool:
    return card_of(entry).rule is not None or entry.basis in ("rule", "both")


def _leaves_room(entry: Entry) -> bool:
    return entry.basis in ("judgement", "both") or entry.decision in (
        "exception-documented",
        "escalated",
        "asked",
    )


def _said(entry: Entry) -> int:
    return sum(getattr(entry, part) is not None for part in PARTS)
