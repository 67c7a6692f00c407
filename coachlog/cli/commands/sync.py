"""`coachlog sync`: exchange changes with others through a shared folder or a hub."""

import os

from coachlog.cli.context import Context
from coachlog.cli.messages import say, say_hint
from coachlog.cli.options import FORMAT, check_format, flag, text, texts
from coachlog.domain.typed_text import bare_name
from coachlog.errors import AsUsageError, NotFoundError, RemoteError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.services.sync_join import Joined


def sync(
    context: Context,
    *,
    folder: str | None = text("--folder FOLDER", "Join this shared folder, or make it one."),
    hub: str | None = text("--hub ADDRESS", "Join this hub, which somebody has invited you to."),
    team: list[str] = texts("--team -t TEAM", "Share this team there (repeat for more)."),
    every_team: bool = flag(
        "--every-team", "Share every team that is there or in this log, later ones too."
    ),
    status: bool = flag("--status", "Show what waits, and what was set aside and why."),
    leave: bool = flag("--leave", "Stop sharing; what was sent stays there."),
    format_: str = FORMAT,
) -> int:
    """Exchange changes with others through a folder or a hub.

    The first time, name a folder, such as one on a shared drive: sync --folder PATH; or the hub of
    your department. After that sync takes what is new there and sends what is new here. Private
    entries never leave.
    """
    check_format(format_, "--status", is_used=status)
    if status:
        return _show_status(context, format_)
    if leave:
        return _leave(context)
    if folder or hub or team or every_team:
        location = _location(context, folder, hub)
        return _join(context, location, [bare_name(name) for name in team], every_team=every_team)
    return _sync(context)


def _join(context: Context, location: str, teams: list[str], *, every_team: bool) -> int:
    """Join a folder or a hub, or more teams in the one that is joined already."""
    # None of this is loaded for a press of Tab.
    from coachlog.cli.sync_messages import cannot_be_erased, joined_lines
    from coachlog.storage.shelves import shelves

    joined_before = {shelf.id for shelf in shelves(context.log)}
    joined = _joined(context, location, teams, every_team=every_team)
    say(*joined_lines(joined))
    if {shelf.id for shelf in shelves(context.log)} - joined_before:
        say_hint(cannot_be_erased(location))
    say_hint("To exchange changes, now and later:  coachlog sync")
    return 0


def _location(context: Context, folder: str | None, hub: str | None) -> str:
    """Return the whole path or the address that was typed, or else where is joined already.

    Raises:
        UsageError: None was typed, and not exactly one is joined; or both.
    """
    if folder and hub:
        raise UsageError("name either --folder or --hub, and the other one after that.")
    # None of this is loaded for a press of Tab.
    if hub:
        from coachlog.domain.hub_address import check_address

        with AsUsageError():
            return check_address(hub)
    if folder:
        from coachlog.domain.hub_address import may_be_address

        if may_be_address(folder):
            # Not repeated here: somebody may have typed a password in it.
            raise UsageError("that is an address, not a folder:  coachlog sync --hub ADDRESS")
        return os.path.abspath(os.path.expanduser(folder))
    from coachlog.storage.shelves import shelves

    joined = shelves(context.reading)
    if len(joined) != 1:
        raise UsageError("which folder? Name it:  coachlog sync --folder PATH --team NAME")
    return joined[0].location


def _joined(context: Context, location: str, teams: list[str], *, every_team: bool) -> "Joined":
    """Join a folder or a hub; where several teams could be meant, ask which."""
    from coachlog.services.open_shelf import kind_of
    from coachlog.services.sync_join import TeamNeededError, join
    from coachlog.storage.shelves import FOLDER

    if kind_of(location) != FOLDER:
        from coachlog.cli.ask.hub_password import with_password

        return with_password(
            location, lambda: join(context.log, location, teams, every_team=every_team)
        )
    settings = context.settings
    own_team = settings.used_team or settings.team
    if not teams and own_team and not every_team:
        teams = [own_team]
    try:
        return join(context.log, location, teams, every_team=every_team)
    except (TeamNeededError, NotFoundError) as error:
        from coachlog.cli.ask.prompts import can_ask

        if not can_ask():
            raise
        from coachlog.cli.ask.shared_teams import ask_for_teams

        return join(context.log, location, ask_for_teams(getattr(error, "teams", [])))


def _sync(context: Context) -> int:
    from coachlog.cli import sync_messages
    from coachlog.cli.work_clock import with_clock
    from coachlog.services.sync import sync as exchange
    from coachlog.storage.file.sync_note import forget_problem
    from coachlog.storage.new_revisions import newest_number
    from coachlog.storage.shelves import other_devices

    log = context.log
    before = newest_number(log)
    with with_clock("Exchanging"):
        synced = exchange(log)
    is_all_away = synced.away and not synced.sent and not synced.arrived.outcomes
    if not is_all_away:
        say(sync_messages.synced_line(synced))
    say_hint(*sync_messages.trouble_lines(context, synced.troubles, synced.arrived))
    if newest_number(log) > before:
        devices = other_devices(log, first_after=before)
        say_hint(*sync_messages.other_device_lines(context, devices))
    not_exchanged = sync_messages.not_exchanged_line(synced.not_exchanged)
    if not_exchanged:
        say_hint(not_exchanged)
    for message in synced.away:
        say(f"coachlog: {message}")
    if synced.away:
        return RemoteError.exit_code
    forget_problem(log.path)
    return 0


def _show_status(context: Context, format_: str) -> int:
    from coachlog.cli import sync_messages
    from coachlog.cli.output import write_records
    from coachlog.services.sync_status import status as sync_status
    from coachlog.storage.file.sync_note import last_problem

    log = context.reading
    status = sync_status(log)
    rows = sync_messages.status_rows(context, status, format_)
    write_records(sync_messages.STATUS_COLUMNS, rows, format_)
    if not status.teams:
        say("This log shares no team yet. Name a folder:  coachlog sync --folder PATH")
    say_hint(*sync_messages.held_lines(status.held))
    say_hint(*sync_messages.other_device_lines(context, status.other_devices))
    problem = last_problem(log.path)
    if problem:
        say_hint(f"The last sync in the background: {problem}")
    return 0


def _leave(context: Context) -> int:
    """Leave every shared folder and hub.

    Raises:
        NotFoundError: None is joined.
    """
    from coachlog.cli.sync_messages import shown_path
    from coachlog.services.sync_join import leave

    locations = leave(context.log)
    if not locations:
        raise NotFoundError("this log shares nothing, so there is nothing to leave.")
    for location in locations:
        folder = shown_path(location)
        say(f"Left {folder}. What came from there stays here, and what was sent stays there.")
    say_hint("To share again:  coachlog sync --folder PATH")
    return 0
