"""News of one's entries: `news`, and the line after the next recording."""

import json
import random  # noqa: TID251 - a moment to kill at is not an id
import sqlite3
import subprocess
import sys
import time
from collections import Counter

import pytest

from coachlog.paths import default_log
from tests.cli.test_reply import recorded
from tests.test_house import EXPRESS, loaded_by

NEWS_LINE = "Since your last entry: "


@pytest.fixture
def entry(by):
    """Record an entry of Robin's, and return its id."""
    return recorded(by, "robin", "log", "@permits", "+fees", "Showed how to look up a fee waiver")


def news_lines(result):
    """Return the news that a recording printed."""
    return [
        line.removeprefix(NEWS_LINE)
        for line in result.err.splitlines()
        if line.startswith(NEWS_LINE)
    ]


def news(by, name, *filters):
    return [
        (row["short_id"], row["what"], row["text"])
        for row in json.loads(by(name, "news", *filters, "-f", "json").out)
    ]


def test_the_next_recording_tells_the_news_once(by, entry):
    second = recorded(by, "robin", "mistake", "@permits", "+fees", "Charged the fee twice")
    by("kim", "status", entry, "adopted", "New fee table at the counter")
    by("kim", "thanks", entry)
    by("ana", "thanks", entry)
    by("kim", "reply", second, "Ask for the receipt first")
    assert news_lines(by("kim", "log", "@permits", "Something else")) == []
    assert news_lines(by("robin", "log", "@permits", "Something else of mine")) == [
        f"{entry} adopted (New fee table at the counter), 2 thanks for {entry},"
        f" an idea on {second} · coachlog news"
    ]
    assert news_lines(by("robin", "log", "@permits", "And more")) == []
    assert news(by, "robin") == [
        (second, "idea", "Ask for the receipt first"),
        (entry, "thanks", None),
        (entry, "thanks", None),
        (entry, "adopted", "New fee table at the counter"),
    ]


def test_a_reply_to_a_question_is_told_as_an_answer(by):
    question = recorded(by, "robin", "log", "@permits", "+fees", "-q", "Who signs a waiver?")
    by("kim", "reply", question, "The head of the desk")
    by("ana", "reply", question, "The head, since May")
    assert news_lines(by("robin", "log", "@permits", "Something else of mine")) == [
        f"2 answers to {question} · coachlog news"
    ]
    assert [row[1] for row in news(by, "robin")] == ["idea", "idea"]


@pytest.mark.parametrize(
    "lane", [["log", "@permits"], ["oops", "@permits"], ["log", "--team", "permits"], ["again"]]
)
def test_every_way_of_recording_tells_the_news(by, entry, lane):
    by("kim", "thanks", entry)
    assert news_lines(by("robin", *lane, "Another note")) == [f"thanks for {entry} · coachlog news"]


def test_news_loads_nothing_more_in_the_express_lane(by, entry, monkeypatch):
    by("kim", "status", entry, "adopted", "New fee table")
    by("kim", "reply", entry, "An idea")
    monkeypatch.setenv("LOGNAME", "robin")
    loaded = loaded_by("log", "@permits", "+fees", "Another note")
    assert (loaded.code, loaded.modules & EXPRESS) == (0, set())
    assert news_lines(by("robin", "log", "@permits", "Another note")) == []


def test_what_you_do_yourself_is_no_news(by, entry):
    by("robin", "reply", entry, "A thought of my own")
    by("robin", "status", entry, "closed", "Done")
    assert news_lines(by("robin", "log", "@permits", "Next")) == []
    code, out, err = by("robin", "news")
    assert (code, out.split()) == (
        0,
        ["day", "id", "what", "who", "words", "your", "entry", *out.split()[7:]],
    )
    assert err == (
        "No news of your entries yet. To give your colleagues some:"
        "  coachlog reply ID WORDS  ·  coachlog thanks ID\n"
    )


def test_a_status_that_an_entry_no_longer_has_is_not_told(by, entry):
    by("kim", "status", entry, "adopted", "New table")
    by("kim", "status", entry, "logged")
    assert news_lines(by("robin", "log", "@permits", "Next")) == []
    by("kim", "status", entry, "shared")
    by("kim", "status", entry, "closed")
    by("kim", "edit", entry, "--changed-what", "Another table")
    assert news_lines(by("robin", "log", "@permits", "Next again")) == [
        f"{entry} closed (Another table) · coachlog news"
    ]


