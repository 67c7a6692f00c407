"""Which entries a command is about."""

from typing import NamedTuple

from coachlog.domain.audience import TEAM, Audience
from coachlog.domain.periods import Period


class Filter(NamedTuple):
    """Which entries are wanted; an empty value leaves that side open.

    `reader` is the name of whoever asks: with `include_own`, that person's private entries are included.
    """

    audience: Audience = TEAM
    team: str | None = None
    topics: tuple[str, ...] = ()  # any of them
    kinds: tuple[str, ...] = ()  # any of them
    period: Period | None = None
    trainer: str | None = None
    status: str | None = None
    reader: str | None = None
    include_own: bool = False
    open_only: bool = False
    limit: int | None = None
    oldest_first: bool = False
    as_recorded: bool = False  # in the order of recording, the oldest first
