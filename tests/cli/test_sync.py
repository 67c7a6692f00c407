"""Sharing a folder, as two trainers and a supervisor do it on three computers."""

import gzip
import json
import re
import shlex
import shutil

import pytest

from tests.docs import DOCS

PAGE = (DOCS / "sharing.md").read_text(encoding="utf-8")


class Computers:
    """The computers of several people, each with a home folder that has the shared drive."""

    def __init__(self, path, by, monkeypatch):
        self.path = path
        self.drive = path / "drive"
        self.drive.mkdir()
        self.folder = self.drive / "coachlog"
        self._by = by
        self._monkeypatch = monkeypatch

    def run(self, name, line):
        """Run a line on somebody's computer."""
        home = self.path / name
        if not home.exists():
            home.mkdir()
            (home / "OneDrive").symlink_to(self.drive)
        self._monkeypatch.setenv("HOME", str(home))
        self._monkeypatch.chdir(home)
        return self._by(name, *shlex.split(line))

    def done(self, name, line):
        """Run a line that has to succeed, and return what it says."""
        result = self.run(name, line)
        assert result.code == 0, (line, result)
        return result.err

    def share(self, name, *more):
        """Record something as somebody, and share it."""
        self.done(name, f"log @permits +fees {' '.join(more) or f'Words of {name}'}")
        self.done(name, "sync --folder ~/OneDrive/coachlog")
        return self.done(name, "sync")

    def id_of(self, name, happened):
        """Return the short id that an entry has in somebody's log."""
        listed = json.loads(self.run(name, "list --format json").out)
        [short_id] = [entry["short_id"] for entry in listed if entry["happened"] == happened]
        return short_id

    def move_to(self, moment):
        """Set the time."""
        self._monkeypatch.setenv("COACHLOG_NOW", moment)

    @property
    def segments(self):
        """The segments in the folder."""
        return sorted(self.folder.rglob("*.jsonl.gz"))


@pytest.fixture
def computers(tmp_path, by, monkeypatch):
    return Computers(tmp_path, by, monkeypatch)


def lines_of_the_page():
    """Return who types which line at which time: exactly the ten lines of the page."""
    section = PAGE.partition("## Ten lines")[2].partition("\n## ")[0]
    lines = []
    person = moment = ""
    for line in section.splitlines():
        if match := re.fullmatch(r"<!-- at (\S+) as (\w+) on \S+ -->", line):
            moment, person = match.groups()
        elif line.startswith("$ coachlog "):
            lines.append((moment, person, line.removeprefix("$ coachlog ")))
    return lines


def test_the_ten_lines_of_the_page_work_on_three_computers(computers):
    lines = lines_of_the_page()
    assert len(lines) == 10
    outputs = []
    for moment, person, line in lines:
        computers.move_to(moment)
        result = computers.run(person, line)
        assert result.code == 0, (line, result)
        outputs.append(result.out + result.err)
    assert "Made " in outputs[1]
    assert outputs[2] == "1 of yours sent; nothing new.\n"
    assert "1 other log shares permits there" in outputs[4]
    assert outputs[5] == "1 of yours sent; 1 new.\n"
    assert outputs[7] == "Nothing to send; 2 new.\n"
    assert "2 entries" in outputs[8]
    assert outputs[9] == "Nothing to send; 1 new.\n"
    texts = {}
    for name in ("kim", "lou", "sam"):
        listed = json.loads(computers.run(name, "list --format json").out)
        texts[name] = sorted(entry["happened"] for entry in listed)
    expected = ["Showed how to look up a fee waiver", "Took the old form"]
    assert texts == {"kim": expected, "lou": expected, "sam": expected}


def test_every_team_of_a_supervisor_has_those_that_come_later(computers):
    told = computers.done("sam", "sync --folder ~/OneDrive/coachlog --every-team")
    assert told.startswith("Made ~/OneDrive/coachlog a shared folder, for every team.\n")
    computers.share("kim")
    assert computers.done("sam", "sync") == "Nothing to send; 1 new.\n"
    computers.done("lou", "log @code +forms Words of Lou")
    computers.done("lou", "sync --folder ~/OneDrive/coachlog --team code")
    computers.done("lou", "sync")
    assert computers.done("sam", "sync") == "Nothing to send; 1 new.\n"
    computers.done("sam", "log @finance +travel Words of Sam")
    assert computers.done("sam", "sync") == "1 of yours sent; nothing new.\n"


