"""What becomes of entries as columns of a table."""

from coachlog.domain.review.flow import FlowLine
from coachlog.render.columns import Column
from coachlog.render.page import TOTAL
from coachlog.render.rates import rate_numbers, rate_texts

LEGEND = (
    "days: the median since it happened (adopted: since shared), of three or more",
    "60 days: of the check-ins, how many saw it done unprompted",
)
STEPS = {"answered": "days_to_answer", "shared": "days_to_share", "adopted": "days_to_adopt"}


def flow_columns(*, for_screen: bool, for_page: bool, in_words: bool) -> list[Column]:
    """Return the columns of what becomes of entries.

    Args:
        for_screen: with short heads.
        for_page: for people to read, who would not know what a line without a topic is.
        in_words: with the results of check-ins in one column.
    """
    columns = [Column("topic", value=_topic_or_total if for_page else None)]
    columns.append(Column("recorded", number=True))
    for step, days in STEPS.items():
        columns.append(Column(step, number=True))
        columns.append(Column(days, "days" if for_screen else "", number=True))
    if in_words:
        return [*columns, rate_texts(60)]
    return columns + rate_numbers(60)


def _topic_or_total(line: FlowLine) -> str:
    return line.topic or TOTAL
