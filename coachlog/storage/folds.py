"""What the revisions of records add up to."""

from coachlog.domain.fields import MARKS, Fields
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import marks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.storage.file.connection import Log

    Patches = Sequence[tuple[bytes, Fields]]

_AFTER_ALL = "~"  # sorts after every hlc


def fold(log: "Log", record: str, before: str | None = None) -> "Fields":
    """Return what the revisions of a record add up to; `{}` where there are none.

    Args:
        log: the log.
        record: a uuid, or the name of a setting.
        before: only revisions before this hlc.
    """
    return fold_many(log, [record], before)[record]


def fold_many(
    log: "Log",
    records: "Sequence[str]",
    before: str | None = None,
) -> "dict[str, Fields]":
    """Return what `fold` returns for each of several records, with one query.

    Args:
        log: the log.
        records: at most `BATCH` uuids or names of settings.
        before: only revisions before this hlc.
    """
    latest = before or _AFTER_ALL
    folded = {}
    for record, (table, items) in _items_of(log, records).items():
        earlier = [(number, patch) for number, hlc, patch in items if hlc < latest]
        folded[record] = fold_patches(table, earlier)
    return folded


def _items_of(
    log: "Log",
    records: "Sequence[str]",
) -> "dict[str, tuple[str, list[tuple[bytes, str, Fields]]]]":
    """Return for each record its table, and `(id, hlc, patch)` of its revisions in their order."""
    items: dict[str, tuple[str, list[tuple[bytes, str, Fields]]]]
    items = {record: ("", []) for record in records}
    rows = log.all(
        f"""SELECT record, hlc, tbl, id, patch FROM revision WHERE record IN ({marks(records)})
            ORDER BY record, hlc, id""",
        records,
    )
    for record, hlc, table, number, patch in rows:
        revisions = items[record][1]
        revisions.append((number, hlc, read_patch(log, record, patch)))
        items[record] = table, revisions
    return items


def fold_patches(table: str, items: "Patches") -> "Fields":
    """Return what the revisions of one record add up to.

    Args:
        table: the record's.
        items: the id and the patch of each, in the order of `(hlc, id)`.
    """
    fields: Fields = {}
    for _, patch in items:
        fields.update(patch)
    if MARKS.isdisjoint(fields):
        return fields
    # Most records were never changed by two people at once, and need not load this.
    from coachlog.domain.folding import fold_merged

    return fold_merged(table, items)


def fold_around(
    log: "Log",
    records: "Sequence[str]",
    hlc: str,
) -> "tuple[dict[str, Fields], dict[str, Fields]]":
    """Return what records added up to before an action, and what they do now, with one query.

    Args:
        log: the log.
        records: at most `BATCH` uuids or names of settings.
        hlc: the action.
    """
    before: dict[str, Fields] = {}
    now: dict[str, Fields] = {}
    for record, (table, items) in _items_of(log, records).items():
        earlier = [(number, patch) for number, at, patch in items if at < hlc]
        before[record] = fold_patches(table, earlier)
        now[record] = fold_patches(table, [(number, patch) for number, _, patch in items])
    return before, now
