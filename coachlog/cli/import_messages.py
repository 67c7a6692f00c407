"""What the user is told about an import: a receipt, then whatever may need a look."""

import shlex
from collections.abc import Iterator
from pathlib import PurePath

from coachlog.render.columns import cell_text
from coachlog.render.words import count_of, shorten
from coachlog.services.import_plan import ImportPlan
from coachlog.services.import_rows import ImportResult

LONGEST_CELL = 60  # characters of a changed cell
SHOWN_BEFORE = 20  # characters at least, in front of a difference far behind in a text
LONGEST_LIST = 300  # characters; an export of a form has dozens of columns


def import_receipt(plan: ImportPlan, result: ImportResult, verb: str = "imported") -> str:
    """Return one line with the counts: `2 entries imported from x.csv, 0 rejected, …`.

    Args:
        plan: the file, and whether it has entries or feedback.
        result: the counts.
        verb: what happened to the rows: `imported`, or for a dry run what would happen.
    """
    name = PurePath(plan.table.name).name
    count = count_of(result.imported, plan.record_type.noun)
    kinds = _kinds_text(result) if plan.record_type.noun == "entry" else ""
    updated = f" {result.updated:,} updated," if result.updated else ""
    return (
        f"{count} {verb} from {name}{kinds},{updated}"
        f" {result.rejected:,} rejected, {result.already_there:,} already there"
    )


def import_notes(plan: ImportPlan, result: ImportResult) -> Iterator[str]:
    """Return what the user may want to look at, a line each.

    Args:
        plan: the file, and what each of its columns becomes.
        result: the counts. Columns are only told of if the file brought anything new.
    """
    yield from plan.table.notes
    yield from _changed_cells(plan, result)
    if result.differing:
        entries = count_of(
            result.differing,
            "entry already in the log differs",
            "entries already in the log differ",
        )
        yield f"{entries} from the file; the log was left as it was"
    if result.set_aside:
        rows = count_of(
            result.set_aside,
            "row is somebody else's private entry and was left out",
            "rows are somebody else's private entries and were left out",
        )
        yield f"{rows}. Only they can import them"
    if result.deleted:
        rows = count_of(result.deleted, "row")
        yield f"{rows} skipped: deleted from this log earlier. To see when:  coachlog history"
    persons = [match.column for match in plan.matches if match.is_person]
    if persons:
        yield f"Never imported, because feedback is anonymous: {_listed(persons)}"
    # Importing the same file again should be quiet: its columns are as they were.
    if any((result.imported, result.rejected, plan.update)):
        yield from _columns_without_choices(plan)
    if result.imported:
        yield from _notes_on_entries(plan, result)
        yield from _notes_on_dates(result)
        yield from _skipped_columns(plan)


def _changed_cells(plan: ImportPlan, result: ImportResult) -> Iterator[str]:
    """Tell which entries differ from the rows that came back, and in which cells."""
    for entry, changed in result.changes:
        cells = []
        for field, value in changed.items():
            before, after = _cells(getattr(entry, field), value)
            cells.append(f"{field} {before} → {after}")
        yield f"{entry.short_id} · {', '.join(cells)}"
    more = result.returned + result.updated - len(result.changes)
    if more:
        yield f"… and {count_of(more, 'more entry', 'more entries')}"
    if result.returned:
        entries = count_of(result.returned, "entry differs", "entries differ")
        name = shlex.quote(plan.table.name) if plan.table.name != "stdin" else "-"
        yield (
            f"{entries} from the file; the log was left as it was."
            f" To take the changed cells:  coachlog import {name} --update"
        )


def _cells(before: object, after: object) -> tuple[str, str]:
    """Return two values, each on one line and cut to a width in which their difference is seen."""
    old = cell_text(before)
    new = cell_text(after)
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    # Where it is soon seen, the beginning says best which text this is.
    start = 0
    if same > LONGEST_CELL // 2 and max(len(old), len(new)) > LONGEST_CELL:
        cut = same - SHOWN_BEFORE
        start = old.rfind(" ", same - LONGEST_CELL // 2, cut) + 1 or cut
    mark = "…" if start else ""
    old_line = shorten(mark + old[start:], LONGEST_CELL)
    new_line = shorten(mark + new[start:], LONGEST_CELL)
    return old_line or "empty", new_line or "empty"


def _kinds_text(result: ImportResult) -> str:
    """Return the kinds of the imported entries: ` as mistakes`, or how many there are of each."""
    kinds = result.kinds.most_common()
    if not kinds:
        return ""
    if len(kinds) > 1:
        counts = [count_of(count, kind) for kind, count in kinds]
        return f" ({', '.join(counts)})"
    # The count stands in front already.
    kind, count = kinds[0]
    if count == 1:
        return f" as a {kind}"
    return f" as {kind}s"


def _columns_without_choices(plan: ImportPlan) -> Iterator[str]:
    """Tell which columns of a choice were skipped, because they have none of its words."""
    for match in plan.survey.without_choices:
        words = ", ".join(plan.record_type.choices[match.field or ""])
        yield f"{match.column} is skipped, because no value in it is one of {words}"


def _notes_on_entries(plan: ImportPlan, result: ImportResult) -> Iterator[str]:
    """Tell what is still missing in imported entries, and what was changed in a name."""
    if result.open_mistakes:
        mistakes = count_of(result.open_mistakes, "mistake has", "mistakes have")
        yield f"{mistakes} no recovery yet. To list what is open:  coachlog list --open"
    # Without such a column it is clear where they belong.
    if result.teamless and plan.has_field("team"):
        rows = count_of(result.teamless, "row has", "rows have")
        yield f"{rows} no team, so {plan.defaults['team']} was used."
    if result.semicolons:
        rows = count_of(result.semicolons, "row has", "rows have")
        yield (
            f"{rows} a semicolon in the team's name. It became a comma,"
            " because semicolons separate names in files."
        )


def _notes_on_dates(result: ImportResult) -> Iterator[str]:
    """Tell how many rows were dated today, and of a date that is still to come."""
    if result.undated:
        rows = count_of(result.undated, "row has", "rows have")
        yield f"{rows} no date, so today was used."
    if result.future_date:
        line, day = result.future_date
        yield (
            f"Some dates are in the future (first: line {line}, {day})."
            " Is the order of day and month right?"
        )


def _skipped_columns(plan: ImportPlan) -> Iterator[str]:
    """Tell which columns became nothing, so that a missed one can be mapped."""
    without_choices = {match.column_index for match in plan.survey.without_choices}
    names = []
    for match in plan.matches:
        # The others have a line of their own.
        if match.field or match.is_person or match.column_index in without_choices:
            continue
        if match.rival:
            names.append(f"{match.column} ({match.rival} is used)")
        else:
            names.append(match.column)
    if names:
        yield f"Skipped columns: {_listed(names)}. To import one: --map COLUMN=FIELD"


def _listed(names: list[str]) -> str:
    """Return names in one line, cut where there are very many."""
    return shorten(", ".join(names), LONGEST_LIST)
