"""Tests of the lines after recording."""

import sys
from datetime import date

import pytest

from coachlog.cli.messages import (
    new_names_line,
    receipt,
    say_recorded,
    stored_line,
)
from coachlog.render.text_width import width_of
from coachlog.render.words import moment_text, shorten, similar_lines
from coachlog.services.record import Recorded

FIELDS = {
    "kind": "correction",
    "team": "permits",
    "topics": ["fees"],
    "occurred_on": "2026-11-19",
    "short_id": "8f3a",
}
TODAY = date(2026, 11, 19)


def test_the_receipt_says_what_was_understood_and_how_to_take_it_back():
    line = receipt(FIELDS | {"occurred_at": "2026-11-19T15:00:00.000Z"}, TODAY)
    assert line == "Thu 19 Nov 15:00 · correction · permits / fees · 8f3a · undo: coachlog undo"


def test_a_private_entry_is_called_private():
    assert " · private · " in receipt(FIELDS | {"share": "private"}, TODAY)


def test_many_topics_and_control_characters_stay_on_one_short_line():
    line = receipt(
        FIELDS | {"team": "a\x1b[31m\nb", "topics": [f"topic{number}" for number in range(50)]},
        TODAY,
    )
    assert "a␛[31m b / topic0, topic1, topic2, topic3, topic4 and 45 more" in line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Paid 00 for the permit", "  Paid 00 for the permit"),
        ("Two\nlines\tand a tab", "  Two lines and a tab"),
        ("word " * 40, "  word word word word word…"),
        ("x" * 100, f"  {'x' * 27}…"),
        ("\x1b[31mred", "  ␛[31mred"),
        ("日本語" * 10, "  日本語日本語日本語日本語日…"),
        ("Gebühr für das Büro bezahlt und", "  Gebühr für das Büro…"),
    ],
)
def test_the_first_words_as_stored_stand_on_one_line_of_the_terminal(text, line):
    assert stored_line(text, 30) == line
    assert width_of(line) <= 30


def test_the_lines_of_every_receipt_are_written_at_once(monkeypatch):
    # Each write is a call of the system, and stands alone where several programs share a terminal.
    writes = []
    monkeypatch.setattr(sys.stderr, "write", writes.append)
    fields = FIELDS | {"happened": "Paid 00"}
    new_names = [("team", "hall")]
    recorded = Recorded(fields, similar=[], hints=[], new_names=new_names, news=[])
    say_recorded(recorded, [], TODAY)
    assert [text for text in writes if text] == [
        "Thu 19 Nov · correction · permits / fees · 8f3a · undo: coachlog undo\n"
        "  Paid 00\n"
        "New team hall.\n"
    ]


def test_a_new_team_or_topic_is_said(coachlog):
    code, out, err = coachlog("log", "@permits", "+fees", "+maps", "Paid 00 for it")
    assert (code, out) == (0, "")
    lines = err.splitlines()
    assert lines[1:] == ["  Paid 00 for it", "New team permits. New topic fees. New topic maps."]
    err = coachlog("log", "@Permits", "+fees", "Another text").err
    assert "New " not in err
    err = coachlog("log", "@permitz", "+fees", "A third text").err
    assert err.count("New team permitz.") == 1
    assert "New team permitz. Did you mean permits?" in err


def test_of_many_new_topics_a_few_are_named():
    names = [("topic", f"t{number}") for number in range(8)]
    line = new_names_line(names, [])
    assert line.endswith("New topic t4. And 3 more.")


def test_the_receipt_is_cut_at_the_width_of_the_terminal(terminal):
    child = terminal("log", "@permits", "+fees", *["word"] * 60)
    child.setwinsize(24, 40)
    child.expect_exact("undo: coachlog undo")
    child.expect_exact("…\r\n")
    assert child.before.splitlines()[-1] == "  word word word word word word word"
    child.expect_exact("New team permits.")


@pytest.mark.parametrize(
    ("day", "at", "shown"),
    [
        ("2026-11-19", None, "Thu 19 Nov"),
        ("2025-01-02", None, "Thu 2 Jan 2025"),
        ("1900-01-01", "1900-01-01T00:30:00.000Z", "Mon 1 Jan 1900 00:30"),
        ("9998-12-31", None, "Thu 31 Dec 9998"),
    ],
)
def test_the_year_is_shown_unless_it_is_this_year(day, at, shown):
    assert moment_text(day, TODAY, at) == shown


@pytest.mark.parametrize(
    ("zone", "on", "shown"),
    [
        ("Europe/Berlin", "2026-11-05 23:30 America/New_York", "Thu 5 Nov (here Fri 6 Nov 05:30)"),
        ("America/New_York", "2026-01-01 01:00 GMT+1", "Thu 1 Jan (here Wed 31 Dec 2025 19:00)"),
        ("America/New_York", "2026-11-06 12:30 Europe/Berlin", "Fri 6 Nov 06:30"),
        ("America/New_York", "2026-11-06 02:30 UTC", "Thu 5 Nov 21:30"),
    ],
)
def test_a_time_of_day_stands_beside_the_day_on_which_clocks_here_show_it(
    coachlog, at, zone, on, shown
):
    at("2026-11-19T15:00", zone=zone)
    result = coachlog("log", "@permits", "+fees", "Text", "--on", on)
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith(f"{shown} · correction · permits / fees · ")
    short_id = result.err.split(" · ")[3]
    edited = coachlog("edit", short_id, "--on", "2026-11-02")
    assert edited.code == 0
    edited = coachlog("edit", short_id, "--on", on)
    assert (edited.code, edited.out) == (0, "")
    assert edited.err.startswith(f"{short_id} · {shown} · undo")


def test_lessons_have_a_line_each_and_all_is_cut_between_words():
    lesson = "Look at the list of flat fees before you open the screen or take any money for a plan"
    lines = similar_lines(
        [
            ("cc33", "Took the full fee", lesson),
            ("8f3a", "Looked up the fee waiver table for the school on the hill", None),
            ("11ab", "Short", None),
        ]
    )
    assert lines == [
        f"You may want to read: cc33 {lesson[:68]}…",
        "Similar: 8f3a Looked up the fee waiver table for the school… · 11ab Short",
    ]
    assert similar_lines([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "x" * 1_000_000,
        "a\n\nb" * 50,
        "e\u0301" * 100,
        "\x1b" * 2_000,
        " " * 5_000 + "x",
    ],
)
def test_a_shortened_text_is_one_line_of_at_most_its_width(text):
    shortened = shorten(text, 40)
    assert len(shortened) <= 40
    assert shortened.isprintable() or "\u0301" in shortened
