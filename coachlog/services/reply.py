"""Reply to an entry: answer it, share an idea, ask about it, say the same happened, or thank."""

from coachlog.domain.entry import Entry
from coachlog.domain.reply import SAME, THANKS
from coachlog.domain.typed_text import clean_text
from coachlog.errors import AsUsageError, NotFoundError, UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import find_entry
from coachlog.storage.queries.replies import thanked_on


class ReplyResult(NamedTuple):
    """A reply that was recorded; with `thanked_on`, nothing was, because of thanks on that day."""

    entry: Entry
    kind: str
    text: str | None
    other: Entry | None = None
    thanked_on: str | None = None


def reply(
    log: Log,
    name: str,
    kind: str,
    text: str | None = None,
    other: str | None = None,
) -> ReplyResult:
    """Reply to an entry.

    Args:
        log: The log to write to.
        name: A short id, a longer end of the uuid, or `last`.
        kind: `idea`, `question`, `same` or `thanks`.
        text: The words; an idea and a question need them.
        other: The name of the entry where the same happened; `same` needs it.

    Raises:
        UsageError: The text is missing or cannot be stored; or these are thanks for one's own
            entry, or a link from an entry to itself.
        NotFoundError: There is no such entry that the user may see, or the other one is private.
        StorageError: Nothing was recorded.
    """
    user = log.user
    words = _clean_text(kind, text)
    with log.atomic():
        entry = find_entry(log, name)
        result = ReplyResult(entry, kind, words)
        if other is not None:
            result = result._replace(other=_find_other(log, entry, other))
        if kind == THANKS:
            if entry.trainer == user:
                raise UsageError(
                    f"{entry.short_id} is your own entry, and thanks are for a colleague's."
                    " But well done!"
                )
            # Inside the transaction, so that two commands at once say thanks once.
            day = thanked_on(log, entry.uuid)
            if day:
                return result._replace(thanked_on=day)
        _write(log, result)
    return result


def _clean_text(kind: str, text: str | None) -> str | None:
    with AsUsageError():
        words = clean_text(text or "", "text")
    if words is None and kind not in (SAME, THANKS):
        raise UsageError(
            "there is nothing to record. Write it after the id, for example:"
            "  coachlog reply 8f3a Ask them for the plan"
        )
    return words


def _find_other(log: Log, entry: Entry, name: str) -> Entry:
    """Return the entry where the same happened; all who see the reply may see it too."""
    other = find_entry(log, name)
    if other.uuid == entry.uuid:
        raise UsageError(
            f"--same {name} is the entry itself. Give the id of the other one, where the same"
            " happened."
        )
    if other.share == "private" and entry.share != "private":
        raise NotFoundError(
            f"{other.short_id} is private, so others could not open the link."
            f" To share it:  coachlog edit {other.short_id} --share team"
        )
    return other


def _write(log: Log, result: ReplyResult) -> None:
    verb = "thanks" if result.kind == THANKS else "reply"
    hlc = revisions.begin_action(log, verb)
    fields = {
        "entry": result.entry.uuid,
        "kind": result.kind,
        "author": log.user,
        "said_on": log.clock.today().isoformat(),
        # By which the replies of one day are sorted, and a question knows its answers.
        "hlc": hlc,
    }
    if result.text is not None:
        fields["text"] = result.text
    if result.other is not None:
        fields["other"] = result.other.uuid
    ledger.change_records(log, hlc, [("reply", log.clock.uuid7(), fields)])
