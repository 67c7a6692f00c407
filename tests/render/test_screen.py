"""A page on screens of every width."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.entry import Entry
from coachlog.domain.periods import week_of
from coachlog.domain.review.week import Cell, Counts, FirstEntries, Tally, WeekReport
from coachlog.render.columns import Column
from coachlog.render.screen import write_page, write_table
from coachlog.render.sparkline import numbers_text, sparkline
from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width
from coachlog.render.visible import visible
from coachlog.render.week_page import week_page
from coachlog.render.week_sentence import week_sentence

WEEK = week_of(date(2026, 11, 19))
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60
) | st.sampled_from(
    [
        "漢字" * 20,
        "👩\u200d👩\u200d👧" * 9,
        "مرحبا بالعالم " * 5,
        "e\u0301" * 50,
        "\x1b[31mred\x1b]8;;x\x07",
        "x" * 300,
    ]
)


def tally(name, *line):
    line = (*([0] * (8 - len(line))), *line)
    return Tally(
        name=name,
        entries=line[-1],
        strength=0,
        correction=line[-1],
        question=0,
        mistake=0,
        previous=line[-2],
        line=line,
    )


def a_report(
    teams, topics=(), *, mistakes=0, caught=0, today=date(2026, 11, 23), cells=(), entries=()
):
    line = [sum(numbers) for numbers in zip(*(team.line for team in teams), strict=True)] or [0] * 8
    total = tally("", *line)._replace(mistake=mistakes)
    shown = FirstEntries(list(entries), len(entries) + 2 if entries else 0)
    return WeekReport(
        week=WEEK,
        today=today,
        time_zone="UTC",
        counts=Counts(total, list(teams), list(topics), list(cells)),
        good_catches=caught,
        by_kind={"mistake": shown},
        lessons=shown,
        open_mistakes=shown,
    )


def an_entry(text, team="permits"):
    fields = dict.fromkeys(Entry._fields) | {
        "kind": "mistake",
        "team": team,
        "topics": (team,),
        "happened": text,
        "lesson": text,
    }
    return Entry(
        **fields
        | {
            "short_id": "8f3a",
            "recovery": text,
            "occurred_on": "2026-11-18",
            "own": True,
            "role": "leader",
        }
    )


@given(TEXTS, TEXTS, st.integers(20, 160), st.booleans())
def test_no_line_is_wider_than_the_screen(name, text, width, colour):
    cells = [Cell(name, name, 1_234, 0, 1, 0, 0, 12)]
    report = a_report(
        [tally(name, 3, 1_234), tally("permits", 2, 0)],
        [tally(name, 3, 4)],
        cells=cells,
        entries=[an_entry(text, name)],
    )
    out = io.StringIO()
    write_page(week_page(report, sparkline), out, width=width, colour=colour, compact=True)
    plain = out.getvalue().replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert "\x1b" not in plain
    for line in plain.splitlines():
        assert width_of(line) <= width


@pytest.mark.parametrize(("width", "said"), [(20, True), (80, False), (None, False)])
def test_a_narrow_screen_says_that_it_leaves_figures_out(width, said):
    out = io.StringIO()
    write_page(
        week_page(a_report([tally("permits", 3, 4)]), sparkline), out, width=width, colour=False
    )
    assert ("narrow screen: some figures are left out" in " ".join(out.getvalue().split())) == said


def test_colour_adds_nothing_but_colour():
    report = a_report([tally("permits", 3, 4)], entries=[an_entry("Left")])
    plain, coloured = io.StringIO(), io.StringIO()
    write_page(week_page(report, sparkline), plain, width=80, colour=False)
    write_page(week_page(report, sparkline), coloured, width=80, colour=True)
    assert "\x1b" not in plain.getvalue()
    stripped = coloured.getvalue()
    for code in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        stripped = stripped.replace(code, "")
    assert stripped == plain.getvalue()


def test_rows_line_up_whatever_the_script():
    names = ["漢字チーム", "permits", "e\u0301quipe", "👩\u200d👧 team"]
    out = io.StringIO()
    write_page(
        week_page(a_report([tally(name, 1, 7) for name in names]), sparkline),
        out,
        width=80,
        colour=False,
    )
    rows = [line for line in out.getvalue().splitlines() if line.startswith(tuple(names))][:4]
    assert len({width_of(row[: row.index("7")]) for row in rows}) == 1


@given(TEXTS, st.integers(1, 40))
def test_fitted_text_has_exactly_its_width(text, width):
    assert width_of(fit_to_width(visible(text), width)) == width


@given(TEXTS, st.integers(8, 40), st.integers(1, 3))
def test_wrapped_text_keeps_to_its_lines(text, width, most):
    lines = wrap_to_width(" ".join(visible(text).split()), width, most)
    assert len(lines) <= most
    assert all(width_of(line) <= width for line in lines)


def test_a_line_of_numbers_is_drawn_against_its_own_highest():
    assert sparkline((0, 1, 4, 8)) == "·▁▄█"
    assert sparkline((0,) * 8) == "·" * 8
    assert sparkline((1,)) == "█"
    assert numbers_text((0, 1, 12)) == "0 1 12"


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (a_report([]), "Nothing was recorded this week."),
        (
            a_report([tally("permits", 5, 0), tally("finance", 1, 0)]),
            "Nothing was recorded this week; the week before had 6 entries; permits and finance were quiet.",
        ),
        (a_report([tally("permits", 1)], [tally("fees", 1)]), "1 entry from permits; about fees."),
        (
            a_report([tally("permits", 3, 1)], [tally("fees", 3, 1)], mistakes=1, caught=1),
            "1 entry from permits, 2 fewer than the week before; about fees; 1 mistake, caught before it had an effect.",
        ),
        (
            a_report(
                [tally("permits", 4, 7), tally("a", 2, 3), tally("b", 2, 2), tally("c", 1, 0)],
                [tally("fees", 1, 8), tally("waivers", 2)],
                mistakes=2,
                caught=1,
            ),
            "12 entries from 3 teams, 3 more than the week before; most about fees (8); "
            "2 mistakes, one caught before it had an effect; c was quiet.",
        ),
        (
            a_report(
                [tally("permits", 2, 2)],
                [tally("fees", 1), tally("waivers", 1)],
                mistakes=2,
                caught=2,
            ),
            "2 entries from permits, as many as the week before; most often about fees and waivers (1 each); "
            "2 mistakes, all caught before they had an effect.",
        ),
        (
            a_report([tally("permits", 2, 1), tally("c", 1, 0)], today=date(2026, 11, 17)),
            "1 entry from permits so far, 3 in the whole week before; nothing yet from c.",
        ),
        (a_report([tally("permits", 2, 0)], today=date(2026, 11, 1)), "This week has not begun."),
        (
            a_report([tally(name, 1, 0) for name in "abcde"]),
            "Nothing was recorded this week; the week before had 5 entries; a, b, c and 2 more were quiet.",
        ),
    ],
)
def test_the_sentence_is_good_english(report, sentence):
    assert week_sentence(report) == sentence


def test_a_table_cuts_names_before_it_cuts_a_number():
    columns = [
        Column("name", "name", str),
        *(Column("n", "n", lambda row: 1_234_567, number=True) for _ in range(4)),
    ]
    out = io.StringIO()
    write_table(columns, ["a long name " * 9], out, width=60, colour=False)
    assert out.getvalue().splitlines()[2].split()[-4:] == ["1234567"] * 4
