"""Going through a guide with single keys: `guide run`."""

import sys

from coachlog import unrecorded
from coachlog.cli.ask.keys import ENTER, QUIT
from coachlog.cli.ask.new_names import are_meant
from coachlog.cli.ask.prompts import Back, ask, can_ask, press_one_of
from coachlog.cli.ask.walks import ask_in_order, say_first
from coachlog.cli.context import Context
from coachlog.cli.messages import say, say_recorded
from coachlog.cli.options import Format
from coachlog.cli.output import write_records, write_sheet
from coachlog.domain.fields import Fields
from coachlog.domain.guides.guide import Branch, Step
from coachlog.domain.guides.walk import Walk, branch_keys, follow
from coachlog.domain.handles import parse_words
from coachlog.errors import AsUsageError, DecisionNeededError, UsageError
from coachlog.render.guide_tables import OUTCOME_COLUMNS, outcome_row
from coachlog.services.guide import StoredGuide, find_readable_guide
from coachlog.services.guide_walks import record_case, save_walk
from coachlog.services.team_and_topics import usual_team_and_topics
from coachlog.services.typed_fields import clean_fields


def run_guide(
    context: Context,
    words: list[str],
    answers: list[str],
    happened: str | None,
    format_: str,
) -> None:
    """Go through a guide, show how it ends, and store the walk or record the case.

    Args:
        context: what the command works with.
        words: the guide's name, and the team and topics of the case.
        answers: the answers; if there are none, the user is asked.
        happened: the case, if it is to be recorded.
        format_: how the outcome is written.

    Raises:
        DecisionNeededError: there is no terminal, or the answers stop before the guide ends.
        UsageError: an answer that the question does not offer.
        InterruptedByUserError: Ctrl-C; nothing was stored.
    """
    with AsUsageError():
        parsed = parse_words(words, is_known=context.is_in_use)
    stored, guide = find_readable_guide(context.reading, parsed.text or "")
    walk = Walk(guide)
    fields: Fields = {"team": parsed.team, "topics": parsed.topics, "happened": happened}
    fields = {name: value for name, value in fields.items() if value}
    unrecorded.restate(happened)
    typed: Fields = {}
    show = format_ == Format.table
    if not answers:
        typed = _go_through(context, walk, fields, show=show)
    else:
        _follow_answers(walk, answers)
        _show_ending(walk, show=show)
    fields |= typed
    entry = None
    # Only this would have to be typed again: all other fields come from the guide.
    unrecorded.restate(fields.get("happened"))
    if walk.step.ending and "happened" in fields:
        entry = _record(context, stored, walk, fields, team_typed="team" in typed)
    else:
        save_walk(context.log, stored, walk)
        _say_counted(walk)
    if not show:
        write_records(OUTCOME_COLUMNS, [outcome_row(walk, entry)], format_)


def _follow_answers(walk: Walk, answers: list[str]) -> None:
    """Take the answers of the command line; `q` may stop before the guide ends."""
    rest = follow(walk, ",".join(answers).split(","))
    if walk.step.ending:
        if rest:
            raise UsageError(f"the guide ends before {rest[0]!r}. Leave out that answer.")
        return
    question = walk.step.question
    # Quoted, because labels may have commas in them.
    labels = ", ".join(repr(branch.label) for branch in walk.step.branches)
    if not rest:
        raise DecisionNeededError(
            f"the answers stop at the question {question!r} Add one of: {labels};"
            f" or {QUIT} to stop there."
        )
    if rest[0].lower() != QUIT:
        raise UsageError(f"{rest[0]!r} is not an answer to {question!r} The answers are: {labels}.")


def _go_through(context: Context, walk: Walk, fields: Fields, *, show: bool) -> Fields:
    """Ask until the guide ends or the user quits; return what they type to record the case."""
    if not can_ask():
        raise DecisionNeededError(
            "there is no terminal to ask on. Give the answers:  --answers yes,no  or  --answers 1,2"
        )
    # Before the first question: nobody should answer ten of them for a read-only file.
    context.check_writable()
    say(walk.guide.name)
    chosen: dict[str, Branch] = {}
    typed: Fields = {}
    while True:
        _ask_questions(walk, chosen)
        _show_ending(walk, show=show)
        if walk.step.ending is None or "happened" in fields:
            return {}
        try:
            return _ask_case(context, fields, typed)
        except Back:
            walk.go_back()


