"""Which column is which field."""

import pytest

from coachlog.domain.fields import FIELDS
from coachlog.exchange.column_mapping import ENTRY_NAMES
from coachlog.render.columns import LABELS


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("what_happened", "happened"),
        ("What Happened?", "happened"),
        ("BEHAVIOUR", "happened"),
        ("corrective-action", "recovery"),
        ("Action taken", "recovery"),
        ("what_was_expected", "expected"),
        ("Criteria", "expected"),
        ("Impact", "why"),
        ("Recommendation", "lesson"),
        ("next step", "lesson"),
        ("Coach", "trainer"),
        ("Coachee", "learner"),
        ("Department", "team"),
        ("focus area", "topics"),
        ("Category", "topics"),
        ("contributing factors", "factors"),
        ("Root Cause", "factors"),
        ("Date", "occurred_on"),
        ("line", None),
        ("reason", None),
    ],
)
def test_a_field_is_found_under_the_names_of_others(name, field):
    assert ENTRY_NAMES.field(name) == field


def test_every_field_is_found_under_its_own_name_and_its_label():
    assert [ENTRY_NAMES.field(field) for field in FIELDS] == list(FIELDS)
    assert [ENTRY_NAMES.field(LABELS.get(field, field)) for field in FIELDS] == list(FIELDS)


def test_of_several_columns_the_likeliest_is_taken_and_the_others_named():
    matches = ENTRY_NAMES.match(["Title", "what happened", "date", "year"], [])
    assert [(match.field, match.rival) for match in matches] == [
        (None, "what happened"),
        ("happened", None),
        ("occurred_on", None),
        (None, "date"),
    ]


def test_what_somebody_says_counts_first():
    matches = ENTRY_NAMES.match(["Title", "what happened", "a=b"], ["title=happened", "a=b=why"])
    assert [match.field for match in matches] == ["happened", None, "why"]
    assert ENTRY_NAMES.match(["Title"], ["Title="])[0].field is None
