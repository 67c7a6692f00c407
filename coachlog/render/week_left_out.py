"""What the page of a week leaves out, and why: the last thing that it says of itself."""

from collections.abc import Iterator

from coachlog.domain.review.decision_signals import FEWEST_DECISIONS
from coachlog.domain.review.week_document import MOST_TOPICS, WeekDocument
from coachlog.render.words import count_of, join_names

NOT_ON_HUB = "check-ins, questions asked in replies, and whose own a mistake was"


def left_out(document: WeekDocument) -> Iterator[str]:
    """Yield what is not on the page, each with its reason."""
    yield (
        "Private entries and learners: they are nobody else's business, and no number"
        " includes them."
    )
    yield "The names of those who wrote an entry. Known names in texts are masked."
    if document.is_from_hub:
        yield f"What is only in people's logs, and not on the hub: {NOT_ON_HUB}."
    if document.uncleared:
        entries = count_of(document.uncleared, "entry", "entries")
        yield (
            f"The words of {entries} of this week, which nobody has cleared for a meeting:"
            " they are counted, but not quoted."
        )
    if document.small_teams:
        yield (
            f"Ids, and whose own mistake it was, of {join_names(document.small_teams)}: with"
            " fewer than three known writers in a team they would lead to a person."
        )
    cut = _cut_lists(document)
    if cut:
        yield f"{' and '.join(cut)}: left out to keep the page short."
    if document.rarely_decided:
        rules = count_of(document.rarely_decided, "rule")
        yield (
            f"{rules} with fewer than {FEWEST_DECISIONS} decisions: few cases say little, and"
            " could be traced to people."
        )


def _cut_lists(document: WeekDocument) -> list[str]:
    cut = []
    for sort in ("team", "topic"):
        number = document.series_left_out(sort)
        if number:
            cut.append(count_of(number, f"quieter {sort}"))
    if cut:
        cut = [f"The lines of {' and '.join(cut)}"]
    more_topics = len(document.adoption) - 1 - MOST_TOPICS
    if more_topics > 0:
        cut.append(f"what became of the entries on {count_of(more_topics, 'more topic')}")
    return cut