def test_what_was_undone_is_no_news_until_it_is_redone(by, entry):
    by("kim", "reply", entry, "An idea")
    by("kim", "status", entry, "shared")
    by("kim", "undo", "2")
    assert news(by, "robin") == []
    by("kim", "redo", "2")
    assert news_lines(by("robin", "log", "@permits", "Next")) == [
        f"{entry} shared (Showed how to look up a fee…), an idea on {entry} · coachlog news"
    ]
    by("robin", "undo")
    by("kim", "undo", "2")
    by("kim", "redo", "9")
    assert len(news(by, "robin")) == 2


def test_news_can_be_narrowed(by, entry, at):
    other = recorded(by, "robin", "log", "@finance", "+letters", "-q", "Who signs?")
    by("kim", "thanks", entry)
    at("2026-11-20T09:00")
    by("kim", "reply", other, "The head does")
    for filters, ids in (
        ([], [other, entry]),
        (["@finance"], [other]),
        (["+fees"], [entry]),
        (["--kind", "question"], [other]),
        (["--since", "2026-11-20"], [other]),
        (["--until", "2026-11-19"], [entry]),
        (["--limit", "1"], [other]),
        (["--status", "adopted"], []),
        (["--mine"], [other, entry]),
        (["--trainer", "Robin"], [other, entry]),
    ):
        assert [row[0] for row in news(by, "robin", *filters)] == ids, filters
    assert "No news matches. " in by("robin", "news", "--until", "2026-11-01").err
    assert (
        by("robin", "news", "-f", "csv").out.splitlines()[0]
        == "on,short_id,what,author,text,happened"
    )


@pytest.mark.parametrize("road", [["clear"], ["edit", "--share", "meeting"]])
def test_a_clearing_by_somebody_else_is_news_until_it_is_taken_back(by, entry, road):
    back = f"coachlog clear --back {entry}"
    assert by("kim", *road[:1], entry, *road[1:]).code == 0
    assert news(by, "robin") == [(entry, "cleared", f"To take it back:  {back}")]
    by("kim", "undo")
    assert news(by, "robin") == []
    by("kim", "redo")
    assert news_lines(by("robin", "log", "@permits", "Next")) == [
        f"{entry} cleared for a meeting (to take back: {back}) · coachlog news"
    ]
    assert news_lines(by("robin", "log", "@permits", "And more")) == []
    assert by("robin", *back.split()[1:]).code == 0
    assert news(by, "robin") == []


def test_clearings_come_first_and_those_of_ones_own_are_no_news(by, entry):
    own = recorded(by, "robin", "log", "@permits", "+fees", "I cleared this myself")
    other = recorded(by, "robin", "log", "@permits", "+fees", "Showed the new chart")
    by("robin", "clear", own)
    by("kim", "thanks", entry)
    by("kim", "clear", entry, other)
    by("kim", "edit", other, "--share", "team")
    by("kim", "edit", other, "--share", "meeting")
    assert news_lines(by("robin", "log", "@permits", "Next")) == [
        f"{other} and {entry} cleared for a meeting"
        f" (to take back: coachlog clear --back {other} {entry}),"
        f" thanks for {entry} · coachlog news"
    ]
    assert own not in {row[0] for row in news(by, "robin")}


def test_only_the_writer_sees_news_of_a_private_entry(by, entry):
    by("kim", "reply", entry, "Secret idea")
    by("robin", "edit", entry, "--share", "private")
    assert news(by, "kim") == []
    assert news(by, "robin") == [(entry, "idea", "Secret idea")]


def test_news_of_a_deleted_entry_goes_and_comes_back_with_it(by, entry):
    by("kim", "reply", entry, "An idea")
    by("kim", "reply", entry, "-q", "Which one?")
    by("robin", "delete", entry)
    assert by("robin", "news").out == by("ana", "news").out
    assert json.loads(by("robin", "reply", "-f", "json").out) == []
    assert json.loads(by("robin", "week", "-f", "json").out)["replies"] == 0
    assert news_lines(by("robin", "log", "@permits", "Next")) == []
    by("robin", "undo", "2")
    assert len(news(by, "robin")) == 2
    assert "Which one?" in by("kim", "show", entry).out
    assert len(news_lines(by("robin", "log", "@permits", "Next"))) == 1


def test_a_purge_erases_the_replies(by, entry, home):
    by("kim", "reply", entry, "A word nobody else uses: xylophone")
    by("robin", "delete", entry)
    assert by("robin", "purge", "--yes").code == 0
    files = [path.read_bytes() for path in home.rglob("*.db")]
    assert files
    assert not [content for content in files if b"xylophone" in content]
    assert by("robin", "doctor").code == 0


def test_doctor_finds_nothing_wrong(by, entry):
    by("kim", "reply", entry, "An idea")
    by("kim", "status", entry, "adopted", "New table")
    by("kim", "undo")
    by("robin", "log", "@permits", "Next")
    assert by("robin", "doctor").code == 0


