"""Merging a bundle, a folder of bundles, a shared folder or another log file."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coachlog.errors import NotFoundError, StorageError
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.segments import encode
from coachlog.services.bundle import write_bundle
from coachlog.services.merge import merge
from coachlog.services.reply import reply

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def pair(replica):
    """Return the logs of kim, who has a shared and a private entry, and of robin."""
    kim, robin = replica("kim"), replica("robin")
    kim.record("Called ahead", learner="sam")
    kim.record("Told nobody", share="private")
    return kim, robin


def source_of(kind, replica, tmp_path):
    """Return the path of what a log shares, made in one of four ways."""
    if kind == "log":
        return replica.path
    folder = tmp_path / "given"
    folder.mkdir()
    bundle = folder / "kim.coachlog"
    if kind == "shared folder":
        shelf = FolderShelf.create(str(folder), replica.clock)
        name, data = encode("d1", 1, "permits", replica.revisions()[:1])
        shelf.put_if_absent("permits", name, data)
        return str(folder)
    write_bundle(replica.log, str(bundle))
    return str(bundle if kind == "bundle" else folder)


@pytest.mark.parametrize("kind", ["bundle", "folder", "shared folder", "log"])
def test_what_may_leave_comes_in_once(pair, tmp_path, kind):
    kim, robin = pair
    source = source_of(kind, kim, tmp_path)
    merged = merge(robin.log, [source])
    assert (merged.arrived.new, merged.arrived.held, merged.troubles) == (1, 0, [])
    assert robin.texts() == ["Called ahead"]
    assert robin.log.column("SELECT learner FROM entry") == [None]
    stored = robin.revisions()
    assert merge(robin.log, [source]).arrived.outcomes == {}
    assert robin.revisions() == stored
    assert robin.problems() == []


def test_a_segment_that_was_replaced_meanwhile_is_no_trouble(pair, tmp_path, monkeypatch):
    kim, robin = pair
    folder = source_of("shared folder", kim, tmp_path)
    read_names = FolderShelf.list
    gone = f"d1-00000009-{'0' * 16}.jsonl.gz"
    monkeypatch.setattr(FolderShelf, "list", lambda *args: [gone, *read_names(*args)])
    merged = merge(robin.log, [folder])
    assert (merged.arrived.new, merged.troubles) == (1, [])


def test_a_dry_run_says_what_would_come_in_and_writes_nothing(pair):
    kim, robin = pair
    before = Path(robin.path).read_bytes()
    merged = merge(robin.log, [kim.path], dry_run=True)
    assert merged.arrived.new == 1
    ((outcome, entry),) = merged.entries
    assert (outcome, entry.happened, entry.team) == ("new", "Called ahead", "permits")
    assert (robin.texts(), Path(robin.path).read_bytes()) == ([], before)


def test_the_answer_to_a_bundle_carries_what_others_said_back(pair, tmp_path):
    kim, robin = pair
    there, back = str(tmp_path / "there.coachlog"), str(tmp_path / "back.coachlog")
    write_bundle(kim.log, there)
    merge(robin.log, [there])
    uuid = robin.log.value("SELECT uuid FROM entry")
    reply(robin.log, uuid, "thanks")
    robin.set_status(uuid, "adopted", "A new form")
    write_bundle(robin.log, back, for_name="kim")
    merged = merge(kim.log, [back])
    assert (merged.arrived.new, merged.arrived.changed) == (1, 1)
    assert kim.log.one("SELECT status, changed_what FROM entry WHERE uuid = ?", (uuid,)) == (
        "adopted",
        "A new form",
    )
    assert [what for (what,) in kim.log.all("SELECT what FROM news ORDER BY what")] == [
        "adopted",
        "thanks",
    ]


def test_a_withdrawal_comes_out_of_a_log_that_shares_nothing_else(pair):
    kim, robin = pair
    merge(robin.log, [kim.path])
    kim.edit(kim.log.value("SELECT uuid FROM entry WHERE share = 'team'"), share="private")
    assert merge(robin.log, [kim.path]).arrived.withdrawn == 1
    assert robin.texts() == []


def test_a_bundle_that_is_half_there_stops_none_of_the_others(pair, tmp_path):
    kim, robin = pair
    source = source_of("folder", kim, tmp_path)
    half = (Path(source) / "kim.coachlog").read_bytes()[:-20]
    (Path(source) / "ada.coachlog").write_bytes(half)
    merged = merge(robin.log, [source])
    assert [trouble.name for trouble in merged.troubles] == ["ada.coachlog"]
    assert robin.texts() == ["Called ahead"]


def test_what_is_not_there_stops_all_of_it(pair, tmp_path):
    kim, robin = pair
    for missing in (tmp_path / "none.db", tmp_path / "empty"):
        with pytest.raises(NotFoundError, match=missing.name):
            merge(robin.log, [kim.path, str(missing)])
        (tmp_path / "empty").mkdir(exist_ok=True)
        assert robin.texts() == [] or missing.name == "empty"
    (tmp_path / "note.txt").write_text("Hello")
    with pytest.raises(StorageError, match=r"note\.txt"):
        merge(robin.log, [str(tmp_path / "note.txt")])


def test_nothing_that_another_file_defines_is_ever_run(pair, tmp_path):
    kim, robin = pair
    kim.log.close()
    with closing(sqlite3.connect(kim.path)) as db:
        db.execute(
            "CREATE TRIGGER planted AFTER INSERT ON entry BEGIN UPDATE entry SET own = 1; END"
        )
        db.execute("CREATE VIEW planted_view AS SELECT load_extension('x')")
        db.commit()
    before = Path(kim.path).read_bytes()
    assert merge(robin.log, [kim.path]).arrived.new == 1
    assert robin.log.column("SELECT own FROM entry") == [0]
    assert Path(kim.path).read_bytes() == before
    with closing(sqlite3.connect(kim.path)) as db:
        db.execute("ALTER TABLE revision RENAME TO other")
        db.execute("CREATE VIEW revision AS SELECT * FROM other")
        db.commit()
    with pytest.raises(StorageError, match="no history"):
        merge(robin.log, [kim.path])


def test_values_of_any_type_in_another_file_are_set_aside(pair):
    kim, robin = pair
    with closing(sqlite3.connect(kim.path)) as db:
        for column in ("id", "record", "tbl", "hlc", "device", "author", "patch"):
            for value in (b"\xff\x00", 7, 0.5, "", "[" * 5_000, "\x1b[31m"):
                columns = "id, record, tbl, hlc, device, author, patch"
                values = columns.replace(column, "?", 1) if column != "id" else "?" + columns[2:]
                db.execute(
                    f"INSERT INTO revision ({columns}) SELECT {values} FROM revision LIMIT 1",
                    (value,),
                )
        db.commit()
    assert merge(robin.log, [kim.path]).arrived.new == 1
    assert robin.texts() == ["Called ahead"]
    assert robin.problems() == []


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_log_of_an_older_version_is_read_and_left_as_it_is(replica, tmp_path, version):
    robin = replica("robin")
    (old,) = DATA.glob(f"*v{version}*.db")
    path = tmp_path / "old.db"
    shutil.copy(old, path)
    before = path.read_bytes()
    merged = merge(robin.log, [str(path)])
    assert merged.arrived.new > 0
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as db:
        shared = db.execute("SELECT happened FROM entry WHERE share <> 'private'").fetchall()
    assert set(robin.texts()) <= {text for (text,) in shared}
    assert robin.problems() == []
