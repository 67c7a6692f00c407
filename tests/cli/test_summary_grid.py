"""Tests of `summary --across`, beside those that count it again."""

import json

import pytest

from tests.cli.test_summary import filled  # noqa: F401 - a fixture

CHOOSE = "Choose from team, topic, kind, week, month, status, basis, decision, caught,"


def test_a_grid_has_rows_columns_and_totals(coachlog, filled):  # noqa: F811
    code, out, err = coachlog("summary", "--by", "team", "--across", "month")
    assert (code, out.splitlines()) == (
        0,
        [
            "team     Aug*  Sep  Oct  Nov*  total",
            "────────────────────────────────────",
            "permits     ·    ·    ·     3      3",
            "schools     ·    ·    ·     2      2",
            "finance     ·    ·    ·     1      1",
            "total       ·    ·    ·     6      6",
            "Aug*: only from 31 August 2026",
            "Nov*: only to 19 November 2026",
        ],
    )
    assert err.splitlines() == [
        "the last 12 weeks: 2026-08-31 to 2026-11-22, UTC (UTC+00:00)",
        "6 entries in all",
    ]


def test_an_entry_with_two_topics_counts_once_in_the_total(coachlog, filled):  # noqa: F811
    code, out, err = coachlog("summary", "--by", "topic", "--across", "team", "--format", "csv")
    assert (code, out.split("\r\n")) == (
        0,
        [
            "topic,permits,schools,finance,total",
            "fees,3,1,0,4",
            "invoices,0,0,1,1",
            "letters,0,1,0,1",
            "waivers,1,0,0,1",
            "total,3,2,1,6",
            "",
        ],
    )
    note = "An entry with several topics counts once in each, and once in a total."
    assert err.splitlines()[1:] == [note, "6 entries in all"]


def test_two_topics_of_one_entry_are_together_as_others_once(coachlog):
    for number in range(3):
        assert coachlog("log", "@permits", "+fees", f"Entry {number}").code == 0
    assert coachlog("log", "@permits", "+forms", "+files", "Two others").code == 0
    _, out, _ = coachlog("summary", "--by=topic", "--across=team", "--top=1", "--format=csv")
    assert out == "topic,permits,total\r\nfees,3,3\r\n2 others,1,1\r\ntotal,4,4\r\n"


def test_a_mail_says_what_it_is_and_of_which_days(coachlog, filled):  # noqa: F811
    _, out, _ = coachlog("summary", "--by=kind", "--across=week", "--format=md", "--this-week")
    assert out.splitlines() == [
        "## Entries by kind and week, 2026-W47: 2026-11-16 to 2026-11-22",
        "",
        "| kind | W47\\* | total |",
        "| --- | ---: | ---: |",
        "| mistake | 2 | 2 |",
        "| correction | 1 | 1 |",
        "| total | 3 | 3 |",
        "",
        "*W47\\*: only to 19 November 2026*",
    ]


def test_weeks_of_two_years_have_their_year(coachlog, filled):  # noqa: F811
    _, out, _ = coachlog("summary", "--by=week", "--across=kind", "--since=2025-12-15")
    assert out.splitlines()[2].split()[0] == "2025-W51"


def test_an_empty_log_has_an_empty_grid(coachlog):
    code, out, err = coachlog("summary", "--by=team", "--across=kind", "--format=csv")
    assert (code, out) == (
        0,
        "team,strength,correction,question,mistake,total\r\ntotal,0,0,0,0,0\r\n",
    )
    assert err.endswith("0 entries in all\n")
    code, out, _ = coachlog(
        "summary", "--by=team", "--across=week", "--until=today", "--format=json"
    )
    assert (code, json.loads(out)["columns"]) == (0, [])
    assert coachlog("summary", "--by=week", "--across=team", "--until=today").code == 0


def test_a_grid_by_decision_says_what_many_exceptions_mean(coachlog):
    for number in range(5):
        coachlog("log", "@permits", "+fees", f"{number}", "--decision", "escalated")
    code, _, err = coachlog("summary", "--by", "team", "--across", "decision")
    assert (code, err.splitlines()[-1]) == (
        0,
        "fees: 5 of 5 decisions were escalations. The topic may need practice.",
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--across=team"],
            "--across only works with --by, which says what the rows are.",
        ),
        (
            ["--by=team", "--across=team"],
            "'team' is in --by and in --across. Name another key in one of them.",
        ),
        (
            ["--by=week", "--across=month"],
            "weeks cannot stand across months. Name another key in --by or --across.",
        ),
        (
            ["--by=month", "--across=week"],
            "weeks cannot stand across months. Name another key in --by or --across.",
        ),
        (
            ["--by=team,topic", "--across=week"],
            "--by and --across have several keys. Name one in each.",
        ),
        (
            ["--by=team", "--across=week,kind"],
            "--by and --across have several keys. Name one in each.",
        ),
        (
            ["--by=team", "--across=week,week"],
            "'week' is named twice in --across. Name it once.",
        ),
        (["--by=team", "--across=trainer"], f"a summary cannot count by 'trainer'. {CHOOSE}"),
        (
            ["--by=team", "--across=week", "--limit=3"],
            "--limit does not work with --across. Use --top, which adds up the rest.",
        ),
        (["--top=3"], "--top only works with --across. In a list, use --limit."),
        (
            ["--by=week", "--across=kind", "--top=3"],
            "--top cannot leave out weeks or months. Name another key in --by.",
        ),
        (
            ["--by=team", "--across=kind", "--top=0"],
            "--top needs a whole number (1 to 1000), not '0'.",
        ),
    ],
)
def test_senseless_options_are_refused(coachlog, filled, options, message):  # noqa: F811
    code, out, err = coachlog("summary", *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"coachlog: {message}")
