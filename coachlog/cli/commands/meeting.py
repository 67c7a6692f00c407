"""`meeting`: plan the next staff meeting, and record what was read out."""

from collections.abc import Sequence
from datetime import date

from coachlog.cli.context import Context
from coachlog.cli.documents import COLUMNS, IN_BROWSER, SHEET_FORMAT, read_target
from coachlog.cli.filter_options import say_used
from coachlog.cli.groups import Group
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.meeting_messages import say_after, say_left_out, say_next_turn, say_recorded
from coachlog.cli.messages import say
from coachlog.cli.options import (
    EXCEL,
    FORCE,
    FORMAT,
    LIMIT,
    OUTPUT,
    RECORDS,
    Format,
    count,
    flag,
    text,
    texts,
)
from coachlog.cli.output import write_records
from coachlog.domain.meeting_sheet import SheetRow, sheet_rows
from coachlog.domain.typed_text import bare_name
from coachlog.errors import UsageError
from coachlog.render.columns import Column, chosen_columns, filled_columns
from coachlog.render.meeting import NOTE, SHEET_COLUMNS, meeting_page
from coachlog.render.words import join_names, moment_text
from coachlog.services.meeting import past_meetings, record_meeting, record_skip
from coachlog.services.meeting_plan import plan_meeting

DATE = text("--on DATE", 'When it was: 2026-11-19, "last monday". Else today.')
AHEAD = flag("--ahead", "Confirm a day that is still to come.")
READ_OUT = count("--limit -n N", "Read out at most this many, 5 if not given.")
PAST_COLUMNS = [
    Column("held_on", "day"),
    Column("team", "turn"),
    Column("state"),
    Column("entries", "read out", wide=True),
]


def plan(
    context: Context,
    *,
    teams: list[str] = texts("[@TEAM]...", "Only these teams."),
    on: str | None = text("--on DATE", "When it will be. Else today."),
    limit: int | None = READ_OUT,
    format_: str | None = SHEET_FORMAT,
    columns: str | None = COLUMNS,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    excel: bool = EXCEL,
    in_browser: bool = IN_BROWSER,
) -> None:
    """Make the sheet for the next meeting.

    Teams that recorded something in the last twelve weeks take part. Five entries are in full, to
    be read out, and the others in a list.
    """
    target = read_target(
        "meeting",
        format_,
        output,
        force=force,
        in_browser=in_browser,
        excel=excel,
        takes_workbooks=True,
    )
    if columns and target.format_ not in (Format.csv, Format.xlsx):
        raise UsageError(f"--columns only works with CSV and xlsx, and this is {target.format_}.")
    names = _team_names(context, teams)
    day = _read_day(context, on, ahead=True)
    meeting_plan = plan_meeting(context.reading, context.settings, names, day, limit=limit)
    if target.is_page:
        target.write_page(meeting_page(meeting_plan.sheet))
    else:
        # Records have no room for what the page says of itself.
        say(NOTE)
        rows = list(sheet_rows(meeting_plan.sheet))
        chosen = _columns_of(rows, columns, target.format_)
        target.write_records(chosen, rows, note=NOTE)
    say_left_out(meeting_plan)
    say_masked(meeting_plan.mask)
    say_after(meeting_plan, is_narrowed=bool(teams))


def _columns_of(rows: list[SheetRow], names: str | None, format_: str) -> Sequence[Column]:
    if names:
        return chosen_columns(SHEET_COLUMNS, names)
    if format_ in RECORDS:
        return SHEET_COLUMNS
    return filled_columns(SHEET_COLUMNS, rows)


def done(
    context: Context,
    *,
    words: list[str] = texts(
        "[@TEAM] [ID]...", "Whose turn it was and what was read out, if not as in `meeting plan`."
    ),
    on: str | None = DATE,
    ahead: bool = AHEAD,
    limit: int | None = READ_OUT,
    again: bool = flag("--again", "This was another meeting on the same day."),
) -> None:
    """Record that the meeting was held.

    What you name by its ID is shared from now on. Without an ID, it is what `meeting plan` would
    show in full now.
    """
    team, ids = _team_and_ids(words)
    if ids and limit is not None:
        raise UsageError(
            "--limit is about the sheet. Leave it out where you name what was read out."
        )
    recorded = record_meeting(
        context.log,
        context.settings,
        _read_day(context, on, ahead=ahead),
        team=team,
        ids=ids,
        names=_team_names(context, []),
        limit=limit,
        another=again,
    )
    say_recorded(recorded, context.today)


def skip(
    context: Context,
    *,
    team: str | None = text("[@TEAM]", "Whose turn it was, if not as in `meeting plan`."),
    on: str | None = DATE,
    ahead: bool = AHEAD,
) -> None:
    """Record that a team did not take its turn; it comes first next time."""
    day = _read_day(context, on, ahead=ahead)
    names = _team_names(context, [])
    recorded = record_skip(
        context.log,
        context.settings,
        day,
        team=_team_name(team or ""),
        names=names,
    )
    skipped = recorded.meeting.team
    when = moment_text(recorded.meeting.held_on, context.today)
    if recorded.was_known:
        say(f"No change: {skipped} was already skipped on {when}.")
        return
    say(f"{when} · {skipped} was skipped and comes first next time · undo: coachlog undo")
    say_next_turn(plan_meeting(context.reading, context.settings, names, day))


def list_meetings(
    context: Context,
    *,
    limit: int | None = LIMIT,
    format_: str = FORMAT,
) -> None:
    """List the meetings, newest first."""
    meetings = past_meetings(context.reading, limit)
    write_records(PAST_COLUMNS, meetings, format_)
    if not meetings and limit != 0:
        say("No meeting is recorded yet. To plan the next one:  coachlog meeting plan")


def _team_name(word: str) -> str:
    """Return a team's name without the `@` with which it may be typed.

    Raises:
        UsageError: the word is a topic.
    """
    if word.startswith("+"):
        raise UsageError(
            f"{word!r} is a topic, and a meeting is for teams. Name a team, such as @permits."
        )
    return bare_name(word)


def _team_names(context: Context, words: Sequence[str]) -> list[str]:
    """Return the teams that were named, or else the team of the context."""
    used_team = context.settings.used_team
    if not words and used_team:
        say_used(f"@{used_team}")
        return [used_team]
    return [_team_name(word) for word in words]


def _team_and_ids(words: Sequence[str]) -> tuple[str | None, list[str]]:
    teams: list[str] = []
    ids: list[str] = []
    for word in words:
        names = teams if word.startswith("@") else ids
        names.append(_team_name(word))
    if len(teams) > 1:
        raise UsageError(f"only one team has the turn, and this names {join_names(teams)}.")
    team = teams[0] if teams else None
    return team, ids


def _read_day(context: Context, phrase: str | None, *, ahead: bool) -> date:
    if phrase is None:
        return context.today
    from coachlog.cli.ask.entry_date import confirm_ahead, entry_date

    fields = entry_date(context, phrase, ahead=True)
    day = str(fields["occurred_on"])
    # Of an entry, tomorrow may be today elsewhere; a meeting was held, or was not yet.
    if not ahead and day > context.today.isoformat():
        confirm_ahead(context, phrase, day)
    return date.fromisoformat(day)


group = Group(
    """Plan the next staff meeting, and record what was read out.

    The sheet has whose turn it is, the cleared highlights of five teams in full and those of the
    others as a list, and the numbers of good catches, thanks and check-ins due.
    """,
    {"plan": plan, "done": done, "skip": skip, "list": list_meetings},
)
