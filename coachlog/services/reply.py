"""Peer support: saying a word on an entry, and thanking for one."""

from typing import NamedTuple

from coachlog.clock import Clock
from coachlog.domain.entry import Entry
from coachlog.domain.reply import SAME, THANKS
from coachlog.domain.typed_text import clean_text
from coachlog.errors import KeepTypedText, NotFoundError, UsageError
from coachlog.services.find import find_visible_entry
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.replies import thanked_on


class ReplyResult(NamedTuple):
    """What was said about an entry, and on which day the same person had thanked for it before: then nothing was added."""

    entry: Entry
    kind: str
    text: str | None
    other: Entry | None = None
    before: str | None = None


def reply(
    log: Log,
    clock: Clock,
    settings: Settings,
    name: str,
    kind: str,
    text: str | None = None,
    other: str | None = None,
) -> ReplyResult:
    """Say something about an entry.

    Args:
        log: the log.
        clock: gives the day and the ids.
        settings: say who says it.
        name: a short id, a longer end of the uuid, or `last`.
        kind: `idea`, `question`, `same` or `thanks`.
        text: the words; an idea and a question need them.
        other: what the entry is called where the same happened; `same` needs it.

    Raises:
        UsageError: the words are missing or cannot be stored, it is one's own entry (for thanks), or the entry itself.
        NotFoundError: there is no such entry that the user may see, or that readers of the other one may.
        StorageError: nothing was recorded.
    """
    with KeepTypedText(text):
        words = _checked(kind, text)
        with log.atomic():
            entry = find_visible_entry(log, settings.user, name)
            same = _linked(log, settings, entry, other) if other is not None else None
            if kind == THANKS:
                if entry.trainer == settings.user:
                    raise UsageError(
                        f"{entry.short_id} is your own entry; thanks are for a colleague's. But well done."
                    )
                if before := thanked_on(log, entry.uuid, settings.user):
                    return ReplyResult(entry, kind, words, before=before)
            hlc = revisions.begin_action(log, clock, "thanks" if kind == THANKS else "reply")
            said = {
                "entry": entry.uuid,
                "kind": kind,
                "text": words,
                "other": same.uuid if same else None,
                "author": settings.user,
                "said_on": clock.now().date().isoformat(),
                "hlc": hlc,
            }
            given = {name: value for name, value in said.items() if value is not None}
            ledger.change_records(log, clock, hlc, settings.user, [("reply", clock.uuid7(), given)])
        return ReplyResult(entry, kind, words, same)


def _checked(kind: str, text: str | None) -> str | None:
    try:
        words = clean_text(text, "text") if text else None
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    if words is None and kind not in (SAME, THANKS):
        raise UsageError(
            "there is nothing to record: say it after the id, as in  coachlog reply 8f3a Ask them for the plan"
        )
    return words


def _linked(log: Log, settings: Settings, entry: Entry, name: str) -> Entry:
    """The entry where the same happened: whoever sees the reply may see it too."""
    other = find_visible_entry(log, settings.user, name)
    if other.uuid == entry.uuid:
        raise UsageError(
            f"{entry.short_id} is that entry itself. Name yours: where did the same happen?"
        )
    if other.share == "private" and entry.share != "private":
        raise NotFoundError(
            f"{other.short_id} is private: a link to it would lead nobody anywhere. "
            f"To share it:  coachlog edit {other.short_id} --share team"
        )
    return other
