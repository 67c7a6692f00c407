"""What can go wrong with a shared folder: each is one line with what to do, and nothing is lost."""

import json
import shutil

import pytest

from coachlog.domain.revision import Revision
from coachlog.exchange.segments import encode
from coachlog.exchange.team_folders import team_folder
from tests.cli.test_sync import Computers

STRANGER = "0123456789ab"
AT = "1763564400000-0000"  # 2026-11-19, 15:00 UTC
ID_FILE = "coachlog-folder.json"


@pytest.fixture
def computers(tmp_path, by, monkeypatch):
    """Return the computers of kim and lou, who have shared an entry each."""
    computers = Computers(tmp_path, by, monkeypatch)
    computers.share("kim")
    computers.share("lou")
    computers.done("kim", "sync")
    return computers


def put(computers, *revisions):
    """Put revisions into the folder, as another program or a stranger may do it."""
    name, data = encode(STRANGER, 1, "permits", revisions)
    path = computers.folder / team_folder("permits") / name
    path.write_bytes(data)
    return path


def revision(number, table="entry", author="eve", record="", **patch):
    """Return a revision of a stranger."""
    uuid = f"01a00000-0000-7000-8000-{number:012}"
    return Revision(
        id=bytes.fromhex(uuid.replace("-", "")),
        record=record or uuid,
        table=table,
        hlc=AT,
        device=STRANGER,
        author=author,
        patch=patch,
    )


def uuid_of(computers, name, happened):
    listed = json.loads(computers.run(name, "list --format json").out)
    [uuid] = [entry["uuid"] for entry in listed if entry["happened"] == happened]
    return uuid


def texts_of(computers, name):
    listed = json.loads(computers.run(name, "list --format json").out)
    return sorted(entry["happened"] for entry in listed)


def newest_of_lou(computers):
    """Let lou send one more entry, and return the path of its segment, which kim has not taken."""
    before = computers.segments
    computers.done("lou", "log @permits +fees Newest words of lou")
    computers.done("lou", "sync")
    [path] = set(computers.segments) - set(before)
    return path


