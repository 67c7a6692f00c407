"""Planning an import: which column is which field, and what fills the gaps of a row.

The whole file is looked at before anything is written, so that whatever needs a decision (the
order of day and month, the team) is asked for first.
"""

import shlex
from collections.abc import Iterable
from typing import NamedTuple, NoReturn

from coachlog.domain.fields import Fields
from coachlog.errors import DecisionNeededError, UsageError, sentence_of
from coachlog.exchange.cell_values import SEPARATORS
from coachlog.exchange.cells import IDS, RowReader, is_own_id
from coachlog.exchange.column_mapping import Match
from coachlog.exchange.date_columns import DateOrderDetector, DateReader
from coachlog.exchange.left_out_dates import left_out_dates
from coachlog.exchange.survey import Survey
from coachlog.exchange.table import RecordType, Table
from coachlog.services.record import FALLBACK_TOPIC
from coachlog.services.settings import Settings
from coachlog.services.typed_fields import clean_fields

OWN_SEPARATOR = ";"
DATE_COLUMNS_NAMED = 5


class ImportOptions(NamedTuple):
    """How the user wants a file to be read.

    Attributes:
        mappings: pairs `column=field`; `column=` skips a column.
        set_values: pairs `field=value`, for the rows that leave the field empty.
        date_order: how 3/4/2026 is read: `dmy`, `mdy` or `ymd`; None to find it out.
        separators: more characters that may stand between several topics in one cell.
        update: whether the changed cells of an export that comes back are taken.
    """

    mappings: tuple[str, ...] = ()
    set_values: tuple[str, ...] = ()
    date_order: str | None = None
    separators: str = ""
    update: bool = False


class ImportPlan(NamedTuple):
    """How a file is going to be imported.

    Nothing was written when it is made, so that a dry run can show it.

    Attributes:
        record_type: what its rows become.
        table: the file.
        matches: which column is which field.
        survey: what the columns hold.
        reader: reads the cells of a row.
        set_fields: the fields that the user sets.
        defaults: these, and what else fills the gaps of a row.
        update: whether the changed cells of an export that comes back are taken.
        needs_day: whether a new entry without a date is refused.
    """

    record_type: RecordType
    table: Table
    matches: list[Match]
    survey: Survey
    reader: RowReader
    set_fields: Fields
    defaults: Fields
    update: bool
    needs_day: bool

    @property
    def person_columns(self) -> list[int]:
        """The columns that tell who a person is."""
        return [match.column_index for match in self.matches if match.is_person]

    def has_field(self, field: str) -> bool:
        """Whether a column or the user gives the field."""
        return field in self.set_fields or any(match.field == field for match in self.matches)


def plan_table(
    record_type: RecordType,
    table: Table,
    settings: Settings,
    options: ImportOptions,
) -> ImportPlan:
    """Decide how to read the rows of a file, whatever they become.

    Args:
        record_type: what the rows become.
        table: the file. All of it is read once, for the dates and the words in its columns.
        settings: the order of day and month where `options` has none, and the languages of dates.
        options: what the user decided.

    Raises:
        UsageError: the file cannot be read, or has none of the required fields.
        DecisionNeededError: the order of day and month is not known, or which column has the dates.
    """
    matches = record_type.names.match(table.columns, options.mappings)
    date_order = options.date_order or settings.date_order
    dates = DateReader(date_order, settings.language)
    set_fields = _read_set_values(record_type, options, dates, date_order)
    fields = {match.field for match in matches} | set_fields.keys()
    # An entry that comes back needs no more than its id.
    has_ids = any(map(is_own_id, matches))
    if fields.isdisjoint(record_type.required) and not has_ids:
        _refuse_table(record_type, table)
    # Only now, because it reads the whole file: a wrong option is reported at once.
    survey = Survey(table, record_type, matches, date_order)
    for match in survey.without_choices:
        matches[match.column_index] = match._replace(field=None)
    has_days = _has_days(record_type, matches, survey, set_fields)
    if not has_days:
        columns = left_out_dates(matches, survey, settings.language, with_weeks=not has_ids)
        _ask_about_dates(columns, _date_without_days(matches, survey))
    # An export of ours has only this separator, and the other signs inside its names.
    separators = SEPARATORS
    if has_ids:
        separators = OWN_SEPARATOR
    reader = RowReader(
        record_type,
        matches,
        DateReader(survey.date_order, settings.language),
        guarded=table.guarded,
        separators=separators + options.separators,
    )
    return ImportPlan(
        record_type=record_type,
        table=table,
        matches=matches,
        survey=survey,
        reader=reader,
        set_fields=set_fields,
        defaults=set_fields,
        update=options.update,
        # The last row of a list may be its totals, and a cell may stand for the rows below it. But
        # what a meeting adds to the list that it was sent happened there.
        needs_day=has_days and not has_ids,
    )


