"""Going through a guide with single keys: `guide run`."""

import shutil
import sys
from operator import itemgetter
from typing import Any

from coachlog.cli.ask.prompts import Back, ask, can_ask, press
from coachlog.cli.context import Context
from coachlog.cli.messages import say, say_recorded
from coachlog.cli.options import Format
from coachlog.cli.output import screen_width, use_colour, write_records
from coachlog.domain.guides.guide import DECISIONS, Branch, Step, Walk, follow, keys_of
from coachlog.domain.handles import Words, parse_words
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.render.columns import Column
from coachlog.services.guide import StoredGuide, find_readable_guide, keep_walk, record_case
from coachlog.services.record import usual_team_and_topics

LEAVE, BACK_KEY = "q", "b"
RESTS_ON = {"rule": "rule", "judgement": "judgement", "both": "rule and judgement"}
OUTCOME = [
    Column(name, name.replace("_", " "), itemgetter(name), wide=name == "text")
    for name in (
        "guide",
        "path",
        "left_at",
        "end",
        "kind",
        "text",
        "to",
        "with",
        "rule",
        "basis",
        "decision",
        "entry",
    )
]


def run_guide(
    context: Context,
    typed: list[str],
    answers: list[str] | None,
    happened: str | None,
    form: Format,
) -> None:
    """Go through the guide that somebody names, say how it ends, and note the walk.

    Args:
        context: what the command works with.
        typed: the guide's name, and the team and topics of the case.
        answers: the answers, where nobody is to be asked.
        happened: what to record the case with, where it is to be recorded.
        form: how the outcome is written.

    Raises:
        DecisionNeededError: there is nobody to ask, or the answers end before the guide does.
        UsageError: an answer that the question does not have.
        InterruptedByUserError: Ctrl-C; nothing was noted.
    """
    words = _words(typed)
    stored, guide = find_readable_guide(context.reading, words.text or "")
    walk = Walk(guide)
    if answers is not None:
        left = _follow(walk, answers)
    elif can_ask():
        with context.log.atomic():
            pass  # nobody is to answer questions for a file that cannot be written
        say(f"{guide.name}  ({BACK_KEY} goes back, {LEAVE} leaves)")
        left = _ask_on(walk)
    else:
        raise DecisionNeededError(
            "there is no terminal to ask on. Give the answers:  --answers yes,no  or  --answers 1,2"
        )
    given = _place(words) | ({"happened": happened} if happened else {})
    entry, team_asked = None, False
    while not left:
        if form is Format.table:
            _show(walk)
        if happened or answers is not None:
            break
        try:
            said = _asked_case(context, given)
            team_asked = "team" in said
            given |= said
            break
        except Back:
            walk.back()
            left = _ask_on(walk)
    if not left and "happened" in given:
        entry = _record(context, stored, walk, given, team_asked=team_asked)
    else:
        keep_walk(context.log, context.clock, context.settings, stored, walk)
        where = f"left at {walk.at.name!r}" if left else "the way there"
        say(f"{where} is counted, without a name · undo: coachlog undo")
    if form is not Format.table:
        write_records(OUTCOME, [_outcome(walk, entry)], form)


def _words(typed: list[str]) -> Words:
    try:
        return parse_words(typed)
    except ValueError as error:
        raise UsageError(f"{error}.") from None


def _place(words: Words) -> dict[str, Any]:
    place: dict[str, Any] = {"team": words.team} if words.team else {}
    return place | ({"topics": words.topics} if words.topics else {})


def _follow(walk: Walk, answers: list[str]) -> bool:
    """Take answers that were given beforehand; whether they leave before the end."""
    over = list(follow(walk, [piece for answer in answers for piece in answer.split(",")]))
    if walk.at.ending:
        if over:
            raise UsageError(
                f"the guide has ended before {over[0].strip()!r}. Leave out what follows."
            )
        return False
    choices = ", ".join(answer.label for answer in walk.at.answers)
    if not over:
        raise DecisionNeededError(
            f"the answers end at the question {walk.at.question!r} Add one of: {choices}; or {LEAVE}."
        )
    if over[0].strip().lower() != LEAVE:
        raise UsageError(
            f"{over[0].strip()!r} is no answer to {walk.at.question!r} Its answers are: {choices}."
        )
    return True


