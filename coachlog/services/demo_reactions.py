"""What comes of the demonstration's entries: replies, feedback and check-ins, and walks of a guide."""

from datetime import date, datetime
from typing import Any

from coachlog.clock import Clock
from coachlog.domain.fields import COACHING_KINDS
from coachlog.domain.guides.walk import Walk, find_branch
from coachlog.domain.periods import DAY
from coachlog.domain.reply import IDEA, QUESTION, THANKS
from coachlog.services.checkin import check_in
from coachlog.services.demo_entries import WORKING_DAYS, working_time
from coachlog.services.demo_random import SeededRandom
from coachlog.services.feedback import give
from coachlog.services.guide import add_guide, find_readable_guide
from coachlog.services.guide_walks import save_walk
from coachlog.services.reply import reply
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log

# How many of a hundred:
GIVES_FEEDBACK = 60  # coaching moments
FEEDBACK_ANSWERS = 85  # questions of those who give feedback
FEEDBACK_COMMENTS = 35  # people who give feedback
ANSWERS_QUESTION = 80  # questions without an answer
THANKS_FOR_ENTRY = 25  # entries
HAS_IDEA = 8  # entries without thanks
ASKS_BACK = 3  # the other entries
WALKS_GUIDE = 40  # times that the guide's team records something
LEAVES_GUIDE = 5  # questions of a guide
NO_CHANCE = 8  # check-ins
NOTES_CHECKIN = 25  # check-ins


def settings_of(trainer: str) -> Settings:
    """Return the settings of an invented person, whom the real environment does not concern."""
    return Settings({"trainer": trainer, "similar": "no"}, environment={})


def walk_guide(log: Log, clock: Clock, texts: dict[str, Any], random: SeededRandom) -> None:
    """Go through the guide, sometimes, as its team does when it has such a case."""
    if not random.chance(WALKS_GUIDE):
        return
    settings = settings_of("somebody at the desk")
    add_guide(log, clock, settings, texts["text"])
    stored, guide = find_readable_guide(log, "")
    walk = Walk(guide)
    while walk.step.ending is None and not random.chance(LEAVES_GUIDE):
        branch = find_branch(walk.step, random.pick(_usual_answers(texts, walk.step.question)))
        assert branch is not None
        walk.choose(branch)
    save_walk(log, clock, settings, stored, walk)


def _usual_answers(texts: dict[str, Any], question: str) -> list[str]:
    """Return how a question is answered, as often as each answer is given."""
    for beginning, answers in texts["answers"].items():
        if question.startswith(beginning):
            return answers  # type: ignore[no-any-return]
    raise LookupError(question)


def give_feedback(
    log: Log, clock: Clock, fields: dict[str, Any], texts: dict[str, Any], random: SeededRandom
) -> None:
    """Say what a coaching moment was like: few learners do, and not to every question."""
    if fields["kind"] not in COACHING_KINDS or fields.get("share") == "private":
        return
    if not random.chance(GIVES_FEEDBACK):
        return
    for _ in range(1 + random.below(3)):
        answers = {}
        for field in ("pace", "examples", "usefulness"):
            if random.chance(FEEDBACK_ANSWERS):
                answers[field] = random.pick(texts[field])
        if random.chance(FEEDBACK_COMMENTS) or not answers:
            answers["comment"] = random.pick(texts["comments"])
        give(log, clock, settings_of("somebody else"), fields["uuid"], answers)


def reply_to(
    log: Log, clock: Clock, fields: dict[str, Any], texts: dict[str, Any], random: SeededRandom
) -> None:
    """Say something about an entry as one of the colleagues who lead, if anything."""
    leaders = sorted(texts["leaders"].values())
    colleagues = [name for name in leaders if name != fields["trainer"]]
    settings = settings_of(random.pick(colleagues))
    if fields.get("share") == "private":
        return
    kind, text = _reply(fields, texts["replies"], random)
    if kind is not None:
        reply(log, clock, settings, fields["uuid"], kind, text)


def _reply(
    fields: dict[str, Any], texts: dict[str, Any], random: SeededRandom
) -> tuple[str | None, str | None]:
    """Return a kind of reply and its text; no kind where nobody says anything."""
    if fields["kind"] == "question":
        if not fields.get("expected") and random.chance(ANSWERS_QUESTION):
            return IDEA, random.pick(texts["answers"])
    elif random.chance(THANKS_FOR_ENTRY):
        if random.chance(50):
            return THANKS, random.pick(texts["thanks"])
        return THANKS, None
    elif random.chance(HAS_IDEA):
        return IDEA, random.pick(texts["ideas"])
    elif random.chance(ASKS_BACK):
        return QUESTION, random.pick(texts["questions"])
    return None, None


def check_in_on(
    log: Log, clock: Clock, fields: dict[str, Any], texts: dict[str, Any], random: SeededRandom
) -> str | None:
    """Record the result of a check-in, and return the day on which the next one is due."""
    result = _result(clock, fields, texts, random)
    note = None
    if random.chance(NOTES_CHECKIN):
        note = random.pick(texts["notes"][result])
    given = check_in(log, clock, settings_of(fields["trainer"]), fields["uuid"], result, note)
    if given.asks_next is None:
        return None
    return given.asks_next[1]


def _result(
    clock: Clock, fields: dict[str, Any], texts: dict[str, Any], random: SeededRandom
) -> str:
    """Return what a check-in finds: more is done unprompted as time goes by."""
    days = (clock.now().date() - date.fromisoformat(fields["occurred_on"])).days
    usual = texts["unprompted"].get(fields["topics"][0], texts["usually"])
    unprompted = usual + (days - 30) // 2
    number = random.below(100)
    if random.chance(NO_CHANCE):
        return "no-chance"
    if number < unprompted:
        return "unprompted"
    if number < unprompted + 30:
        return "with-help"
    return "not-yet"


def checkin_moment(due_on: str, random: SeededRandom) -> datetime:
    """Return when somebody checks in: in the working hours of the days after it is due."""
    day = date.fromisoformat(due_on) + random.below(6) * DAY
    while day.weekday() >= WORKING_DAYS:
        day += DAY
    return working_time(day, random)
