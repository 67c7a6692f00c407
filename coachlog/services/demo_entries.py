"""What the demonstration's teams write down, and when."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from coachlog.domain.fields import Fields
from coachlog.domain.periods import DAY
from coachlog.services.demo_random import SeededRandom

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
# A team that has gone quiet is something that the week points out.
QUIET_TEAM = "records"
QUIET_WEEKS = 3
OPENING = time(8, 10)
WORKING_MINUTES = 8 * 60 + 40
WORKING_DAYS = 5
ALIASES = ("K.", "blue", "the new clerk", "M. from the front desk")
FASTEST_CHANGE, SLOWEST_CHANGE = 8, 21  # days after the entry
OFTEN_LEFT_OUT = ("expected", "why", "lesson")  # by people who are in a hurry


def moments(now: datetime, random: SeededRandom) -> list[tuple[datetime, str]]:
    """Return when each team records something in the twelve weeks before `now`.

    Args:
        now: The end of the twelve weeks, with its time zone.
        random: Decides how many entries a team makes in each week, and when.

    Returns:
        Moments in working hours of the local time zone, each with its team, the earliest first.
    """
    recorded = []
    beginning = now - WEEKS * 7 * DAY
    monday = now.date() - now.weekday() * DAY
    for weeks_ago in range(WEEKS, -1, -1):
        week_start = monday - 7 * weeks_ago * DAY
        for team, usual in USUAL.items():
            if team == QUIET_TEAM and weeks_ago < QUIET_WEEKS:
                continue
            entries = usual - 1 + random.below(4)
            for _ in range(entries):
                day = week_start + random.below(WORKING_DAYS) * DAY
                moment = working_time(day, random)
                # The first and the last week are not whole.
                if beginning < moment < now:
                    recorded.append((moment, team))
    return sorted(recorded)


def working_time(day: date, random: SeededRandom) -> datetime:
    """Return a moment in the working hours of a day.

    Args:
        day: A civil day in the local time zone, which the moment has as well.
        random: Decides on the minute.
    """
    minutes = random.below(WORKING_MINUTES)
    opening = datetime.combine(day, OPENING)
    moment = opening + timedelta(minutes=minutes)
    return moment.astimezone()


def change_moments(recorded_at: datetime, random: SeededRandom) -> tuple[datetime, datetime]:
    """Return when an entry is shared in a meeting, and when something is changed because of it.

    Args:
        recorded_at: When it was recorded.
        random: Decides on the days and minutes.
    """
    shared_on = recorded_at.date() + DAY + random.below(5) * DAY
    shared_at = working_time(working_day(shared_on), random)
    changed_on = recorded_at.date() + FASTEST_CHANGE * DAY
    # A weekend may come before it.
    changed_on += random.below(SLOWEST_CHANGE - FASTEST_CHANGE - 1) * DAY
    adopted_at = working_time(working_day(changed_on), random)
    return shared_at, adopted_at


def working_day(day: date) -> date:
    """Return a day, or the Monday after it at a weekend."""
    while day.weekday() >= WORKING_DAYS:
        day += DAY
    return day


def situations_of(
    team: str,
    situations: list[dict[str, Any]],
    random: SeededRandom,
) -> Iterator[Fields]:
    """Yield a team's situations without end, in another order each time.

    The mistakes of those who lead come in one round of three: they are few.

    Args:
        team: One of `USUAL`.
        situations: The situations of all teams, as the file of texts has them.
        random: Decides on the order.
    """
    of_team = [situation for situation in situations if situation["team"] == team]
    for round_number in count():
        for situation in random.shuffled(of_team):
            if round_number % 3 == 1 or not situation.get("leader"):
                yield situation


def entry_fields(
    situation: dict[str, Any],
    texts: dict[str, Any],
    random: SeededRandom,
    age: timedelta,
) -> Fields:
    """Return the fields of an entry about a situation, as somebody writes them down.

    Args:
        situation: One of the texts' situations, with names in braces to fill in.
        texts: All texts of the demonstration: people, words, and what was changed.
        random: Decides what the situation leaves open.
        age: How long ago it was recorded; young mistakes are more often still open.
    """
    fields = _filled_in(situation, texts["words"], random)
    # These two describe the situation; they are not fields of an entry.
    leads = fields.pop("leader", False)
    is_good_catch = fields.pop("good_catch", False)
    # Otherwise nothing in the log would be left for `finish`.
    for name in OFTEN_LEFT_OUT:
        if random.chance(25):
            fields.pop(name, None)
    trainer, role = _writer(fields["team"], texts, random, leads=leads)
    fields["trainer"] = trainer
    fields["role"] = role
    if fields["kind"] == "mistake":
        fields["caught"] = "before-effect" if is_good_catch else "after-effect"
        # What was caught in time, or written by somebody who leads, was put right.
        if not is_good_catch and not leads:
            _leave_open(fields, random, age)
    elif random.chance(30):
        fields["learner"] = random.pick(ALIASES)
    if age > SLOWEST_CHANGE * DAY and random.chance(15):
        fields["changed_what"] = random.pick(texts["words"]["changed"])
    fields["share"] = _share(random)
    return fields


def _filled_in(
    situation: dict[str, Any],
    choices: dict[str, list[str]],
    random: SeededRandom,
) -> Fields:
    """Return a situation with a word in place of each name in braces."""
    words = {name: random.pick(words) for name, words in choices.items()}
    fields = dict(situation)
    for name, value in situation.items():
        if isinstance(value, str):
            fields[name] = value.format(**words)
    return fields


def _writer(
    team: str,
    texts: dict[str, Any],
    random: SeededRandom,
    *,
    leads: bool,
) -> tuple[str, str]:
    """Return the name and the role of who writes down an entry of a team."""
    leader = texts["leaders"][team]
    trainer = random.pick(texts["trainers"][team])
    if leads or trainer == leader:
        return leader, "leader"
    return trainer, "member"


def _leave_open(fields: Fields, random: SeededRandom, age: timedelta) -> None:
    """Take the recovery off some mistakes, young ones more often."""
    percent = 40 if age < 14 * DAY else 5
    if random.chance(percent):
        fields.pop("recovery")


def _share(random: SeededRandom) -> str:
    if random.chance(12):
        return "meeting"
    if random.chance(2):
        return "private"
    return "team"
