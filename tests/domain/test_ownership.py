"""Tests of what others may write on an entry that nobody owns."""

import pytest

from coachlog.domain.ownership import refused_fields


@pytest.mark.parametrize(
    ("patch", "refused"),
    [
        ({"trainer": "kim"}, set()),
        ({"trainer": "kim", "learner": None}, set()),
        ({"trainer": "kim", "learner": "bo"}, {"learner"}),
        ({"share": "private"}, {"share"}),
    ],
)
def test_an_entry_without_a_trainer_can_be_taken_over_but_not_said_to_be_about_anybody(
    patch, refused
):
    before = {"trainer": None, "share": "team", "happened": "Charged twice"}
    assert refused_fields(before, patch, "kim") == refused
