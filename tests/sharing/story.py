"""A story: what four people do and exchange, in an order that follows from a seed.

After each step nobody has what they must not have, and at the end everybody has the same.
"""

import random  # noqa: TID251 - a generator with a seed
from datetime import datetime, timedelta
from typing import NamedTuple

from coachlog.clock import FixedClock
from coachlog.exchange.segments import decode
from coachlog.storage.file.open import open_log
from tests.sharing.replica import Replica
from tests.sharing.story_roads import Killed, MemoryRoad
from tests.sharing.witness import BrokenError, Witness
from tests.sharing.words import Words, words_in

START = datetime.fromisoformat("2026-11-19T15:00:00+00:00")
PEOPLE = ("ana", "ben", "cleo", "ana")
TEAMS = ("ab", "ab", "a", "b")
NAMES = {"a": "permits", "b": "finance"}
# How often something happens, of the sum of all.
ACTIONS = {
    "record": 8,
    "edit": 10,
    "topics": 3,
    "private": 8,
    "share": 8,
    "clear": 5,
    "take_back": 4,
    "move": 6,
    "delete": 4,
    "bring_back": 3,
    "undo": 4,
    "redo": 2,
    "purge": 1,
    "reply": 3,
    "thanks": 1,
    "checkin": 2,
    "adopt": 3,
    "learner": 2,
    "feedback": 2,
    "send": 12,
    "deliver": 16,
    "sync": 16,
}
MOST_ROUNDS = 6
_EXCHANGES = ("send", "deliver", "sync")


class Step(NamedTuple):
    """Who does what, and a number that says what it is done with."""

    who: int
    action: str
    number: int


def steps_of(seed, most=16):
    """Return the steps of a story."""
    generator = random.Random(seed)
    names = list(ACTIONS)
    weights = list(ACTIONS.values())
    steps = [Step(generator.randrange(4), "record", generator.randrange(1 << 16))]
    for _ in range(generator.randint(6, most)):
        action = generator.choices(names, weights)[0]
        steps.append(Step(generator.randrange(4), action, generator.randrange(1 << 16)))
    return steps


def make_template(path):
    """Make an empty log, of which each story's are copies."""
    open_log(str(path), FixedClock(START, seed=1), default=False, create=True).close()
    return path


