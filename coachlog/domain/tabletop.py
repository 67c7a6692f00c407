"""A tabletop exercise: a team plays through what really happened, stopped before it was put right.

Its parts are those of a discussion-based exercise: scenario, objectives, decision points,
discussion questions, expected actions and improvement plan (FEMA, Homeland Security Exercise and
Evaluation Program, 2020). Nothing that the players read may give the expected actions away, and
their sheet is what lies on the table: the answers are a sheet of their own, for the facilitator.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.card import card_of
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FACTORS

BLANK_ACTIONS = 2  # lines of the improvement plan for what comes up in the discussion
FULLNESS_FIELDS = (
    "recovery", "expected", "why", "lesson", "rule_ref", "basis", "decision", "changed_what",
)  # fmt: skip

DETECTED_BY_TEXTS = {
    "self": "The person who did it notices it.",
    "peer": "A colleague notices it.",
    "supervisor": "A supervisor notices it.",
    "customer": "A customer notices it.",
    "audit": "An audit finds it.",
    "system": "The system reports it.",
}
CAUGHT_TEXTS = {
    "before-effect": "It has not taken effect yet.",
    "after-effect": "It has already taken effect.",
}
DECISION_TEXTS = {
    "followed": "the rule was followed",
    "exception-documented": "an exception was made and documented",
    "escalated": "it was escalated",
    "asked": "someone was asked first",
}
BASIS_TEXTS = {
    "rule": "a rule answers this",
    "judgement": "no rule answers this; it takes judgement",
    "both": "a rule answers part of this; the rest takes judgement",
}


class Scenario(NamedTuple):
    """One case to play through. `expected_actions` are for the facilitator, with their labels."""

    short_id: str
    kind: str
    team_and_topics: str
    happened: str
    circumstances: tuple[str, ...]
    decision_points: tuple[str, ...]
    expected_actions: tuple[tuple[str, str], ...]
    action: str | None


class TabletopSheet(NamedTuple):
    """An exercise on one case, or on several with one topic.

    `actions` are what the entries suggest for the improvement plan, which tells the players as much
    as the expected actions do.
    """

    name: str
    objectives: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    questions: tuple[str, ...]
    actions: tuple[str, ...]

    @property
    def plan_lines(self) -> int:
        """How many lines of the improvement plan there are for the team to fill in."""
        return len(self.scenarios) + BLANK_ACTIONS


class TabletopRow(NamedTuple):
    """One line of a sheet for a spreadsheet, where the team fills in owner and day."""

    section: str
    scenario: int | None
    short_id: str | None
    number: int
    text: str | None
    owner_role: None = None
    due_on: None = None


def is_playable(entry: Entry) -> bool:
    """Return whether an entry says what to do, and not only what happened."""
    has_answer = bool(entry.recovery or entry.expected or entry.lesson)
    return has_answer and entry.kind != "strength"


def fullest_entries(entries: Iterable[Entry], limit: int) -> tuple[list[Entry], int]:
    """Choose the playable entries that say most; of several that teach the same, one.

    Args:
        entries: in any order; the choice does not depend on it.
        limit: how many cases an exercise has at most.

    Returns:
        At most `limit` entries, mistakes first, and how many there were to choose from.
    """
    playable = [entry for entry in entries if is_playable(entry)]
    # Of two that say as much, the newer one is closer to the work of today.
    playable.sort(key=_fullest_order, reverse=True)
    seen: set[str] = set()
    distinct = []
    for entry in playable:
        lessons = {" ".join(text.casefold().split()) for text in _lessons(entry)}
        if not lessons & seen:
            distinct.append(entry)
        seen |= lessons
    mistakes_first = sorted(distinct[:limit], key=lambda entry: entry.kind != "mistake")
    return mistakes_first, len(distinct)


def _fullest_order(entry: Entry) -> tuple[int, str, str]:
    return _fullness(entry), entry.occurred_on, entry.uuid


def _fullness(entry: Entry) -> int:
    return sum(getattr(entry, field) is not None for field in FULLNESS_FIELDS)


def _lessons(entry: Entry) -> list[str]:
    # A recovery counts only if there is nothing else: many different cases are put right alike.
    lessons = [text for text in (entry.expected, entry.lesson) if text]
    return lessons or [entry.recovery or ""]


def tabletop_sheet(name: str, entries: Sequence[Entry]) -> TabletopSheet:
    """Return the sheet of an exercise.

    Args:
        name: its heading, such as the topic.
        entries: the cases, in the order of play; in their texts people are masked already.
    """
    scenarios = tuple(map(_scenario, entries))
    actions = tuple(scenario.action for scenario in scenarios if scenario.action)
    return TabletopSheet(
        name=name,
        objectives=tuple(_objectives(entries)),
        scenarios=scenarios,
        questions=tuple(_questions(scenarios)),
        actions=actions,
    )


def player_rows(sheet: TabletopSheet) -> Iterator[TabletopRow]:
    """Yield the players' sheet line by line, in the order in which an exercise runs."""
    yield from _rows("objective", sheet.objectives)
    for number, scenario in enumerate(sheet.scenarios, start=1):
        texts = (scenario.happened, *scenario.circumstances)
        yield from _rows("scenario", texts, number, scenario.short_id)
        yield from _rows("decision point", scenario.decision_points, number, scenario.short_id)
    yield from _rows("discussion question", sheet.questions)
    yield from _rows("improvement plan", [""] * sheet.plan_lines)