def check_refused(computers, line, *parts):
    """Check that a line ends with exit code 7, names what is wrong, and leaves the log as it is."""
    before = texts_of(computers, "kim")
    done = computers.run("kim", line)
    assert (done.code, done.out) == (7, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith("coachlog: ")
    for part in parts:
        assert part in done.err
    assert texts_of(computers, "kim") == before


def test_a_drive_that_is_away_ends_with_exit_code_7_and_loses_nothing(computers):
    away = computers.path / "away"
    computers.drive.rename(away)
    computers.done("kim", "log @permits +fees Recorded meanwhile")
    check_refused(computers, "sync", "there is no folder ", "Connect the drive, or check the name.")
    away.rename(computers.drive)
    assert computers.done("kim", "sync") == "1 of yours sent; nothing new.\n"


@pytest.mark.parametrize("line", ["sync", "sync --folder ~/OneDrive/coachlog"])
def test_a_missing_id_file_stops_everything(computers, line):
    (computers.folder / ID_FILE).rename(computers.path / ID_FILE)
    computers.done("kim", "log @permits +fees Recorded meanwhile")
    before = computers.segments
    check_refused(computers, line, f"has no {ID_FILE}", "Nothing was read or written.")
    assert computers.segments == before
    (computers.path / ID_FILE).rename(computers.folder / ID_FILE)
    assert computers.done("kim", "sync") == "1 of yours sent; nothing new.\n"


@pytest.mark.parametrize("line", ["sync", "sync --folder ~/OneDrive/coachlog"])
def test_another_folder_under_the_same_path_is_not_written_to(computers, line):
    computers.folder.rename(computers.path / "old")
    computers.done("ann", "log @permits +fees Words of ann")
    computers.done("ann", "sync --folder ~/OneDrive/coachlog")
    check_refused(computers, line, "is another shared folder than the one that this log joined.")
    assert computers.segments == []
    computers.done("kim", "sync --leave")
    computers.done("kim", "sync --folder ~/OneDrive/coachlog")
    assert computers.done("kim", "sync") == "2 of yours sent; nothing new.\n"


def test_a_folder_that_holds_something_else_is_not_made_a_shared_one(computers):
    (computers.drive / "letters").mkdir()
    (computers.drive / "letters" / "a.txt").write_text("Dear diary")
    check_refused(computers, "sync --folder ~/OneDrive/letters", "is not empty. Name a new folder")
    assert [path.name for path in (computers.drive / "letters").iterdir()] == ["a.txt"]


def test_half_a_segment_is_told_and_taken_when_it_is_whole(computers):
    path = newest_of_lou(computers)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    told = computers.done("kim", "sync").splitlines()
    assert told[0] == "Nothing to send; nothing new."
    assert told[1].startswith(f"{path.name} is not whole")
    assert len(told) == 2
    path.write_bytes(whole)
    assert computers.done("kim", "sync") == "Nothing to send; 1 new.\n"


def test_a_segment_with_other_bytes_than_its_name_says_is_not_taken(computers):
    path = newest_of_lou(computers)
    other = put(computers, revision(1, happened="Forged words"))
    path.write_bytes(other.read_bytes())
    other.unlink()
    told = computers.done("kim", "sync").splitlines()
    assert told[1:] == [
        f"{path.name} is damaged: it has other bytes than its name says."
        " Delete it; its device will write it again."
    ]
    assert "Forged words" not in texts_of(computers, "kim")
    path.unlink()
    computers.done("lou", "sync")
    assert computers.done("kim", "sync") == "Nothing to send; 1 new.\n"


def test_a_placeholder_is_told_and_taken_when_it_is_downloaded(computers):
    path = newest_of_lou(computers)
    stub = path.with_name(path.name + ".nextcloud")
    whole = path.read_bytes()
    path.rename(stub)
    stub.write_bytes(b"")
    told = computers.done("kim", "sync").splitlines()
    assert told[1:] == [
        f"{path.name} has not been downloaded to this computer. Choose to keep the folder on this"
        " device in the program that syncs it."
    ]
    stub.unlink()
    path.write_bytes(whole)
    assert computers.done("kim", "sync") == "Nothing to send; 1 new.\n"


def test_many_unusable_files_are_a_few_lines(computers):
    folder = computers.folder / team_folder("permits")
    for number in range(9):
        (folder / f"{STRANGER}-{number:08}-{'0' * 16}.jsonl.gz").write_bytes(b"")
    told = computers.done("kim", "sync").splitlines()
    assert len(told) == 7
    assert "is empty: it has not been downloaded yet." in told[1]
    assert told[-1] == "And 4 files more that could not be used."


def test_conflict_copies_and_other_files_change_nothing(computers):
    path = newest_of_lou(computers)
    shutil.copy(path, path.with_name(path.name.replace(".jsonl", " (kim's laptop).jsonl")))
    (path.parent / "desktop.ini").write_text("x")
    assert computers.done("kim", "sync") == "Nothing to send; 1 new.\n"


def test_changes_of_a_newer_program_wait_for_it(computers):
    put(computers, revision(1, table="hologram", shape="round"))
    assert computers.done("kim", "sync").splitlines() == [
        "Nothing to send; nothing new.",
        "1 change was set aside. To see why:  coachlog sync --status",
    ]
    assert computers.done("kim", "sync --status") == (
        "1 change by eve set aside: from a newer coachlog. Update coachlog here.\n"
    )


def test_a_segment_in_a_newer_format_asks_for_an_update(computers, monkeypatch):
    with monkeypatch.context() as newer:
        newer.setattr("coachlog.exchange.segments.FORMAT", 2)
        path = put(computers, revision(1, happened="Words"))
    told = computers.done("kim", "sync").splitlines()
    assert told[1:] == [f"{path.name} was written by a newer coachlog. Update coachlog to read it."]


def test_a_clock_two_days_ahead_is_told_with_whose_it_is(computers):
    computers.move_to("2026-11-21T15:00:00+00:00")
    computers.done("lou", "log @permits +fees --on 2026-11-19 Words of the day after tomorrow")
    computers.done("lou", "sync")
    computers.move_to("2026-11-19T15:00:00+00:00")
    told = computers.done("kim", "sync").splitlines()
    assert told[0] == "Nothing to send; nothing new."
    assert told[1] == (
        "The clock of lou's computer is ahead of this one: 1 change waits until then."
        " Set whichever is wrong, then sync again."
    )
    computers.move_to("2026-11-21T15:00:00+00:00")
    assert computers.done("kim", "sync") == "Nothing to send; 1 new.\n"


def test_a_clock_that_is_behind_all_others_is_one_line(computers):
    computers.move_to("2026-11-21T15:00:00+00:00")
    for name in ("lou", "ann", "ben", "cem"):
        computers.share(name, f"Later words of {name}")
    computers.move_to("2026-11-19T15:00:00+00:00")
    assert computers.done("kim", "sync").splitlines() == [
        "Nothing to send; nothing new.",
        "The clocks of 4 computers are ahead of this one, which is probably wrong: 4 changes wait."
        " Set it, then sync again.",
    ]


def test_somebody_else_who_writes_under_my_name_is_told_once(computers, monkeypatch):
    computers.run("eve", "list")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    computers.share("eve", "Words in the name of Kim")
    monkeypatch.delenv("COACHLOG_TRAINER")
    told = computers.done("kim", "sync").splitlines()
    assert told[0] == "Nothing to send; 1 new."
    assert told[1].startswith("Another computer (")
    assert told[1].endswith(
        ") writes as kim: 1 change, the last Thu 19 Nov 15:00."
        " If it is not yours, tell the person who manages the folder or hub."
    )
    assert computers.done("kim", "sync") == "Nothing to send; nothing new.\n"
    assert computers.done("kim", "sync --status") == told[1] + "\n"


def test_what_somebody_may_not_do_is_refused_and_the_rest_goes_on(computers):
    uuid = uuid_of(computers, "kim", "Words of kim")
    purge = revision(1, record=uuid, deleted=True, purged=True)
    put(computers, purge)
    path = newest_of_lou(computers)
    assert path.exists()
    assert computers.done("kim", "sync").splitlines() == [
        "Nothing to send; 1 new.",
        "1 change was set aside. To see why:  coachlog sync --status",
    ]
    assert "Words of kim" in texts_of(computers, "kim")
    assert computers.done("kim", "sync --status") == (
        "1 change by eve set aside: only the trainer of an entry may do that. Ask eve; if it was"
        " somebody else, tell the person who manages the folder or hub.\n"
    )


@pytest.mark.parametrize(
    ("table", "patch", "why"),
    [
        ("setting", {"value": "x"}, "set aside: of a kind that nobody shares, such as a setting."),
        (
            "entry",
            {"kind": 7},
            "set aside: damaged, or not by coachlog. Ask eve to run  coachlog doctor",
        ),
    ],
)
def test_what_nobody_sends_is_set_aside(computers, table, patch, why):
    put(computers, revision(1, table=table, **patch))
    computers.done("kim", "sync")
    assert why in computers.done("kim", "sync --status")


def test_nothing_from_others_acts_on_a_terminal(computers):
    put(
        computers,
        revision(1, table="hologram", author="\x1b]0;owned\x07eve\nall is well"),
        revision(2, table="setting", author="e\x1b[2Jve"),
    )
    evil = computers.folder / team_folder("permits") / "\x1b[2Jx.jsonl.gz"
    evil.write_bytes(b"")
    told = computers.done("kim", "sync") + computers.done("kim", "sync --status")
    assert "\x1b" not in told
    assert "\x07" not in told
    assert "\nall is well" not in told
