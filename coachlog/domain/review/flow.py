"""What becomes of entries, topic by topic: answered, shared, adopted, and still done later.

No person is in it. A median of fewer than three says nothing, and is not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from coachlog.domain.reply import AdoptedEntry, EntryDays
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FEWEST_DAYS = 3  # of which a median tells something

# Of an entry: how many check-ins at 60 days had a result, and how many saw it done unprompted.
Results = tuple[int, int]
ResultsOfTopics = tuple[tuple[str, ...], Results]
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
    recorded: Mapping[str | None, int],
    entries: Iterable[EntryDays],
    results: Iterable[ResultsOfTopics],
) -> list[FlowLine]:
    """Return a line for each topic, that with the most entries first, and one for all entries.

    An entry counts once in each of its topics, and once in the last line.

    Args:
        recorded: how many entries each topic has, and under None how many there are in all.
        entries: the entries of which something became, each once.
        results: the results of the check-ins at 60 days, with the topics of their entries.
    """
    of_topics: dict[str | None, list[EntryDays]] = {topic: [] for topic in recorded}
    for entry in entries:
        for topic in of_topics.keys() & {*entry.topics, None}:
            of_topics[topic].append(entry)
    checked = _results_by_topic(recorded, results)
    lines = []
    for topic, number in recorded.items():
        lines.append(_line(topic, number, of_topics[topic], checked[topic]))
    return sorted(lines, key=_busiest_first)


def adoption_lines(
    recorded: Mapping[str | None, int],
    entries: Iterable[AdoptedEntry],
    results: Iterable[ResultsOfTopics],
) -> list[AdoptionLine]:
    """Return a line for each topic, that with the most entries first, and one for all entries.

    Args:
        recorded: how many entries each topic has, and under None how many there are in all.
        entries: the entries that may have been adopted.
        results: the results of the check-ins at 60 days, with the topics of their entries.
    """
    adopted: dict[str | None, list[AdoptedEntry]] = {topic: [] for topic in recorded}
    for entry in entries:
        if entry.adopted_on or entry.status == "adopted":
            for topic in adopted.keys() & {*entry.topics, None}:
                adopted[topic].append(entry)
    checked = _results_by_topic(recorded, results)
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


def _results_by_topic(
    recorded: Iterable[str | None],
    results: Iterable[ResultsOfTopics],
) -> dict[str | None, Results]:
    checked = dict.fromkeys(recorded, NO_RESULTS)
    for topics, (answers, unprompted) in results:
        for topic in checked.keys() & {*topics, None}:
            before = checked[topic]
            checked[topic] = before[0] + answers, before[1] + unprompted
    return checked


def _busiest_first(line: FlowLine | AdoptionLine) -> tuple[bool, int, str]:
    return line.topic is None, -line.recorded, line.topic or ""


def _line(
    topic: str | None,
    recorded: int,
    entries: Sequence[EntryDays],
    results: Results,
) -> FlowLine:
    return FlowLine(
        topic=topic,
        recorded=recorded,
        answered=_count(entries, "answered"),
        days_to_answer=_median(_spans(entries, "occurred_on", "answered_on")),
        shared=_count(entries, "shared"),
        days_to_share=_median(_spans(entries, "occurred_on", "shared_on")),
        adopted=_count(entries, "adopted"),
        days_to_adopt=_median(_spans(entries, "shared_on", "adopted_on")),
        answers_60=results[0],
        unprompted_60=results[1],
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
