"""What becomes of entries, topic by topic: `summary --flow`."""

from coachlog.domain.review.flow import FlowLine, flow_lines
from coachlog.storage.names import spelling_in_use
from coachlog.storage.queries.checkins import later_results
from coachlog.storage.queries.status_days import entry_days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log


def count_flow(log: "Log", entry_filter: "Filter") -> list[FlowLine]:
    """Return how far entries got, by topic, at most the filter's limit, and of all together.

    Args:
        log: the log to read.
        entry_filter: which entries; its period is that of the days on which they happened, and what
            became of them counts whenever it was.
    """
    topics = {spelling_in_use(log, "topic", topic) for topic in entry_filter.topics}
    results = later_results(log, entry_filter)
    *lines, total = flow_lines(entry_days(log, entry_filter), results, topics)
    return [*lines[: entry_filter.limit], total]
