"""Going through lessons on a terminal: `drill`."""

import sys
from datetime import date

from coachlog import unrecorded
from coachlog.cli.ask.keys import QUIT
from coachlog.cli.ask.prompts import KEYS_OF_A_TEXT, Back, ask, press_one_of
from coachlog.cli.ask.walks import go_through
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.output import say_sheet
from coachlog.domain.drill import RATINGS, answer_texts
from coachlog.render.words import moment_text, shorten
from coachlog.services.drill import DrillLesson, rate
from coachlog.storage.drill import LessonProgress

AGAIN = RATINGS[0]
SHOWN_LENGTH = 2_000  # characters of a text; `show` has all of it
RATING_KEYS = dict(zip("ahge1234", RATINGS * 2, strict=True))
RATE = "Did you know it? [a]gain [h]ard [g]ood [e]asy"
MEANINGS = {"a": "no, ask again", "h": "only just", "g": "yes", "e": "at once", QUIT: "leave"}
# The same, as flash cards number them.
KEYS_OF_AN_ANSWER = f"{KEYS_OF_A_TEXT} · {QUIT}: leave"
KEYS = {**MEANINGS, **dict(zip("1234", MEANINGS.values(), strict=False))}


def go_through_lessons(
    context: Context,
    lessons: list[DrillLesson],
    ratings: dict[str, str],
) -> None:
    """Ask one lesson after the other, and those that were not known once more at the end.

    Args:
        context: what the command works with.
        lessons: what to ask.
        ratings: gets the last rating of each entry, by uuid.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal; what was rated is stored.
        StorageError: a rating could not be stored.
    """
    queue = list(lessons)
    # By position, too: a lesson that is asked again at the end is to be answered anew.
    answers: dict[tuple[int, str], str] = {}

    def practise(index: int, lesson: DrillLesson) -> bool:
        key = (index, lesson.entry.uuid)
        position = f"{index + 1} of {len(queue)}"
        answer, rating = _ask_lesson(lesson, position, answers.get(key, ""))
        answers[key] = answer
        if rating is None:
            return False
        known = rate(context.log, lesson, rating)
        uuid = lesson.entry.uuid
        ratings[uuid] = rating
        # After going back, the earlier rating may have put the lesson at the end already.
        later = [other for other in queue[index + 1 :] if other.entry.uuid != uuid]
        if rating == AGAIN:
            later.append(DrillLesson(lesson.entry, known))
        queue[index + 1 :] = later
        _say_rated(rating, known, context.today)
        return True

    go_through(queue, practise, "lesson")


def _ask_lesson(lesson: DrillLesson, position: str, answer: str) -> tuple[str, str | None]:
    """Show what happened, then the team's answer, and take a rating.

    Args:
        lesson: what to ask.
        position: where it stands among the others.
        answer: what the user answered before going back.

    Returns:
        The user's answer, and their rating; None to leave.

    Raises:
        Back: to the lesson before.
    """
    entry = lesson.entry
    title = [position, f"{entry.team} / {', '.join(entry.topics)}", entry.short_id]
    if lesson.known is None:
        title.append("new")
    elif lesson.changed:
        title.append("its answer has changed")
    _show(" · ".join(title), [("", entry.happened)])
    question = "How would you put it right, and do it right?"
    if entry.kind == "question":
        question = "What would you answer?"
    while True:
        answer = ask(f"{question} (or only think it)", text=answer, keys=KEYS_OF_AN_ANSWER)
        unrecorded.forget()  # an answer is for oneself, and never recorded
        if answer.strip().lower() == QUIT:
            return answer, None
        _show("the team's answer", answer_texts(entry))
        try:
            key = press_one_of(RATE, KEYS)
        except Back:
            say("Once more:")
            continue
        return answer, RATING_KEYS.get(key)


def _show(title: str, texts: list[tuple[str, str]]) -> None:
    lines = []
    for label, text in texts:
        # Only a text that is too long, because `shorten` joins lines.
        shown = shorten(text, SHOWN_LENGTH) if len(text) > SHOWN_LENGTH else text
        lines.append((label, shown))
    say_sheet(title, lines)
    sys.stderr.write("\n")


def _say_rated(rating: str, known: LessonProgress, today: date) -> None:
    days = (date.fromisoformat(known.due_on) - today).days
    when = "tomorrow" if days == 1 else f"in {days} days"
    if rating == AGAIN:
        when = f"today and {when}"
    say(f"{rating}: asked again {when}, {moment_text(known.due_on, today)}")
