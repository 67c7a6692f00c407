"""What became of one's notes: `news`, and the line that the next recording tells."""

import json
import random  # noqa: TID251 - a moment to kill at is no id
import sqlite3
import subprocess
import sys
import time
from collections import Counter

import pytest

from coachlog.paths import default_log
from tests.cli.test_reply import recorded
from tests.test_house import EXPRESS, loaded_by

TOLD = "Since your last entry: "


@pytest.fixture
def one(by):
    """The id of an entry of Robin's."""
    return recorded(by, "robin", "log", "@permits", "+fees", "Showed how to look up a fee waiver")


def told(result):
    return [line.removeprefix(TOLD) for line in result.err.splitlines() if line.startswith(TOLD)]


def news(by, name, *filters):
    return [
        (row["short_id"], row["what"], row["text"])
        for row in json.loads(by(name, "news", *filters, "-f", "json").out)
    ]


def test_the_next_recording_tells_once_what_became_of_ones_notes(by, one):
    second = recorded(by, "robin", "mistake", "@permits", "+fees", "Charged the fee twice")
    by("kim", "status", one, "adopted", "New fee table at the counter")
    by("kim", "thanks", one)
    by("ana", "thanks", one)
    by("kim", "reply", second, "Ask for the receipt first")
    assert told(by("kim", "log", "@permits", "Something else")) == []
    assert told(by("robin", "log", "@permits", "Something else of mine")) == [
        f"{one} adopted (New fee table at the counter), 2 thanks for {one}, an idea on {second} · coachlog news"
    ]
    assert told(by("robin", "log", "@permits", "And more")) == []
    assert news(by, "robin") == [
        (second, "idea", "Ask for the receipt first"),
        (one, "thanks", None),
        (one, "thanks", None),
        (one, "adopted", "New fee table at the counter"),
    ]


@pytest.mark.parametrize(
    "lane", [["log", "@permits"], ["oops", "@permits"], ["log", "--team", "permits"], ["again"]]
)
def test_every_lane_tells_it(by, one, lane):
    by("kim", "thanks", one)
    assert told(by("robin", *lane, "Another note")) == [f"thanks for {one} · coachlog news"]


def test_the_express_lane_stays_as_light_where_there_is_news(by, one, monkeypatch):
    by("kim", "status", one, "adopted", "New fee table")
    by("kim", "reply", one, "An idea")
    monkeypatch.setenv("COACHLOG_TRAINER", "robin")
    loaded = loaded_by("log", "@permits", "+fees", "Another note")
    assert (loaded.code, loaded.modules & EXPRESS) == (0, set())
    assert told(by("robin", "log", "@permits", "Another note")) == []


def test_ones_own_doings_are_no_news(by, one):
    by("robin", "reply", one, "A thought of my own")
    by("robin", "status", one, "closed", "Done")
    assert told(by("robin", "log", "@permits", "Next")) == []
    code, out, err = by("robin", "news")
    assert (code, out.split()) == (
        0,
        ["day", "id", "what", "who", "words", "your", "note", *out.split()[7:]],
    )
    assert err.startswith("no news of your notes yet. ")


def test_a_status_that_stands_no_more_is_not_told(by, one):
    by("kim", "status", one, "adopted", "New table")
    by("kim", "status", one, "logged")
    assert told(by("robin", "log", "@permits", "Next")) == []
    by("kim", "status", one, "shared")
    by("kim", "status", one, "closed")
    by("kim", "edit", one, "--changed-what", "Another table")
    assert told(by("robin", "log", "@permits", "Next again")) == [
        f"{one} closed (Another table) · coachlog news"
    ]


def test_what_was_undone_is_not_told_and_what_was_put_back_is(by, one):
    by("kim", "reply", one, "An idea")
    by("kim", "status", one, "shared")
    by("kim", "undo", "2")
    assert news(by, "robin") == []
    by("kim", "redo", "2")
    assert told(by("robin", "log", "@permits", "Next")) == [
        f"{one} shared (Showed how to look up a fee…), an idea on {one} · coachlog news"
    ]
    by("robin", "undo")
    by("kim", "undo", "2")
    by("robin", "redo", "9")
    assert len(news(by, "robin")) == 2


def test_news_can_be_narrowed(by, one, at):
    other = recorded(by, "robin", "log", "@finance", "+letters", "-q", "Who signs?")
    by("kim", "thanks", one)
    at("2026-11-20T09:00")
    by("kim", "reply", other, "The head does")
    for filters, found in (
        ([], [other, one]),
        (["@finance"], [other]),
        (["+fees"], [one]),
        (["--kind", "question"], [other]),
        (["--since", "2026-11-20"], [other]),
        (["--until", "2026-11-19"], [one]),
        (["--limit", "1"], [other]),
        (["--status", "adopted"], []),
        (["--mine"], [other, one]),
        (["--trainer", "kim"], []),
    ):
        assert [row[0] for row in news(by, "robin", *filters)] == found, filters
    assert news(by, "ana", "--trainer", "robin", "@finance") == [(other, "idea", "The head does")]
    assert "no news of your notes there. " in by("robin", "news", "--until", "2026-11-01").err
    assert (
        by("robin", "news", "-f", "csv").out.splitlines()[0]
        == "on,short_id,what,author,text,happened"
    )


