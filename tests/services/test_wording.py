"""A team's own list of phrases: which are looked for, and changing that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.language.phrase_list import (
    clean_list,
    clean_phrase,
    list_text,
    readable_phrases,
)
from coachlog.errors import NotFoundError, UsageError
from coachlog.services.settings import load_settings
from coachlog.services.undo import redo, undo
from coachlog.services.wording import BUILT_IN, OFF, OWN, add, remove, replace, wording_list


class Desk:
    """A log, and a user who changes its list."""

    def __init__(self, log, clock):
        self.log, self.clock = log, clock

    def add(self, phrase, **options):
        return add(self.log, load_settings(self.log), phrase, **options)

    def remove(self, phrase, **options):
        return remove(self.log, load_settings(self.log), phrase, **options)

    @property
    def stored_list(self):
        return load_settings(self.log).wording_list

    def source(self, phrase, team=None):
        return [
            line.source
            for line in wording_list(load_settings(self.log), team)
            if line.phrase == phrase
        ]


@pytest.fixture
def desk(log, clock):
    return Desk(log, clock)


def test_a_new_list_has_the_built_in_phrases_of_the_languages_in_the_settings(desk):
    lines = wording_list(load_settings(desk.log))
    assert {(line.language, line.source) for line in lines} == {("en", BUILT_IN)}
    assert {line.grade for line in lines} == {"1 trait", "2 blame", "3 omission"}
    assert {line.language for line in wording_list(load_settings(desk.log), language="de")} == {
        "de"
    }
    assert all(line.question.endswith("?") for line in lines)


def test_a_phrase_is_added_once_and_removed_again(desk):
    assert desk.add("chaotic").source == OWN
    assert desk.add("Chaotic ") is not None  # another spelling of it
    assert desk.add("Chaotic") is None
    assert desk.source("Chaotic") == [OWN]
    assert desk.remove("chaotic") is not None
    assert desk.stored_list is None
    with pytest.raises(NotFoundError, match="not on the list"):
        desk.remove("chaotic")


def test_a_built_in_phrase_is_switched_off_by_its_name_a_form_or_a_quote_and_comes_back(
    desk,
):
    for typed, phrase in (
        ("carelessness", "careless"),
        ("should have checked", "should have"),
        ("Lazy", "lazy"),
    ):
        assert desk.remove(typed).phrase == phrase
        assert desk.source(phrase) == [OFF]
        assert desk.remove(typed) is None
        assert desk.add(phrase) is not None
        assert (desk.source(phrase), desk.stored_list) == ([BUILT_IN], None)
        assert desk.add(phrase) is None


def test_a_team_may_add_a_phrase_or_switch_one_off_for_itself(desk):
    desk.add("chaotic", team="permits")
    assert (desk.source("chaotic", "Permits"), desk.source("chaotic", "fees")) == ([OWN], [])
    desk.remove("lazy", team="permits")
    assert (desk.source("lazy", "permits"), desk.source("lazy", "fees"), desk.source("lazy")) == (
        [OFF],
        [BUILT_IN],
        [OFF, BUILT_IN],
    )
    desk.add("messy")
    desk.remove("messy", team="permits")
    assert (desk.source("messy", "permits"), desk.source("messy", "fees")) == ([], [OWN])
    desk.add("messy", team="permits")
    assert desk.source("messy", "permits") == [OWN]


def test_an_own_question_may_replace_a_built_in_one(desk):
    desk.add("careless", question="What did you see?")
    assert desk.stored_list == "en: careless = What did you see?"
    assert desk.add("careless", question="What did you see?") is None


def test_undo_takes_back_one_change_at_a_time(desk):
    desk.add("chaotic")
    desk.remove("lazy")
    assert replace(desk.log, load_settings(desk.log), "# mine\nen: hectic\n")
    assert not replace(desk.log, load_settings(desk.log), "en:  hectic;")
    assert [undo(desk.log)[0].verb for _ in range(3)] == [
        "wording edit",
        "wording remove",
        "wording add",
    ]
    assert desk.stored_list is None
    redo(desk.log, 2)
    assert desk.stored_list == "en: chaotic; en: -lazy"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# fine\nchaotic", "line 2: it must start with a language"),
        ("en chaotic", "line 1: it must start with a language"),
        ("english: chaotic", "line 1: it must start with a language"),
        ("en permits: chaotic", "line 1: it must start with a language"),
        ("en: - ", "line 1: a phrase cannot be empty"),
        ("en: " + "x" * 101, "at most 100 characters"),
        ("en: a\u202eb", "a phrase cannot contain invisible characters"),
        ("en: a = b = ", None),
        (
            "\n".join(f"en: word{number}" for number in range(201)),
            "201 phrases, and a list holds at most 200",
        ),
    ],
)
def test_an_unreadable_list_is_refused_with_its_line_and_changes_nothing(desk, text, why):
    if why is None:
        assert replace(desk.log, load_settings(desk.log), text)
        return
    with pytest.raises(UsageError, match=why):
        replace(desk.log, load_settings(desk.log), text)
    assert desk.stored_list is None


PHRASES = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=20)


@given(
    st.sampled_from(["en", "de", "fr"]),
    st.none() | PHRASES,
    PHRASES,
    st.none() | PHRASES,
    st.booleans(),
)
def test_a_stored_phrase_is_read_back_as_it_was(language, team, phrase, question, removed):
    try:
        made = clean_phrase(language, team, phrase, question, removed=removed)
    except ValueError:
        return
    (read,) = readable_phrases(list_text([made]))
    assert (read.language, read.team, read.phrase, read.question, read.removed) == (
        made.language,
        made.team,
        made.phrase,
        made.question,
        made.removed,
    )
    assert clean_list(list_text([made])) == list_text([made])
