"""Which entries a command is about."""

from datetime import date

from coachlog.domain.audience import TEAM, Audience
from coachlog.domain.entry_lists import ENTRY_LISTS
from coachlog.domain.periods import Period, last_weeks
from coachlog.named_tuple import NamedTuple


class Filter(NamedTuple):
    """Conditions that entries must all meet; an empty value sets none.

    Attributes:
        audience: who the output is for.
        team: a team, in any spelling.
        topics: an entry has at least one of these topics.
        kinds: an entry is of one of these kinds.
        period: the days on which it happened.
        trainer: who recorded it, which commands set to nobody but the reader of the log.
        status: what became of it.
        include_own: whether the reader's private entries are included.
        list_name: a list of `ENTRY_LISTS` that an entry is on. `count_entries`, `select_entries`
            and what is made of them follow it; other counts refuse it.
        limit: how many entries at most.
        oldest_first: by day, but the oldest first.
        as_recorded: in the order of recording instead, the oldest first.
    """

    audience: Audience = TEAM
    team: str | None = None
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    period: Period | None = None
    trainer: str | None = None
    status: str | None = None
    include_own: bool = False
    list_name: str | None = None
    limit: int | None = None
    oldest_first: bool = False
    as_recorded: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is about what the reader recorded, and nobody else's entries."""
        return self.trainer is not None

    def limit_or(self, default: int) -> int:
        """Return the limit, which may be 0; `default` if there is none."""
        if self.limit is None:
            return default
        return self.limit

    def with_private_if_own(self) -> "Filter":
        """Return the filter, which includes private entries only if it is the reader's own."""
        return self._replace(include_own=self.is_own)

    def with_span_of_list(self, today: date) -> "Filter":
        """Return the filter with the span that its list has by itself, if no other is set.

        Args:
            today: the reader's civil day.
        """
        if self.list_name is None or self.period is not None:
            return self
        weeks = ENTRY_LISTS[self.list_name].weeks
        if not weeks:
            return self
        return self._replace(period=last_weeks(today, weeks))
