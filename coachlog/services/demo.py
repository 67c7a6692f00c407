"""A throw-away log with twelve weeks of what teams write down, for whoever wants to see coachlog before using it."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from importlib.resources import files
from itertools import count
from typing import Any

from coachlog.clock import Clock, FixedClock
from coachlog.domain.checkins import next_due
from coachlog.domain.fields import COACHING_KINDS
from coachlog.domain.guides.walk import Walk, find_branch
from coachlog.domain.periods import DAY
from coachlog.services.checkin import check_in
from coachlog.services.demo_random import Dice
from coachlog.services.demo_replies import speak_of
from coachlog.services.feedback import give
from coachlog.services.guide import add_guide, find_readable_guide
from coachlog.services.guide_walks import save_walk
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log

SEED = 2026
WEEKS = 12
# How many entries a team makes in an ordinary week.
USUAL = {
    "permits": 7,
    "finance": 6,
    "procurement": 4,
    "code-enforcement": 4,
    "school-office": 4,
    "records": 2,
}
QUIET_TEAM, QUIET_WEEKS = "records", 3
OPENING, WORKING_MINUTES = time(8, 10), 8 * 60 + 40
FRIDAY = 4
ALIASES = ("K.", "blue", "the new clerk", "M. from the front desk")
ANSWERED = 96  # of a hundred check-ins; the others stay overdue
ASKED_ABOUT = 60  # of a hundred coaching moments
WALKED, LEFT = 40, 5  # of a hundred times that its team records something, and at each question
KEPT_SHORT = ("expected", "why", "lesson")  # fields that people leave out when they are in a hurry


def fill(log: Log, clock: Clock, seed: int = SEED) -> int:
    """Record the demonstration's entries and what came of them, as somebody would have at the time; how many entries there are.

    Args:
        log: a new log.
        clock: its time is the end of the twelve weeks.
        seed: the same one gives the same entries for the same day.
    """
    told = tomllib.loads(files("coachlog.services").joinpath("demo.toml").read_text("utf-8"))
    # Of their own, so that what is asked and said later changes nothing of what was recorded.
    dice, later, said, walked, spoken = (Dice(seed + number) for number in range(5))
    stories = {team: _stories(told["situation"], team, dice) for team in USUAL}
    then, learners, colleagues = (
        FixedClock(clock.now(), number) for number in (seed, seed + 2, seed + 4)
    )
    log.disable_fsync()
    moments = sorted(_moments(clock.now(), dice))
    # What is still to come: an entry of a team, or a look at an entry that was made.
    coming: list[tuple[datetime, int, Any]] = [
        (moment, place, team) for place, (moment, team) in enumerate(moments)
    ]
    while coming:
        then.at, place, what = heappop(coming)
        if isinstance(what, str):
            _decide(log, then, what, told["guide"], walked)
            given = _entry(next(stories[what]), told, dice, age=clock.now() - then.at)
            if dice.chance(8):
                given["occurred_on"] = (then.at.date() - DAY).isoformat()
            what = record(
                log, then, _invented_settings({"trainer": given["trainer"], "similar": "no"}), given
            ).fields
            learners.at = colleagues.at = then.at
            _answer(log, learners, what, told["feedback"], said)
            others = [name for name in sorted(told["leaders"].values()) if name != what["trainer"]]
            speak_of(
                log,
                colleagues,
                _invented_settings({"trainer": spoken.pick(others)}),
                what,
                told["replies"],
                spoken,
            )
            is_open = what["kind"] == "mistake" and "recovery" not in what
            asks_on = None if is_open else next_due(what["occurred_on"], what["follow_up"])
        else:
            asks_on = _check(log, then, what, told["sticking"], later)
        if (
            asks_on
            and later.chance(ANSWERED)
            and (moment := _looked_at(asks_on, later)) < clock.now()
        ):
            heappush(coming, (moment, place, what))
    return len(moments)


def _invented_settings(stored: dict[str, str]) -> Settings:
    """The settings of a person of the demonstration, whom the real environment does not concern."""
    return Settings(stored, environment={})


def _decide(log: Log, then: Clock, team: str, told: dict[str, Any], dice: Dice) -> None:
    """Go through the guide of a team, where it has one and the case is such a case."""
    desk = _invented_settings({"trainer": "somebody at the desk"})
    if team != told["team"] or not dice.chance(WALKED):
        return
    add_guide(log, then, desk, told["text"])
    stored, guide = find_readable_guide(log, "")
    walk = Walk(guide)
    while walk.step.ending is None and not dice.chance(LEFT):
        (choices,) = [
            answers
            for words, answers in told["answers"].items()
            if walk.step.question.startswith(words)
        ]
        branch = find_branch(walk.step, dice.pick(choices))
        assert branch is not None
        walk.choose(branch)
    save_walk(log, then, desk, stored, walk)


def _answer(
    log: Log, then: Clock, fields: dict[str, Any], told: dict[str, Any], dice: Dice
) -> None:
    """Say what a coaching moment was like, as those would who were there: few of them, and not to every question."""
    if (
        fields["kind"] not in COACHING_KINDS
        or fields.get("share") == "private"
        or not dice.chance(ASKED_ABOUT)
    ):
        return
    for _ in range(1 + dice.below(3)):
        answers = {
            field: dice.pick(told[field])
            for field in ("pace", "examples", "usefulness")
            if dice.chance(85)
        }
        if dice.chance(35) or not answers:
            answers["comment"] = dice.pick(told["comments"])
        give(log, then, _invented_settings({"trainer": "somebody else"}), fields["uuid"], answers)


def _check(
    log: Log, then: Clock, fields: dict[str, Any], sticking: dict[str, Any], dice: Dice
) -> str | None:
    """Say what became of an entry, as its trainer would; the day on which it asks next."""
    days = (then.now().date() - date.fromisoformat(fields["occurred_on"])).days
    alone = sticking["unprompted"].get(fields["topics"][0], sticking["usually"]) + (days - 30) // 2
    rolled = dice.below(100)
    seen = "unprompted" if rolled < alone else "with-help" if rolled < alone + 30 else "not-yet"
    if dice.chance(8):
        seen = "no-chance"
    note = dice.pick(sticking["notes"][seen]) if dice.chance(25) else None
    given = check_in(
        log, then, _invented_settings({"trainer": fields["trainer"]}), fields["uuid"], seen, note
    )
    return given.asks_next[1] if given.asks_next else None


def _looked_at(day: str, dice: Dice) -> datetime:
    """When somebody looks at an entry that asks on `day`: in the working hours of the next days."""
    looked = date.fromisoformat(day) + dice.below(6) * DAY
    while looked.weekday() > FRIDAY:
        looked += DAY
    return (
        datetime.combine(looked, OPENING) + timedelta(minutes=dice.below(WORKING_MINUTES))
    ).astimezone()


def _moments(now: datetime, dice: Dice) -> Iterator[tuple[datetime, str]]:
    """When each team records something: working hours of the last twelve weeks, in the local time zone."""
    monday = now.date() - now.weekday() * DAY
    for week in range(WEEKS, -1, -1):
        for team, usual in USUAL.items():
            if team == QUIET_TEAM and week < QUIET_WEEKS:
                continue
            for _ in range(usual - 1 + dice.below(4)):
                day = monday - 7 * week * DAY + dice.below(5) * DAY
                minutes = dice.below(WORKING_MINUTES)
                moment = (datetime.combine(day, OPENING) + timedelta(minutes=minutes)).astimezone()
                if now - WEEKS * 7 * DAY < moment < now:
                    yield moment, team


def _stories(situations: list[dict[str, Any]], team: str, dice: Dice) -> Iterator[dict[str, Any]]:
    """A team's situations without end, in another order each time; nobody who leads errs as often as that."""
    own = [situation for situation in situations if situation["team"] == team]
    for round_ in count():
        yield from (
            situation
            for situation in dice.shuffled(own)
            if round_ % 3 == 1 or not situation.get("leader")
        )


