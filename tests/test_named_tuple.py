"""Named tuples: ours behave as those of `typing` in all that the house uses."""

from typing import NamedTuple as TheirTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.named_tuple import NamedTuple as OurTuple


def example_of(base):
    """Return the same class of either kind of named tuple."""

    class Example(base):
        """An example."""

        first: int
        second: str | None
        third: tuple[int, ...] = (1,)
        fourth: object = None

        @property
        def both(self):
            return (self.first, self.second)

        def with_first(self, first):
            return self._replace(first=first)

    return Example


Ours = example_of(OurTuple)
Theirs = example_of(TheirTuple)

VALUES = st.one_of(st.none(), st.integers(), st.text(), st.lists(st.integers(), max_size=3))
NAMES = st.sampled_from([*Theirs._fields, "fifth"])


def made_by(kind, values, named):
    """Return what a class makes of some arguments, or the type of its error."""
    try:
        return tuple(kind(*values, **named))
    except TypeError as error:
        return type(error)


@given(st.lists(VALUES, max_size=5), st.dictionaries(NAMES, VALUES))
def test_they_are_made_of_the_same_arguments(values, named):
    assert made_by(Ours, values, named) == made_by(Theirs, values, named)


@given(st.tuples(VALUES, VALUES, VALUES, VALUES), st.dictionaries(NAMES, VALUES))
def test_they_replace_fields_alike(values, changes):
    changed = []
    for kind in (Ours, Theirs):
        try:
            replaced = kind(*values)._replace(**changes)
        except (TypeError, ValueError) as error:
            # Theirs became a TypeError in Python 3.13.
            replaced = (isinstance(error, TypeError | ValueError),)
        else:
            assert type(replaced) is kind
        changed.append(tuple(replaced))
    assert changed[0] == changed[1]


@given(st.tuples(VALUES, VALUES, VALUES, VALUES))
def test_they_are_read_and_shown_alike(values):
    ours, theirs = Ours(*values), Theirs(*values)
    assert repr(ours) == repr(theirs)
    assert ours._asdict() == theirs._asdict()
    assert list(ours._asdict()) == list(theirs._fields)
    assert [getattr(ours, name) for name in ours._fields] == list(theirs)
    assert ours.both == theirs.both
    assert ours.with_first(7) == theirs.with_first(7)


@given(st.tuples(VALUES, VALUES, VALUES, VALUES))
def test_a_named_tuple_equals_its_values(values):
    ours = Ours(*values)
    assert ours == values == tuple(ours)
    assert hash(type(ours)(*range(4))) == hash((0, 1, 2, 3))


def test_the_classes_have_the_same_fields_and_names():
    assert Ours._fields == Theirs._fields
    assert (Ours.__name__, Ours.__module__, Ours.__doc__) == ("Example", __name__, "An example.")


def test_a_named_tuple_cannot_be_changed_and_takes_no_more_room_than_a_tuple():
    ours = Ours(1, "a")
    with pytest.raises(AttributeError):
        ours.first = 2
    with pytest.raises(AttributeError):
        ours.fifth = 2
    assert not hasattr(ours, "__dict__")


def test_a_named_tuple_is_taken_apart_by_match():
    match Ours(1, "a"):
        case Ours(first=1, second=second):
            assert second == "a"
        case _:
            pytest.fail("not matched by its fields")


def test_an_error_names_the_class_and_what_it_does_not_have():
    with pytest.raises(TypeError, match=r"Example does not take fifth"):
        Ours(1, "a", fifth=2)
    with pytest.raises(TypeError, match=r"Example has the fields first, second, third, fourth"):
        Ours(1)
