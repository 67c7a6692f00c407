"""Tests of the sentence that a week begins with, and of its line of numbers."""

from datetime import date

import pytest

from coachlog.render.sparkline import numbers_text, sparkline
from coachlog.render.week_sentence import week_sentence
from tests.render.week_reports import make_report, tally


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (make_report([]), "Nothing was recorded this week."),
        (
            make_report([tally("permits", 5, 0), tally("finance", 1, 0)]),
            "Nothing was recorded this week; the week before had 6 entries;"
            " permits and finance were quiet.",
        ),
        (
            make_report([tally("permits", 1)], [tally("fees", 1)]),
            "1 entry from permits; about fees.",
        ),
        (
            make_report([tally("permits", 3, 1)], [tally("fees", 3, 1)], mistakes=1, caught=1),
            "1 entry from permits, 2 fewer than the week before; about fees;"
            " 1 mistake, caught before it had an effect.",
        ),
        (
            make_report(
                [tally("permits", 4, 7), tally("a", 2, 3), tally("b", 2, 2), tally("c", 1, 0)],
                [tally("fees", 1, 8), tally("waivers", 2)],
                mistakes=2,
                caught=1,
            ),
            "12 entries from 3 teams, 3 more than the week before; most about fees (8); "
            "2 mistakes, one caught before it had an effect; c was quiet.",
        ),
        (
            make_report(
                [tally("permits", 2, 2)],
                [tally("fees", 1), tally("waivers", 1)],
                mistakes=2,
                caught=2,
            ),
            "2 entries from permits, as many as the week before; most often about fees"
            " and waivers (1 each); 2 mistakes, all caught before they had an effect.",
        ),
        (
            make_report([tally("permits", 2, 1), tally("c", 1, 0)], today=date(2026, 11, 17)),
            "1 entry from permits so far, 3 in the whole week before; nothing yet from c.",
        ),
        (
            make_report([tally("permits", 2, 0)], today=date(2026, 11, 1)),
            "This week has not begun.",
        ),
        (
            make_report([tally(name, 1, 0) for name in "abcde"]),
            "Nothing was recorded this week; the week before had 5 entries;"
            " a, b, c and 2 more were quiet.",
        ),
    ],
)
def test_the_sentence_reads_well(report, sentence):
    assert week_sentence(report) == sentence


def test_a_line_of_numbers_is_drawn_against_its_own_highest():
    assert sparkline((0, 1, 4, 8)) == "·▁▄█"
    assert sparkline((0,) * 8) == "·" * 8
    assert sparkline((1,)) == "█"
    assert numbers_text((0, 1, 12)) == "0 1 12"
