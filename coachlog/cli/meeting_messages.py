"""What is said beside a meeting's sheet and after a meeting was recorded."""

from datetime import date
from shlex import quote

from coachlog.cli.messages import say
from coachlog.domain.meeting import WEEKS
from coachlog.render.words import count_of, join_names, moment_text, shell_handle, shorten
from coachlog.services.meeting import RecordedMeeting
from coachlog.services.meeting_plan import MeetingPlan
from coachlog.services.meeting_turns import no_turn_message

MOST_TEAMS = 5
WIDTH = 48  # characters of what happened, in a receipt


def say_left_out(meeting_plan: MeetingPlan) -> None:
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


def say_after(meeting_plan: MeetingPlan, *, is_narrowed: bool) -> None:
    """Tell the command that records the meeting.

    Args:
        meeting_plan: the sheet of the meeting.
        is_narrowed: whether it is about some teams only.
    """
    if not meeting_plan.order:
        _say_no_turn(meeting_plan)
    elif meeting_plan.read_out or meeting_plan.later_count > 0:
        command = _done_command(meeting_plan, is_narrowed=is_narrowed)
        say(f"After the meeting:  {command}")


def say_next_turn(meeting_plan: MeetingPlan) -> None:
    """Tell whose turn it is once a team was skipped."""
    if meeting_plan.order:
        say(f"For this meeting it is the turn of {meeting_plan.order[0]}.")
    else:
        _say_no_turn(meeting_plan)


def _say_no_turn(meeting_plan: MeetingPlan) -> None:
    message = no_turn_message(meeting_plan.sheet.skipped)
    say(message[0].upper() + message[1:])


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
    """Return the command that records this sheet as read out.

    It names what the sheet has in full: without that, it would be about the sheet as it is then,
    and more may be cleared until the meeting.
    """
    words = ["coachlog meeting done"]
    if meeting_plan.is_recorded:
        words.append("--again")
    if is_narrowed:
        words.append(quote(f"@{meeting_plan.order[0]}"))
    words += [entry.short_id for entry in meeting_plan.read_out]
    if not meeting_plan.read_out:
        words.append("--limit 0")
    return " ".join(words)


def say_recorded(recorded: RecordedMeeting, today: date) -> None:
    """Tell what a meeting changed, or that it was recorded before."""
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
