"""What becomes of entries, topic by topic: answered, shared, adopted, and still done later.

No person is in it. A median of fewer than three says nothing, and is not given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from coachlog.domain.reply import AdoptedEntry, EntryDays
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FEWEST_DAYS = 3  # of which a median tells something

# Of an entry: how many check-ins at 60 days had a result, and how many saw it done unprompted.
Results = tuple[int, int]
NO_RESULTS: Results = (0, 0)


class FlowLine(NamedTuple):
    """How far the entries of a topic got; the topic is None for all entries together.

    `days_to_answer` and `days_to_share` are counted from the day on which it happened,
    `days_to_adopt` from the day on which it was shared. Each is a median, or None.
    """

    topic: str | None
    recorded: int
    answered: int
    days_to_answer: float | None
    shared: int
    days_to_share: float | None
    adopted: int
    days_to_adopt: float | None
    answers_60: int
    unprompted_60: int


class AdoptionLine(NamedTuple):
    """How many entries of a topic were adopted, and what stuck; the topic is None for all.

    `days` is the median from the day on which it happened to that of its adoption, or None.
    """

    topic: str | None
    recorded: int
    adopted: int
    days: float | None
    answers_60: int
    unprompted_60: int


def flow_lines(
    entries: Iterable[EntryDays],
    results: Mapping[str, Results],
    topics: Collection[str] = (),
) -> list[FlowLine]:
    """Return a line for each topic, that with the most entries first, and one for all entries.

    An entry counts once in each of its topics, and once in the last line.

    Args:
        entries: the entries, each once.
        results: those of the check-ins at 60 days, by the uuid of the entry.
        topics: the topics to count; none for all.
    """
    # An entry is in several lists, so the totals are counted from a list of their own.
    of_topics: dict[str, list[EntryDays]] = {}
    everything = []
    for entry in entries:
        everything.append(entry)
        for topic in entry.topics:
            if not topics or topic in topics:
                of_topics.setdefault(topic, []).append(entry)
    lines = [_line(topic, of_topic, results) for topic, of_topic in of_topics.items()]
    lines.sort(key=lambda line: (-line.recorded, line.topic))
    return [*lines, _line(None, everything, results)]


def adoption_lines(
    recorded: Mapping[str | None, int],
    entries: Iterable[AdoptedEntry],
    results: Iterable[tuple[tuple[str, ...], Results]],
) -> list[AdoptionLine]:
    """Return a line for each topic, that with the most entries first, and one for all entries.

    Args:
        recorded: how many entries each topic has, and under None how many there are in all.
        entries: those that may have been adopted.
        results: those of the check-ins at 60 days, with the topics of their entries.
    """
    adopted: dict[str | None, list[AdoptedEntry]] = {topic: [] for topic in recorded}
    for entry in entries:
        if entry.adopted_on or entry.status == "adopted":
            for topic in adopted.keys() & {*entry.topics, None}:
                adopted[topic].append(entry)
    checked = dict.fromkeys(recorded, NO_RESULTS)
    for topics, (answers, unprompted) in results:
        for topic in checked.keys() & {*topics, None}:
            before = checked[topic]
            checked[topic] = before[0] + answers, before[1] + unprompted
    lines = []
    for topic, number in recorded.items():
        line = AdoptionLine(
            topic,
            recorded=number,
            adopted=len(adopted[topic]),
            days=_median(_spans(adopted[topic], "occurred_on", "adopted_on")),
            answers_60=checked[topic][0],
            unprompted_60=checked[topic][1],
        )
        lines.append(line)
    return sorted(lines, key=_busiest_first)


def _busiest_first(line: AdoptionLine) -> tuple[bool, int, str]:
    return line.topic is None, -line.recorded, line.topic or ""


def _line(
    topic: str | None,
    entries: Sequence[EntryDays],
    results: Mapping[str, Results],
) -> FlowLine:
    of_entries = [results.get(entry.uuid, NO_RESULTS) for entry in entries]
    return FlowLine(
        topic=topic,
        recorded=len(entries),
        answered=_count(entries, "answered"),
        days_to_answer=_median(_spans(entries, "occurred_on", "answered_on")),
        shared=_count(entries, "shared"),
        days_to_share=_median(_spans(entries, "occurred_on", "shared_on")),
        adopted=_count(entries, "adopted"),
        days_to_adopt=_median(_spans(entries, "shared_on", "adopted_on")),
        answers_60=sum(answers for answers, _ in of_entries),
        unprompted_60=sum(unprompted for _, unprompted in of_entries),
    )


def _count(entries: Iterable[EntryDays], step: str) -> int:
    """Return how many entries took a step, also without a day, as one imported with its status."""
    return sum(1 for entry in entries if getattr(entry, f"{step}_on") or entry.status == step)


def _spans(entries: Iterable[Any], first: str, last: str) -> Iterator[int]:
    """Yield the days from one step to another, of the entries that took both in this order."""
    for entry in entries:
        start, end = getattr(entry, first), getattr(entry, last)
        if start and end and start <= end:
            yield (date.fromisoformat(end) - date.fromisoformat(start)).days


def _median(numbers: Iterable[int]) -> float | None:
    # `statistics` would load fractions, decimal and random.
    ordered = sorted(numbers)
    if len(ordered) < FEWEST_DAYS:
        return None
    middle, is_odd = divmod(len(ordered), 2)
    if is_odd:
        return ordered[middle]
    half = (ordered[middle - 1] + ordered[middle]) / 2
    return int(half) if half.is_integer() else half
