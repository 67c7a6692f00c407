"""`meeting`: plan the next staff meeting, and record what was read out."""

from collections.abc import Sequence
from datetime import date
from shlex import quote

from coachlog.cli.context import Context
from coachlog.cli.documents import choose_format, write_document
from coachlog.cli.filter_options import say_used
from coachlog.cli.groups import Group
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import say
from coachlog.cli.options import (
    AHEAD,
    DOCUMENT_FORMAT,
    EXCEL,
    FORCE,
    FORMAT,
    LIMIT,
    OUTPUT,
    flag,
    text,
    texts,
)
from coachlog.cli.output import write_records
from coachlog.domain.meeting_sheet import sheet_rows
from coachlog.domain.typed_text import bare_name
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.render.meeting import COLUMNS, NOTE, meeting_page
from coachlog.render.words import count_of, join_names, moment_text, shell_handle, shorten
from coachlog.services.meeting import (
    RecordedMeeting,
    past_meetings,
    record_meeting,
    record_skip,
)
from coachlog.services.meeting_plan import WEEKS, MeetingPlan, plan_meeting

MOST_TEAMS = 5
WIDTH = 48  # characters of what happened, in a receipt

DATE = text("--on DATE", 'When it was: 2026-11-19, "last monday". Else today.')
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
    format_: str | None = DOCUMENT_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    excel: bool = EXCEL,
) -> None:
    """Make the sheet for the next meeting.

    Teams that recorded something in the last twelve weeks take part.
    """
    format_ = choose_format(format_, output, excel=excel)
    names = _team_names(context, teams)
    day = _read_day(context, on, ahead=True)
    meeting_plan = plan_meeting(context.reading, context.settings, names, day)
    write_document(
        meeting_page(meeting_plan.sheet),
        COLUMNS,
        sheet_rows(meeting_plan.sheet),
        format_,
        output,
        note=NOTE,
        force=force,
        excel=excel,
    )
    _say_plan(meeting_plan)
    if meeting_plan.read_out:
        say(f"After the meeting:  {_done_command(meeting_plan, is_narrowed=bool(teams))}")


def done(
    context: Context,
    *,
    words: list[str] = texts(
        "[@TEAM] [ID]...", "Whose turn it was and what was read out, if not as in `meeting plan`."
    ),
    on: str | None = DATE,
    ahead: bool = AHEAD,
    again: bool = flag("--again", "This was another meeting on the same day."),
) -> None:
    """Record that the meeting was held.

    What was on its sheet, or what you name by its ID, is shared from now on.
    """
    team, ids = _team_and_ids(words)
    recorded = record_meeting(
        context.log,
        context.settings,
        _read_day(context, on, ahead=ahead),
        team=team,
        ids=ids,
        names=_team_names(context, []),
        another=again,
    )
    _say_recorded(recorded, context.today)


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
    order = plan_meeting(context.reading, context.settings, names, day).order
    if order:
        say(f"For this meeting it is the turn of {order[0]}.")
    else:
        say("No other team can take the turn.")


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
    return (teams[0] if teams else None), ids


def _read_day(context: Context, phrase: str | None, *, ahead: bool) -> date:
    if phrase is None:
        return context.today
    from coachlog.cli.ask.entry_date import entry_date

    fields = entry_date(context, phrase, ahead=ahead)
    return date.fromisoformat(str(fields["occurred_on"]))


def _say_plan(meeting_plan: MeetingPlan) -> None:
    """Tell the person who makes the sheet what is not on it."""
    if meeting_plan.is_recorded:
        say("A meeting on that day is already recorded. This is the sheet for another one.")
    say(f"Held back of the last {WEEKS} weeks: {_held_back(meeting_plan)}.")
    if meeting_plan.quiet_teams:
        say(
            f"Not on the sheet, because nothing was recorded in the last {WEEKS} weeks:"
            f" {join_names(meeting_plan.quiet_teams)}."
        )
    for team in meeting_plan.nothing_cleared[:MOST_TEAMS]:
        say(
            f"Nothing is waiting to be read out for {team}."
            f" To clear entries:  coachlog clear {shell_handle(team)}"
        )
    if meeting_plan.leaders_own:
        say(
            f"{meeting_plan.leaders_own} is a leader's own mistake and comes first."
            " Ask whether the writer wants to tell it."
        )
    say_masked(meeting_plan.mask)


def _held_back(meeting_plan: MeetingPlan) -> str:
    held_back = meeting_plan.held_back
    parts = []
    if held_back.uncleared:
        parts.append(f"{held_back.uncleared:,} not cleared for a meeting (coachlog clear)")
    if held_back.private:
        parts.append(f"{held_back.private:,} private")
    if meeting_plan.later_count > 0:
        parts.append(f"{meeting_plan.later_count:,} cleared, for a later meeting")
    return ", ".join(parts) or "nothing"


def _done_command(meeting_plan: MeetingPlan, *, is_narrowed: bool) -> str:
    """Return the command that records this sheet as read out."""
    words = ["coachlog meeting done"]
    if meeting_plan.is_recorded:
        words.append("--again")
    if is_narrowed:
        # Alone, `meeting done` records the sheet for all teams.
        for name in meeting_plan.order[:1]:
            words.append(quote(f"@{name}"))
        words += [entry.short_id for entry in meeting_plan.read_out]
    return " ".join(words)


def _say_recorded(recorded: RecordedMeeting, today: date) -> None:
    team = recorded.meeting.team
    when = moment_text(recorded.meeting.held_on, today)
    if recorded.was_known:
        say(f"No change: the meeting of {when} is already recorded ({team} had the turn).")
        say("For another one on that day: add --again. To take it back: coachlog undo")
        return
    shared = count_of(len(recorded.shared), "entry")
    say(f"{when} · {team} had the turn · {shared} shared · undo: coachlog undo")
    for entry in recorded.shared:
        say(f"{entry.short_id} · {entry.team} · {shorten(entry.happened, WIDTH)}")
    for entry in recorded.shared_before:
        say(f"{entry.short_id} stays {entry.status}.")
    if recorded.shared:
        say("If something else was read out: coachlog undo, then  coachlog meeting done ID...")


group = Group(
    """Plan the next staff meeting, and record what was read out.

    The sheet has whose turn it is, one cleared highlight per team, good catches, thanks and
    check-ins due.
    """,
    {"plan": plan, "done": done, "skip": skip, "list": list_meetings},
)
