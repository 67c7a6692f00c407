"""What is said of an exchange with others: by `sync` and `merge`, and by `week` before its page."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from operator import itemgetter

from coachlog.cli.context import Context
from coachlog.cli.options import Format
from coachlog.domain.arrived import Arrived
from coachlog.domain.authority import NOT_THEIRS, WAITING
from coachlog.domain.fields import Fields
from coachlog.exchange.shelf import KEEPER, Trouble
from coachlog.render.columns import Column
from coachlog.render.words import count_of, join_names, moment_text, shorten
from coachlog.services.open_shelf import kind_of
from coachlog.services.sync import Synced
from coachlog.services.sync_join import Joined
from coachlog.services.sync_status import Status
from coachlog.storage.arrival_checks import MALFORMED, NEVER_TRAVELS, NEWER
from coachlog.storage.held import FORGED
from coachlog.storage.revisions import epoch_seconds
from coachlog.storage.shelves import FOLDER, HUB, HeldCount, OtherDevice, writer_on

MOST_TROUBLES = 5
MOST_CLOCKS = 3  # ahead of this one before this one is thought to be wrong
NAME_WIDTH = 40
STATUS_COLUMNS = [
    Column("team", value=itemgetter("team")),
    Column("waiting", "to send", itemgetter("waiting"), number=True),
    Column("heard", "last heard", itemgetter("heard")),
    Column("folder", "where", itemgetter("folder"), wide=True),
]
# After `3 changes by kim set aside:`, with the name once more where somebody is to be asked.
WHY_HELD = {
    NEWER: "from a newer coachlog. Update coachlog here.",
    MALFORMED: "damaged, or not by coachlog. Ask {author} to run  coachlog doctor",
    NEVER_TRAVELS: "of a kind that nobody shares, such as a setting. Ask {author} what wrote that.",
    NOT_THEIRS: "only the trainer of an entry may do that. Ask {author}; if it was somebody else,"
    f" tell {KEEPER}.",
    FORGED: f"somebody else sent them under this name. Tell {KEEPER}.",
    WAITING: "about an entry that has not come yet. Ask {author} to sync.",
}
CANNOT_BE_ERASED = (
    "What you make private or purge later disappears from everybody's log and from the {place};"
    " what you only delete or edit stays in their history."
    " {old} stay as they are."
)
OLD_COPIES = {
    FOLDER: "Old versions that the drive keeps, backups and other copies",
    HUB: "Backups and other copies",
}


def cannot_be_erased(location: str) -> str:
    """Return what becomes of a text that is withdrawn after it was shared somewhere."""
    kind = kind_of(location)
    return CANNOT_BE_ERASED.format(place=kind, old=OLD_COPIES[kind])


def arrived_text(arrived: Arrived) -> str:
    """Return what came in, in a few words; an empty text if nothing did."""
    parts = []
    counts = {
        "new": arrived.new,
        "changed": arrived.changed,
        "withdrawn": arrived.withdrawn,
        "deleted": arrived.deleted,
    }
    for outcome, count in counts.items():
        if count:
            parts.append(f"{count:,} {outcome}")
    return ", ".join(parts)


def shown_path(path: str) -> str:
    """Return a path as people type it, with `~` for their home folder."""
    home = os.path.join(os.path.expanduser("~"), "")
    if path.startswith(home):
        return os.path.join("~", path.removeprefix(home))
    return path


def joined_lines(joined: Joined) -> Iterator[str]:
    """Yield what was found where a log joined a shared folder."""
    teams = join_names(joined.teams) or "every team"
    folder = shown_path(joined.location)
    if joined.is_new:
        yield f"Made {folder} a shared folder, for {teams}."
    elif joined.devices:
        others = count_of(joined.devices, "other log shares", "other logs share")
        yield f"Joined {folder}: {others} {teams} there."
    else:
        yield f"Joined {folder}: nobody has shared {teams} there yet."
    if joined.other_teams:
        others = join_names(joined.other_teams)
        yield f"Also there: {others}. To share one of them:  coachlog sync --team NAME"
    yield from _file_lines(joined.troubles)


def synced_line(synced: Synced) -> str:
    """Return what an exchange did, in one line."""
    sent = "nothing to send"
    if synced.sent:
        sent = f"{synced.sent:,} of yours sent"
    line = f"{sent}; {arrived_text(synced.arrived) or 'nothing new'}."
    return line[0].upper() + line[1:]


def trouble_lines(
    context: Context,
    troubles: Sequence[Trouble],
    arrived: Arrived,
) -> Iterator[str]:
    """Yield what went wrong without stopping an exchange, each with what to do about it.

    Args:
        context: what the command works with.
        troubles: what could not be read or written.
        arrived: what came in.
    """
    yield from _file_lines(troubles)
    yield from _early_lines(context, arrived)
    if arrived.held:
        changes = count_of(arrived.held, "change was", "changes were")
        yield f"{changes} set aside. To see why:  coachlog sync --status"


def _early_lines(context: Context, arrived: Arrived) -> Iterator[str]:
    """Yield a line for each other computer whose clock is ahead of this one's.

    Args:
        context: what the command works with.
        arrived: what came in; it counts what was too early.
    """
    early = sorted(arrived.early.items())
    if len(early) > MOST_CLOCKS:
        changes = count_of(sum(count for _, count in early), "change waits", "changes wait")
        yield (
            f"The clocks of {len(early):,} computers are ahead of this one, which is probably"
            f" wrong: {changes}. Set it, then sync again."
        )
        return
    for device, count in early:
        writer = writer_on(context.reading, device)
        whose = f"the computer {shorten(device, NAME_WIDTH)}"
        if writer:
            whose = f"{shorten(writer, NAME_WIDTH)}'s computer"
        changes = count_of(count, "change waits", "changes wait")
        yield (
            f"The clock of {whose} is ahead of this one: {changes} until then."
            " Set whichever is wrong, then sync again."
        )


def _file_lines(troubles: Sequence[Trouble]) -> Iterator[str]:
    for trouble in troubles[:MOST_TROUBLES]:
        yield f"{shorten(trouble.name, 2 * NAME_WIDTH)} {trouble.reason}"
    if len(troubles) > MOST_TROUBLES:
        files = count_of(len(troubles) - MOST_TROUBLES, "file")
        yield f"And {files} more that could not be used."


def not_exchanged_line(not_exchanged: dict[str, int]) -> str:
    """Return which teams are exchanged with nobody; an empty text if there are none."""
    if not not_exchanged:
        return ""
    parts = []
    for team, count in not_exchanged.items():
        parts.append(f"{shorten(team, NAME_WIDTH)} ({count_of(count, 'entry')})")
    return f"Shared with nobody: {join_names(parts)}. To share one:  coachlog sync --team NAME"


def status_rows(context: Context, status: Status, format_: str) -> Iterator[Fields]:
    """Yield how the exchange of each team stands, for people or for a program.

    Args:
        context: what the command works with.
        status: how the exchange stands.
        format_: a table has short paths, and times as people read them.
    """
    for row in status.teams:
        heard, folder = None, row.location
        if row.heard is not None:
            heard = datetime.fromtimestamp(row.heard, UTC).isoformat(timespec="seconds")
        if format_ == Format.table:
            folder = shown_path(folder)
            if row.heard is not None:
                heard = _moment_text(context, row.heard)
        yield {"team": row.team, "waiting": row.waiting, "heard": heard, "folder": folder}


def held_lines(held: Iterable[HeldCount]) -> Iterator[str]:
    """Yield why changes by others were set aside."""
    for count in held:
        changes = count_of(count.revisions, "change")
        author = shorten(count.author, NAME_WIDTH) or "somebody"
        reason = WHY_HELD[count.reason].format(author=author)
        yield f"{changes} by {author} set aside: {reason}"


def other_device_lines(context: Context, devices: Iterable[OtherDevice]) -> Iterator[str]:
    """Yield the other computers that write under the user's name.

    Args:
        context: what the command works with.
        devices: the logs on them.
    """
    for device in devices:
        changes = count_of(device.revisions, "change")
        yield (
            f"Another computer ({device.device}) writes as {context.settings.user}: {changes},"
            f" the last {_moment_text(context, epoch_seconds(device.newest))}."
            f" If it is not yours, tell {KEEPER}."
        )


def _moment_text(context: Context, seconds: float) -> str:
    """Return a time, in seconds since 1970 UTC, for reading."""
    at = datetime.fromtimestamp(seconds, UTC)
    return moment_text(at.astimezone().date().isoformat(), context.today, at.isoformat())