def test_joining_takes_the_own_team_and_names_the_others(computers):
    computers.share("kim")
    computers.done("lou", "log @code +forms Words of Lou")
    computers.done("lou", "log @permits +fees More words of Lou")
    asked = computers.run("lou", "sync --folder ~/OneDrive/coachlog")
    assert (asked.code, asked.out) == (6, "")
    assert asked.err == (
        "coachlog: which team should be exchanged? Name it with --team, or add --every-team:"
        " code, permits\n"
    )
    computers.done("lou", "config set team code")
    told = computers.done("lou", "sync --folder ~/OneDrive/coachlog").splitlines()
    assert told == [
        "Joined ~/OneDrive/coachlog: nobody has shared code there yet.",
        "Also there: permits. To share one of them:  coachlog sync --team NAME",
        "What you make private or purge later disappears from everybody's log and from the folder;"
        " what you only delete or edit stays in their history."
        " Old versions that the drive keeps, backups and other copies stay as they are.",
        "To exchange changes, now and later:  coachlog sync",
    ]
    synced = computers.done("lou", "sync").splitlines()
    assert synced == [
        "1 of yours sent; nothing new.",
        "Shared with nobody: permits (1 entry). To share one:  coachlog sync --team NAME",
    ]
    again = computers.done("lou", "sync --team @permits").splitlines()
    assert again == [
        "Joined ~/OneDrive/coachlog: 1 other log shares code and permits there.",
        "To exchange changes, now and later:  coachlog sync",
    ]
    assert computers.done("lou", "sync") == "1 of yours sent; 1 new.\n"


def test_answers_and_a_withdrawal_arrive_as_if_made_here(computers):
    computers.share("kim")
    computers.share("lou")
    kims = computers.id_of("lou", "Words of kim")
    computers.done("lou", f"thanks {kims}")
    computers.done("lou", "sync")
    assert computers.done("kim", "sync") == "Nothing to send; 2 new.\n"
    assert "thanks" in computers.run("kim", "news").out
    assert "thanks" in computers.done("kim", "log @permits +fees Next words")
    computers.done("kim", f"edit {kims} --share private")
    assert "2 of yours sent" in computers.done("kim", "sync")
    assert "1 withdrawn" in computers.done("lou", "sync")
    assert computers.run("lou", f"show {kims}").code == 4
    assert b"Words of kim" not in bytes_of(computers, "lou")
    assert b"Words of kim" in bytes_of(computers, "kim")


def test_the_status_tells_what_waits_and_when_a_team_was_heard(computers):
    told = computers.run("kim", "sync --status --format json")
    assert (told.code, json.loads(told.out)) == (0, [])
    assert told.err == "This log shares no team yet. Name a folder:  coachlog sync --folder PATH\n"
    computers.share("kim")
    computers.share("lou")
    computers.done("lou", "log @permits +fees More words")
    [row] = json.loads(computers.run("lou", "sync --status --format json").out)
    assert row == {
        "team": "permits",
        "waiting": 1,
        "heard": "2026-11-19T15:00:00+00:00",
        "folder": str(computers.path / "lou" / "OneDrive" / "coachlog"),
    }
    table = computers.run("lou", "sync --status").out.splitlines()
    assert table[-1] == "permits        1  Thu 19 Nov 15:00  ~/OneDrive/coachlog"


def test_leaving_ends_the_sharing_and_joining_begins_it_again(computers):
    computers.share("kim")
    told = computers.done("kim", "sync --leave").splitlines()
    assert told == [
        "Left ~/OneDrive/coachlog. What came from there stays here, and what was sent stays there.",
        "To share again:  coachlog sync --folder PATH",
    ]
    nothing = computers.run("kim", "sync --leave")
    assert (nothing.code, nothing.err) == (
        4,
        "coachlog: this log shares nothing, so there is nothing to leave.\n",
    )
    assert computers.run("kim", "sync").code == 4
    computers.done("kim", "sync --folder ~/OneDrive/coachlog")
    # It cannot know what is still there of what it sent.
    assert computers.done("kim", "sync") == "1 of yours sent; nothing new.\n"
    assert computers.done("kim", "sync") == "Nothing to send; nothing new.\n"
    assert len(computers.segments) == 1


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("sync --team permits", 2, "which folder? Name it:  coachlog sync --folder PATH --team"),
        ("sync ~/shared", 2, "'~/shared' needs --folder before it:  coachlog sync --folder"),
        (
            "sync /mnt/shared",
            2,
            "/mnt/shared needs --folder before it:  coachlog sync --folder /mnt",
        ),
        ("bundle week.coachlog", 2, "week.coachlog needs --output before it:  coachlog bundle"),
        ("sync --folder ''", 2, "--folder is empty. Give it a value, or leave --folder out."),
        ("sync --folder ~/OneDrive/coachlog", 4, "there is no team to exchange yet. Name one:"),
        ("sync", 4, "this log exchanges nothing yet. Name a shared folder:"),
    ],
)
def test_what_cannot_be_shared_says_what_to_do(computers, line, code, message):
    done = computers.run("kim", line)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"coachlog: {message}")
    assert not computers.folder.exists()


