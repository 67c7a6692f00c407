"""The check of `coachlog doctor` on the schema, which makes lost tables again from the history."""

from contextlib import closing

from coachlog.paths import login_name
from coachlog.services.examination import NOTE, OK, PROBLEM, Check, Examination
from coachlog.storage import differences, rebuild
from coachlog.storage.file import integrity
from coachlog.storage.file.connection import Log
from coachlog.storage.file.open import empty_log
from coachlog.storage.record_tables import WITHOUT_HISTORY


def check_schema(examination: Examination) -> Check:
    """Compare the tables, indexes and triggers with those of a new log."""
    # A new log in memory has everything that this version of coachlog needs.
    with closing(empty_log("")) as model:
        missing, wrong, unknown = integrity.schema_differences(examination.log, model)
        lost = _check_missing_tables(examination, model, missing)
        if lost and lost.state == PROBLEM:
            return lost
        repaired = _recreate(examination, model, wrong)
        if repaired:
            _, wrong, unknown = integrity.schema_differences(examination.log, model)
    if wrong:
        return Check(PROBLEM, f"missing or changed: {', '.join(wrong)}")
    result = _check_unknown(unknown)
    if result.state == PROBLEM:
        return result
    if lost:
        return lost
    if repaired:
        return examination.repaired(f"recreated: {', '.join(repaired)}")
    return result


def _recreate(examination: Examination, model: Log, wrong: list[str]) -> list[str]:
    """Make indexes and triggers again, if that is wanted; return which."""
    # A table whose definition was changed is left: its rows may not fit another one.
    parts = [part for part in wrong if not part.startswith("table ")]
    if not parts or not examination.fix:
        return []
    with examination.repairing():
        integrity.mend_schema(examination.log, model, parts)
    return parts


def _check_unknown(unknown: list[str]) -> Check:
    # A planted trigger could change or copy entries; it is not for us to drop, though.
    triggers = [part for part in unknown if part.startswith("trigger ")]
    if triggers:
        return Check(
            PROBLEM,
            f"not part of coachlog, yet run on every change: {', '.join(triggers)}",
        )
    if unknown:
        return Check(NOTE, f"not part of coachlog: {', '.join(unknown)}")
    return Check(OK, "complete")


def _check_missing_tables(
    examination: Examination,
    model: Log,
    missing: list[str],
) -> Check | None:
    """Return what became of the missing tables; None if there are none."""
    if not missing:
        return None
    names = ", ".join(missing)
    problem, them = f"tables {names} are missing", "them"
    if len(missing) == 1:
        problem, them = f"table {names} is missing", "it"
    if differences.REVISION in missing:
        examination.obstacle = "the missing history"
        way_back = examination.way_back()
        return Check(PROBLEM, f"{problem}, and the history cannot be made again. {way_back}")
    if not examination.fix:
        examination.obstacle = "what is missing"
        return Check(PROBLEM, f"{problem}. To make {them} again:  coachlog doctor --fix")
    with examination.repairing():
        integrity.create_tables_again(examination.log, model, missing)
        rebuild.fill_tables(examination.log, login_name(), missing)
    note = f"made again: {names}"
    emptied = [name for name in WITHOUT_HISTORY if name in missing]
    if emptied:
        note = f"{note} (empty now, because no history has it: {', '.join(emptied)})"
    return examination.repaired(note)
