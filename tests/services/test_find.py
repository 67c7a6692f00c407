"""Finding the topic that a person names."""

import pytest

from coachlog.errors import NotFoundError
from coachlog.services.find import find_topic
from tests.work import add_entries


@pytest.fixture
def topics(log):
    for number, name in enumerate(("fees", "fees abroad", "deadlines")):
        add_entries(log, 1, first=number, topics=[name])
    return log


def test_a_whole_name_is_found_without_reading_all_topics(topics, monkeypatch):
    monkeypatch.setattr("coachlog.services.find.all_names", None)
    assert find_topic(topics, "Fees") == "fees"
    assert find_topic(topics, "+fees") == "fees"


def test_a_part_that_one_topic_has_is_found(topics):
    assert find_topic(topics, "DEAD") == "deadlines"


def test_of_a_part_that_several_topics_have_all_are_offered(topics):
    with pytest.raises(NotFoundError, match="fees abroad"):
        find_topic(topics, "fee")