def test_an_entry_is_recorded_even_if_news_cannot_be_read(by, entry):
    by("kim", "thanks", entry)
    db = sqlite3.connect(default_log())
    db.execute("ALTER TABLE news RENAME TO something_else")
    db.close()
    result = by("robin", "log", "@permits", "Next")
    assert (result.code, news_lines(result)) == (0, [])
    assert '"Next"' in by("robin", "list", "-f", "json").out


def test_a_meeting_is_news_and_in_the_status_history(by, entry, at):
    by("robin", "clear", entry)
    at("2026-11-23T10:00")
    assert by("kim", "meeting", "done", entry).code == 0
    assert news_lines(by("robin", "log", "@permits", "Next")) == [
        f"{entry} shared (Showed how to look up a fee…) · coachlog news"
    ]
    assert news(by, "robin") == [(entry, "shared", "in the meeting of 2026-11-23")]
    assert "shared  in the meeting of Mon 23 Nov · kim" in by("ana", "show", entry).out
    assert json.loads(by("ana", "status", entry, "-f", "json").out)[1]["meeting"] == "2026-11-23"
    by("kim", "undo", "2")
    assert news(by, "robin") == []


def test_what_is_redone_is_told_though_other_news_was_told_meanwhile(by, entry):
    by("kim", "reply", entry, "Ask first")
    by("kim", "undo")
    by("ana", "thanks", entry)
    told = news_lines(by("robin", "log", "@permits", "Something else"))
    assert told == [f"thanks for {entry} · coachlog news"]
    by("kim", "redo")
    told = news_lines(by("robin", "log", "@permits", "And more"))
    assert told == [f"an idea on {entry} · coachlog news"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_killed_recording_marks_news_as_told_only_with_its_entry(by, entry, monkeypatch):
    chance = random.Random(1)
    for number in range(12):
        by("kim", "reply", entry, f"Idea {number}")
        monkeypatch.setenv("LOGNAME", "robin")
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


def test_two_trainers_at_once_get_their_own_news_once_each(by, entry, home, monkeypatch):
    theirs = recorded(by, "kim", "log", "@permits", "+fees", "We had that at the other desk")
    for round_ in range(3):
        by("kim", "reply", entry, f"Idea {round_}")
        by("robin", "reply", theirs, f"Idea {round_}")
        started = []
        for n in range(6):
            monkeypatch.setenv("LOGNAME", ("kim", "robin")[n % 2])
            command = [sys.executable, "-m", "coachlog", "log", "@permits", f"Note {round_} {n}"]
            started.append(
                subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
                )
            )
        told = Counter()
        for n, process in enumerate(started):
            _, err = process.communicate(timeout=60)
            assert process.returncode == 0, err
            for line in err.splitlines():
                if line.startswith(NEWS_LINE):
                    told["kim" if n % 2 == 0 else "robin", line.removeprefix(NEWS_LINE)] += 1
        assert told == {
            ("kim", f"an idea on {theirs} · coachlog news"): 1,
            ("robin", f"an idea on {entry} · coachlog news"): 1,
        }


def test_an_edit_by_a_colleague_names_the_writer_who_hears_of_it(by):
    assert by("robin", "oops", "@permits", "+fees", "Charged twice").code == 0
    entry_id = json.loads(by("robin", "list", "-f", "json").out)[0]["short_id"]
    own = by("robin", "edit", entry_id, "--recovery", "Paid it back").err
    assert own.startswith(f"{entry_id} · recovery empty → Paid it back · undo")
    done = by("kim", "edit", entry_id, "--recovery", "Paid it all back")
    assert done.err.startswith(f"{entry_id} (robin's) · recovery Paid it back → Paid it all back ·")
    (row,) = json.loads(by("robin", "news", "-f", "json").out)
    assert (row["short_id"], row["what"], row["author"]) == (entry_id, "edited", "kim")
    assert by("kim", "news", "-f", "json").out == "[]\n"
    err = by("robin", "log", "@permits", "+fees", "Showed the map").err
    advice = f"(to see the changes: coachlog history {entry_id})"
    assert f"Since your last entry: {entry_id} edited {advice}" in err


@pytest.mark.parametrize("line", ["undo", "teams rename permits licences"])
def test_an_edit_that_was_undone_and_a_new_name_of_the_team_are_no_news(by, line):
    assert by("robin", "oops", "@permits", "+fees", "Charged twice").code == 0
    entry_id = json.loads(by("robin", "list", "-f", "json").out)[0]["short_id"]
    if line == "undo":
        assert by("kim", "edit", entry_id, "--recovery", "Paid it all back").code == 0
    assert by("kim", *line.split()).code == 0
    assert by("robin", "news", "-f", "json").out == "[]\n"
