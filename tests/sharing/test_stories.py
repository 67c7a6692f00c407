"""Four people write, withdraw and exchange in random orders: no withdrawn text is ever visible.

`tests/benchmarks/interleavings.py` tells many more of these stories.
"""

from contextlib import closing
from pathlib import Path

import pytest

from tests.sharing.story import Step, Story, make_template, run_story, shrink, steps_of
from tests.sharing.story_roads import Roads
from tests.sharing.witness import BrokenError, stored_words
from tests.sharing.words import words_in

STORIES = 2_000
STORIES_ON = {"folder": 60, "hub": 30}
PARTS = 8  # so that several processes share the work
TO_THE_END = 5  # of so many stories one


@pytest.fixture
def template(tmp_path):
    return make_template(tmp_path / "empty.db")


@pytest.mark.parametrize("part", range(PARTS))
def test_no_withdrawn_text_is_ever_visible(part, template, tmp_path):
    for seed in range(part, STORIES, PARTS):
        steps = steps_of(seed)
        to_the_end = seed // PARTS % TO_THE_END == 0
        problem = run_story(template, tmp_path, steps, to_the_end=to_the_end)
        if problem:
            steps = shrink(steps, lambda fewer: run_story(template, tmp_path, fewer) != "")
            pytest.fail(f"seed {seed}: {problem}\n{steps}")


@pytest.mark.parametrize("kind", STORIES_ON)
def test_no_withdrawn_text_is_visible_through(kind, template, tmp_path, request):
    pytest.importorskip("psycopg")
    roads = Roads(kind, tmp_path, lambda: request.getfixturevalue("hub_server"))
    with closing(roads):
        for seed in range(STORIES, STORIES + STORIES_ON[kind]):
            problem = run_story(template, tmp_path, steps_of(seed, most=30), roads.next())
            assert problem == "", f"seed {seed}"


@pytest.fixture
def story(template, tmp_path):
    story = Story(template, tmp_path)
    yield story
    story.close()


ANA, BEN, CLEO = 0, 1, 2


def test_a_story_would_notice_a_text_that_was_not_withdrawn(story):
    """What the checks look for is there when nothing takes it away."""
    ben = story.replicas[BEN]
    story.step(Step(ANA, "record", 0))
    story.step(Step(ANA, "send", 0))
    story.step(Step(BEN, "deliver", 0))
    (happened,) = ben.log.column("SELECT happened FROM entry")
    story.step(Step(ANA, "private", 0))
    story.step(Step(ANA, "send", 0))
    story.step(Step(BEN, "deliver", 1))
    assert ben.entries() == []
    with ben.log.atomic():
        ben.log.run(
            "UPDATE revision SET patch = ? WHERE number = 1", (f'{{"lesson":"{happened}"}}',)
        )
    with pytest.raises(BrokenError, match="withdrawn text in revision of ben"):
        story.witness.check_log(ben)


@pytest.mark.parametrize("action", ["delete", "undo"])
def test_a_purge_reaches_those_who_never_heard_of_the_deletion(story, action):
    ana, ben = story.replicas[:2]
    for who in (ANA, BEN):
        story.step(Step(who, ("record", "thanks")[who], 0))
        story.step(Step(ANA, "sync", 39))
        story.step(Step(BEN, "sync", 39))
    story.step(Step(ANA, action, 0))
    story.step(Step(ANA, "purge", 0))
    story.end()
    assert words_in(Path(ana.path).read_bytes()) == set()
    assert set().union(*stored_words(ben.log).values()) == set()


def test_a_purge_of_an_entry_that_was_always_private_is_nobody_elses_business(story):
    ana = story.replicas[ANA]
    story.step(Step(ANA, "record", 24))
    assert ana.log.column("SELECT share FROM entry") == ["private"]
    story.step(Step(ANA, "delete", 0))
    story.step(Step(ANA, "purge", 0))
    story.end()
    assert story.road.stored() == {}
    patches = ana.log.column("SELECT patch FROM revision WHERE tbl = 'entry' ORDER BY hlc")
    assert patches == ['{"deleted":true}'] * 2 + ['{"deleted":true,"purged":true}']


def test_a_deletion_is_undone_of_an_entry_that_moved_to_others_since(story):
    """Cleo deletes what Ben has moved to a team of which she gets no texts."""
    ben, cleo = story.replicas[BEN], story.replicas[CLEO]
    story.step(Step(ANA, "record", 0))
    for who in (ANA, BEN, CLEO):
        story.step(Step(who, "sync", 39))
    story.step(Step(BEN, "move", 1))
    story.step(Step(CLEO, "delete", 0))
    for who in (BEN, CLEO):
        story.step(Step(who, "sync", 39))
    assert cleo.entries() == []
    assert cleo.act("undo", 0, "")
    story.witness.note(cleo)
    story.end()
    assert (cleo.entries(), len(ben.entries())) == ([], 1)


def test_a_withdrawn_word_is_gone_from_the_full_text_index(story):
    ben = story.replicas[BEN]
    story.step(Step(ANA, "record", 0))
    story.step(Step(ANA, "sync", 39))
    story.step(Step(BEN, "sync", 39))
    assert len(words_in(ben.log.all("SELECT block FROM entry_fts_data"))) == 1
    story.step(Step(ANA, "private", 0))
    story.step(Step(ANA, "sync", 39))
    story.step(Step(BEN, "sync", 39))
    assert words_in(ben.log.all("SELECT block FROM entry_fts_data")) == set()
