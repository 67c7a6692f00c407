"""The filters of every listing: `@team`, `+topic` and options, made into one `Filter`."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import MOST
from coachlog.cli.period_options import read_period, span_text
from coachlog.clock import zone_name
from coachlog.domain.fields import CHOICES
from coachlog.domain.filters import Filter
from coachlog.domain.handles import Words, parse_words
from coachlog.errors import UsageError


def _option(meaning: str, *names: str, metavar: str) -> Any:
    return Annotated[str | None, typer.Option(*names, metavar=metavar, help=f"Only {meaning}.")]


def _list_option(meaning: str, *names: str, metavar: str) -> Any:
    help_text = f"Only {meaning} (repeat for more)."
    return Annotated[list[str] | None, typer.Option(*names, metavar=metavar, help=help_text)]


def _flag(meaning: str, name: str) -> Any:
    return Annotated[bool, typer.Option(name, help=f"Only {meaning}.")]


def _words(plain: str, help_text: str) -> Any:
    argument = typer.Argument(metavar=f"{plain}[@TEAM] [+TOPIC]...", help=help_text)
    return Annotated[list[str] | None, argument]


_CHOOSE_KIND = "this kind: " + ", ".join(CHOICES["kind"])
_CHOOSE_STATUS = "this status: " + ", ".join(CHOICES["status"])
_LIMIT = typer.Option("--limit", "-n", min=0, max=MOST, metavar="N", help="Show at most this many.")
# In the order of the help.
_FILTERS: dict[str, Any] = {
    "words": _words("", "Only this team, these topics."),
    "team": _option("this team", "--team", metavar="TEAM"),
    "topic": _list_option("this topic", "--topic", metavar="TOPIC"),
    "kind": _list_option(_CHOOSE_KIND, "--kind", "-k", metavar="KIND"),
    "since": _option("from this day on", "--since", metavar="DATE"),
    "until": _option("up to this day", "--until", metavar="DATE"),
    "week": _option("this week: this, last, 2026-W46 or a date", "--week", metavar="WEEK"),
    "today": _flag("today", "--today"),
    "this_week": _flag("this week", "--this-week"),
    "last_week": _flag("last week", "--last-week"),
    "trainer": _option("what this trainer recorded", "--trainer", metavar="NAME"),
    "mine": _flag("what you recorded, private entries too", "--mine"),
    "status": _option(_CHOOSE_STATUS, "--status", metavar="STATUS"),
    "limit": Annotated[int | None, _LIMIT],
}
_DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(_FILTERS),
    "today": False,
    "this_week": False,
    "last_week": False,
    "mine": False,
}


def with_filters(
    command: Callable[..., Any], names: tuple[str, ...] = tuple(_FILTERS), plain: str = ""
) -> Callable[..., Any]:
    """Give a command the filters of every listing, as one `Filter`: its parameter `entry_filter`.

    A word that is neither `@team` nor `+topic` is an error, unless the command has a parameter
    `text`: there it gets the plain words, or None.

    Args:
        command: it has the parameters `ctx` and `entry_filter`, and may have `text`.
        names: the filters that it takes; one with a span of time of its own takes no `since`.
        plain: what the help calls the plain words.
    """
    own = signature(command, eval_str=True).parameters

    @wraps(command)
    def filtered(**arguments: Any) -> Any:
        options = dict(_DEFAULTS)
        for name in names:
            options[name] = arguments.pop(name)
        words = _read_words(options["words"] or [])
        if "text" in own:
            arguments["text"] = words.text
        elif words.text:
            raise UsageError(
                f"{words.text!r} is neither @team nor +topic."
                f" To search for words:  coachlog search {words.text}"
            )
        entry_filter = _build_filter(arguments["ctx"].obj, words, options)
        return command(entry_filter=entry_filter, **arguments)

    shared = _parameters(names, plain)
    own_parameters = []
    for name, parameter in own.items():
        if name not in ("entry_filter", "text"):
            own_parameters.append(parameter.replace(kind=Parameter.KEYWORD_ONLY))
    parameters = [*own_parameters[:1], *shared, *own_parameters[1:]]
    filtered.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    filtered.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return filtered


def _parameters(names: tuple[str, ...], plain: str) -> list[Parameter]:
    filters = dict(_FILTERS)
    if plain:
        filters["words"] = _words(f"[{plain}] ", f"{plain}; and only this team, these topics.")
    parameters = []
    for name, annotation in filters.items():
        if name in names:
            default = _DEFAULTS[name]
            parameters.append(
                Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
            )
    return parameters


def _read_words(typed: list[str]) -> Words:
    try:
        return parse_words(typed)
    except ValueError as error:
        raise UsageError(f"{error}.") from None


def _build_filter(context: Context, words: Words, options: dict[str, Any]) -> Filter:
    """Return the filter that words, options and `coachlog use` make together."""
    settings = context.settings
    if words.team and options["team"]:
        raise UsageError(
            f"two teams are named: @{words.team} and --team {options['team']}. Name one."
        )
    period = read_period(context, options)
    for kind in options["kind"] or []:
        _check_choice("kind", kind)
    if options["status"]:
        _check_choice("status", options["status"])
    topics = words.topics + (options["topic"] or [])
    trainer = options["trainer"]
    if options["mine"]:
        trainer = settings.user
    entry_filter = Filter(
        team=words.team or options["team"] or settings.used_team,
        topics=tuple(topics or settings.used_topics),
        kinds=tuple(options["kind"] or ()),
        period=period,
        trainer=trainer,
        status=options["status"],
        reader=settings.user,
        include_own=options["mine"],
        limit=options["limit"],
    )
    used = (settings.used_team, tuple(settings.used_topics))
    if settings.use and (entry_filter.team, entry_filter.topics) == used:
        say(f"only {settings.use} (set by coachlog use; end it with coachlog use --off)")
    if period:
        say(f"{span_text(period)}, {zone_name(context.clock.now())}")
    return entry_filter


def _check_choice(field: str, value: str) -> None:
    if value not in CHOICES[field]:
        raise UsageError(f"{field} must be one of {', '.join(CHOICES[field])}; not {value!r}.")


def is_narrowed(context: Context, entry_filter: Filter) -> bool:
    """Whether a filter was typed, beyond what `coachlog use` set."""
    settings = context.settings
    nothing_typed = Filter(
        audience=entry_filter.audience,
        team=settings.used_team,
        topics=tuple(settings.used_topics),
        reader=entry_filter.reader,
    )
    return entry_filter != nothing_typed


def warn_unknown_names(context: Context, entry_filter: Filter) -> None:
    """Say so if no entry has the team or a topic of a filter.

    An empty listing would look like a quiet team.
    """
    from coachlog.services.find import no_such_name
    from coachlog.storage.names import known_name

    log = context.reading
    names = [("topic", topic) for topic in entry_filter.topics]
    if entry_filter.team:
        names.insert(0, ("team", entry_filter.team))
    for table, name in names:
        if known_name(log, table, name) is None:
            say(no_such_name(log, table, name, context.settings.user))
