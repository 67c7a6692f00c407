"""Exchanging changes through a shared folder."""

import gzip
import shutil
from pathlib import Path

import pytest

from coachlog.domain.nameless import new_uuid
from coachlog.domain.revision import Revision
from coachlog.errors import DecisionNeededError, NotFoundError, RemoteError
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.segments import encode
from coachlog.services import open_shelf, sync_join, sync_push
from coachlog.services import sync as service
from coachlog.services.sync_outbox import Outbox
from coachlog.services.sync_status import status
from coachlog.services.teams import merge, rename
from coachlog.services.undo import undo
from coachlog.storage.departures import departures
from coachlog.storage.revisions import COLUMNS, device_of, next_hlc
from coachlog.storage.shelves import shelves, teams_of
from tests.services.computers import Computer, bytes_of, files


@pytest.fixture
def computer(tmp_path):
    """Return a function that makes the computer of somebody: `computer("kim")`."""
    computers = []

    def make(name, file=None):
        path = tmp_path / (file or f"{name}.db")
        made = Computer(path, name, seed=len(computers) + 1)
        computers.append(made)
        return made

    yield make
    for made in computers:
        made.log.close()


@pytest.fixture
def folder(tmp_path):
    """Return the path of a shared folder that is not made yet."""
    return tmp_path / "share"


@pytest.fixture
def two(computer, folder):
    """Return the computers of two people who share a folder."""
    kim, lou = computer("kim"), computer("lou")
    kim.join(folder)
    lou.join(folder)
    return kim, lou


def test_two_people_share_a_folder(two):
    kim, lou = two
    entry = kim.add("Showed how")
    assert kim.sync().sent == 1
    synced = lou.sync()
    assert (synced.sent, synced.arrived.new) == (0, 1)
    assert lou.texts() == ["Showed how"]
    lou.reply(entry, "Nice")
    lou.add("Took the old form")
    assert lou.sync().sent == 2
    assert kim.sync().arrived.new == 2
    assert kim.texts() == lou.texts() == ["Showed how", "Took the old form"]
    assert kim.log.column("SELECT text FROM reply") == ["Nice"]


def test_an_idle_exchange_reads_no_revisions(two):
    kim, lou = two
    kim.add("Showed how")
    kim.sync()
    lou.sync()
    for computer in (kim, lou):
        statements = []
        computer.log.db.set_trace_callback(statements.append)
        computer.sync()
        computer.log.db.set_trace_callback(None)
        reading = [each for each in statements if "revision" in each]
        assert reading == ["SELECT coalesce(max(number), 0) FROM revision"]
    assert len(files(folder_of(kim))) == 1


def folder_of(computer):
    """Return the folder that a computer exchanges through."""
    [place] = computer.log.column("SELECT place FROM shelf")
    return Path(place)


def test_nothing_withdrawn_is_left_in_the_folder(two, folder):
    kim, lou = two
    entry = kim.add("Secret words")
    other = kim.add("Other words")
    kim.sync()
    lou.sync()
    lou.change(entry, lesson="Secret lesson")
    lou.reply(entry, "Secret reply")
    lou.sync()
    kim.sync()
    assert "Secret words" in bytes_of(folder)
    assert "Secret lesson" in bytes_of(folder)
    kim.change(entry, share="private")
    kim.sync()
    assert "Secret words" not in bytes_of(folder)
    assert lou.sync().arrived.withdrawn == 1
    assert "Secret" not in bytes_of(folder)
    assert lou.texts() == ["Other words"]
    assert kim.texts() == ["Other words", "Secret words"]
    kim.change(other, deleted=True)
    kim.sync()
    lou.sync()
    assert "words" not in bytes_of(folder)
    assert lou.texts() == []


def test_what_comes_back_is_there_again_with_its_replies(two, folder):
    kim, lou = two
    entry = kim.add("Showed how")
    kim.sync()
    lou.sync()
    lou.reply(entry, "Nice")
    lou.sync()
    kim.sync()
    kim.change(entry, deleted=True)
    kim.sync()
    lou.sync()
    assert "Nice" not in bytes_of(folder)
    kim.change(entry, deleted=None)
    kim.sync()
    lou.sync()
    assert lou.texts() == ["Showed how"]
    assert "Showed how" in bytes_of(folder)
    assert "Nice" in bytes_of(folder)


