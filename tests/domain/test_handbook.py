"""The chapters of a handbook."""

from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.guides.guide import Guide
from coachlog.domain.handbook import belongs, chapters


def entry(number, **given):
    """A shared entry that says only what is given."""
    said = {
        "topics": ("fees",),
        "team": "permits",
        "factors": (),
        "own": False,
        "status": "shared",
        "kind": "correction",
    }
    said |= {
        "happened": f"Case {number}",
        "uuid": f"{number:04}",
        "occurred_on": f"2026-11-{number % 28 + 1:02}",
    }
    return Entry(**{field: (said | given).get(field) for field in FIELD_NAMES})


def told(made):
    """The chapters as topics and the uuids under each."""
    return [
        (chapter.topic, [[one.uuid for one in lesson.entries] for lesson in chapter.lessons])
        for chapter in made
    ]


ENTRIES = st.lists(
    st.builds(
        lambda number, topics, status, right, day: entry(
            number,
            topics=tuple(topics),
            status=status,
            expected=right,
            occurred_on=f"2026-11-{day:02}",
        ),
        st.integers(0, 9999),
        st.lists(
            st.sampled_from(["fees", "Travel", "überstunden", "a"]),
            min_size=1,
            max_size=3,
            unique=True,
        ),
        st.sampled_from(["adopted", "shared"]),
        st.sampled_from(["Ask", "ask ", "Look", "Wait"]),
        st.integers(1, 3),
    ),
    max_size=12,
    unique_by=lambda one: one.uuid,
)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_in_which_entries_come_changes_nothing(entries, dice):
    guides = [
        Guide(name, topics, None, {})
        for name, topics in (("b", ("fees",)), ("A", ()), ("c", ("a", "fees")))
    ]
    shuffled, guides_too = list(entries), list(guides)
    dice.shuffle(shuffled)
    dice.shuffle(guides_too)
    assert chapters(shuffled, {}, guides_too) == chapters(entries, {}, guides)


@given(ENTRIES)
def test_every_entry_stands_in_it_once(entries):
    found = [
        uuid for _, lessons in told(chapters(entries, {})) for lesson in lessons for uuid in lesson
    ]
    assert sorted(found) == sorted(one.uuid for one in entries)


def test_what_was_adopted_comes_before_what_was_shared_and_the_newer_before_the_older():
    entries = [
        entry(1, expected="one"),
        entry(2, expected="two"),
        entry(3, expected="three", status="closed", changed_what="x"),
        entry(4, expected="four", status="adopted"),
    ]
    assert told(chapters(entries, {})) == [("fees", [["0004"], ["0003"], ["0002"], ["0001"]])]


def test_a_wanted_topic_is_the_chapter_of_what_has_it_among_others():
    both = entry(1, topics=("a", "fees"), expected="one")
    assert told(chapters([both], {})) == [("a", [["0001"]]), ("fees", [])]
    assert told(chapters([both], {}, topics=["Fees"])) == [("fees", [["0001"]])]


def test_closed_belongs_only_with_what_changed_and_nothing_without_a_lesson():
    assert belongs(entry(1, expected="one"))
    assert belongs(entry(1, kind="strength"))
    assert not belongs(entry(1))
    assert not belongs(entry(1, expected="one", status="logged"))
    assert not belongs(entry(1, expected="one", status="closed"))
    assert belongs(entry(1, expected="one", status="closed", changed_what="x"))
