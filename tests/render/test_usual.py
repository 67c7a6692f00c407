"""The lines that say what is not usual in a week."""

import pytest

from coachlog.domain.review.usual import Usual
from coachlog.render.usual import usual_line


def usual(*weeks, **fields):
    """Return a value that ends with some weekly counts."""
    values = {
        "sort": "team",
        "name": "permits",
        "entries": weeks[-1],
        "low": 3,
        "high": 9,
        "verdict": "more",
        "weeks": (0,) * (26 - len(weeks)) + weeks,
        "span": 1,
        "before": 5.5,
    }
    return Usual(**values | fields)


@pytest.mark.parametrize(
    ("unusual", "line"),
    [
        (usual(12), "permits: 12 entries, usually 3 to 9"),
        (usual(1, verdict="fewer"), "permits: 1 entry, usually 3 to 9"),
        (usual(12, sort="all", name=""), "all entries: 12 entries, usually 3 to 9"),
        (usual(12, sort="kind", name="mistake"), "mistakes: 12 entries, usually 3 to 9"),
        (
            usual(2, 3, 1, 4, span=4, verdict="fewer"),
            "permits: fewer than usual for 4 weeks, 2.5 a week instead of 5.5",
        ),
        (
            usual(23, 25, span=2, before=12.4),
            "permits: more than usual for 2 weeks, 24 a week instead of 12",
        ),
        (
            usual(1, 1, 2, span=3, before=0.2),
            "permits: 4 in 3 weeks, before that one every 35 days",
        ),
        (
            usual(0, 0, 0, span=9, before=0.9, verdict="fewer"),
            "permits: none in 9 weeks, before that one every 8 days",
        ),
        (usual(6, before=0.5), "permits: 6 in one week, before that one every 14 days"),
        (usual(6, before=0.0), "permits: 6 in one week, none before"),
    ],
)
def test_a_line_says_what_is_unusual(unusual, line):
    assert usual_line(unusual) == line