def test_nothing_that_is_not_for_the_team_is_in_the_folder(two, folder):
    kim, _ = two
    kim.add("Secret entry", share="private")
    once_private = kim.add("Secret once", share="private")
    kim.change(once_private, happened="Public now", share="team")
    shared = kim.add("Public entry", learner="Secret Dana")
    kim.change(shared, learner="Secret Erin")
    kim.change("trainer", "setting", value="Secret Name")
    feedback = kim.log.clock.uuid7()
    kim.change(feedback, "feedback", entry=shared, comment="Secret", answered_on="2026-11-19")
    kim.add("Secret of finance", team="finance")
    synced = kim.sync()
    assert synced.sent == 2
    assert synced.not_exchanged == {"finance": 1}
    assert "Public now" in bytes_of(folder)
    assert "Public entry" in bytes_of(folder)
    assert "Secret" not in bytes_of(folder)
    assert "finance" not in bytes_of(folder)


def test_walks_lie_in_segments_that_name_no_device(two, folder):
    kim, lou = two
    guide = kim.log.clock.uuid7()
    kim.change(guide, "guide", name="fee", text="Which fee?")
    kim.sync()
    walk = new_uuid(kim.log.clock, kim.log.clock.today())
    kim.change(walk, "walk", guide=guide, path="yes", ending="end", walked_on="2026-11-19")
    before = set(files(folder))
    kim.sync()
    [path] = set(files(folder)) - before
    content = gzip.decompress(path.read_bytes()).decode()
    for secret in (device_of(kim.log), "kim", "2026-11-19"):
        assert secret not in content + path.name
    lou.sync()
    assert lou.log.column("SELECT uuid FROM walk") == [walk]
    assert kim.sync().sent == lou.sync().sent == 0


def test_somebody_joins_late(two, computer, folder):
    kim, lou = two
    entry = kim.add("Showed how")
    kim.sync()
    lou.sync()
    lou.reply(entry, "Nice")
    lou.sync()
    ada = computer("ada")
    ada.add("Recorded before")
    joined = ada.join(folder)
    assert (joined.is_new, joined.teams, joined.devices) == (False, ["permits"], 2)
    synced = ada.sync()
    assert (synced.sent, synced.arrived.new) == (1, 2)
    kim.sync()
    lou.sync()
    assert kim.texts() == lou.texts() == ada.texts() == ["Recorded before", "Showed how"]


def test_a_second_team_is_exchanged_from_its_beginning(two, folder):
    kim, lou = two
    kim.add("For permits")
    kim.add("For finance", team="finance")
    kim.sync()
    lou.sync()
    assert lou.texts() == ["For permits"]
    kim.join(folder, "Finance")
    assert kim.sync().sent == 1
    assert lou.join(folder, "finance").teams == ["finance", "permits"]
    lou.sync()
    assert lou.texts() == ["For finance", "For permits"]


def test_an_entry_moves_to_another_team(two, computer, folder):
    kim, lou = two
    ada = computer("ada")
    ada.join(folder, "finance")
    kim.join(folder, "finance")
    entry = kim.add("Showed how")
    kim.sync()
    lou.sync()
    kim.change(entry, team="finance")
    kim.sync()
    lou.sync()
    ada.sync()
    assert lou.texts() == []
    assert ada.texts() == ["Showed how"]
    permits = [path for path in files(folder) if path.parent.name.startswith("permits")]
    assert permits
    for path in permits:
        assert b"Showed how" not in gzip.decompress(path.read_bytes())


def test_an_entry_that_moves_to_a_team_that_its_writer_has_not_joined_stays_with_them(
    two, computer, folder
):
    kim, lou = two
    ada = computer("ada")
    ada.join(folder, "finance")
    lou.join(folder, "finance")
    entry = kim.add("Showed how")
    for each in (kim, lou):
        each.sync()
    lou.change(entry, team="finance")
    for each in (lou, kim, ada):
        each.sync()
    assert ada.texts() == ["Showed how"]
    assert kim.texts() == ["Showed how"]
    assert kim.log.column("SELECT team FROM entry") == ["finance"]
    ada.change(entry, lesson="Ask first")
    ada.sync()
    kim.join(folder, "finance")
    kim.sync()
    assert kim.log.all("SELECT happened, lesson FROM entry") == [("Showed how", "Ask first")]
    for path in files(folder):
        assert path.parent.name.startswith("finance") or "Showed" not in bytes_of(path.parent)


