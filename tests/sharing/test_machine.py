"""Hypothesis looks for an order of steps after which something leaks, or is not the same for all.

Bundles and a shelf are the roads; a further shelf needs a story with another one in its place.
"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.sharing.story import ACTIONS, PEOPLE, Step, Story, make_template

ROADS = ("send", "deliver", "sync")
_WHO = st.integers(0, len(PEOPLE) - 1)
_NUMBER = st.integers(0, (1 << 16) - 1)


class SharingMachine(RuleBasedStateMachine):
    """Four people, who write and exchange as Hypothesis says."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.story = Story(make_template(self.folder / "empty.db"), self.folder)

    @rule(who=_WHO, action=st.sampled_from(sorted(set(ACTIONS) - set(ROADS))), number=_NUMBER)
    def write(self, who, action, number):
        self.story.step(Step(who, action, number))

    @rule(who=_WHO, number=_NUMBER)
    def record(self, who, number):
        self.story.step(Step(who, "record", number))

    @rule(who=_WHO, road=st.sampled_from(ROADS), number=_NUMBER)
    def exchange(self, who, road, number):
        self.story.step(Step(who, road, number))

    def teardown(self):
        try:
            self.story.end()
        finally:
            self.story.close()
            shutil.rmtree(self.folder)


SharingMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestSharing = SharingMachine.TestCase
