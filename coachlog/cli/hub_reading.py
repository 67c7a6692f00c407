"""Reading from the hub instead of from the log: `week --hub` and `summary --hub`."""

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.render.week_left_out import NOT_ON_HUB
from coachlog.services import hub_report

LEFT_OUT = f"From the hub. What is only in people's logs is left out: {NOT_ON_HUB}."


def read_week(
    context: Context,
    entry_filter: Filter,
    week: Period,
    format_: str,
    *,
    full: bool,
) -> None:
    """Let a page of a week be made of what the hub has.

    Raises:
        NotFoundError: No hub is joined, or the user supervises no team there.
        RemoteError: The hub is away.
    """
    layout = hub_report.FULL
    if format_ == Format.html:
        layout = hub_report.DOCUMENT
    elif format_ == Format.xlsx or (format_ == Format.table and not full):
        layout = hub_report.FRONT
    # Before it is closed: the way to the hub is noted in it.
    own = context.reading
    _read_instead(context, hub_report.week_from_hub(own, entry_filter, week, layout))


def read_summary(context: Context, entry_filter: Filter) -> None:
    """Let a summary be made of what the hub has; its errors are those of a week."""
    _read_instead(context, hub_report.summary_from_hub(context.reading, entry_filter))


def _read_instead(context: Context, read: hub_report.HubLog) -> None:
    context.read_instead(read.log)
    say(LEFT_OUT)
    if read.address:
        say(f"You share through several hubs. Only {read.address} was read.")