def plan_entries(plan: ImportPlan, settings: Settings) -> ImportPlan:
    """Return a plan with the defaults for the gaps of entries.

    Args:
        plan: what `plan_table` decided.
        settings: give the team and topics of rows without any: those of `coachlog use` first.

    Raises:
        UsageError: a value of `--set` cannot be stored.
        DecisionNeededError: the team is not known.
    """
    topics = settings.used_topics or [settings.topic or FALLBACK_TOPIC]
    defaults: Fields = {"topics": topics}
    team = settings.used_team or settings.team
    if team:
        defaults["team"] = team
    elif not plan.has_field("team") and not any(map(is_own_id, plan.matches)):
        raise DecisionNeededError(
            f"which team do the entries of {plan.table.name} belong to?"
            " Add --set team=NAME, or --map COLUMN=team."
        )
    set_fields = clean_fields(plan.set_fields)
    return plan._replace(set_fields=set_fields, defaults=defaults | set_fields)


def _has_days(
    record_type: RecordType,
    matches: Iterable[Match],
    survey: Survey,
    set_fields: Fields,
) -> bool:
    """Return whether a column with something in it, or the user, says when it happened."""
    filled = {match.field for match in matches if survey.filled[match.column_index]}
    return not (filled | set_fields.keys()).isdisjoint(record_type.day_fields)


def _date_without_days(matches: Iterable[Match], survey: Survey) -> str:
    """Return in words what dates the rows where no column says when it happened."""
    for match in matches:
        if match.field == "recorded_at" and survey.filled[match.column_index]:
            return f"by {match.column}"
    return "today"


def _ask_about_dates(columns: list[Match], default: str) -> None:
    """Refuse to date the rows otherwise, where columns without a field hold dates.

    Args:
        columns: those columns.
        default: what the rows would be dated by, in words.

    Raises:
        DecisionNeededError: there are such columns.
    """
    names = [match.column for match in columns[:DATE_COLUMNS_NAMED]]
    if not names:
        return
    has, what, it, them = f"{names[0]} has", "that name", "it", "it"
    if len(names) > 1:
        has = f"{', '.join(names[:-1])} and {names[-1]} have"
        what, it, them = "these names", names[0], "them"
    use = shlex.quote(f"{names[0]}=date")
    skip = " ".join("--map " + shlex.quote(f"{name}=") for name in names)
    raise DecisionNeededError(
        f"{has} dates, but coachlog does not know {what}, and would date these rows {default}."
        f" To use {it}: --map {use}  To leave {them} out: {skip}"
    )


def _refuse_table(record_type: RecordType, table: Table) -> NoReturn:
    """Raise a UsageError about a table without any of the required fields."""
    if not table.columns:
        raise UsageError(
            f"{table.name} has no objects with names and values, so there is nothing to import."
        )
    raise UsageError(
        f"{table.name} has no column for {record_type.required_name}."
        f" Its columns are {', '.join(table.columns)}."
        f" Say which one it is: --map COLUMN={record_type.required[0]}"
        "  If the first line is a row like the others, add --no-header."
    )


def _read_set_values(
    record_type: RecordType,
    options: ImportOptions,
    dates: DateReader,
    date_order: str | None,
) -> Fields:
    """Read the values of `--set` as a row with one cell for each.

    Raises:
        UsageError: one of them cannot be read.
        DecisionNeededError: a date could be two days.
    """
    matches: list[Match] = []
    cells: list[str] = []
    for pair in options.set_values:
        name, equals, value = pair.partition("=")
        if not equals or not value.strip():
            raise UsageError(f"--set {name!r} is not FIELD=VALUE. For example: --set team=permits")
        field = record_type.names.require(name)
        # One id for all rows would make them one entry.
        if field in IDS:
            raise UsageError(f"{field} cannot be set by hand.")
        if date_order is None and field in record_type.date_fields:
            order = DateOrderDetector()
            order.add(value, line=1)
            order.decide("--set")
        matches.append(Match(len(matches), name, field))
        cells.append(value)
    separators = SEPARATORS + options.separators
    reader = RowReader(
        record_type, matches, dates, guarded=False, separators=separators, as_typed=True
    )
    try:
        return reader.read(cells)
    except ValueError as error:
        raise UsageError(f"--set {sentence_of(error)}") from None
