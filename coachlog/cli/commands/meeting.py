"""Staff meetings: `meeting plan`, `meeting done`, `meeting skip`, `meeting list`."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TextIO

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say, say_masked, shell_handle
from coachlog.cli.options import MOST, Format, FormatOption
from coachlog.cli.output import (
    document_ending,
    open_output,
    write_page,
    write_records,
)
from coachlog.domain.entry import Entry
from coachlog.domain.meeting_sheet import MeetingSheet, sheet_rows
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.render.meeting import COLUMNS, NOTE, meeting_page
from coachlog.render.words import count_of, join_names, moment_text, shorten
from coachlog.services import meeting as meeting_service
from coachlog.services import meeting_plan as service

app = typer.Typer()
group = typer.Typer()
app.add_typer(group, name="meeting")

NAMED_AT_MOST = 5
WORDS = 48  # characters of what happened, in a receipt

TeamsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[@TEAM]...", help="Only these teams.")
]
TeamArgument = Annotated[
    str | None,
    typer.Argument(metavar="[@TEAM]", help="Whose turn it was, if not that of `meeting plan`."),
]
TurnArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[@TEAM] [ID]...",
        help="Whose turn it was, if not that of `meeting plan`; what was read out, if not what is on its sheet.",
    ),
]
DateOption = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help='When it was: 2026-11-19, "last monday". Else today.'
    ),
]
PlanDateOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="When it will be. Else today.")
]
AheadOption = Annotated[
    bool, typer.Option("--ahead", help="A date that is still to come is meant.")
]
FormOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write it; else as the file's name ends.",
        show_default="table",
    ),
]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
ExcelOption = Annotated[
    bool, typer.Option("--excel", help="Begin a CSV with the mark by which Excel knows UTF-8.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")]
AgainOption = Annotated[
    bool, typer.Option("--again", help="It is another meeting on the same day.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", "-n", min=0, max=MOST, metavar="N", help="At most so many.")
]
PAST = [
    Column("held_on", "day"),
    Column("team", "turn"),
    Column("state"),
    Column("entries", "read out", wide=True),
]


@group.callback(invoke_without_command=True)
def meeting(ctx: typer.Context) -> None:
    """Plan the next staff meeting, and note what was read out.

    Whose turn it is, one cleared highlight per team, good catches, thanks, check-ins due.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@group.command("plan")
def plan(
    ctx: typer.Context,
    teams: TeamsArgument = None,
    on: PlanDateOption = None,
    format_: FormOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
    excel: ExcelOption = False,
) -> None:
    """Make the sheet for the next meeting.

    Those teams take part that recorded something in the last twelve weeks.
    """
    context, form = ctx.obj, _form(format_, output, excel=excel)
    named, day = _teams(context, teams), _day(context, on, ahead=True)
    planned = service.plan_meeting(context.reading, context.clock, context.settings, named, day)
    if form not in (Format.md, Format.table):
        say(NOTE)  # a document has it in its first line
    with open_output(output, force=force, bom=excel) as out:
        _write(planned.sheet, form, out)
    _say_planned(planned, output, named if teams else [])


@group.command("done")
def done(
    ctx: typer.Context,
    words: TurnArgument = None,
    on: DateOption = None,
    ahead: AheadOption = False,
    again: AgainOption = False,
) -> None:
    """Note that the meeting was held.

    What was on its sheet, or what you name by its ID, is shared from now on.
    """
    context, (named, ids) = ctx.obj, _words(words or [])
    day = _day(context, on, ahead=ahead)
    noted = meeting_service.record_meeting(
        context.log,
        context.clock,
        context.settings,
        day,
        named,
        ids,
        names=_teams(context, None),
        another=again,
    )
    _say_held(context, noted)


@group.command("skip")
def skip(
    ctx: typer.Context, team: TeamArgument = None, on: DateOption = None, ahead: AheadOption = False
) -> None:
    """Note that a team did not take its turn; it comes first next time."""
    context, (named, ids) = ctx.obj, _words([team] if team else [])
    day = _day(context, on, ahead=ahead)
    noted = meeting_service.record_skip(
        context.log,
        context.clock,
        context.settings,
        day,
        named or " ".join(ids),
        names=_teams(context, None),
    )
    when = moment_text(noted.meeting.held_on, None, context.clock.now().date())
    if noted.known:
        say(f"{noted.meeting.team} was skipped on {when} already; nothing was changed.")
        return
    say(
        f"{when} · {noted.meeting.team} was skipped and comes first next time · undo: coachlog undo"
    )
    left = service.plan_meeting(
        context.reading, context.clock, context.settings, _teams(context, None), day
    ).line
    say(
        f"for this meeting it is the turn of {left[0]}."
        if left
        else "no other team can take the turn."
    )


