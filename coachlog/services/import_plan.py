"""Looking at a file before it is imported: which column is which field, and what the rows leave open."""

from typing import Any, NamedTuple

from coachlog.clock import Clock
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.exchange.cells import ENTRIES, SEPARATORS, RowReader
from coachlog.exchange.column_mapping import Match
from coachlog.exchange.date_columns import DateOrder, DateReader
from coachlog.exchange.survey import Survey, survey_table
from coachlog.exchange.table import RecordType, Table
from coachlog.services.record import FALLBACK_TOPIC, clean_fields
from coachlog.services.settings import Settings

Fields = dict[str, Any]

JOIN = ";"


class ImportOptions(NamedTuple):
    """How a person wants a file to be read.

    `said` are pairs `column=field`, `defaults` pairs `field=value`; `order` is how 3/4/2026 is read, and
    `separators` what else stands between several topics in one cell.
    """

    said: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    order: str | None = None
    separators: str = ""


class ImportPlan(NamedTuple):
    """What is about to be done with a file. What fills a row that says nothing of it: `defaults`, for entries a place too."""

    record_type: RecordType
    table: Table
    matches: list[Match]
    surveyed: Survey
    cells: RowReader
    defaults: Fields
    team: str | None = None
    topics: tuple[str, ...] = ()


def plan_import(
    table: Table, clock: Clock, settings: Settings, wanted: ImportOptions
) -> ImportPlan:
    """Look at all of a file of entries, and decide how to read it.

    Raises:
        UsageError: it cannot be read, or has nothing for what happened.
        DecisionNeededError: the order of day and month, or the team, is not known.
    """
    plan = read_table(ENTRIES, table, clock, settings, wanted, ("happened",), "what happened")
    fields = {match.field for match in plan.matches}
    team = settings.used_team or settings.team
    if not (team or "team" in plan.defaults or "team" in fields):
        raise DecisionNeededError(
            f"which team are the entries of {table.name}? Add --set team=NAME, or --map COLUMN=team."
        )
    topics = settings.used_topics or [settings.topic or FALLBACK_TOPIC]
    return plan._replace(defaults=clean_fields(plan.defaults), team=team, topics=tuple(topics))


def read_table(
    record_type: RecordType,
    table: Table,
    clock: Clock,
    settings: Settings,
    wanted: ImportOptions,
    needed: tuple[str, ...],
    what: str,
) -> ImportPlan:
    """How to read the rows of a file, whatever they are to become.

    Args:
        record_type: what that is.
        table: the file.
        clock: says what day it is.
        settings: have the order of dates and their language.
        wanted: how somebody wants it to be read.
        needed: fields of which there has to be one.
        what: what those are for, in words.

    Raises:
        UsageError: it cannot be read, or has nothing of what is needed.
        DecisionNeededError: the order of day and month is not known.
    """
    matches = record_type.names.match(table.columns, wanted.said)
    languages = settings.language
    order = wanted.order or settings.date_order
    defaults = _defaults(record_type, wanted, DateReader(clock.now(), order, languages), order)
    if not set(needed) & {*defaults, *(match.field for match in matches)}:
        if not table.columns:
            raise UsageError(
                f"{table.name} has no objects with names and values: there is nothing to take."
            )
        raise UsageError(
            f"{table.name} has no column for {what}. It has {', '.join(table.columns)}. "
            f"Say which it is: --map COLUMN={needed[0]}"
        )
    surveyed = survey_table(table, record_type, matches, order)
    left_out = {match.column_index for match in surveyed.without_choices}
    matches = [
        match._replace(field=None) if match.column_index in left_out else match for match in matches
    ]
    # An export of ours has nothing else between names, and other signs in them.
    ours = any(match.field == "uuid" for match in matches)
    separators = (JOIN if ours else SEPARATORS) + wanted.separators
    days = DateReader(clock.now(), surveyed.date_order, languages)
    cells = RowReader(record_type, matches, days, guarded=table.guarded, separators=separators)
    return ImportPlan(record_type, table, matches, surveyed, cells, defaults)


def _defaults(
    record_type: RecordType, wanted: ImportOptions, days: DateReader, order: str | None
) -> Fields:
    """What `--set` gives, read as a row of one cell for each.

    Raises:
        UsageError: it is not understood.
    """
    pairs = [pair.partition("=") for pair in wanted.defaults]
    for name, equals, value in pairs:
        if not equals or not value.strip():
            raise UsageError(f"--set {name!r} is not FIELD=VALUE. For example: --set team=permits")
    matches = [
        Match(place, name, record_type.names.require(name))
        for place, (name, _, _) in enumerate(pairs)
    ]
    for match, (_, _, value) in zip(matches, pairs, strict=True):
        if match.field in ("uuid", "short_id"):
            raise UsageError(f"{match.field} is never set by hand.")
        if order is None and match.field in record_type.date_fields[:2]:
            looked = DateOrder()
            looked.add(value, 1)
            looked.decide("--set")
    separators = SEPARATORS + wanted.separators
    try:
        return RowReader(record_type, matches, days, guarded=False, separators=separators).read(
            [pair[2] for pair in pairs]
        )
    except ValueError as error:
        raise UsageError(f"--set {error}.") from None
