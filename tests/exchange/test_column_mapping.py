"""Tests of matching columns to fields."""

import pytest

from coachlog.domain.fields import FIELD_NAMES, FIELDS
from coachlog.exchange.column_mapping import ENTRY_NAMES


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
def test_a_field_is_recognised_by_the_names_that_other_programs_use(name, field):
    assert ENTRY_NAMES.field_of(name) == field


def test_a_field_is_recognised_by_its_own_name_and_its_label():
    assert [ENTRY_NAMES.field_of(field) for field in FIELD_NAMES] == list(FIELD_NAMES)
    assert [ENTRY_NAMES.field_of(FIELDS[name].label) for name in FIELD_NAMES] == list(FIELD_NAMES)


def test_the_likeliest_of_several_columns_is_used_and_named_as_the_rival_of_the_others():
    matches = ENTRY_NAMES.match(["Title", "what happened", "date", "year"], [])
    assert [(match.field, match.rival) for match in matches] == [
        (None, "what happened"),
        ("happened", None),
        ("occurred_on", None),
        (None, "date"),
    ]


def test_a_mapping_by_the_user_counts_first():
    matches = ENTRY_NAMES.match(["Title", "what happened", "a=b"], ["title=happened", "a=b=why"])
    assert [match.field for match in matches] == ["happened", None, "why"]
    assert ENTRY_NAMES.match(["Title"], ["Title="])[0].field is None