def _entry(
    situation: dict[str, Any], told: dict[str, Any], dice: Dice, age: timedelta
) -> dict[str, Any]:
    """One situation as somebody writes it down."""
    given = dict(situation)
    leads, catch = given.pop("leader", False), given.pop("good_catch", False)
    team = given["team"]
    words = {name: dice.pick(choices) for name, choices in told["words"].items()}
    given = {
        name: value.format(**words) if isinstance(value, str) else value
        for name, value in given.items()
    }
    for field in KEPT_SHORT:
        if dice.chance(25):
            given.pop(field, None)
    given |= {"role": "leader", "trainer": told["leaders"][team]} if leads else {}
    given.setdefault("trainer", dice.pick(told["trainers"][team]))
    given.setdefault("role", "leader" if given["trainer"] == told["leaders"][team] else "member")
    if given["kind"] == "mistake":
        given["caught"] = "before-effect" if catch else "after-effect"
        if not (catch or leads) and dice.chance(40 if age < 14 * DAY else 5):
            given.pop("recovery")
    elif dice.chance(30):
        given["learner"] = dice.pick(ALIASES)
    if age > 21 * DAY and dice.chance(15):
        given |= {"status": "adopted", "changed_what": dice.pick(told["words"]["changed"])}
    given["share"] = "meeting" if dice.chance(12) else "private" if dice.chance(2) else "team"
    return given