def test_a_team_that_is_renamed_goes_on_in_its_stream(two, folder):
    kim, lou = two
    kim.add("By Kim")
    kim.sync()
    lou.sync()
    rename(kim.log, "team", "permits", "counter")
    lou.add("By Lou, who has not heard of it")
    for each in (kim, lou, kim, lou):
        each.sync()
    for each in (kim, lou):
        assert each.log.column("SELECT DISTINCT team FROM entry") == ["counter"]
        assert each.texts() == ["By Kim", "By Lou, who has not heard of it"]
    kim.add("Under the new name", team="counter")
    assert kim.sync().sent == 1
    lou.sync()
    assert "Under the new name" in lou.texts()
    assert status(kim.log).teams[0].team == "counter"
    settled = files(folder)
    for each in (kim, lou, kim, lou):
        assert each.sync().not_exchanged == {}
    assert files(folder) == settled


def test_teams_that_are_merged_share_what_each_had_until_that_is_undone(two, computer, folder):
    kim, lou = two
    ada = computer("ada")
    ada.join(folder, "finance")
    kim.join(folder, "finance")
    kim.add("Of permits")
    kim.add("Of finance", team="finance")
    for each in (kim, lou, ada):
        each.sync()
    assert (lou.texts(), ada.texts()) == (["Of permits"], ["Of finance"])
    merge(kim.log, "team", "permits", "finance")
    for each in (kim, lou, ada):
        each.sync()
    assert lou.texts() == ada.texts() == ["Of finance", "Of permits"]
    assert ada.log.column("SELECT DISTINCT team FROM entry") == ["finance"]
    undo(kim.log)
    kim.sync()
    for path in files(folder):
        is_of_permits = path.parent.name.startswith("permits")
        content = gzip.decompress(path.read_bytes())
        assert (b"Of permits" in content) is is_of_permits
        assert (b"Of finance" in content) is not is_of_permits


def test_another_team_with_the_former_name_is_not_mistaken_for_the_first(two, folder):
    kim, lou = two
    kim.add("Of the first team")
    rename(kim.log, "team", "permits", "counter")
    kim.add("Of the second team", team="permits")
    synced = kim.sync()
    assert synced.not_exchanged == {"permits": 1}
    lou.sync()
    assert lou.texts() == ["Of the first team"]
    assert kim.join(folder, "permits").teams == ["counter", "permits"]
    kim.sync()
    assert len({path.parent for path in files(folder)}) == 2
    lou.sync()
    assert lou.texts() == ["Of the first team"]
    assert lou.join(folder, "permits").teams == ["counter", "permits"]
    synced = lou.sync()
    assert (synced.arrived.held, synced.troubles) == (0, [])
    assert lou.texts() == ["Of the first team", "Of the second team"]
    teams = lou.log.column("SELECT team FROM entry ORDER BY happened")
    assert teams == ["counter", "permits"]
    bundle = departures(kim.log, ["permits"]).revisions
    assert "second" not in str(list(bundle))


def test_the_name_of_a_team_with_private_entries_alone_stays_at_home(computer, folder):
    kim = computer("kim")
    kim.add("For me alone", team="Secret team", share="private")
    kim.add("For all")
    guide = kim.log.clock.uuid7()
    kim.change(guide, "guide", name="fee", text="Which fee?")
    joined = sync_join.join(kim.log, str(folder), every_team=True)
    assert joined.teams == ["permits"]
    kim.sync()
    assert "Secret" not in bytes_of(folder)


def test_what_came_through_one_folder_goes_on_through_another(two, computer, tmp_path):
    kim, lou = two
    ada = computer("ada")
    second = tmp_path / "second"
    lou.join(second)
    ada.join(second)
    entry = kim.add("Showed how")
    for each in (kim, lou, ada):
        each.sync()
    assert ada.texts() == ["Showed how"]
    lou.add("To both folders")
    assert lou.sync().sent == 1
    ada.reply(entry, "Nice")
    for each in (ada, lou, kim):
        each.sync()
    assert kim.log.column("SELECT text FROM reply") == ["Nice"]
    kim.change(entry, share="private")
    for each in (kim, lou, ada, lou):
        each.sync()
    assert ada.texts() == ["To both folders"]
    assert "Showed how" not in bytes_of(second)


