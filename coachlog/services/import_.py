"""`import`: every row that can be imported is imported, in one transaction that undo takes back."""

from collections.abc import Iterable

from coachlog.clock import Clock
from coachlog.exchange.feedback_form import FEEDBACK_ANSWERS
from coachlog.exchange.table import Row
from coachlog.services.import_entries import EntryImporter
from coachlog.services.import_feedback import FeedbackImporter
from coachlog.services.import_plan import ImportPlan
from coachlog.services.import_rows import ImportResult, Reject, RowImporter
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log


def import_rows(
    log: Log,
    clock: Clock,
    settings: Settings,
    plan: ImportPlan,
    rows: Iterable[Row],
    reject: Reject,
    *,
    write: bool = True,
) -> ImportResult:
    """Import the rows of a file. Where nothing is new, nothing is written.

    Args:
        log: where to.
        clock: gives the time and the ids.
        settings: tell who imports them.
        plan: how the file is read.
        rows: the rows of its table.
        reject: is called with each row that cannot be imported, and the reason.
        write: otherwise only find out what would become of the rows.

    Raises:
        UsageError: the file cannot be read to its end.
        StorageError: nothing was imported.
    """
    is_feedback = plan.record_type is FEEDBACK_ANSWERS
    importer_type: type[RowImporter] = FeedbackImporter if is_feedback else EntryImporter
    importer = importer_type(log, clock, settings, plan, reject, write=write)
    if write:
        with log.atomic():
            importer.run(rows)
    else:
        importer.run(rows)
    return importer.result