def test_a_team_of_which_nothing_is_downloaded_is_said_when_another_is_joined(computers):
    computers.share("kim")
    (path,) = computers.segments
    path.write_bytes(b"")
    computers.done("lou", "log @fire +drills Words of lou")
    said = computers.done("lou", "sync --folder ~/OneDrive/coachlog --team fire")
    assert (
        f"{path.parent.name} has no segment that says its team."
        " Wait until the folder is up to date.\n"
    ) in said


def test_a_person_is_asked_which_teams_to_share(computers, terminal):
    computers.share("kim")
    computers.done("lou", "log @code +forms Words of Lou")
    child = terminal("sync", "--folder", str(computers.folder))
    child.expect("Teams to share: code and permits.")
    child.expect("Which will you share")
    child.sendline("permit, code")
    child.expect("'permit' is not one of them. Did you mean 'permits'?")
    child.expect("Which will you share")
    child.sendline("<")
    child.expect("This is the first question.")
    child.sendline("@permits, Code")
    child.expect("1 other log shares code and permits there.")
    child.wait()
    assert child.exitstatus == 0
    assert computers.done("lou", "sync") == "1 of yours sent; 1 new.\n"


def test_a_person_without_a_team_is_asked_for_it(computers, terminal):
    computers.run("ann", "list")
    child = terminal("sync", "--folder", str(computers.folder))
    child.expect("Your team")
    child.sendline("permits")
    child.expect("a shared folder, for permits.")
    child.wait()
    assert child.exitstatus == 0


def test_leaving_the_question_joins_nothing(computers, terminal):
    computers.run("ann", "list")
    child = terminal("sync", "--folder", str(computers.folder))
    child.expect("Your team")
    child.sendcontrol("c")
    child.expect("stopped; nothing was joined.")
    child.wait()
    assert child.exitstatus == 130
    assert not computers.folder.exists()
    assert computers.run("ann", "sync").code == 4


def test_a_new_folder_gets_everything_from_whoever_is_left(computers):
    computers.share("kim")
    computers.share("lou")
    computers.done("lou", "sync --leave")
    shutil.rmtree(computers.folder)
    told = computers.done("lou", "sync --folder ~/OneDrive/new")
    assert told.startswith("Made ~/OneDrive/new a shared folder, for permits.")
    assert computers.done("lou", "sync") == "2 of yours sent; nothing new.\n"
    computers.run("ann", "list")
    computers.done("ann", "sync --folder ~/OneDrive/new --every-team")
    assert computers.done("ann", "sync") == "Nothing to send; 2 new.\n"


def test_a_new_computer_gets_back_what_was_shared_and_nothing_private(computers, monkeypatch):
    computers.share("kim")
    computers.done("kim", "log @permits +fees --private A worry of Kim")
    computers.done("kim", "sync")
    computers.run("kims new computer", "list")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    computers.done("kims new computer", "sync --folder ~/OneDrive/coachlog --every-team")
    told = computers.done("kims new computer", "sync").splitlines()
    assert told[0].startswith("Nothing to send; 1 new.")
    listed = computers.run("kims new computer", "list --mine --format csv").out
    assert "Words of kim" in listed
    assert "worry" not in listed


def bytes_of(computers, name):
    """Return all bytes of somebody's log and of what lies beside it."""
    folder = computers.path / name / ".local/share/coachlog"
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_what_is_erased_goes_from_every_log_and_from_the_folder(computers):
    computers.share("kim", "Xylophone words of Kim")
    computers.share("lou")
    assert b"Xylophone" in bytes_of(computers, "lou")
    kims = computers.id_of("kim", "Xylophone words of Kim")
    computers.done("kim", f"delete {kims}")
    computers.done("kim", "purge --yes")
    computers.done("kim", "sync")
    computers.done("lou", "sync")
    for name in ("kim", "lou"):
        assert b"Xylophone" not in bytes_of(computers, name)
    for path in computers.segments:
        assert b"Xylophone" not in gzip.decompress(path.read_bytes())


def test_of_a_private_entry_that_is_erased_nobody_hears(computers):
    computers.share("kim")
    computers.share("lou")
    computers.done("kim", "log @permits +fees --private A worry of Kim")
    computers.done("kim", "delete last")
    computers.done("kim", "purge --yes")
    assert computers.done("kim", "sync") == "Nothing to send; 1 new.\n"
    assert computers.done("lou", "sync") == "Nothing to send; nothing new.\n"


def test_an_erased_entry_goes_even_where_its_deletion_came_first(computers):
    computers.share("kim", "Xylophone words of Kim")
    computers.share("lou")
    computers.done("kim", "delete last")
    computers.done("kim", "sync")
    computers.done("lou", "sync")
    assert b"Xylophone" in bytes_of(computers, "lou")
    computers.done("kim", "purge --yes")
    computers.done("kim", "sync")
    computers.done("lou", "sync")
    assert b"Xylophone" not in bytes_of(computers, "lou")