@group.command("list")
def list_(
    ctx: typer.Context, limit: LimitOption = None, format_: FormatOption = Format.table
) -> None:
    """List the meetings, the newest first."""
    found = meeting_service.past_meetings(ctx.obj.reading, limit)
    write_records(PAST, found, format_)
    if not found and limit != 0:
        say("no meeting is noted yet. To make the sheet for the next one:  coachlog meeting plan")


def _teams(context: Context, words: list[str] | None) -> list[str]:
    """The teams that are named, else that of the standing context."""
    named = []
    for word in words or []:
        if word.startswith("+"):
            raise UsageError(
                f"a meeting is planned for teams, and {word!r} is a topic. Name teams, such as @permits."
            )
        named.append(word.removeprefix("@"))
    used = context.settings.used_team
    if not named and used:
        say(f"only @{used} (set by coachlog use; end it with coachlog use --off)")
        return [used]
    return named


def _words(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """A team and ids."""
    teams = [word[1:] for word in words if word.startswith("@")]
    if len(teams) > 1:
        raise UsageError(f"a turn is one team's, and this names {join_names(teams)}. Name one.")
    if topics := [word for word in words if word.startswith("+")]:
        raise UsageError(f"{topics[0]!r} is a topic. Name a team, such as @permits, and ids.")
    return teams[0] if teams else None, [word for word in words if not word.startswith("@")]


def _day(context: Context, phrase: str | None, *, ahead: bool) -> date:
    if phrase is None:
        return context.clock.now().date()
    from coachlog.cli.ask.entry_date import entry_date

    return date.fromisoformat(str(entry_date(context, phrase, ahead=ahead)["occurred_on"]))


def _form(given: Format | None, output: str | None, *, excel: bool) -> Format:
    ending = document_ending(output) if output and output != "-" else "csv" if excel else "table"
    form = given or (Format(ending) if ending in set(Format) else Format.md)
    if excel and form is not Format.csv:
        raise UsageError(f"--excel is for CSV, and this is {form}. Leave one of them out.")
    return form


def _write(sheet: MeetingSheet, form: Format, out: TextIO) -> None:
    if form in (Format.md, Format.table):
        write_page(meeting_page(sheet), form, out)
    else:
        write_records(COLUMNS, sheet_rows(sheet), form, out)


def _say_planned(planned: service.MeetingPlan, output: str | None, named: list[str]) -> None:
    """What is not on the sheet, for whoever makes it."""
    if output and output != "-":
        say(f"written to {output}")
    if planned.noted:
        say("a meeting on that day is noted already; this is the sheet for another one.")
    held = [f"{planned.held.uncleared:,} not cleared for a meeting (coachlog clear)"] * bool(
        planned.held.uncleared
    )
    held += [f"{planned.held.private:,} private"] * bool(planned.held.private)
    held += [f"{planned.later:,} cleared, for a later meeting"] * (planned.later > 0)
    say(f"held back of the last {service.WEEKS} weeks: {', '.join(held) or 'nothing'}")
    if names := planned.quiet:
        say(
            f"nothing was recorded in the last {service.WEEKS} weeks by {join_names(names)}: not on the sheet."
        )
    for team in planned.nothing_cleared[:NAMED_AT_MOST]:
        say(f"nothing is cleared for {team}:  coachlog clear {shell_handle(team)}")
    if planned.leaders_own:
        say(
            f"{planned.leaders_own} is a leader's own mistake and comes first: ask whether the writer wants to tell it."
        )
    say_masked(planned.mask)
    if planned.read_out:
        say(
            f"after the meeting:  coachlog meeting done{' --again' if planned.noted else ''}{_by_name(planned, named)}"
        )


def _by_name(planned: service.MeetingPlan, named: list[str]) -> str:
    """What `meeting done` has to be told of a sheet for some teams: alone it notes the sheet for all of them."""
    if not named:
        return ""
    turn = [f"'@{name}'" if " " in name else f"@{name}" for name in planned.line[:1]]
    return "".join(f" {word}" for word in (*turn, *(entry.short_id for entry in planned.read_out)))


def _say_held(context: Context, noted: meeting_service.RecordedMeeting) -> None:
    today = context.clock.now().date()
    when = moment_text(noted.meeting.held_on, None, today)
    if noted.known:
        say(
            f"the meeting of {when} is noted already ({noted.meeting.team} had the turn); nothing was changed."
        )
        say("another one on that day: add --again · to take it back: coachlog undo")
        return
    read = count_of(len(noted.shared), "entry")
    say(f"{when} · {noted.meeting.team} had the turn · {read} shared · undo: coachlog undo")
    for entry in noted.shared:
        say(f"{entry.short_id} · {_beginning(entry)}")
    for entry in noted.before:
        say(f"{entry.short_id} stays {entry.status}.")
    if noted.shared:
        say(
            "something else was read out? coachlog undo, then name it:  coachlog meeting done ID..."
        )


def _beginning(entry: Entry) -> str:
    return f"{entry.team} · {shorten(entry.happened, WORDS)}"
