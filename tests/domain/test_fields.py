"""Tests of the table of fields."""

import pytest

from coachlog.cli.ask.form import HEADINGS
from coachlog.domain.entry import Entry
from coachlog.domain.fields import CHOICES, FIELD_NAMES, FIELDS, LISTS
from coachlog.domain.typed_text import clean_choice


def test_an_entry_has_the_fields_of_the_table_in_their_order():
    assert Entry._fields == FIELD_NAMES


def test_every_field_with_an_option_is_in_the_form():
    assert {name for name, field in FIELDS.items() if field.option} == HEADINGS.keys() - {"on"}


def test_every_default_is_a_valid_value_of_its_field():
    for field in FIELDS.values():
        if field.choices and field.value_type != "list" and field.default is not None:
            assert field.default in field.choices
    assert all(FIELDS[name].default == [] for name in LISTS)


@pytest.mark.parametrize("name", [*CHOICES, "factors"])
def test_a_choice_is_read_in_any_case_and_with_blanks(name):
    for choice in FIELDS[name].choices:
        typed = f" {choice.upper().replace('-', ' ')} "
        assert clean_choice(typed, name, FIELDS[name].choices) == choice
    with pytest.raises(ValueError, match=f"^{name} must be one of .*; not 'luck'$"):
        clean_choice("luck", name, FIELDS[name].choices)
