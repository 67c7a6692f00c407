"""`xapi`: what the team may read as statements, written to a file or sent to a record store.

A store gets what has changed since it was last sent something: new statements, and withdrawals of
those whose record is private, deleted or erased now, or says something else.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from coachlog.domain.audience import TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.feedback_groups import groups_without, matching_groups
from coachlog.domain.filters import Filter
from coachlog.exchange.xapi.statements import day_of, withdrawal
from coachlog.services.feedback_report import team_groups
from coachlog.services.xapi_sending import Step
from coachlog.services.xapi_statements import Made, StatementMaker, group_record
from coachlog.storage import sent_statements
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.revisions import in_batches
from coachlog.storage.sent_statements import (
    FEEDBACK,
    SENDING,
    WITHDRAWN,
    SentStatement,
)


def entries_to_send(log: Log, entry_filter: Filter) -> Iterator[Entry]:
    """Return the entries of a filter that the team may read, the oldest first."""
    shared = entry_filter._replace(
        audience=TEAM,
        include_own=False,
        oldest_first=True,
        as_recorded=entry_filter.period is None,
        limit=None,
    )
    return iter(select_entries(log, shared, newest=entry_filter.limit))


def has_sent(log: Log, store: str) -> bool:
    """Return whether anything was ever sent to a store."""
    return sent_statements.has_statements(log, store)


def steps(
    log: Log,
    store: str,
    entry_filter: Filter,
    entries: Iterable[Entry],
    *,
    with_learners: bool,
) -> Iterator[Step]:
    """Yield a statement for everything that a store should have, and for what it should lose.

    Args:
        log: The log.
        store: `FILES`, or what `store_name` returned.
        entry_filter: Which feedback.
        entries: The entries of the filter.
        with_learners: Whether the aliases of learners are sent, of the reader's own entries.
    """
    for gone in sent_statements.sent_about_gone(log, store):
        yield _withdrawing(gone)
    maker = StatementMaker(log, with_learners=with_learners)
    for batch in in_batches(entries):
        sent = sent_statements.sent_about(log, store, [entry.uuid for entry in batch])
        for entry, made in maker.about(batch):
            yield from _changes(entry.uuid, sent.get(entry.uuid, ()), made)
    yield from _feedback_steps(log, store, entry_filter, maker)


def _feedback_steps(
    log: Log,
    store: str,
    entry_filter: Filter,
    maker: StatementMaker,
) -> Iterator[Step]:
    """Yield the steps about groups of feedback.

    One that nobody is shown any more is withdrawn. One about the reader stays as it is: the reader
    may not see it.
    """
    groups = team_groups(log)
    known = sent_statements.sent_feedback(log, store)
    for record in known.keys() - set(map(group_record, groups)):
        yield from _changes(record, known[record], [])
    if not _has_feedback(entry_filter):
        return
    shown = groups_without(groups, log.reader or "")
    for group in matching_groups(shown, entry_filter):
        record = group_record(group)
        before = known.get(record, [])
        withdrawn = {statement.id for statement in before if statement.state == WITHDRAWN}
        # It has no revisions, so they are counted: what was voided cannot come back.
        for number in count():
            statement = maker.about_feedback(group, str(number))
            if statement["id"] not in withdrawn:
                break
        yield from _changes(record, before, [(FEEDBACK, statement)])


def withdrawn_steps(log: Log, store: str) -> Iterator[Step]:
    """Yield the withdrawals again that were made before, for files of which none may be read."""
    for statement in sent_statements.withdrawn_statements(log, store):
        yield _withdrawing(statement)


def _changes(
    record: str,
    before: Iterable[SentStatement],
    made: Sequence[Made],
) -> Iterator[Step]:
    """Yield the steps from what a store may have about a record to what it should have."""
    current = {statement["id"] for _, statement in made}
    known = {statement.id for statement in before if statement.state != SENDING}
    for statement in before:
        if statement.id not in current and statement.state != WITHDRAWN:
            yield _withdrawing(statement)
    for part, new in made:
        noted = SentStatement(
            record=record,
            part=part,
            day=day_of(new),
            id=new["id"],
        )
        yield Step(new, noted, is_news=new["id"] not in known)


def _withdrawing(statement: SentStatement) -> Step:
    return Step(
        withdrawal(statement.id, statement.day),
        statement._replace(state=WITHDRAWN),
        is_news=statement.state != WITHDRAWN,
    )


def _has_feedback(entry_filter: Filter) -> bool:
    """Return whether feedback belongs to a filter: it is nobody's, and about no kind of entry."""
    narrowing = (
        entry_filter.kinds,
        entry_filter.trainer,
        entry_filter.status,
        entry_filter.limit is not None,
    )
    return not any(narrowing)
