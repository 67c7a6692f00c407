"""In whatever order changes arrive, and however often: the logs are equal in the end."""

from contextlib import closing
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.services.checkin import check_in
from coachlog.services.delete import bring_back, delete
from coachlog.services.doctor_checks import CHECKS
from coachlog.services.examination import PROBLEM, Examination
from coachlog.services.reply import reply
from coachlog.storage.arrivals import arrive
from coachlog.storage.other_log import log_in_memory
from coachlog.storage.purge import purge
from tests.conftest import NOW
from tests.replicas import tables_of

LATER = datetime.fromisoformat(NOW) + timedelta(hours=1)


def exchange(*replicas):
    """Let all have what all have."""
    for giver in replicas:
        for taker in replicas:
            if giver is not taker:
                taker.take(giver.revisions())


@pytest.fixture(scope="session")
def collected():
    """Return a list that the first test fills with what three people wrote side by side."""
    return []


@pytest.fixture
def expected(written):
    """Return what comes of it in the order of its writing."""
    return merged([written])


@pytest.fixture
def written(replica, collected):
    """Return every revision that three people wrote, in part without knowing of each other."""
    if not collected:
        collected += write_side_by_side(replica("kim"), replica("robin"), replica("ada"))
    return collected


def write_side_by_side(kim, robin, ada):
    first = kim.record("Called ahead", lesson="Ask first", follow_up="30, 60")
    withdrawn = kim.record("Told Zarathustra")
    shared_again = kim.record("Told nobody", share="private")
    moved = robin.record("Took the old form", topics=["fees", "forms"])
    erased = robin.record("Forgot it")
    gone = ada.record("Left early")
    exchange(kim, robin, ada)
    early = kim.revisions()
    kim.edit(first, topics=["fees", "letters"], why="The fee is due")
    robin.edit(first, topics=["forms"], why="The clerk waits")
    ada.set_status(first, "adopted", "A new form")
    check_in(ada.log, first, "with-help", early=True)
    reply(ada.log, first, "thanks")
    kim.edit(withdrawn, share="private")
    robin.edit(withdrawn, share="meeting", lesson="Ask Zarathustra")
    kim.edit(shared_again, happened="Told the team", share="team")
    robin.edit(moved, team="counter")
    kim.edit(moved, lesson="Look twice")
    reply(kim.log, erased, "idea", "Write it down")
    delete(robin.log, [erased])
    purge(robin.log)
    delete(kim.log, [gone])
    ada.edit(gone, lesson="Stay")
    exchange(kim, robin, ada)
    bring_back(ada.log, [gone])
    kim.edit(shared_again, share="private")
    kim.edit(shared_again, share="team", topics=["letters"])
    # A program of somebody else's making: it withdraws and takes over what is not theirs.
    *_, last = ada.revisions()
    forged = [
        last._replace(id=b"\xff" * 15 + b"1", record=moved, patch={"share": "private"}),
        last._replace(id=b"\xff" * 15 + b"2", record=moved, patch={"trainer": "ada"}),
    ]
    # Old texts arrive, too, from whoever still has them.
    return [*kim.revisions(), *robin.revisions(), *ada.revisions(), *early, *forged]


def merged(batches):
    """Return the tables of a new log, what it set aside, and what `doctor` finds in it."""
    with closing(log_in_memory(FixedClock(LATER))) as log:
        log.reader = "sam"
        for batch in batches:
            with log.atomic():
                arrive(log, batch, "merge")
        held = log.all("SELECT id, record, reason FROM held ORDER BY id")
        examination = Examination(log, folder=None, fix=False)
        problems = []
        for name in ("tables", "search"):
            check = CHECKS[name](examination)
            if check.state == PROBLEM:
                problems.append(check.note)
        return tables_of(log), held, problems


# Each example opens a log: to make a failing one smaller would take minutes.
@settings(
    max_examples=25,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_order_of_arrival_leads_to_the_same_log(written, expected, data):
    order = data.draw(st.permutations(range(len(written))))
    again = data.draw(st.lists(st.sampled_from(order), max_size=10))
    arriving = [written[index] for index in [*order, *again]]
    size = data.draw(st.integers(1, len(arriving)))
    batches = [arriving[start : start + size] for start in range(0, len(arriving), size)]
    assert merged(batches) == expected


def test_what_one_person_must_not_do_is_set_aside(expected):
    tables, held, problems = expected
    assert problems == []
    assert [reason for _, _, reason in held] == ["not theirs", "not theirs"]
    (moved,) = (row for row in tables["entry"] if "old form" in row)
    assert "'share': 'team'" in moved
    assert "'trainer': 'robin'" in moved
    assert not any("Zarathustra" in row for rows in tables.values() for row in rows)
