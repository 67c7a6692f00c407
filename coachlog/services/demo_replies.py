"""What the demonstration's colleagues say about each other's entries."""

from typing import Any

from coachlog.clock import Clock
from coachlog.domain.reply import IDEA, QUESTION, THANKS
from coachlog.services.demo_random import Dice
from coachlog.services.reply import reply
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log

ANSWERED, THANKED, HAS_IDEA, ASKS = (
    80,
    25,
    8,
    3,
)  # of a hundred entries; of questions, those that are answered


def speak_of(
    log: Log,
    then: Clock,
    colleague: Settings,
    fields: dict[str, Any],
    told: dict[str, Any],
    dice: Dice,
) -> None:
    """What a colleague says about an entry, if anything: an answer to a question, thanks, an idea, a question back."""
    if fields.get("share") == "private":
        return
    uuid = fields["uuid"]
    if fields["kind"] == "question":
        if not fields.get("expected") and dice.chance(ANSWERED):
            reply(log, then, colleague, uuid, IDEA, dice.pick(told["answers"]))
        return
    if dice.chance(THANKED):
        reply(
            log,
            then,
            colleague,
            uuid,
            THANKS,
            dice.pick(told["thanks"]) if dice.chance(50) else None,
        )
    elif dice.chance(HAS_IDEA):
        reply(log, then, colleague, uuid, IDEA, dice.pick(told["ideas"]))
    elif dice.chance(ASKS):
        reply(log, then, colleague, uuid, QUESTION, dice.pick(told["questions"]))
