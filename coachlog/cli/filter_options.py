"""The filters of every listing: `@team`, `+topic` and options, made into one `Filter`."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Annotated, Any

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import LimitOption, add_parameters, argument, one_team, optional
from coachlog.cli.period_options import read_period, say_span
from coachlog.domain.fields import CHOICES
from coachlog.domain.filters import Filter
from coachlog.domain.handles import Words, parse_words
from coachlog.domain.typed_text import clean_choice, name_key
from coachlog.errors import AsUsageError, UsageError


def _words(metavar: str, meaning: str) -> Any:
    return Annotated[list[str] | None, argument(metavar, meaning)]


# In the order of the help.
_FILTERS = {
    "words": _words("[@TEAM] [+TOPIC]...", "Only this team, these topics."),
    "team": optional(str, "--team TEAM", "Only this team."),
    "topic": optional(list[str], "--topic TOPIC", "Only this topic (repeat for more)."),
    "kind": optional(list[str], "--kind -k KIND", f"Only this kind: {', '.join(CHOICES['kind'])}."),
    "since": optional(str, "--since DATE", "From this day on."),
    "until": optional(str, "--until DATE", "Up to this day."),
    "week": optional(str, "--week WEEK", "One week: this, last, 2026-W46 or a date."),
    "today": optional(bool, "--today", "Only today."),
    "this_week": optional(bool, "--this-week", "Only this week."),
    "last_week": optional(bool, "--last-week", "Only last week."),
    "trainer": optional(str, "--trainer NAME", "Only what you recorded, by your own name."),
    "mine": optional(bool, "--mine", "Only what you recorded, private entries too."),
    "status": optional(
        str,
        "--status STATUS",
        f"Only this status: {', '.join(CHOICES['status'])}.",
    ),
    # Typer refuses a negative limit, and one that SQLite could not take.
    "limit": LimitOption,
}


def with_filters(
    command: Callable[..., Any],
    names: tuple[str, ...] = tuple(_FILTERS),
    plain: str = "",
) -> Callable[..., Any]:
    """Give a command the filters of every listing, as one `Filter`: its parameter `entry_filter`.

    A word that is neither `@team` nor `+topic` is an error, unless the command has a parameter
    `text`: there it gets the plain words, or None.

    Args:
        command: it has the parameters `context` and `entry_filter`, and may have `text`.
        names: the filters that it takes; one with a span of time of its own takes no `since`.
        plain: what the help calls the plain words.
    """
    annotations = {name: _FILTERS[name] for name in _FILTERS if name in names}
    if plain:
        annotations["words"] = _words(
            f"[{plain}] [@TEAM] [+TOPIC]...",
            f"{plain}; and only this team, these topics.",
        )
    takes_text = "text" in signature(command).parameters

    @wraps(command)
    def filtered(**arguments: Any) -> Any:
        options = dict.fromkeys(_FILTERS)
        for name in annotations:
            options[name] = arguments.pop(name)
        with AsUsageError():
            words = parse_words(options["words"] or [])
        if takes_text:
            arguments["text"] = words.text
        elif words.text:
            raise UsageError(
                f"{words.text!r} is neither @team nor +topic."
                f" To search for words:  coachlog search {words.text}"
            )
        entry_filter = _build_filter(arguments["context"], words, options)
        return command(entry_filter=entry_filter, **arguments)

    add_parameters(filtered, command, annotations, without=("entry_filter", "text"))
    return filtered


def _build_filter(context: Context, words: Words, options: dict[str, Any]) -> Filter:
    """Return the filter that words, options and `coachlog use` make together."""
    settings = context.settings
    team = one_team(words.team, options["team"])
    topics = words.topics + (options["topic"] or [])
    status = options["status"]
    with AsUsageError():
        kinds = [clean_choice(kind, "kind", CHOICES["kind"]) for kind in options["kind"] or []]
        if status:
            status = clean_choice(status, "status", CHOICES["status"])
    entry_filter = Filter(
        team=team or settings.used_team,
        topics=tuple(topics or settings.used_topics),
        kinds=tuple(kinds),
        period=read_period(context, options),
        trainer=_own_name(settings.user, options["trainer"]),
        status=status,
        limit=options["limit"],
    )
    if options["mine"]:
        entry_filter = entry_filter._replace(trainer=settings.user, include_own=True)
    _say_filter(context, entry_filter)
    return entry_filter


def _own_name(user: str, typed: str | None) -> str | None:
    """Return the user's name if it was typed as a trainer; None if none was.

    Raises:
        UsageError: it is another trainer's name; only that person gets a list of their own entries.
    """
    if typed is None:
        return None
    if name_key(typed) != name_key(user):
        raise UsageError(
            "--trainer only works with your own name: nobody gets a sheet about one other person."
            " Look at a team or at topics:  coachlog list @team  ·  coachlog summary --by topic"
        )
    return user


def _say_filter(context: Context, entry_filter: Filter) -> None:
    """Report what a listing leaves out that the user may not think of."""
    # A standing filter is easily forgotten, and a week depends on the zone.
    settings = context.settings
    used = (settings.used_team, tuple(settings.used_topics))
    if settings.use and (entry_filter.team, entry_filter.topics) == used:
        say(f"Only {settings.use}, as set by coachlog use. To end it: coachlog use --off")
    if entry_filter.period:
        say_span(context, entry_filter.period)


def is_narrowed(context: Context, entry_filter: Filter) -> bool:
    """Whether a filter was typed, beyond what `coachlog use` set.

    Args:
        context: gives the team and topics of `coachlog use`, which were not typed now.
        entry_filter: the filter in force; whom it is for is not counted as narrowing it.
    """
    settings = context.settings
    nothing_typed = Filter(
        audience=entry_filter.audience,
        team=settings.used_team,
        topics=tuple(settings.used_topics),
    )
    return entry_filter != nothing_typed


def refuse_filter(context: Context, entry_filter: Filter, typed: str | None = None) -> None:
    """Refuse a filter that was typed beside an id, because either says which entries are meant.

    Args:
        context: what `coachlog use` set does not count as typed.
        entry_filter: the filter beside the id.
        typed: text that would be lost, printed back with the error.

    Raises:
        UsageError: there is a filter.
    """
    if is_narrowed(context, entry_filter):
        raise UsageError("an id and a filter are both given. Give one of them.", typed=typed)


def warn_unknown_names(context: Context, entry_filter: Filter) -> None:
    """Say so if no entry has the team or a topic of a filter.

    An empty listing would look like a quiet team.

    Args:
        context: gives the log and the user, to whom no name is offered that stands only in other
            people's private entries.
        entry_filter: the filter in force.
    """
    from coachlog.services.find import no_such_name
    from coachlog.storage.names import known_name

    log = context.reading
    names = [("topic", topic) for topic in entry_filter.topics]
    if entry_filter.team:
        names.insert(0, ("team", entry_filter.team))
    for table, name in names:
        if known_name(log, table, name) is None:
            say(no_such_name(log, table, name))
