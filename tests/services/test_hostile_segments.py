"""Segments that somebody has forged who may write to the shared folder."""

import pytest

from coachlog.domain.folding import SNAPSHOT_FIELDS
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.packing import pack
from coachlog.exchange.segment_lines import json_text, line_of
from coachlog.exchange.segment_names import HIGHEST_NUMBER, segment_name
from coachlog.exchange.segments import decode, encode
from coachlog.exchange.shelf import Trouble
from coachlog.storage.mending import other_damage
from coachlog.storage.revisions import device_of
from tests.services.computers import Computer, bytes_of, files

STRANGER = "a" * 12


@pytest.fixture
def folder(tmp_path):
    """Return the path of a shared folder that is not made yet."""
    return tmp_path / "share"


@pytest.fixture
def kim(tmp_path, folder):
    """Return the computer of somebody who has sent one entry to a shared folder."""
    computer = Computer(tmp_path / "kim.db", "kim", seed=1)
    computer.join(folder)
    computer.add("Showed how")
    computer.sync()
    yield computer
    computer.log.close()


def sent(folder):
    """Return the revision in the first segment of a folder."""
    path = files(folder)[0]
    return decode(path.name, path.read_bytes()).revisions[0]


def another(revision, **patch):
    """Return a forged revision that makes another entry, with some other values."""
    return revision._replace(
        id=b"f" * 16,
        record=revision.record[:-4] + "ffff",
        device=STRANGER,
        patch={**revision.patch, "short_id": "ffff", **patch},
    )


def forge(folder, revisions, device=STRANGER, seq=1):
    """Put a forged segment into a folder."""
    name, data = encode(device=device, seq=seq, team="permits", revisions=revisions)
    FolderShelf.join(str(folder)).put_if_absent("permits", name, data)


def forge_lines(folder, lines):
    """Put a segment with any lines into a folder, and return its name."""
    header = {"coachlog": "segment", "format": 1, "device": STRANGER, "seq": 1, "team": "permits"}
    header |= {"count": len(lines), "newest": "", "version": ""}
    data = pack("\n".join([json_text(header), *lines, ""]).encode())
    name = segment_name(STRANGER, 1, data)
    FolderShelf.join(str(folder)).put_if_absent("permits", name, data)
    return name


def test_the_last_number_of_all_under_ones_own_device_stops_nothing(kim, folder):
    forge(folder, [sent(folder)], device=device_of(kim.log), seq=HIGHEST_NUMBER)
    kim.add("Called ahead")
    assert kim.sync().sent == 1
    assert "Called ahead" in bytes_of(folder)


@pytest.mark.parametrize("field", ["team", "topics", "happened"])
def test_what_a_snapshot_repeats_is_checked_too_where_the_patch_has_it(kim, folder, field):
    revision = sent(folder)
    values = [revision.patch.get(name) for name in SNAPSHOT_FIELDS]
    values[SNAPSHOT_FIELDS.index(field)] = {"no": "text"}
    forge(folder, [another(revision, snapshot=values)])
    synced = kim.sync()
    assert (synced.arrived.held, kim.texts()) == (1, ["Showed how"])


@pytest.mark.parametrize("happened", ["", "  \n"])
def test_a_text_cannot_be_emptied_from_elsewhere(kim, folder, happened):
    emptied = sent(folder)._replace(id=b"f" * 16, device=STRANGER, patch={"happened": happened})
    forge(folder, [emptied])
    assert (kim.sync().arrived.held, kim.texts()) == (1, ["Showed how"])


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_that_json_cannot_carry_on_is_not_read(kim, folder, number):
    line = line_of(another(sent(folder), of_a_newer_coachlog="number"))
    forge_lines(folder, [line.replace('"number"', number)])
    synced = kim.sync()
    assert (len(synced.troubles), kim.texts()) == (1, ["Showed how"])


def test_what_is_set_aside_does_not_count_as_damage_of_the_log(kim, folder):
    forge(folder, [sent(folder)._replace(id=b"f" * 16, hlc="yesterday")])
    assert kim.sync().arrived.held == 1
    assert list(other_damage(kim.log)) == []
    assert kim.log.value("SELECT hlc FROM held") == "yesterday"


def test_all_lines_of_a_segment_that_cannot_be_read_are_told_as_one(kim, folder):
    name = forge_lines(folder, [line_of(another(sent(folder))), "[]", "no JSON"])
    synced = kim.sync()
    reason = "cannot be read in 2 of 3 lines (line 3: not a revision). The others were taken."
    assert synced.troubles == [Trouble(name, reason)]
    assert synced.arrived.new == 1
