"""`feedback`: say what a coaching moment was like, without a name; and see it in groups."""

from coachlog import unrecorded
from coachlog.cli.ask.feedback_questions import ask_feedback
from coachlog.cli.ask.prompts import can_ask
from coachlog.cli.context import Context
from coachlog.cli.feedback_messages import (
    say_about_own_report,
    say_about_team_report,
    say_feedback,
)
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.groups import Group as CommandGroup
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT, PAGES, flag, text, texts
from coachlog.cli.output import write_page, write_records
from coachlog.domain.feedback_groups import Group, matching_groups
from coachlog.domain.filters import Filter
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.render.feedback_page import (
    COLUMNS,
    COLUMNS_WITH_COMMENTS,
    group_row,
    own_page,
    team_page,
)
from coachlog.render.words import moment_text, shorten, team_and_topics
from coachlog.services import feedback as service
from coachlog.services import feedback_report as reports
from coachlog.storage.queries.feedback import has_coached

WIDTH = 400  # characters of what happened
FILTERS = ("words", "team", "topic", "since", "until", "week", "this_week", "last_week")


def give(
    context: Context,
    *,
    name: str = text("ID", "A coaching moment: an id from `list`, or `last`."),
    words: list[str] = texts("[COMMENT]...", "In your own words."),
    pace: str | None = text("--pace too-slow|right|too-fast", "How fast it was for you."),
    examples: str | None = text("--examples enough|too-few", "Whether there were enough examples."),
    usefulness: str | None = text("--usefulness -u 1-5", "How useful it was; 5 is very useful."),
    comment: str | None = text("--comment TEXT", "In your own words, as an option."),
) -> None:
    """Say what a coaching moment was like; on a terminal it asks.

    One answer is enough. Your name is not stored with it. The file's history keeps when an answer
    was given, because undo needs the order; no command shows more of it than the week.
    """
    unrecorded.restate(" ".join(words))
    unrecorded.note(comment)
    if words:
        if comment is not None:
            raise UsageError("the comment is given as words and as --comment. Give it once.")
        comment = " ".join(words)
    typed = {"pace": pace, "examples": examples, "usefulness": usefulness, "comment": comment}
    answers = {field: text for field, text in typed.items() if text is not None}
    if not answers:
        answers = _ask_or_read(context, name)
    if not answers:
        say("No answer was given, so nothing was recorded.")
        return
    recorded = service.give(context.log, name, answers)
    say_feedback(recorded)


@with_filters(names=FILTERS)
def report(
    context: Context,
    entry_filter: Filter,
    *,
    mine: bool = flag("--mine", "Feedback to you, even if you name a team."),
    teams: bool = flag("--teams", "The figures of all teams, even if you coach yourself."),
    trainer: str | None = text(
        "--trainer NAME", "Feedback to you; of others, their teams' figures."
    ),
    format_: str = FORMAT,
) -> None:
    """Show feedback to you; with @TEAM, a team's figures.

    If you have not coached anybody yet, it shows the figures of all teams.

    Only whole groups are shown: at least five answers, and for a team to at least three trainers.

    With a filter, a group is shown only if all of its answers match. A group disappears once one of
    its answers is taken back, or once the entry of one is deleted, made private or moved. You never
    see a team's group with an answer to you.
    """
    if mine and (teams or trainer):
        raise UsageError("--mine does not go with --teams or --trainer. Give one of them.")
    user = context.settings.user
    entry_filter = entry_filter._replace(trainer=user if mine else trainer)
    is_own = not teams and _is_own(context, entry_filter)
    make_report = reports.own_report if is_own else reports.team_report
    feedback_report = make_report(context.reading)
    groups = matching_groups(feedback_report.groups, entry_filter)
    _write(context, groups, format_, is_own=is_own)
    warn_unknown_names(context, entry_filter)
    if is_own:
        say_about_own_report(feedback_report, len(groups))
    else:
        say_about_team_report(feedback_report, len(groups), entry_filter.trainer)


def _ask_or_read(context: Context, name: str) -> dict[str, str]:
    """Return what is answered on the terminal, or the comment on stdin.

    Raises:
        DecisionNeededError: Nobody can be asked, and stdin is empty.
    """
    entry = service.find_coaching_moment(context.reading, name)
    if not can_ask():
        # Imported here, because a terminal needs none of it.
        from coachlog.cli.ask.stdin import stdin_text

        comment = stdin_text().strip()
        if comment:
            return {"comment": comment}
        raise DecisionNeededError(
            "what was it like? For example:"
            f"  coachlog feedback {entry.short_id} --pace right --examples enough --usefulness 4"
        )
    context.check_writable()
    when = moment_text(entry.occurred_on, context.today, entry.occurred_at)
    where = team_and_topics(entry.team, entry.topics)
    say(f"{entry.short_id} · {when} · {entry.kind} · {where}")
    say(shorten(entry.happened, WIDTH))
    say("Without your name. Press one key each; Enter leaves a question out.")
    return ask_feedback()


def _is_own(context: Context, entry_filter: Filter) -> bool:
    """Return whether trainers mean their own: unless they name a team or somebody else."""
    if entry_filter.trainer is not None:
        return entry_filter.trainer == context.settings.user
    # The team of `coachlog use` was not typed for this report.
    if entry_filter.team not in (None, context.settings.used_team):
        return False
    return has_coached(context.reading)


def _write(context: Context, groups: list[Group], format_: str, *, is_own: bool) -> None:
    """Write groups of answers as a page or as records.

    Args:
        context: the log, and the day on which a week begins.
        groups: what the reader may see, in the order of the report.
        format_: the format.
        is_own: whether they are the reader's own, which alone come with their comments.
    """
    rows = []
    for group, group_texts in zip(
        groups, reports.group_texts(context.reading, groups), strict=True
    ):
        rows.append(group_row(group, context.settings.week_start, **group_texts._asdict()))
    if format_ not in PAGES:
        write_records(COLUMNS_WITH_COMMENTS if is_own else COLUMNS, rows, format_)
    elif is_own:
        write_page(own_page(context.settings.user, rows), format_, compact=True)
    else:
        write_page(team_page(rows), format_, compact=True)


group = CommandGroup(
    """Tell a trainer how it was to be coached, without a name.

    coachlog feedback ID  is short for  coachlog feedback give ID.

    Answers are shown in groups of at least five: to the trainer with their comments, to others as
    the figures of a team.

    No name is stored, but anyone who opens the log file with a SQLite tool can read each answer.
    """,
    {"give": give, "report": report},
    shortcut="give",
)
