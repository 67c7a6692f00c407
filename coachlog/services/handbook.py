"""What a team has learned, put together from its entries."""

from typing import NamedTuple

from coachlog.domain.audience import TEAM
from coachlog.domain.filters import Filter
from coachlog.domain.guides.guide import Guide
from coachlog.domain.guides.parser import read_guide
from coachlog.domain.handbook import STATUSES, Chapter, belongs, chapters, guide_without_people
from coachlog.domain.people.masking import Mask
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError
from coachlog.services.find import find_topic
from coachlog.services.masking import mask_entries
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_name
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.queries.guides import all_guides
from coachlog.storage.revisions import adoption_months

HOW = "coachlog status ID adopted 'what changed'"


class Handbook(NamedTuple):
    """The chapters; the topics and the team that were asked for; and what to tell whoever makes it."""

    chapters: list[Chapter]
    topics: list[str]
    team: str | None
    untold: int  # entries that would belong in it and say only what happened
    mask: Mask
    possible_names: list[tuple[str, str]]


def handbook(log: Log, entry_filter: Filter, text: str | None) -> Handbook:
    """The handbook of a log, or of those of its entries that a filter describes.

    Args:
        log: where from.
        entry_filter: which entries.
        text: a topic or a part of its name; None for the filter's topics, or all.

    Raises:
        NotFoundError: there is no such topic, or nothing has been shared or adopted and there is no guide.
    """
    every = [guide for _, _, words in all_guides(log) if (guide := read_guide(words)[0])]
    topics = [
        _topic(log, name, entry_filter.reader, every)
        for name in ([text] if text else entry_filter.topics)
    ]
    team = (
        known_name(log, "team", entry_filter.team) or entry_filter.team
        if entry_filter.team
        else None
    )
    entry_filter = entry_filter._replace(
        audience=TEAM, include_own=False, topics=tuple(topics), limit=None
    )
    found = [
        entry
        for status in STATUSES
        for entry in select_entries(log, entry_filter._replace(status=status))
    ]
    kept = [entry for entry in found if belongs(entry)]
    keys = set(map(name_key, topics))
    guides = [guide for guide in every if not keys or keys & set(map(name_key, guide.topics))]
    if not kept and not guides:
        place = (f" on {', '.join(topics)}" if topics else "") + (f" by {team}" if team else "")
        raise NotFoundError(
            f"nothing{place} has been shared or adopted yet. To take a lesson into the handbook:  {HOW}"
        )
    masked, mask, possible_names = mask_entries(log, kept)
    shown = [mask.text(topic) for topic in topics]
    made = chapters(
        masked,
        adoption_months(log, [entry.uuid for entry in kept]),
        [guide_without_people(guide, mask.text) for guide in guides],
        shown,
    )
    untold = sum(entry.status in ("shared", "adopted") for entry in found) - sum(
        entry.status != "closed" for entry in kept
    )
    if team:
        team = mask.text(team)
    return Handbook(
        chapters=made,
        topics=shown,
        team=team,
        untold=untold,
        mask=mask,
        possible_names=possible_names,
    )


def _topic(log: Log, typed: str, reader: str | None, guides: list[Guide]) -> str:
    """The topic that somebody means, which may be one of a guide alone."""
    try:
        return find_topic(log, typed, reader)
    except NotFoundError:
        for topic in (topic for guide in guides for topic in guide.topics):
            if name_key(topic) == name_key(typed):
                return topic
        raise
