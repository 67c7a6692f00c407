"""Tests of the chapters of a handbook."""

from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.card import Teaching, teaching_of
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.guides.guide import Guide
from coachlog.domain.handbook import Lesson, Outline, Size, belongs


def entry(number, **fields):
    """Return a shared entry with some fields of its own: `entry(1, expected="Ask")`."""
    defaults = {
        "uuid": f"{number:04}",
        "kind": "correction",
        "team": "permits",
        "topics": ("fees",),
        "happened": f"Case {number}",
        "factors": (),
        "own": False,
        "status": "shared",
        "occurred_on": f"2026-11-{number % 28 + 1:02}",
    }
    return Entry(**(dict.fromkeys(FIELD_NAMES) | defaults | fields))


def chapters(entries, guides=(), topics=()):
    """Return the chapters of a handbook that has some entries and guides."""
    by_uuid = {}
    outline = Outline(guides, topics)
    for added in entries:
        by_uuid[added.uuid] = added
        outline.add(added, added.topics, teaching_of(added))
    made = list(outline.chapters(lambda uuids: ([by_uuid[uuid] for uuid in uuids], {})))
    assert outline.sizes() == [size_of(chapter) for chapter in made]
    assert outline.size.lessons == sum(len(chapter.lessons) for chapter in made)
    return made


def size_of(chapter):
    """Return what a handbook says of a chapter before it."""
    lessons, guides = len(chapter.lessons), len(chapter.guides)
    for item, _ in chapter.elsewhere:
        lessons += isinstance(item, Lesson)
        guides += isinstance(item, Guide)
    return Size(chapter.topic, lessons, guides)


def contents(handbook):
    """Return `(topic, [[uuid, ...] of each lesson])` of each chapter."""
    result = []
    for chapter in handbook:
        lessons = []
        for lesson in chapter.lessons:
            lessons.append([entry.uuid for entry in lesson.entries])
        result.append((chapter.topic, lessons))
    return result


@st.composite
def entry_lists(draw):
    """Draw up to twelve entries, some of which teach the same."""
    topics = st.sampled_from(["fees", "Travel", "überstunden", "a"])
    entries = []
    for number in draw(st.lists(st.integers(0, 9999), max_size=12, unique=True)):
        drawn = entry(
            number,
            topics=tuple(draw(st.lists(topics, min_size=1, max_size=3, unique=True))),
            status=draw(st.sampled_from(["adopted", "shared"])),
            expected=draw(st.sampled_from([None, "Ask", "ask ", "Look"])),
            lesson=draw(st.sampled_from([None, "Ask", "Wait", "wait."])),
            occurred_on=f"2026-11-0{draw(st.integers(1, 3))}",
        )
        entries.append(drawn)
    return entries


@given(entry_lists(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(entries, dice):
    guides = [
        Guide("b", ("fees",), None, {}),
        Guide("A", (), None, {}),
        Guide("c", ("a", "fees"), None, {}),
    ]
    shuffled_entries, shuffled_guides = list(entries), list(guides)
    dice.shuffle(shuffled_entries)
    dice.shuffle(shuffled_guides)
    handbook = chapters(entries, guides)
    assert chapters(shuffled_entries, shuffled_guides) == handbook


@given(entry_lists())
def test_every_entry_is_in_the_handbook_once(entries):
    uuids = []
    for chapter in chapters(entries):
        for lesson in chapter.lessons:
            uuids += [entry.uuid for entry in lesson.entries]
    assert sorted(uuids) == sorted(entry.uuid for entry in entries)


def test_mistakes_that_were_put_right_alike_are_lessons_of_their_own():
    entries = [entry(number, kind="mistake", recovery="Corrected it") for number in (1, 2, 3)]
    assert contents(chapters(entries)) == [("fees", [["0003"], ["0002"], ["0001"]])]


def test_an_equal_lesson_without_a_right_way_joins_the_only_one_in_its_chapter():
    entries = [
        entry(1, lesson="Ask first"),
        entry(2, lesson="ask first.", expected="Call Finance"),
        entry(3, lesson="Wait", expected="Call Finance"),
        entry(4, lesson="Ask first", expected="Call Audit", topics=("travel",)),
    ]
    assert contents(chapters(entries)) == [
        ("fees", [["0003", "0002", "0001"]]),
        ("travel", [["0004"]]),
    ]
    # Nothing tells which of two right ways the first entry means.
    two_ways = [*entries, entry(5, lesson="Ask first", expected="Call Audit")]
    assert contents(chapters(two_ways))[0] == ("fees", [["0005"], ["0003", "0002"], ["0001"]])


def test_adopted_lessons_come_before_shared_ones_and_newer_before_older():
    entries = [
        entry(1, expected="one"),
        entry(2, expected="two"),
        entry(3, expected="three", status="closed", changed_what="x"),
        entry(4, expected="four", status="adopted"),
    ]
    assert contents(chapters(entries)) == [("fees", [["0004"], ["0003"], ["0002"], ["0001"]])]


def test_an_entry_is_in_the_chapter_of_the_topic_that_was_asked_for():
    both = entry(1, topics=("a", "fees"), expected="one")
    assert contents(chapters([both])) == [("a", [["0001"]]), ("fees", [])]
    assert contents(chapters([both], topics=["Fees"])) == [("fees", [["0001"]])]


def test_an_entry_belongs_if_it_has_a_lesson_and_was_shared_or_changed_something():
    assert belongs(entry(1, expected="one"))
    assert belongs(entry(1, kind="strength"))
    assert not belongs(entry(1))
    assert not belongs(entry(1, expected="one", status="logged"))
    assert not belongs(entry(1, expected="one", status="closed"))
    assert belongs(entry(1, expected="one", status="closed", changed_what="x"))


def test_a_chapter_is_read_when_it_is_asked_for_and_not_before():
    outline = Outline()
    for number, topic in enumerate("abc"):
        outline.add(entry(number), (topic,), Teaching(0, number))
    reads = []
    chapters = outline.chapters(lambda uuids: (reads.append(uuids) or (), {}))
    assert reads == []
    assert next(chapters).topic == "a"
    assert reads == [["0000"]]