def test_missing_segments_are_put_there_again(two, computer, folder):
    kim, lou = two
    kim.add("By Kim")
    lou.add("By Lou")
    for each in (kim, lou, kim):
        each.sync()
    for path in files(folder):
        path.unlink()
    # The other one need not have a computer any more.
    assert kim.sync().sent == 0
    ada = computer("ada")
    ada.join(folder)
    ada.sync()
    assert ada.texts() == ["By Kim", "By Lou"]
    lou.sync()
    assert len(files(folder)) == 1
    assert len(lou.log.all("SELECT * FROM segment")) == 1


def test_segments_that_were_hidden_and_brought_back_do_no_harm(two, folder, tmp_path):
    kim, lou = two
    entry = kim.add("Secret words")
    lou.add("By Lou")
    for each in (kim, lou, kim):
        each.sync()
    hidden = [(path, path.read_bytes()) for path in files(folder)]
    for path, _ in hidden:
        path.unlink()
    kim.sync()
    kim.change(entry, share="private")
    kim.sync()
    lou.sync()
    for path, data in hidden:
        path.write_bytes(data)
    for each in (kim, lou):
        each.sync()
    assert "Secret" not in bytes_of(folder)
    assert lou.texts() == ["By Lou"]
    assert kim.texts() == ["By Lou", "Secret words"]
    settled = files(folder)
    for each in (kim, lou, kim, lou):
        assert each.sync().sent == 0
    assert files(folder) == settled


def test_a_team_of_which_nothing_is_downloaded_is_told_to_who_joins(two, computer, folder):
    kim, _ = two
    kim.add("Showed how")
    kim.sync()
    (path,) = files(folder)
    path.with_name(f"{path.name}.nextcloud").write_bytes(b" ")
    path.unlink()
    joined = computer("ada").join(folder)
    assert [trouble.name for trouble in joined.troubles] == [path.parent.name]


def test_removed_segments_that_are_brought_back_again_and_again_are_only_removed(two, folder):
    # Programs that copy new files both ways do that, and computers that were off for long.
    kim, lou = two
    entry = kim.add("Secret words")
    kim.sync()
    removed = [(path, path.read_bytes()) for path in files(folder)]
    kim.change(entry, share="private")
    kim.sync()
    lou.sync()
    settled = files(folder)
    assert not set(settled).intersection(path for path, _ in removed)
    for _ in range(3):
        for path, data in removed:
            path.write_bytes(data)
        lou.sync()
        kim.sync()
        assert files(folder) == settled
    assert lou.texts() == []


def test_a_folder_that_is_emptied_or_another_one_is_never_written_to(two, folder):
    kim, _ = two
    kim.add("Showed how")
    kim.sync()
    id_file = folder / "coachlog-folder.json"
    content = id_file.read_text()
    kim.add("Showed more")
    id_file.unlink()
    before = files(folder)
    [message] = service.sync(kim.log).away
    assert "coachlog-folder.json" in message
    id_file.write_text(content.replace('"id"', '"was"'))
    assert len(service.sync(kim.log).away) == 1
    assert files(folder) == before
    id_file.write_text(content)
    assert kim.sync().sent == 1


def test_many_segments_of_one_log_are_put_together(two, folder, monkeypatch):
    monkeypatch.setattr(sync_push, "MOST_OWN", 5)
    kim, lou = two
    for number in range(14):
        kim.add(f"Entry {number:02}")
        kim.sync()
        if number == 8:
            lou.sync()
        assert len(files(folder)) <= 6
    lou.sync()
    assert lou.texts() == [f"Entry {number:02}" for number in range(14)]
    assert kim.sync().sent == 0
    # Of files that are gone nothing is remembered for ever.
    assert len(lou.log.all("SELECT * FROM segment")) == len(files(folder))


