"""What colleagues said about an entry and how far it got, for its sheet; and the receipts of saying so."""

from collections.abc import Iterable
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.domain.reply import SAME, THANKS, News, Reply, StatusChange
from coachlog.render.words import moment_text, shorten

WIDTH = 60
LABELS = {SAME: "we had that too"}
FOR = {"idea": "an idea for", "question": "a question to", THANKS: "thanks to"}


def life_lines(steps: Iterable[StatusChange], today: date) -> list[tuple[str, str]]:
    """Each step beside when and by whom, and what changed."""
    return [(step.status, _lines([step_text(step, today)], step.changed_what)) for step in steps]


def step_text(step: StatusChange, today: date) -> str:
    """When a step was and whose: `Thu 19 Nov · kim`, `in the meeting of Thu 19 Nov · kim`."""
    when = (
        f"in the meeting of {moment_text(step.meeting, None, today)}"
        if step.meeting
        else moment_text(step.on, None, today)
    )
    return f"{when} · {step.author}" if step.author else when


def reply_lines(replies: Iterable[Reply], today: date) -> list[tuple[str, str]]:
    """Each reply beside who said it when; thanks together, at the end."""
    lines, thanks = [], []
    for reply in replies:
        if reply.kind == THANKS:
            thanks.append(reply)
            continue
        said = " · ".join(
            part for part in (moment_text(reply.said_on, None, today), reply.author) if part
        )
        lines.append(
            (LABELS.get(reply.kind, reply.kind), _lines([said, *_other(reply)], reply.text))
        )
    if thanks:
        names = ", ".join(reply.author or "somebody" for reply in thanks)
        lines.append(
            (THANKS, _lines([f"{len(thanks)}: {names}"], *(reply.text for reply in thanks)))
        )
    return lines


def _other(reply: Reply) -> list[str]:
    if reply.kind != SAME:
        return []
    if reply.other is None:
        return ["with an entry that is gone, or not yours to see"]
    return [f"{reply.other} {shorten(reply.other_happened or '', WIDTH)}"]


def _lines(first: list[str], *texts: str | None) -> str:
    return "\n".join([*first, *filter(None, texts)])


def said_line(entry: Entry, kind: str, other: Entry | None, reader: str) -> str:
    """What was said about which entry: `8f3a · an idea for robin on "Charged the …" · undo: coachlog undo`."""
    words = f'"{shorten(entry.happened, WIDTH)}"'
    whom = entry.trainer or "its writer"
    if other:
        what = f"the same as {other.short_id}"
    else:
        what = "a word on your own note" if entry.trainer == reader else f"{FOR[kind]} {whom}"
    return f"{entry.short_id} · {what} · {words} · undo: coachlog undo"


def status_line(before: Entry, after: Entry) -> str:
    """How far an entry got: `8f3a · logged → adopted: New fee table · undo: coachlog undo`."""
    new = after.changed_what if after.changed_what != before.changed_what else None
    changed = f": {shorten(new, WIDTH)}" if new else ""
    return f"{after.short_id} · {before.status} → {after.status}{changed} · undo: coachlog undo"


def news_text(news: News) -> str | None:
    """What there is to say beside what somebody did: what changed, the meeting, the words, the entry where it happened too."""
    meeting = f"in the meeting of {news.meeting}" if news.meeting else None
    return " · ".join(filter(None, (meeting, news.other, news.text))) or None
