"""Reading feedback answers as people and forms write them."""

import pytest

from coachlog.domain.feedback import EXAMPLES, PACES, USEFULNESS, clean_answer, is_answer


@pytest.mark.parametrize(
    ("field", "text", "answer"),
    [
        ("pace", "Too fast", "too-fast"),
        ("pace", " too_slow ", "too-slow"),
        ("pace", "About right", "right"),
        ("pace", "Just right!", "right"),
        ("examples", "Yes", "enough"),
        ("examples", "no", "too-few"),
        ("examples", "Too few", "too-few"),
        ("examples", "Not enough", "too-few"),
        ("usefulness", "4", 4),
        ("usefulness", "4.0", 4),
        ("usefulness", "4 - useful", 4),
        ("usefulness", "5 (very useful)", 5),
        ("usefulness", "3/5", 3),
        ("usefulness", "3 out of 5", 3),
        ("usefulness", "1 = not at all", 1),
        ("comment", " as I said it ", " as I said it "),
        ("comment", "  ", None),
        ("pace", " ", None),
    ],
)
def test_an_answer_is_understood_as_people_write_it(field, text, answer):
    assert clean_answer(text, field) == answer


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("usefulness", "0"),
        ("usefulness", "6"),
        ("usefulness", "45"),
        ("usefulness", "4.5"),
        ("usefulness", "4/10"),
        ("usefulness", "5 10"),
        ("usefulness", "very"),
        ("pace", "blue"),
        ("examples", "too many"),
        ("comment", "NUL\0"),
    ],
)
def test_anything_else_is_refused_and_the_field_is_named(field, text):
    assert not is_answer(text, field)
    with pytest.raises(ValueError, match=field):
        clean_answer(text, field)


def test_every_choice_is_understood_as_it_is_stored():
    assert [clean_answer(word, "pace") for word in PACES] == list(PACES)
    assert [clean_answer(word, "examples") for word in EXAMPLES] == list(EXAMPLES)
    assert [clean_answer(word, "usefulness") for word in USEFULNESS] == [1, 2, 3, 4, 5]
