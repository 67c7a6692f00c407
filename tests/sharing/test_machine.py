"""Hypothesis looks for an order of steps after which something leaks, or is not the same for all.

Bundles go their own way, and `sync` goes through each kind of shelf.
"""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.sharing.story import ACTIONS, PEOPLE, Step, Story, make_template
from tests.sharing.story_roads import Roads

EXCHANGES = ("send", "deliver", "sync")
EXAMPLES = {"memory": 25, "folder": 10, "hub": 8}
_WHO = st.integers(0, len(PEOPLE) - 1)
_NUMBER = st.integers(0, (1 << 16) - 1)


class SharingMachine(RuleBasedStateMachine):
    """Four people, who write and exchange as Hypothesis says."""

    def __init__(self, road):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.story = Story(make_template(self.folder / "empty.db"), self.folder, road)

    @rule(who=_WHO, action=st.sampled_from(sorted(set(ACTIONS) - set(EXCHANGES))), number=_NUMBER)
    def write(self, who, action, number):
        self.story.step(Step(who, action, number))

    @rule(who=_WHO, number=_NUMBER)
    def record(self, who, number):
        self.story.step(Step(who, "record", number))

    @rule(who=_WHO, action=st.sampled_from(EXCHANGES), number=_NUMBER)
    def exchange(self, who, action, number):
        self.story.step(Step(who, action, number))

    def teardown(self):
        try:
            self.story.end()
        finally:
            self.story.close()
            shutil.rmtree(self.folder)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_nothing_leaks_and_all_have_the_same_in_any_order(kind, tmp_path, request):
    pytest.importorskip("psycopg")
    modest = settings(max_examples=EXAMPLES[kind], stateful_step_count=25, deadline=None)
    roads = Roads(kind, tmp_path, lambda: request.getfixturevalue("hub_server"))
    with closing(roads):
        run_state_machine_as_test(lambda: SharingMachine(roads.next()), settings=modest)