def _ask_questions(walk: Walk, chosen: dict[str, Branch]) -> None:
    """Ask until the guide ends or the user leaves.

    Args:
        walk: follows the branches that are chosen.
        chosen: gets the last choice at each step, by its name, which going back offers again.
    """
    while walk.step.ending is None:
        step = walk.step
        try:
            branch = _ask_question(step, chosen.get(step.name))
        except Back:
            if not walk.go_back():
                say_first()
            continue
        if branch is None:
            return
        chosen[step.name] = branch
        walk.choose(branch)


def _ask_question(step: Step, before: Branch | None) -> Branch | None:
    """Ask one question; return the branch chosen, or None to leave.

    Args:
        step: the question.
        before: what was chosen before going back, which Enter keeps.

    Raises:
        Back: the user wants the question before.
    """
    say("")
    question = step.question
    if step.rule:
        question += f" ({step.rule})"
    say(question)
    if step.judgement is not None:
        say(f"This takes judgement. {step.judgement}")
    branches: dict[str, Branch] = {}
    meanings: dict[str, str] = {}
    for number, letter, branch in branch_keys(step):
        keys = number
        for key in (number, letter):
            if key:
                branches[key] = branch
                meanings[key] = branch.label
        if letter:
            keys = f"{number} or {letter}"
        say(f"  {keys}  {branch.label}")
    prompt = ">"
    if before:
        branches[ENTER] = before
        meanings[ENTER] = before.label
        prompt = f"> (now {before.label})"
    key = press_one_of(prompt, {**meanings, QUIT: "leave"})
    # `q` is kept free, so that no branch has it.
    return branches.get(key)


def _show_ending(walk: Walk, *, show: bool) -> None:
    """Show what to do and what it rests on; nothing if `show` is off or the walk has not ended."""
    ending = walk.step.ending
    if ending is None or not show:
        return
    lines = [(ending.kind, ending.text)]
    if ending.kind == "escalate":
        lines = [("escalate to", ending.to or ""), ("with", ending.bring or "")]
    if walk.rule:
        lines.append(("rule", walk.rule))
    rests_on = "rule and judgement" if walk.basis == "both" else walk.basis
    lines.append(("rests on", rests_on))
    # The ending is the result, so it goes to stdout; the questions went to stderr.
    sys.stderr.write("\n")
    write_sheet(walk.guide.name, [lines])


def _ask_case(context: Context, fields: Fields, typed: Fields) -> Fields:
    """Ask for the case; return what the user types, or nothing if it is not to be recorded.

    Args:
        context: knows the usual team.
        fields: what was typed on the command line.
        typed: gets what is typed here, which stands there again after going back.

    Raises:
        Back: the user wants the last question of the guide again.
    """
    say("")
    questions = ["record", "happened"]
    # Most people have a usual team, and are asked for nothing but what happened.
    team, _ = usual_team_and_topics(context.reading, context.settings, fields)
    if team is None:
        questions.append("team")
    if not ask_in_order(questions, lambda _, name: _ask_about_case(context, name, typed)):
        return {}
    return {name: text for name, text in typed.items() if text}


def _ask_about_case(context: Context, name: str, typed: Fields) -> bool:
    """Ask one question about the case; return whether it is still to be recorded.

    A team that is new has to be confirmed: it may become the usual one.
    """
    if name == "record":
        meanings = {"y": "yes", "n": "no", ENTER: "no", QUIT: "leave"}
        return press_one_of("Record this case? [y]es [n]o", meanings) == "y"
    question = "Which team"
    if name == "happened":
        question = "What happened, in a line"
    typed[name] = ask(question, text=typed.get(name, "")).strip()
    if name == "team":
        typed[name] = typed[name].lstrip("@")
        if not are_meant(context, clean_fields({"team": typed[name]})):
            return _ask_about_case(context, name, typed)
    return bool(typed[name]) or name == "team"


def _record(
    context: Context,
    stored: StoredGuide,
    walk: Walk,
    fields: Fields,
    *,
    team_typed: bool,
) -> str:
    """Record the case, and return its short id; a team that was asked for is not asked again."""
    recorded = record_case(
        context.log,
        context.settings,
        stored,
        walk,
        fields,
        remember_team=team_typed and context.settings.team is None,
    )
    say_recorded(recorded, [], context.today)
    short_id: str = recorded.fields["short_id"]
    return short_id


def _say_counted(walk: Walk) -> None:
    end = ""
    if walk.step.ending is None:
        end = f" as stopped at {walk.step.name!r}"
    say(f"This walk was counted{end}, without a name · undo: coachlog undo")