def test_a_copy_of_a_log_on_a_second_computer(two, computer, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(sync_push, "MOST_OWN", 3)
    kim, lou = two
    entry = kim.add("Before the copy")
    kim.sync()
    shutil.copy(tmp_path / "kim.db", tmp_path / "copy.db")
    copy = computer("kim", "copy.db")
    expected = ["Before the copy"]
    for number in range(5):
        for name, each in (("at the office", kim), ("at home", copy)):
            text = f"Recorded {name} {number}"
            each.add(text)
            expected.append(text)
            each.sync()
    kim.change(entry, share="private")
    for each in (kim, copy, kim, lou, copy, kim):
        each.sync()
    assert kim.texts() == copy.texts() == sorted(expected)
    assert lou.texts() == sorted(expected[1:])
    assert "Before the copy" not in bytes_of(folder)
    settled = files(folder)
    for each in (kim, copy, kim, copy):
        each.sync()
    assert files(folder) == settled


def test_a_log_that_was_restored_gets_back_what_it_had_sent(two, computer, folder, tmp_path):
    kim, lou = two
    kim.add("Before the backup")
    kim.sync()
    shutil.copy(tmp_path / "kim.db", tmp_path / "backup.db")
    entry = kim.add("Secret words")
    kim.add("After the backup")
    kim.sync()
    lou.sync()
    restored = computer("kim", "backup.db")
    restored.sync()
    assert restored.texts() == ["After the backup", "Before the backup", "Secret words"]
    restored.change(entry, share="private")
    restored.sync()
    assert "Secret words" not in bytes_of(folder)
    ada = computer("ada")
    ada.join(folder)
    for each in (lou, ada):
        each.sync()
        assert each.texts() == ["After the backup", "Before the backup"]


def test_what_was_set_aside_is_not_removed_with_the_segments_of_the_own_device(
    two, computer, folder, tmp_path
):
    kim, _ = two
    kim.sync()
    shutil.copy(tmp_path / "kim.db", tmp_path / "copy.db")
    copy = computer("kim", "copy.db")
    poll = Revision(
        id=copy.clock.uuid7_bytes(),
        record=copy.clock.uuid7(),
        table="poll",
        hlc="1763564400000-0000",
        device=device_of(copy.log),
        author="kim",
        patch={"of": "a newer coachlog"},
    )
    name, data = encode(device_of(copy.log), 1, "permits", [poll])
    FolderShelf.join(str(folder)).put_if_absent("permits", name, data)
    entry = kim.add("Showed how")
    assert kim.sync().arrived.held == 1
    kim.change(entry, deleted=True)
    kim.sync()
    assert "a newer coachlog" in bytes_of(folder)


def test_a_clock_that_is_ahead_is_waited_for(two):
    kim, lou = two
    kim.wait(2 * 24 * 3600)
    kim.add("From the day after tomorrow")
    kim.sync()
    synced = lou.sync()
    assert synced.arrived.early == {device_of(kim.log): 1}
    assert lou.texts() == []
    lou.wait(2 * 24 * 3600)
    assert lou.sync().arrived.new == 1
    assert lou.texts() == ["From the day after tomorrow"]


def test_two_processes_of_one_log_that_send_at_once_leave_no_withdrawn_text(
    two, folder, tmp_path, computer, monkeypatch
):
    kim, lou = two
    entry = kim.add("Secret words")
    other_process = computer("kim", "kim.db")

    class Interrupted(FolderShelf):
        def put_if_absent(self, team, name, data):
            monkeypatch.setattr(open_shelf, "FolderShelf", FolderShelf)
            other_process.change(entry, share="private")
            other_process.sync()
            return super().put_if_absent(team, name, data)

    monkeypatch.setattr(open_shelf, "FolderShelf", Interrupted)
    kim.sync()
    assert "Secret" in bytes_of(folder)
    for each in (kim, lou):
        each.sync()
    assert "Secret" not in bytes_of(folder)
    settled = files(folder)
    for each in (kim, other_process, lou):
        assert each.sync().sent == 0
    assert files(folder) == settled


def test_sending_at_once_puts_in_doubt_what_was_sent(two, folder):
    kim, _ = two
    kim.add("Showed how")
    kim.sync()
    [shelf] = shelves(kim.log)
    [stream] = teams_of(kim.log, shelf.id)
    names = FolderShelf.join(str(folder)).list("permits")
    boxes = [Outbox(kim.log, FolderShelf.join(str(folder)), stream, names, []) for _ in range(2)]
    boxes[0].note([], stream.sent + 1)
    boxes[0].refresh()
    assert boxes[0].is_noted
    boxes[1].note([], stream.sent + 2)
    boxes[1].refresh()
    assert not boxes[1].is_noted
    assert kim.sync().sent == 0
    boxes[1].refresh()
    assert boxes[1].is_noted


def test_files_that_are_not_whole_are_told_and_read_later(two, folder):
    kim, lou = two
    kim.add("Showed how")
    kim.sync()
    [path] = files(folder)
    data = path.read_bytes()
    path.write_bytes(data[:100])
    [trouble] = lou.sync().troubles
    assert trouble.name == path.name
    assert lou.texts() == []
    path.write_bytes(data)
    assert lou.sync().troubles == []
    assert lou.texts() == ["Showed how"]


def test_after_leaving_and_joining_again_nothing_is_doubled(two, folder):
    kim, lou = two
    kim.add("Showed how")
    kim.sync()
    assert sync_join.leave(kim.log) == [str(folder)]
    with pytest.raises(NotFoundError):
        service.sync(kim.log)
    kim.join(folder)
    kim.sync()
    lou.sync()
    assert lou.texts() == ["Showed how"]
    assert len(files(folder)) == 1


def test_joining_without_a_team_takes_the_only_one_or_asks(computer, folder):
    kim = computer("kim")
    with pytest.raises(NotFoundError):
        sync_join.join(kim.log, str(folder))
    kim.add("Showed how", team="Permits")
    assert sync_join.join(kim.log, str(folder)).teams == ["Permits"]
    lou = computer("lou")
    lou.add("Showed more", team="finance")
    kim.sync()
    with pytest.raises(DecisionNeededError, match=r"Permits, finance"):
        sync_join.join(lou.log, str(folder))
    joined = sync_join.join(lou.log, str(folder), every_team=True)
    assert joined.teams == ["Permits", "finance"]


def test_a_folder_with_other_files_is_not_taken(computer, folder):
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear all")
    with pytest.raises(RemoteError, match="not empty"):
        computer("kim").join(folder)


def test_status_tells_what_waits_and_who_else_writes_under_ones_name(two, computer, folder):
    kim, _ = two
    kim.add("Showed how")
    kim.add("Secret words", share="private")
    [permits] = status(kim.log).teams
    assert permits == (str(folder), "permits", 1, None)
    assert status(kim.log).other_devices == []
    kim.sync()
    stranger = computer("kim", "stranger.db")
    stranger.join(folder)
    stranger.add("By somebody else")
    stranger.sync()
    kim.sync()
    [permits] = status(kim.log).teams
    assert (permits.waiting, permits.heard) == (0, stranger.clock.at.timestamp() - 1)
    [other] = status(kim.log).other_devices
    assert (other.device, other.revisions) == (device_of(stranger.log), 1)


def test_status_tells_what_was_refused(two):
    kim, lou = two
    entry = kim.add("Showed how")
    kim.sync()
    lou.sync()
    with lou.log.atomic():
        patch = '{"share":"private"}'
        append_forged(lou.log, entry, patch)
    lou.sync()
    assert kim.sync().arrived.held == 1
    assert kim.texts() == ["Showed how"]
    [held] = status(kim.log).held
    assert (held.author, held.device, held.revisions) == ("lou", device_of(lou.log), 1)


def append_forged(log, entry, patch):
    """Write a change that no command would write."""
    log.run(
        f"INSERT INTO revision ({COLUMNS}) VALUES (?, ?, 'entry', ?, ?, ?, ?)",
        (log.clock.uuid7_bytes(), entry, next_hlc(log), device_of(log), log.user, patch),
    )


def lose(folder, computer):
    """Remove the segments of a computer from the folder, as if for good."""
    device = device_of(computer.log)
    for path in files(folder):
        if path.name.startswith(device):
            path.unlink()


def test_what_was_sent_again_for_others_stays_there_when_it_is_replaced(two, folder, computer):
    kim, lou = two
    kim.add("Showed how")
    entry = lou.add("Took the old form")
    for each in (kim, lou, kim):
        each.sync()
    # Kim's computer is gone, and so is what was in the folder.
    lose(folder, kim)
    lose(folder, lou)
    lou.sync()
    lou.change(entry, share="private")
    lou.sync()
    sam = computer("sam")
    sam.join(folder)
    sam.sync()
    assert sam.texts() == ["Showed how"]


def test_what_was_sent_again_for_others_goes_when_they_withdraw_it(two, folder):
    kim, lou = two
    entry = kim.add("Secret words")
    lou.add("Took the old form")
    for each in (kim, lou):
        each.sync()
    lose(folder, kim)
    lose(folder, lou)
    lou.sync()
    assert "Secret words" in bytes_of(folder)
    kim.change(entry, share="private")
    for each in (kim, lou, kim):
        each.sync()
    assert "Secret words" not in bytes_of(folder)