def answer_rows(sheet: TabletopSheet) -> Iterator[TabletopRow]:
    """Yield the facilitator's sheet line by line, with the scenarios as the players have them."""
    for number, scenario in enumerate(sheet.scenarios, start=1):
        yield from _rows("scenario", (scenario.happened,), number, scenario.short_id)
        actions = [f"{label}: {text}" for label, text in scenario.expected_actions]
        yield from _rows("expected action", actions, number, scenario.short_id)
    yield from _rows("improvement plan", sheet.actions)


def _rows(
    section: str,
    texts: Iterable[str],
    scenario: int | None = None,
    short_id: str | None = None,
) -> Iterator[TabletopRow]:
    for number, text in enumerate(texts, start=1):
        yield TabletopRow(
            section=section,
            scenario=scenario,
            short_id=short_id or None,
            number=number,
            text=text or None,
        )


def _scenario(entry: Entry) -> Scenario:
    detected = DETECTED_BY_TEXTS.get(entry.detected_by or "")
    caught = CAUGHT_TEXTS.get(entry.caught or "")
    action = entry.lesson
    # A lesson is a proposal; a change that was made already only has to hold.
    if entry.changed_what:
        action = f"Check that this still holds: {entry.changed_what}"
    return Scenario(
        short_id=entry.short_id,
        kind=entry.kind,
        team_and_topics=f"{entry.team} / {', '.join(entry.topics)}",
        happened=entry.happened,
        circumstances=tuple(text for text in (detected, caught) if text),
        decision_points=tuple(_decision_points(entry)),
        expected_actions=tuple(_expected_actions(entry)),
        action=action,
    )


def _objectives(entries: Sequence[Entry]) -> Iterator[str]:
    yield "Notice early that something is wrong, and say what is at stake."
    if any(entry.recovery for entry in entries):
        yield "Put it right in a sensible order: what to stop, what to fix, whom to tell."
    if any(entry.expected for entry in entries):
        yield "Do it the right way, and explain why."
    if any(map(_has_rule, entries)):
        yield "Name the rule that applies, and say where to find it."
    if any(map(_leaves_room, entries)):
        yield (
            "Separate what the rule settles from what takes judgement;"
            " document or escalate the rest."
        )
    yield "Agree on what changes in our work, who sees to it and by when."


def _decision_points(entry: Entry) -> Iterator[str]:
    if entry.kind == "question":
        yield "You are asked this now. What do you answer at once, and what do you look up first?"
    else:
        yield "You notice this now. What do you do first, and what do you leave alone?"
    if entry.caught == "after-effect":
        yield "Who has to know today, and what can still be undone?"
    elif entry.caught == "before-effect":
        yield "What do you stop, so that it never takes effect?"
    if _has_rule(entry):
        yield "Which rule applies, where is it written, and what does it require?"
    if _leaves_room(entry):
        yield (
            "The rule leaves room. Do you follow it, document an exception, ask or escalate?"
            " Whom do you turn to, and with what?"
        )
    elif not entry.basis and not entry.decision:
        # Only where the entry leaves it open: otherwise the expected actions answer it.
        yield (
            "Is this yours to decide, or do you ask or escalate?"
            " Whom do you turn to, and with what?"
        )
    if entry.expected and entry.kind != "question":
        yield "How would it have gone right from the start? Go through it step by step."


def _questions(scenarios: Sequence[Scenario]) -> Iterator[str]:
    if len(scenarios) > 1:
        yield "What do these cases have in common?"
    yield "What would have shown us this sooner?"
    # Without the last factor, `other`, which answers nothing.
    yield f"What makes this likely here: {', '.join(FACTORS[:-1])}?"
    yield "Where could the same happen in our own work this month?"
    yield "What would make the right way the easy way: a form, a checklist, a text, a tool?"


def _expected_actions(entry: Entry) -> list[tuple[str, str]]:
    actions = {
        "put right": entry.recovery,
        "right way": entry.expected,
        "rule": card_of(entry).rule,
        "basis": BASIS_TEXTS.get(entry.basis or ""),
        "decided": DECISION_TEXTS.get(entry.decision or ""),
        "why": entry.why,
        "next time": entry.lesson,
        "made it likely": ", ".join(entry.factors),
        "what changed": entry.changed_what,
    }
    return [(label, text) for label, text in actions.items() if text]


def _has_rule(entry: Entry) -> bool:
    return card_of(entry).rule is not None or entry.basis in ("rule", "both")


def _leaves_room(entry: Entry) -> bool:
    # Whoever made an exception, escalated or asked did not get the answer from the rule alone.
    decided = entry.decision in ("exception-documented", "escalated", "asked")
    return decided or entry.basis in ("judgement", "both")
