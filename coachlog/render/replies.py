"""Replies, statuses and news in words: for an entry's sheet, for receipts and for lists."""

from collections.abc import Iterable, Sequence
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.domain.reply import QUESTION, SAME, THANKS, News, Reply, StatusChange
from coachlog.render.news import reply_name
from coachlog.render.words import shorten, signed_day

WIDTH = 60
CLEARING_COMMANDS = {
    "deleted": "To bring it back:  coachlog delete --back",
    "edited": "To see the changes:  coachlog history",
    "asked": "To say yes:  coachlog clear",
    "cleared": "To take it back:  coachlog clear --back",
}
LABELS = {SAME: "we had that too"}
# What a receipt calls a reply by its name; thanks are for a person, an idea is for their entry.
RECEIPTS = {
    "idea": "an idea for",
    "answer": "an answer for",
    "question": "a question to",
    "thanks": "thanks to",
}


def status_lines(changes: Iterable[StatusChange], today: date) -> list[tuple[str, str]]:
    """Return each status beside when and by whom it was set, and what changed.

    For example `Thu 19 Nov · kim`, or `in the meeting of Thu 19 Nov · kim`.

    Args:
        changes: the changes of the status, in the order in which they are shown.
        today: the reader's day, whose year goes without saying.
    """
    lines = []
    for change in changes:
        text = signed_day(change.meeting or change.on, change.author, today)
        if change.meeting:
            text = f"in the meeting of {text}"
        if change.changed_what:
            text += f"\n{change.changed_what}"
        lines.append((change.status, text))
    return lines


def reply_lines(entry: Entry, replies: Iterable[Reply], today: date) -> list[tuple[str, str]]:
    """Return the replies to an entry, the oldest first, and all thanks together at the end.

    Args:
        entry: the entry, whose kind decides what its replies are called.
        replies: the replies, the oldest first.
        today: the reader's day, whose year goes without saying.

    Returns:
        A label and a text for each, for the entry's sheet.
    """
    lines = []
    thanks = []
    askers: set[str | None] = set()
    for reply in replies:
        # Thanks are one line, so that they do not bury what has to be read.
        if reply.kind == THANKS:
            thanks.append(reply)
            continue
        text = _reply_text(reply, today)
        # Whatever comes after somebody else's question answers it.
        is_asked = entry.kind == QUESTION or bool(askers - {reply.author})
        label = LABELS.get(reply.kind) or reply_name(reply.kind, is_asked=is_asked)
        lines.append((label, text))
        if reply.kind == QUESTION:
            askers.add(reply.author)
    if thanks:
        lines.append((THANKS, _thanks_text(thanks)))
    return lines


def _reply_text(reply: Reply, today: date) -> str:
    texts = [signed_day(reply.said_on, reply.author, today)]
    if reply.kind == SAME:
        texts.append(_other_entry(reply))
    if reply.text:
        texts.append(reply.text)
    return "\n".join(texts)


def _thanks_text(thanks: Sequence[Reply]) -> str:
    names = [reply.author or "someone" for reply in thanks]
    texts = [f"{len(thanks)}: {', '.join(names)}"]
    texts += [reply.text for reply in thanks if reply.text]
    return "\n".join(texts)


def _other_entry(reply: Reply) -> str:
    if reply.other is None:
        # Which of the two is not told, because that would tell of a private entry.
        return "in an entry that is gone, or that you may not see"
    return f"{reply.other} {shorten(reply.other_happened or '', WIDTH)}"


def reply_receipt(entry: Entry, kind: str, other: Entry | None, user: str) -> str:
    """Return the receipt of a reply to an entry.

    For example `8f3a · an idea for robin · "Charged the …" · undo: coachlog undo`.

    Args:
        entry: the entry that was replied to.
        kind: the kind of the reply.
        other: the user's own entry, for a reply that says it is the same.
        user: the name of the person who replied.
    """
    if other:
        reply = f"the same as {other.short_id}"
    elif entry.trainer == user:
        reply = "a reply to your own entry"
    else:
        name = reply_name(kind, is_asked=entry.kind == QUESTION)
        reply = f"{RECEIPTS[name]} {entry.trainer or 'its writer'}"
    happened = shorten(entry.happened, WIDTH)
    return f'{entry.short_id} · {reply} · "{happened}" · undo: coachlog undo'


def status_receipt(before: Entry, after: Entry) -> str:
    """Return the receipt of a new status.

    For example `8f3a · logged → adopted: New fee table · undo: coachlog undo`.

    Args:
        before: the entry before the change.
        after: the entry as it is now; what changed in the work is only told if that is new.
    """
    change = f"{before.status} → {after.status}"
    if after.changed_what and after.changed_what != before.changed_what:
        change += f": {shorten(after.changed_what, WIDTH)}"
    return f"{after.short_id} · {change} · undo: coachlog undo"


def news_text(news: News) -> str | None:
    """Return what else there is to say: the meeting, the other entry, what changed, a command."""
    if news.what in CLEARING_COMMANDS:
        return f"{CLEARING_COMMANDS[news.what]} {news.short_id}"
    parts = [news.other, news.text]
    if news.meeting:
        parts.insert(0, f"in the meeting of {news.meeting}")
    return " · ".join(filter(None, parts)) or None
