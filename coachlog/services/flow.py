"""What becomes of entries, topic by topic: `summary --flow`."""

from coachlog.domain.review.flow import FlowLine, flow_lines
from coachlog.storage.queries.checkins import later_results
from coachlog.storage.queries.grid import count_by_topic
from coachlog.storage.queries.status_days import entry_days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log


def count_flow(log: "Log", entry_filter: "Filter") -> list[FlowLine]:
    """Return how far entries got, by topic, at most the filter's limit, and of all together.

    Args:
        log: the log to read.
        entry_filter: which entries; it has a period, that of the days on which they happened, and
            what became of them counts whenever it was.
    """
    # Most entries are only counted: to read each of them takes several times as long.
    *lines, total = flow_lines(
        count_by_topic(log, entry_filter),
        entry_days(log, entry_filter),
        later_results(log, entry_filter),
    )
    return [*lines[: entry_filter.limit], total]
