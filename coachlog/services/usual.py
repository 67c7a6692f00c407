"""What is usual, and what is not, of a week: `week`."""

from coachlog.domain.review.usual import ALL, WEEKS, Usual, judge
from coachlog.storage.names import spelling_in_use
from coachlog.storage.queries.weeks import counts_by_week

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.filters import Filter
    from coachlog.domain.periods import Period
    from coachlog.storage.file.connection import Log


def usual_figures(
    log: "Log",
    entry_filter: "Filter",
    week: "Period",
    *,
    all_limits: bool = True,
) -> list[Usual]:
    """Return for all entries, and each team, topic and kind, whether a week is usual.

    A filter chooses of these the teams, topics and kinds that it names, each with all its entries:
    a team is as usual on its own page as on everybody's.

    Args:
        log: the log to read.
        entry_filter: its team, topics and kinds.
        week: seven days that begin on the weekday that is set.
        all_limits: whether the limits of what is usual are needed, too, and not only those of what
            the filter names, or of all entries.
    """
    weeks_of = counts_by_week(log, week, WEEKS)
    total = [0] * WEEKS
    for (sort, _), weeks in weeks_of.items():
        if sort != "team":
            continue  # each entry has one team
        for index, entries in enumerate(weeks):
            total[index] += entries
    weeks_of[ALL] = total
    names = _names_in(log, entry_filter)
    limits_of = None if all_limits else {ALL, *names}
    is_over = week.last < log.clock.today()
    figures = judge(weeks_of, is_over=is_over, limits_of=limits_of)
    if not names:
        return figures
    if total in [weeks_of.get(name) for name in names]:
        # What has all entries is judged as all of them.
        names.add(ALL)
    return [usual for usual in figures if (usual.sort, usual.name) in names]


def _names_in(log: "Log", entry_filter: "Filter") -> set[tuple[str, str]]:
    """Return the sort and name of each series that a filter names."""
    names = {("kind", kind) for kind in entry_filter.kinds}
    for topic in entry_filter.topics:
        name = spelling_in_use(log, "topic", topic)
        names.add(("topic", name))
    if entry_filter.team is not None:
        name = spelling_in_use(log, "team", entry_filter.team)
        names.add(("team", name))
    return names
