"""How many check-ins saw it done unprompted, as columns of a table."""

from functools import partial

from coachlog.domain.review.checkin_results import short_rate_text
from coachlog.render.columns import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def rate_numbers(days: int) -> list[Column]:
    """Return two columns of numbers, so that a spreadsheet can calculate with them.

    Args:
        days: after which the check-ins were made, 30 or 60.
    """
    return [
        Column(f"answers_{days}", f"{days} days", number=True),
        Column(f"unprompted_{days}", "unprompted", number=True),
    ]


def rate_texts(days: int) -> Column:
    """Return one column for a screen, with both numbers and, where there are some, a percentage."""
    return Column(f"at_{days}", f"{days} days", partial(_rate_text, days), number=True)


def _rate_text(days: int, line: "Any") -> str:
    results = getattr(line, f"answers_{days}")
    return short_rate_text(results, getattr(line, f"unprompted_{days}"))
