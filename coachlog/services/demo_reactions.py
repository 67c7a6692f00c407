"""What comes of the demonstration's entries: walks of a guide, feedback, replies and check-ins."""

from datetime import date, datetime
from typing import Any

from coachlog.clock import FixedClock
from coachlog.domain.fields import COACHING_KINDS
from coachlog.domain.guides.walk import Walk, find_branch
from coachlog.domain.periods import DAY
from coachlog.domain.reply import IDEA, QUESTION, THANKS
from coachlog.services.checkin import check_in
from coachlog.services.demo_entries import working_day, working_time
from coachlog.services.demo_random import SeededRandom
from coachlog.services.feedback import give
from coachlog.services.guide import add_guide, find_readable_guide
from coachlog.services.guide_walks import save_walk
from coachlog.services.reply import reply
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log

# How many of a hundred:
WALKS_GUIDE = 40  # times that the guide's team records something
LEAVES_GUIDE = 5  # questions of a guide
GIVES_FEEDBACK = 60  # coaching moments
FEEDBACK_ANSWERS = 85  # questions of those who give feedback
FEEDBACK_COMMENTS = 35  # people who give feedback
ANSWERS_QUESTION = 80  # questions without an answer
THANKS_FOR_ENTRY = 25  # entries
HAS_IDEA = 8  # entries without thanks
ASKS_BACK = 3  # the other entries
CHECKS_IN = 96  # check-ins that are due; the others stay overdue
SAW_NO_CHANCE = 8  # check-ins
ADDS_NOTE = 25  # check-ins

Entry = dict[str, Any]


def act_as(log: Log, trainer: str, clock: FixedClock) -> Settings:
    """Let an invented person have the log; return settings that no real environment concerns."""
    log.reader = trainer
    log.clock = clock
    # Nobody has this login, so that each answer to a coaching moment is another learner's.
    log.login = ""
    # Nobody reads what is said after recording.
    values = {
        "trainer": trainer,
        "similar": "no",
        "wording": "no",
    }
    return Settings(values, environment={})


class Reactions:
    """The people who react to entries.

    Each kind of reaction has its own source of chance, so that a change to one of them changes
    nothing of the others.

    Args:
        log: The log in which the entries are recorded.
        texts: The texts of the demonstration, from which people choose their words.
        now: The end of the twelve weeks.
        seed: Where the sources of chance, and the ids of reactions, begin.
    """

    def __init__(self, log: Log, texts: dict[str, Any], now: datetime, seed: int) -> None:
        self.log = log
        self.texts = texts
        self.checkin_random = SeededRandom(seed + 1)
        self.feedback_random = SeededRandom(seed + 2)
        self.walk_random = SeededRandom(seed + 3)
        self.reply_random = SeededRandom(seed + 4)
        self.feedback_clock = FixedClock(now, seed + 2)
        self.reply_clock = FixedClock(now, seed + 4)

    def walk_guide(self, clock: FixedClock) -> None:
        """Go through the guide, sometimes, as its team does when it has such a case."""
        random = self.walk_random
        texts = self.texts["guide"]
        if not random.chance(WALKS_GUIDE):
            return
        act_as(self.log, "somebody at the desk", clock)
        # Adding the same guide again changes nothing.
        add_guide(self.log, texts["text"])
        stored, guide = find_readable_guide(self.log, "")
        walk = Walk(guide)
        while walk.step.ending is None and not random.chance(LEAVES_GUIDE):
            answers = texts["answers"][walk.step.question]
            branch = find_branch(walk.step, random.pick(answers))
            assert branch is not None
            walk.choose(branch)
        save_walk(self.log, stored, walk)

    def react(self, entry: Entry, moment: datetime) -> None:
        """Give feedback and reply, both or either or neither.

        Args:
            entry: The fields of the entry, as they were recorded.
            moment: When it was recorded; reactions come at once, so that none is in the future.
        """
        self.feedback_clock.at = moment
        self.reply_clock.at = moment
        colleagues = sorted(self.texts["leaders"].values())
        if entry["trainer"] in colleagues:
            colleagues.remove(entry["trainer"])
        colleague = self.reply_random.pick(colleagues)
        if entry["share"] == "private":
            return
        if entry["kind"] in COACHING_KINDS and self.feedback_random.chance(GIVES_FEEDBACK):
            self._give_feedback(entry)
        kind, text = self._reply_to(entry)
        if kind is not None:
            act_as(self.log, colleague, self.reply_clock)
            reply(self.log, entry["uuid"], kind, text)

    def _give_feedback(self, entry: Entry) -> None:
        """Say what a coaching moment was like: few learners do, and not to every question."""
        random = self.feedback_random
        texts = self.texts["feedback"]
        for _ in range(1 + random.below(3)):
            answers = {}
            for field in ("pace", "examples", "usefulness"):
                if random.chance(FEEDBACK_ANSWERS):
                    answers[field] = random.pick(texts[field])
            if random.chance(FEEDBACK_COMMENTS) or not answers:
                answers["comment"] = random.pick(texts["comments"])
            # Their name is stored nowhere; it only must not be the trainer's own.
            act_as(self.log, "somebody else", self.feedback_clock)
            give(self.log, entry["uuid"], answers)

    def _reply_to(self, entry: Entry) -> tuple[str | None, str | None]:
        """Return a kind of reply and its text; no kind if nobody says anything."""
        random = self.reply_random
        texts = self.texts["replies"]
        if entry["kind"] == "question":
            if not entry.get("expected") and random.chance(ANSWERS_QUESTION):
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

    def check_in(self, entry: Entry, clock: FixedClock) -> str | None:
        """Record the result of a check-in, and return the day on which the next one is due.

        Args:
            entry: The fields of the entry, as they were recorded.
            clock: The time of the check-in; its day says how late it is.

        Returns:
            The day as an ISO date; None if the entry has no more check-ins.
        """
        days = (clock.today() - date.fromisoformat(entry["occurred_on"])).days
        # The first topic, because an entry is mostly about that one.
        result = self._result(entry["topics"][0], days)
        note = None
        if self.checkin_random.chance(ADDS_NOTE):
            notes = self.texts["checkins"]["notes"]
            note = self.checkin_random.pick(notes[result])
        act_as(self.log, entry["trainer"], clock)
        recorded = check_in(self.log, entry["uuid"], result, note)
        if recorded.next_checkin is None:
            return None
        _, due_on = recorded.next_checkin
        return due_on

    def _result(self, topic: str, days: int) -> str:
        """Return what a check-in finds: more is done unprompted as time goes by."""
        texts = self.texts["checkins"]
        unprompted = texts["unprompted"].get(topic, texts["usually"]) + (days - 30) // 2
        number = self.checkin_random.below(100)
        if self.checkin_random.chance(SAW_NO_CHANCE):
            return "no-chance"
        if number < unprompted:
            return "unprompted"
        if number < unprompted + 30:
            return "with-help"
        return "not-yet"

    def checkin_moment(self, due_on: str) -> datetime | None:
        """Return when somebody checks in: in working hours, some days after it is due.

        None if nobody does.
        """
        if not self.checkin_random.chance(CHECKS_IN):
            return None
        day = date.fromisoformat(due_on) + self.checkin_random.below(6) * DAY
        return working_time(working_day(day), self.checkin_random)