class Story:
    """Four logs, the files that are on their way, and the road of `sync`."""

    def __init__(self, template, folder, road=None):
        self.words = Words(7)
        self.witness = Witness()
        self.road = road or MemoryRoad()
        self.mail = []
        self.time = 0
        self.replicas = []
        for index, name in enumerate(PEOPLE):
            teams = [NAMES[team] for team in TEAMS[index]]
            path = folder / f"{index}.db"
            replica = Replica(template, path, name, teams, START, seed=index * 7919 + 3)
            replica.skew = timedelta(seconds=(0, -100, 150, 30)[index])
            self.replicas.append(replica)
            self.witness.begin(replica)

    def close(self):
        for replica in self.replicas:
            replica.log.close()

    def tell(self, steps, *, to_the_end=True):
        for step in steps:
            self.step(step)
        if to_the_end:
            self.end()

    def step(self, step):
        replica = self.replicas[step.who]
        self.time += 1 + step.number % 90
        replica.clock.at = START + timedelta(seconds=self.time) + replica.skew
        if step.action in _EXCHANGES:
            getattr(self, f"_{step.action}")(replica, step.number)
            self.witness.check_log(replica)
        else:
            replica.act(step.action, step.number, self.words.next())
            self.witness.note(replica)

    def _send(self, replica, number):
        team = replica.teams[number % len(replica.teams)]
        revisions = replica.bundle(team)
        self.witness.check_leaving(replica, team, revisions)
        if revisions:
            self.mail.append((team, revisions))

    def _deliver(self, replica, number):
        sent = [mail for mail in self.mail if mail[0] in replica.teams]
        if not sent:
            return
        team, revisions = sent[number % len(sent)]
        generator = random.Random(number)
        if number % 3 == 0:
            # A killed `merge`, or segments that are not there yet.
            revisions = generator.sample(revisions, (len(revisions) + 1) // 2)
        replica.take(team, revisions)

    def _sync(self, replica, number):
        before = self.road.stored()
        self.road.calls_left = number % 40
        try:
            replica.exchange(self.road.shelf_of(replica.name))
        except Killed:
            pass
        finally:
            self.road.calls_left = -1
        stored = self.road.stored()
        for team, name in stored.keys() - before.keys():
            segment = decode(name, stored[team, name])
            # Of somebody's own log, from which it is: a killed process may have sent it before.
            self.witness.check_leaving(replica, team, segment.revisions)

    def end(self):
        """Let everybody take everything, and compare what they have."""
        self.time += 60
        before = None
        rounds = 0
        while before != self.road.stored():
            before = self.road.stored()
            for replica in self.replicas:
                replica.clock.at = START + timedelta(seconds=self.time) + replica.skew
                replica.exchange(self.road.shelf_of(replica.name))
            rounds += 1
            if rounds > MOST_ROUNDS:
                raise BrokenError("the exchange does not come to an end")
        for replica in self.replicas:
            self.witness.check_log(replica)
        self._check_road()
        for team in NAMES.values():
            self._compare(team)

    def _check_road(self):
        for (team, name), data in self.road.stored().items():
            segment = decode(name, data)
            for replica in self.replicas:
                if team in replica.teams:
                    self.witness.check_leaving(replica, team, segment.revisions)
        for team, rows in self.road.reports().items():
            for replica in self.replicas:
                if team in replica.teams:
                    self.witness.check_words(replica, team, words_in(repr(rows)))

    def _compare(self, team):
        members = [replica for replica in self.replicas if team in replica.teams]
        secret = {record for record, truth in self.witness.truths.items() if truth.secrets}
        first, *others = [team_rows(replica.log, team, secret) for replica in members]
        for member, other in zip(members[1:], others, strict=True):
            for name, rows in first.items():
                if rows != other[name]:
                    raise BrokenError(
                        f"{name} of {team} differ between {members[0].name} and {member.name}:"
                        f" {rows ^ other[name]}"
                    )


_SHARED = "SELECT uuid FROM entry WHERE share <> 'private' AND team = ?"


def team_rows(log, team, secret):
    """Return the rows of what a team shares, without what each log has for itself.

    When its writer last changed the learner of one of the `secret` entries, the others never hear.
    """
    result = {}
    cursor = log.db.execute(f"SELECT * FROM entry WHERE uuid IN ({_SHARED})", (team,))
    columns = [each[0] for each in cursor.description]
    rows = set()
    for row in cursor.fetchall():
        fields = dict(zip(columns, row, strict=True))
        for name in ("id", "short_id", "learner"):
            del fields[name]
        if fields["uuid"] in secret:
            del fields["updated_at"]
        rows.add(repr(fields))
    result["entries"] = rows
    for table in ("reply", "checkin"):
        about = log.all(f"SELECT * FROM {table} WHERE entry IN ({_SHARED})", (team,))
        result[table] = set(map(repr, about))
    return result


def run_story(template, folder, steps, road=None, *, to_the_end=True):
    """Tell a story; return what went wrong, an empty text if nothing did.

    That everybody has the same at its end takes half of the time.
    """
    story = Story(template, folder, road)
    try:
        story.tell(steps, to_the_end=to_the_end)
    except BrokenError as error:
        return str(error)
    finally:
        story.close()
    return ""


def shrink(steps, fails):
    """Return as few of the steps as still fail."""
    size = max(1, len(steps) // 2)
    while size:
        index = 0
        while index < len(steps):
            fewer = steps[:index] + steps[index + size :]
            if fails(fewer):
                steps = fewer
            else:
                index += size
        size //= 2
    return steps