def test_news_of_a_private_entry_is_its_writers_alone(by, one):
    by("kim", "reply", one, "Secret idea")
    by("robin", "edit", one, "--share", "private")
    assert news(by, "kim", "--trainer", "robin") == []
    assert news(by, "robin") == [(one, "idea", "Secret idea")]


def test_what_is_said_of_a_deleted_entry_goes_and_comes_back_with_it(by, one):
    by("kim", "reply", one, "An idea")
    by("kim", "reply", one, "-q", "Which one?")
    by("robin", "delete", one)
    assert by("robin", "news").out == by("ana", "news").out
    assert json.loads(by("robin", "reply", "-f", "json").out) == []
    assert json.loads(by("robin", "week", "-f", "json").out)["replies"] == 0
    assert told(by("robin", "log", "@permits", "Next")) == []
    by("robin", "undo", "2")
    assert len(news(by, "robin")) == 2
    assert "Which one?" in by("kim", "show", one).out
    assert len(told(by("robin", "log", "@permits", "Next"))) == 1


def test_a_purge_leaves_nothing_of_it(by, one, home):
    by("kim", "reply", one, "A word nobody else uses: xylophone")
    by("robin", "delete", one)
    assert by("robin", "purge", "--yes").code == 0
    files = [path.read_bytes() for path in home.rglob("*.db")]
    assert files
    assert not [content for content in files if b"xylophone" in content]
    assert by("robin", "doctor").code == 0


def test_doctor_finds_nothing_wrong(by, one):
    by("kim", "reply", one, "An idea")
    by("kim", "status", one, "adopted", "New table")
    by("kim", "undo")
    by("robin", "log", "@permits", "Next")
    assert by("robin", "doctor").code == 0


def test_a_recording_is_stored_where_news_cannot_be_read(by, one):
    by("kim", "thanks", one)
    db = sqlite3.connect(default_log())
    db.execute("ALTER TABLE news RENAME TO something_else")
    db.close()
    result = by("robin", "log", "@permits", "Next")
    assert (result.code, told(result)) == (0, [])
    assert '"Next"' in by("robin", "list", "-f", "json").out


def test_a_meeting_is_news_and_part_of_a_life(by, one, at):
    by("robin", "clear", one)
    at("2026-11-23T10:00")
    assert by("kim", "meeting", "done", one).code == 0
    assert told(by("robin", "log", "@permits", "Next")) == [
        f"{one} shared (Showed how to look up a fee…) · coachlog news"
    ]
    assert news(by, "robin") == [(one, "shared", "in the meeting of 2026-11-23")]
    assert "shared  in the meeting of Mon 23 Nov · kim" in by("ana", "show", one).out
    assert json.loads(by("ana", "status", one, "-f", "json").out)[1]["meeting"] == "2026-11-23"
    by("kim", "undo", "2")
    assert news(by, "robin") == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_killed_recording_leaves_its_news_untold_or_told_with_the_entry(by, one, monkeypatch):
    chance = random.Random(1)
    for number in range(12):
        by("kim", "reply", one, f"Idea {number}")
        monkeypatch.setenv("COACHLOG_TRAINER", "robin")
        command = [sys.executable, "-m", "coachlog", "log", "@permits", f"Note {number}"]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            time.sleep(chance.uniform(0.01, 0.2))
            running.kill()
        stored = f'"Note {number}"' in by("robin", "list", "-f", "json").out
        db = sqlite3.connect(default_log())
        untold = db.execute("SELECT count(*) FROM news WHERE told = 0").fetchone()[0]
        db.close()
        assert (untold == 0) == stored


def test_two_trainers_at_once_each_get_their_own_news_exactly_once(by, one, home, monkeypatch):
    theirs = recorded(by, "kim", "log", "@permits", "+fees", "We had that at the other desk")
    for round_ in range(3):
        by("kim", "reply", one, f"Idea {round_}")
        by("robin", "reply", theirs, f"Idea {round_}")
        started = []
        for n in range(6):
            monkeypatch.setenv("COACHLOG_TRAINER", ("kim", "robin")[n % 2])
            command = [sys.executable, "-m", "coachlog", "log", "@permits", f"Note {round_} {n}"]
            started.append(
                subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
                )
            )
        said = Counter()
        for n, process in enumerate(started):
            _, err = process.communicate(timeout=60)
            assert process.returncode == 0, err
            for line in err.splitlines():
                if line.startswith(TOLD):
                    said["kim" if n % 2 == 0 else "robin", line.removeprefix(TOLD)] += 1
        assert said == {
            ("kim", f"an idea on {theirs} · coachlog news"): 1,
            ("robin", f"an idea on {one} · coachlog news"): 1,
        }