def _ask_on(walk: Walk) -> bool:
    """Ask until the guide ends; whether somebody left before."""
    while walk.at.ending is None:
        try:
            answer = _ask(walk.at)
        except Back:
            if not walk.back():
                say(f"this is the first question; {LEAVE} leaves.")
            continue
        if answer is None:
            return True
        walk.answer(answer)
    return False


def _ask(step: Step) -> Branch | None:
    """The answer to a question; None for leaving.

    Raises:
        Back: somebody wants the question before.
    """
    from coachlog.render.table import wrap_to_width
    from coachlog.render.visible import visible

    width = shutil.get_terminal_size().columns
    say("")
    texts = [step.question + (f" ({step.rule})" if step.rule else "")]
    if step.judgement is not None:
        texts.append("This takes judgement. " + step.judgement)
    for text in texts:
        for line in wrap_to_width(visible(text), width, 1_000):
            say(line)
    keys = keys_of(step)
    for number, letter, answer in keys:
        say(f"  {number}{f' or {letter}' if letter else ''}  {answer.label}")
    while True:
        key = press(">").lower()
        if key == BACK_KEY:
            raise Back
        if key == LEAVE:
            return None
        for number, letter, answer in keys:
            if key and key in (number, letter):
                return answer
        say(f"a number or letter from above; {BACK_KEY} goes back, {LEAVE} leaves.")


def _show(walk: Walk) -> None:
    from coachlog.render.table import write_sheet

    ending = walk.at.ending
    assert ending is not None
    sys.stderr.write("\n")
    if ending.kind == "escalate":
        lines = [("escalate to", ending.to or ""), ("with", ending.bring or "")]
    else:
        lines = [(ending.kind, ending.text)]
    rule = [("rule", walk.rule)] if walk.rule else []
    write_sheet(
        walk.guide.name,
        [[*lines, *rule, ("rests on", RESTS_ON[walk.basis])]],
        sys.stdout,
        width=screen_width(),
        colour=use_colour(),
    )


def _asked_case(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """What somebody says of the case, to record it; empty where they do not want to.

    Raises:
        Back: they want the last question again.
    """
    say("")
    key = press(f"Record this case? [y]es, [n]o or Enter, [{BACK_KEY}]ack").lower()
    if key == BACK_KEY:
        raise Back
    if key != "y":
        return {}
    happened = ask("What happened, in a line").strip()
    if not happened:
        return {}
    said = {"happened": happened}
    if usual_team_and_topics(context.reading, context.settings, given)[0] is None and (
        team := ask("Which team").strip().lstrip("@")
    ):
        said["team"] = team
    return said


def _record(
    context: Context, stored: StoredGuide, walk: Walk, given: dict[str, Any], *, team_asked: bool
) -> str:
    remember = team_asked and context.settings.team is None
    recorded = record_case(
        context.log, context.clock, context.settings, stored, walk, given, remember_team=remember
    )
    say_recorded(recorded, [], context.clock.now().date())
    short_id: str = recorded.fields["short_id"]
    return short_id


def _outcome(walk: Walk, entry: str | None) -> dict[str, Any]:
    ending = walk.at.ending
    return {
        "guide": walk.guide.name,
        "path": [f"{step.name}: {answer.label}" for step, answer in walk.taken],
        "left_at": None if ending else walk.at.name,
        "end": walk.at.name if ending else None,
        "kind": ending.kind if ending else None,
        "text": ending.text if ending and not ending.to else None,
        "to": ending.to if ending else None,
        "with": ending.bring if ending else None,
        "rule": walk.rule,
        "basis": walk.basis if ending else None,
        "decision": DECISIONS[ending.kind] if ending else None,
        "entry": entry,
    }
