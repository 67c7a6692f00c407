"""Put a handbook together from what a team has shared and adopted."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from coachlog.domain.audience import TEAM
from coachlog.domain.card import card_of, teaching_of
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.guides.guide import Guide
from coachlog.domain.guides.nameless import guide_without_people
from coachlog.domain.handbook import STATUSES, Chapter, Outline, belongs
from coachlog.domain.people.masking import Mask
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError
from coachlog.services.find import find_topic
from coachlog.services.guide import all_stored_guides
from coachlog.services.masking import EntryMask
from coachlog.storage.adoptions import adoption_months
from coachlog.storage.file.connection import Log
from coachlog.storage.names import spelling_in_use
from coachlog.storage.queries.entries import select_entries, shared_entries


class Handbook(NamedTuple):
    """A handbook, and what to tell the person who makes it.

    Attributes:
        outline: How much it has of each topic.
        chapters: One for each topic, without people; made while they are read.
        topics: The topics that it was asked to cover; empty for all of them.
        team: The team that it was asked to cover; None for all of them.
        silent_count: How many shared or adopted entries say only what happened.
        mask: What masks the texts, and counts it until the last chapter is read.
    """

    outline: Outline
    chapters: Iterator[Chapter]
    topics: list[str]
    team: str | None
    silent_count: int
    mask: Mask


def handbook(log: Log, entry_filter: Filter, text: str | None) -> Handbook:
    """Return the handbook of the entries that match.

    Args:
        log: Where the entries and the guides are read.
        entry_filter: Which entries. Private ones are left out, the reader's own too.
        text: A topic or a part of its name; None for the topics of the filter, or all.

    Raises:
        NotFoundError: There is no such topic, or nothing for a handbook.
    """
    guides = _readable_guides(log)
    typed_topics = entry_filter.topics
    if text:
        typed_topics = (text,)
    topics = [_find_topic(log, typed, guides) for typed in typed_topics]
    team = entry_filter.team
    if team:
        team = spelling_in_use(log, "team", team)
    masked = EntryMask(log, entry_filter.period)
    mask = masked.mask
    # Topics and teams are named after people, too.
    masked_topics = list(map(mask.text, topics))
    masked_guides = []
    for guide in _guides_about(guides, topics):
        masked_guides.append(_guide_without_people(guide, mask))
    outline = Outline(masked_guides, masked_topics)
    silent_count = _fill(
        outline,
        log,
        entry_filter._replace(topics=tuple(topics)),
        mask.uncounted(),
    )
    if not outline.sizes():
        raise NotFoundError(_nothing_to_show(topics, team))

    def read(uuids: Sequence[str]) -> tuple[list[Entry], dict[str, str]]:
        # Somebody may have taken one back since it was counted.
        entries = filter(belongs, shared_entries(log, uuids))
        return list(map(masked.entry, entries)), adoption_months(log, uuids)

    return Handbook(
        outline=outline,
        chapters=outline.chapters(read),
        topics=masked_topics,
        team=mask.text(team) if team else None,
        silent_count=silent_count,
        mask=mask,
    )


def _fill(outline: Outline, log: Log, entry_filter: Filter, mask: Mask) -> int:
    """Count what belongs in the handbook; return how much more would if it said more."""
    # Few topics and rules, in many entries.
    masked = cache(mask.text)
    silent_count = 0
    for status in STATUSES:
        status_filter = entry_filter._replace(
            audience=TEAM,
            include_own=False,
            status=status,
            limit=None,
        )
        for entry in select_entries(log, status_filter):
            if belongs(entry):
                outline.add(
                    entry,
                    map(masked, entry.topics),
                    teaching=teaching_of(entry, mask.text),
                    rule=masked(card_of(entry).rule or ""),
                )
            elif status != "closed":
                silent_count += 1
    return silent_count


def _readable_guides(log: Log) -> list[Guide]:
    return [stored.guide for stored in all_stored_guides(log) if stored.guide]


def _guide_without_people(guide: Guide, mask: Mask) -> Guide:
    source = f"guide {mask.text(guide.name)}"
    return guide_without_people(guide, partial(mask.text, source=source))


def _guides_about(guides: list[Guide], topics: Sequence[str]) -> list[Guide]:
    """Return the guides that have one of the topics; all of them where there are no topics."""
    keys = set(map(name_key, topics))
    if not keys:
        return guides
    return [guide for guide in guides if keys.intersection(map(name_key, guide.topics))]


def _nothing_to_show(topics: Sequence[str], team: str | None) -> str:
    """Return the message about a handbook that would be empty."""
    scope = ""
    if topics:
        scope += f" on {', '.join(topics)}"
    if team:
        scope += f" by {team}"
    return (
        f"nothing{scope} has been shared or adopted yet."
        " To adopt a lesson:  coachlog status ID adopted 'what changed'"
    )


def _find_topic(log: Log, typed: str, guides: list[Guide]) -> str:
    """Return the topic that the user means, which may be the topic of a guide alone."""
    try:
        return find_topic(log, typed)
    except NotFoundError:
        # A team may write down how to decide a case before it has recorded one.
        for guide in guides:
            for topic in guide.topics:
                if name_key(topic) == name_key(typed):
                    return topic
        raise
