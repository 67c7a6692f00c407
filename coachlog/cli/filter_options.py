"""The filters of every listing: `@team`, `+topic` and options, made into one `Filter`."""

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import LIMIT, flag, one_team, text, texts, wrap
from coachlog.cli.period_options import read_period, say_span
from coachlog.domain.entry_lists import ENTRY_LISTS, HAPPENED
from coachlog.domain.fields import CHOICES
from coachlog.domain.filters import Filter
from coachlog.domain.handles import Words, parse_words
from coachlog.domain.typed_text import bare_name, clean_choice, name_key
from coachlog.errors import AsUsageError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


# In the order of the help.
FILTERS: "dict[str, Any]" = {
    "words": texts("[@TEAM] [+TOPIC]...", "Only this team, these topics."),
    "team": text("--team TEAM", "Only this team."),
    "topic": texts("--topic TOPIC", "Only this topic (repeat for more)."),
    "kind": texts("--kind -k KIND", f"Only this kind: {', '.join(CHOICES['kind'])}."),
    "since": text("--since DATE", "From this day on."),
    "until": text("--until DATE", "Up to this day."),
    "week": text("--week WEEK", "One week: this, last, 2026-W46 or a date."),
    "today": flag("--today", "Only today."),
    "this_week": flag("--this-week", "Only this week."),
    "last_week": flag("--last-week", "Only last week."),
    "trainer": text("--trainer NAME", "Only what you recorded, by your own name."),
    "mine": flag("--mine", "Only what you recorded, private entries too."),
    "status": text("--status STATUS", f"Only this status: {', '.join(CHOICES['status'])}."),
    "limit": LIMIT,
}
# Each parameter is named after its list.
LISTS: "dict[str, Any]" = {
    f"list_{name}": flag(f"--{name}", row.meaning) for name, row in ENTRY_LISTS.items()
}


def with_filters(
    names: tuple[str, ...] = tuple(FILTERS),
    plain: str = "",
    *,
    lists: bool = False,
) -> "Callable[[Callable[..., Any]], Callable[..., Any]]":
    """Give a command the filters of every listing, as one `Filter`: its parameter `entry_filter`.

    A word that is neither `@team` nor `+topic` is an error, unless the command takes plain words:
    it gets them after the filter, as one text or None.

    Args:
        names: the filters that it takes; one with a span of time of its own takes no `since`.
        plain: what the help calls the plain words, if it takes some.
        lists: whether it takes one of `ENTRY_LISTS`.
    """
    filters = {name: option for name, option in FILTERS.items() if name in names}
    if lists:
        filters |= LISTS
    if plain:
        filters["words"] = texts(
            f"[{plain}] [@TEAM] [+TOPIC]...", f"{plain}; and only this team, these topics."
        )

    def decorate(command: "Callable[..., Any]") -> "Callable[..., Any]":
        def filtered(context: Context, **values: "Any") -> "Any":
            options = {name: option.default for name, option in (FILTERS | LISTS).items()}
            for name in filters:
                options[name] = values.pop(name)
            with AsUsageError():
                words = parse_words(
                    options["words"],
                    is_known=context.is_in_use,
                    with_text=bool(plain),
                )
            if words.text and not plain:
                from coachlog.cli.plain_words import understand

                understand(context, words, options, filters)
            entry_filter = _build_filter(context, words, options)
            if plain:
                return command(context, entry_filter, words.text, **values)
            return command(context, entry_filter, **values)

        return wrap(filtered, command, filters)

    return decorate


def _build_filter(context: Context, words: Words, options: "dict[str, Any]") -> Filter:
    """Return the filter that words, options and `coachlog use` make together."""
    settings = context.settings
    team = one_team(words.team, options["team"])
    topics = words.topics + [bare_name(topic) for topic in options["topic"] or []]
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
        list_name=_one_list(options),
        limit=options["limit"],
    )
    if entry_filter.list_name is not None:
        entry_filter = entry_filter.with_span_of_list(context.today)
    if options["mine"]:
        entry_filter = entry_filter._replace(trainer=settings.user, include_own=True)
    _say_filter(context, entry_filter)
    return entry_filter


def _one_list(options: "dict[str, Any]") -> str | None:
    """Return the list that was asked for; None if none was.

    Raises:
        UsageError: there are two.
    """
    names = [name for name in ENTRY_LISTS if options[f"list_{name}"]]
    if len(names) > 1:
        raise UsageError(f"--{names[0]} and --{names[1]} are both given. Give one of them.")
    return names[0] if names else None


def _own_name(user: str, typed: str | None) -> str | None:
    """Return the user's name if it was typed as a trainer; None if none was.

    Raises:
        UsageError: it is another trainer's name; only that person gets a list of their own entries.
    """
    if typed is None:
        return None
    if name_key(bare_name(typed)) != name_key(user):
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
        say_used(settings.use)
    if entry_filter.period:
        say_span(context, entry_filter.period, _day_of_span(entry_filter))


def _day_of_span(entry_filter: Filter) -> str:
    """Return which day a span of time is about, if that of a list is another than usual."""
    day = HAPPENED
    if entry_filter.list_name is not None:
        day = ENTRY_LISTS[entry_filter.list_name].day
    return "" if day == HAPPENED else day


def say_nothing(entry_filter: Filter) -> None:
    """Say that a list is empty, if the filter names one."""
    if entry_filter.list_name is not None:
        say(ENTRY_LISTS[entry_filter.list_name].nothing)


def say_used(used: str) -> None:
    """Remind the user of the team and topics of `coachlog use`, which limit a command."""
    say(f"Only {used}, as set by coachlog use. To end it: coachlog use --off")


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


def refuse_filter(context: Context, entry_filter: Filter) -> None:
    """Refuse a filter that was typed beside an id, because either says which entries are meant.

    Args:
        context: what `coachlog use` set does not count as typed.
        entry_filter: the filter beside the id.

    Raises:
        UsageError: there is a filter.
    """
    if is_narrowed(context, entry_filter):
        raise UsageError("an id and a filter are both given. Give one of them.")


def warn_unknown_names(context: Context, entry_filter: Filter) -> None:
    """Say so if no entry has the team or a topic of a filter.

    An empty listing would look like a quiet team.

    Args:
        context: gives the log and the user, to whom no name is offered that stands only in other
            people's private entries.
        entry_filter: the filter in force.
    """
    from coachlog.storage.names import known_name

    log = context.reading
    names = [("topic", topic) for topic in entry_filter.topics]
    if entry_filter.team:
        names.insert(0, ("team", entry_filter.team))
    for table, name in names:
        if known_name(log, table, name) is None:
            # Nearly every command has only names that there are, and can do without.
            from coachlog.services.find import no_such_name

            say(no_such_name(log, table, name))
