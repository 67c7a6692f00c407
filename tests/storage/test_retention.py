"""Retention takes people out of old entries, in every log that has them and in every byte."""

from itertools import permutations
from pathlib import Path

import pytest

from coachlog.domain.authority import NOT_THEIRS
from coachlog.domain.fields import RETENTION, SNAPSHOT
from coachlog.services.retention import Retention
from coachlog.storage.patch_json import read_patch

ALIAS = "Zarathustra"
RULE = "24 months"
OLD = "2023-05-04"


@pytest.fixture
def kim(replica):
    """Return a log with an old entry about somebody, edited since, amid new ones."""
    kim = replica("kim")
    uuid = kim.record(f"Told {ALIAS} of it", learner=ALIAS, occurred_on=OLD, lesson="Ask first")
    kim.edit(uuid, why=f"{ALIAS} had asked")
    kim.edit(uuid, why="It is the rule")
    kim.record(f"Said it to {ALIAS} again", occurred_on="2026-11-02")
    return kim


def uuid_of(replica):
    return replica.log.value("SELECT uuid FROM entry WHERE occurred_on = ?", (OLD,))


def run(replica):
    return Retention(replica.log, RULE).run()


def old_patches(replica):
    """Return the patches of the old entry as text."""
    return replica.log.column(
        "SELECT patch FROM revision WHERE record = ? ORDER BY hlc, id", (uuid_of(replica),)
    )


def test_people_go_and_the_lesson_stays(kim):
    assert run(kim) == 1
    row = kim.log.one(
        "SELECT happened, lesson, why, learner, trainer, occurred_on FROM entry"
        " WHERE occurred_on = ?",
        (OLD,),
    )
    assert row == ("Told [name] of it", "Ask first", "It is the rule", None, "kim", OLD)
    assert ALIAS not in "".join(old_patches(kim))
    assert kim.log.value("SELECT count(*) FROM entry WHERE happened GLOB ?", (f"*{ALIAS}*",)) == 1
    assert kim.problems() == []


def test_nobody_is_left_after_it_has_run(kim):
    run(kim)
    assert Retention(kim.log, RULE).entries() == []
    kim.edit(uuid_of(kim), lesson="Ask twice")
    (old,) = Retention(kim.log, RULE).entries()
    assert old.goes == ["earlier versions"]


def test_it_is_in_no_byte_where_no_newer_entry_has_it(kim):
    (newer,) = kim.log.column("SELECT uuid FROM entry WHERE occurred_on > ?", (OLD,))
    kim.edit(newer, happened="Said it again")
    kim.edit(newer, occurred_on=OLD)
    assert run(kim) == 2
    data = Path(kim.path).read_bytes().lower()
    assert ALIAS.lower().encode() not in data


def test_other_logs_take_it_out_in_every_order(kim, replica):
    before = kim.revisions()
    robin = replica("robin")
    robin.take(before)
    robin.edit(uuid_of(robin), why=f"Nobody but {ALIAS}")
    theirs = robin.revisions()[-1]
    kim.take([theirs])
    run(kim)
    after = kim.revisions()
    mark = next(revision for revision in after if revision.patch.get(RETENTION))
    parts = (before, [theirs], [mark])
    for number, order in enumerate(permutations(parts)):
        other = replica(f"log{number}")
        for part in order:
            other.take(part)
        other.take(after)
        assert sorted(other.texts()) == kim.texts()
        assert ALIAS not in "".join(old_patches(other))
        assert other.problems() == []
    robin.take(after)
    assert ALIAS not in "".join(old_patches(robin))
    assert robin.tables()["entry"] == [
        row.replace(f"'learner': '{ALIAS}'", "'learner': None") for row in kim.tables()["entry"]
    ]


def test_the_log_that_knows_the_learner_masks_what_another_computer_could_not(kim, replica):
    laptop = replica("laptop")
    laptop.log.reader = laptop.log.login = laptop.name = "kim"
    laptop.take(kim.revisions())
    run(laptop)
    kim.take(laptop.revisions())
    assert ALIAS in kim.texts()[1]
    run(kim)
    old = kim.revisions()
    kim.take(laptop.revisions())
    laptop.take(old)
    for each in (kim, laptop):
        assert ALIAS not in "".join(old_patches(each))
        assert each.problems() == []


def test_an_old_text_that_comes_back_is_not_stored_again(kim):
    before = kim.revisions()
    run(kim)
    kim.take(before)
    assert ALIAS not in "".join(old_patches(kim))


def test_only_the_owner_can_take_anything_out(kim, replica):
    robin = replica("robin")
    robin.take(kim.revisions())
    assert Retention(robin.log, RULE).entries() == []
    run(kim)
    forged = next(each for each in kim.revisions() if each.patch.get(RETENTION))
    assert forged.patch[SNAPSHOT]
    forged = forged._replace(author="robin", device="robins", id=bytes(15) + b"\1")
    robin.take([forged])
    assert robin.log.column("SELECT reason FROM held") == [NOT_THEIRS]
    assert "It is the rule" in "".join(old_patches(robin))
    assert robin.log.value("SELECT lesson FROM entry WHERE occurred_on = ?", (OLD,)) == "Ask first"


def test_what_is_private_or_deleted_loses_its_people_and_stays_so(kim):
    uuid = uuid_of(kim)
    kim.edit(uuid, share="private")
    run(kim)
    assert kim.log.value("SELECT share FROM entry WHERE uuid = ?", (uuid,)) == "private"
    kim.edit(uuid, learner=ALIAS)
    from coachlog.services.delete import delete

    delete(kim.log, [uuid])
    assert run(kim) == 1
    patches = kim.log.column("SELECT patch FROM revision WHERE record = ?", (uuid,))
    assert ALIAS not in "".join(patches)
    assert any("deleted" in read_patch(patch) for patch in patches)
    assert kim.log.one("SELECT 1 FROM entry WHERE uuid = ?", (uuid,)) is None


def test_no_undo_brings_anybody_back(kim):
    from coachlog.errors import NotFoundError
    from coachlog.services.undo import redo, undo

    run(kim)
    undo(kim.log, 9)
    assert ALIAS not in "".join(old_patches(kim))
    with pytest.raises(NotFoundError):
        undo(kim.log)
    redo(kim.log, 9)
    assert kim.texts() == ["Said it to Zarathustra again", "Told [name] of it"]
    assert ALIAS not in "".join(old_patches(kim))
    assert kim.problems() == []
