"""What the user is told about feedback: its receipt, and what is not in a report and why."""

from coachlog.cli.messages import say
from coachlog.domain.feedback import CHOICES
from coachlog.domain.feedback_groups import LEAST_ANSWERS, LEAST_MIXED, LEAST_TRAINERS
from coachlog.render.words import count_of
from coachlog.services.feedback import RecordedFeedback
from coachlog.services.feedback_report import FeedbackReport


def say_feedback(recorded: RecordedFeedback) -> None:
    """Print the receipt of feedback, and a warning if its comment names a person."""
    fields = recorded.fields
    parts = [f"{field} {fields[field]}" for field in CHOICES if field in fields]
    if "comment" in fields:
        parts.append("a comment")
    say(
        f"Thank you! Feedback on {recorded.entry.short_id}, without your name:"
        f" {', '.join(parts)} · undo: coachlog undo"
    )
    if recorded.replaced:
        say("It replaces your earlier feedback on this entry.")
    if recorded.names_person:
        say(
            "The comment names a person. Known names are masked when it is shown, but the trainer"
            " may guess who wrote it."
        )


def say_about_own_report(own: FeedbackReport, shown: int) -> None:
    """Print what is not in a trainer's own report, of which `shown` groups match the filter.

    Args:
        own: the trainer's groups, and how many answers still wait for one.
        shown: how many of the groups match the filter and were shown.
    """
    if not own.groups and not own.withdrawn:
        message = f"{count_of(own.waiting, 'answer')} so far."
        message += f" Figures are shown once there are {LEAST_ANSWERS}"
        if own.waiting:
            # Answers that came back by an undo wait for the next one, however many they are.
            message += f": {max(LEAST_ANSWERS - own.waiting, 1)} more"
        say(f"{message}.")
    elif own.waiting:
        answers = count_of(own.waiting, "more answer waits", "more answers wait")
        say(f"{answers} for a group: {LEAST_ANSWERS} about one topic, or {LEAST_MIXED} in all.")
    if own.from_copy:
        answers = count_of(own.from_copy, "answer is", "answers are")
        say(
            f"{answers} left out: given before this log was copied, moved or restored, and maybe"
            " part of a report there."
        )
    if own.withdrawn:
        groups = count_of(own.withdrawn, "group is", "groups are")
        say(
            f"{groups} no longer shown: an answer was taken back, or its entry was deleted, made"
            " private or moved."
        )
    _say_overlapping(own.overlapping)
    _say_left_out(len(own.groups) - shown)


def say_about_team_report(team: FeedbackReport, shown: int, trainer: str | None) -> None:
    """Print what is not in a report on teams, of which `shown` groups match the filter.

    Args:
        team: The report.
        shown: How many of its groups match.
        trainer: Whose feedback was asked for, if anybody's.
    """
    if trainer is not None:
        say(f"Only {trainer} sees the feedback to {trainer}. These are the teams' figures.")
    if team.about_reader:
        groups = count_of(
            team.about_reader,
            "group is left out because it has an answer",
            "groups are left out because they have answers",
        )
        say(f"{groups} to you: with your own figures, you could work out the others'.")
    elif not team.groups:
        say(
            f"A team's figures are shown once it has {LEAST_ANSWERS} answers,"
            f" to at least {LEAST_TRAINERS} trainers."
        )
    _say_overlapping(team.overlapping)
    _say_left_out(len(team.groups) - shown)


def _say_overlapping(count: int) -> None:
    if count:
        groups = count_of(count, "group from another log is", "groups from other logs are")
        say(
            f"{groups} left out: some of the answers may also be in a group that is shown, and the"
            " difference would give single answers away."
        )


def _say_left_out(count: int) -> None:
    if count:
        groups = count_of(
            count,
            "group is left out, because not all of it matches",
            "groups are left out, because not all of each matches",
        )
        say(f"{groups} the filter.")
