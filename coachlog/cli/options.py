"""Options that several commands share, each declared once."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from coachlog.cli.context import Context
from coachlog.cli.format_option import Format as Format  # noqa: PLC0414 - for those who import both from here
from coachlog.cli.format_option import FormatOption as FormatOption  # noqa: PLC0414 - the same
from coachlog.cli.messages import say
from coachlog.clock import zone_name, zone_warning
from coachlog.domain.fields import CHOICES
from coachlog.domain.filters import Filter
from coachlog.domain.handles import parse_words
from coachlog.domain.periods import DAY, Period, plain_week, week_of
from coachlog.errors import UsageError

MOST = 1_000_000_000  # what a limit may be: more is no entry's number, and no integer of SQLite's

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
StepsArgument = Annotated[
    int, typer.Argument(metavar="[STEPS]", min=1, help="How many.", show_default=False)
]

_FILTERS: dict[str, tuple[Any, Any]] = {
    "words": (
        Annotated[
            list[str] | None,
            typer.Argument(metavar="[@TEAM] [+TOPIC]...", help="Only this team, these topics."),
        ],
        None,
    ),
    "team": (
        Annotated[str | None, typer.Option("--team", metavar="TEAM", help="Only this team.")],
        None,
    ),
    "topic": (
        Annotated[
            list[str] | None,
            typer.Option("--topic", metavar="TOPIC", help="Only this topic (again for more)."),
        ],
        None,
    ),
    "kind": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--kind",
                "-k",
                metavar="KIND",
                help="Only this kind: " + ", ".join(CHOICES["kind"]) + ".",
            ),
        ],
        None,
    ),
    "since": (
        Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")],
        None,
    ),
    "until": (
        Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to this day.")],
        None,
    ),
    "week": (
        Annotated[
            str | None,
            typer.Option(
                "--week", metavar="WEEK", help="One week: this, last, 2026-W46 or a date."
            ),
        ],
        None,
    ),
    "today": (Annotated[bool, typer.Option("--today", help="Only today.")], False),
    "this_week": (Annotated[bool, typer.Option("--this-week", help="Only this week.")], False),
    "last_week": (Annotated[bool, typer.Option("--last-week", help="Only last week.")], False),
    "trainer": (
        Annotated[
            str | None,
            typer.Option("--trainer", metavar="NAME", help="Only what this trainer recorded."),
        ],
        None,
    ),
    "mine": (
        Annotated[
            bool, typer.Option("--mine", help="Only what you recorded, private entries too.")
        ],
        False,
    ),
    "status": (
        Annotated[
            str | None,
            typer.Option(
                "--status",
                metavar="STATUS",
                help="Only this status: " + ", ".join(CHOICES["status"]) + ".",
            ),
        ],
        None,
    ),
    "limit": (
        Annotated[
            int | None,
            typer.Option("--limit", "-n", min=0, max=MOST, metavar="N", help="At most so many."),
        ],
        None,
    ),
}


def with_filters(
    command: Callable[..., Any], names: tuple[str, ...] = tuple(_FILTERS), plain: str = ""
) -> Callable[..., Any]:
    """Give a command the filters of every listing; it gets them as one `Filter`, its parameter `entry_filter`.

    A word that is neither `@team` nor `+topic` is an error, except where the command has a parameter `text`: there
    it gets the plain words (or None). A command with a span of time of its own takes only the filters in `names`;
    `plain` is what its help calls the plain words.
    """
    own = signature(command, eval_str=True).parameters
    shared = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, (annotation, default) in _FILTERS.items()
        if name in names
    ]
    if plain:
        words = typer.Argument(
            metavar=f"[{plain}] [@TEAM] [+TOPIC]...",
            help=f"{plain}; and only this team, these topics.",
        )
        shared[0] = shared[0].replace(annotation=Annotated[list[str] | None, words])

    @wraps(command)
    def filtered(**given: Any) -> Any:
        options = {
            name: given.pop(name) if name in names else default
            for name, (_, default) in _FILTERS.items()
        }
        try:
            words = parse_words(options["words"] or [])
        except ValueError as error:
            raise UsageError(f"{error}.") from None
        if "text" in own:
            given["text"] = words.text
        elif words.text:
            raise UsageError(
                f"{words.text!r} is neither @team nor +topic. To look for words: coachlog search {words.text}"
            )
        return command(
            entry_filter=build_filter(given["ctx"].obj, words.team, words.topics, options), **given
        )

    kept = [
        parameter.replace(kind=Parameter.KEYWORD_ONLY)
        for name, parameter in own.items()
        if name not in ("entry_filter", "text")
    ]
    filtered.__signature__ = Signature([*kept[:1], *shared, *kept[1:]])  # type: ignore[attr-defined]
    filtered.__annotations__ = {
        parameter.name: parameter.annotation for parameter in (*kept, *shared)
    }
    return filtered


def build_filter(
    context: Context, team: str | None, topics: list[str], options: dict[str, Any]
) -> Filter:
    """The filter that options, words and the standing context make together."""
    settings = context.settings
    if team and options["team"]:
        raise UsageError(f"two teams are named: @{team} and --team {options['team']}. Name one.")
    used_team = settings.used_team
    used_topics = settings.used_topics
    period = _period(context, options)
    for field in ("kind", "status"):
        given = options[field] if isinstance(options[field], list) else [options[field]]
        for value in given:
            if value and value not in CHOICES[field]:
                raise UsageError(
                    f"{field} must be one of {', '.join(CHOICES[field])}; not {value!r}."
                )
    entry_filter = Filter(
        team=team or options["team"] or used_team,
        topics=tuple(topics + (options["topic"] or [])) or tuple(used_topics),
        kinds=tuple(options["kind"] or ()),
        period=period,
        trainer=settings.user if options["mine"] else options["trainer"],
        status=options["status"],
        reader=settings.user,
        include_own=options["mine"],
        limit=options["limit"],
    )
    if settings.use and (entry_filter.team, entry_filter.topics) == (
        used_team,
        tuple(used_topics),
    ):
        say(f"only {settings.use} (set by coachlog use; end it with coachlog use --off)")
    if period:
        say(f"{span_text(period)}, {zone_name(context.clock.now())}")
    return entry_filter


def is_narrowed(context: Context, entry_filter: Filter) -> bool:
    """Whether a filter was typed, beyond the standing context."""
    team = context.settings.used_team
    topics = context.settings.used_topics
    return entry_filter != Filter(
        audience=entry_filter.audience, team=team, topics=tuple(topics), reader=entry_filter.reader
    )


def warn_unknown_names(context: Context, entry_filter: Filter) -> None:
    """Say so when no entry has the team or a topic that a filter names: an empty answer would look like a quiet team."""
    from coachlog.services.find import no_such_name
    from coachlog.storage.names import known_name

    for table, names in (
        ("team", [entry_filter.team] if entry_filter.team else []),
        ("topic", entry_filter.topics),
    ):
        for name in names:
            if known_name(context.reading, table, name) is None:
                say(no_such_name(context.reading, table, name, context.settings.user))


def span_text(period: Period) -> str:
    """A span of days for a person: what it is called, and its first and last day."""
    days = f"{period.first} to {period.last}" if period.first != period.last else f"{period.first}"
    return (
        period.label
        if period.label.startswith(("from", "until", str(period.first)))
        else f"{period.label}: {days}"
    )


def _period(context: Context, options: dict[str, Any]) -> Period | None:
    named = [name for name in ("week", "today", "this_week", "last_week") if options[name]]
    if len(named) > 1 or (named and (options["since"] or options["until"])):
        raise UsageError(
            "name one span of time: --today, --this-week, --last-week, --week, or --since and --until."
        )
    now = context.clock.now()
    if (named or options["since"] or options["until"]) and (warning := zone_warning()):
        say(warning)
    start = context.settings.week_start
    if options["today"]:
        return Period(now.date(), now.date(), "today")
    if options["this_week"]:
        return week_of(now.date(), start)
    if options["last_week"]:
        return week_of(now.date() - 7 * DAY, start)
    if options["week"]:
        return read_week(context, options["week"])
    if options["since"] or options["until"]:
        return read_span(context, options["since"], options["until"])
    return None


def read_week(context: Context, text: str) -> Period:
    """The week that somebody names on the command line.

    Raises:
        UsageError: it is not understood.
    """
    settings, now = context.settings, context.clock.now()
    start = settings.week_start
    if plain := plain_week(text, now.date(), start):
        return plain
    from coachlog.domain.dates import parse_week

    try:
        return parse_week(text, now, start, settings.date_order, settings.language)
    except ValueError as error:
        raise UsageError(f"{error}.") from None


def read_span(context: Context, since: str | None, until: str | None) -> Period:
    """The days that somebody names on the command line, both included.

    Raises:
        UsageError: one is not understood, or the first comes after the last.
    """
    from datetime import date

    from coachlog.domain.dates import parse_day

    now = context.clock.now()
    order, languages = context.settings.date_order, context.settings.language
    try:
        first = parse_day(since, now, order, languages) if since else date.min
        last = parse_day(until, now, order, languages, last=True) if until else date.max
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    if first > last:
        raise UsageError(f"--since {first} is after --until {last}; change one of them.")
    label = f"from {first}" if not until else f"until {last}" if not since else f"{first} to {last}"
    return Period(first, last, label)
