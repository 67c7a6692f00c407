"""`list`, `show`, `search` and `card`, as a trainer meets them."""

import csv
import io
import json

import pytest

from coachlog.cli.context import Context
from coachlog.services.record import record

HOSTILE_QUERIES = [
    '"',
    "can't",
    "e-mail",
    "AND",
    "NOT",
    "*",
    "(",
    "^fee",
    "fee*",
    "col:fee",
    "a NEAR b",
    "-fee",
    "x" * 100_000,
    "word " * 20_000,
]


ENTRIES = [
    {
        "kind": "correction",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Showed how to look up a fee waiver",
    },
    {
        "kind": "mistake",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Charged the subrecipients twice",
        "recovery": "Paid it back the same day",
        "learner": "ana",
    },
    {
        "kind": "correction",
        "team": "finance",
        "topics": ["travel"],
        "happened": "Explained the e-mail rule",
        "trainer": "kim",
        "lesson": "Ask before you book",
        "learner": "bo",
    },
    {
        "kind": "correction",
        "team": "permits",
        "topics": ["secrets"],
        "happened": "A private worry",
        "share": "private",
    },
]


@pytest.fixture
def some_entries():
    """Two teams, three topics, one private entry, one entry of somebody else."""
    context = Context()
    for given in ENTRIES:
        record(context.log, context.clock, context.settings, dict(given))
    context.close()


def listed(result):
    return list(csv.DictReader(io.StringIO(result.out)))


def test_a_list_has_the_same_cells_in_every_format(coachlog, some_entries):
    rows = listed(coachlog("list", "--format", "csv"))
    objects = json.loads(coachlog("list", "--format", "json").out)
    lines = [json.loads(line) for line in coachlog("list", "--format", "jsonl").out.splitlines()]
    assert objects == lines
    assert [{**row, "topics": "; ".join(row["topics"])} for row in objects] == rows
    table = coachlog("list").out.splitlines()
    assert [line.split("  ")[-1].strip() for line in table[2:]] == [row["happened"] for row in rows]


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_an_empty_list_still_has_its_header_and_makes_no_file(coachlog, home, form):
    code, out, err = coachlog("list", "--format", form)
    assert (code, err) == (0, "")
    assert ("happened" in out) == (form in ("table", "csv", "md"))
    assert list(home.rglob("*.db")) == []


def test_private_entries_show_in_ones_own_list_show_and_search_only(coachlog, some_entries):
    assert "worry" not in coachlog("list").out
    assert "worry" in coachlog("list", "--mine").out
    assert "worry" in coachlog("search", "worry").out
    assert "worry" in coachlog("show", "last").out


def test_a_colleague_sees_neither_the_private_entry_nor_the_learner(
    coachlog, some_entries, monkeypatch
):
    ids = [row["short_id"] for row in listed(coachlog("list", "--mine", "--format", "csv"))]
    monkeypatch.setenv("COACHLOG_TRAINER", "sam")
    assert coachlog("show", ids[0]) == (4, "", f"coachlog: {ids[0]} is robin's private entry.\n")
    assert coachlog("search", "worry").out.count("\n") == 2
    assert "ana" not in coachlog("show", ids[1]).out


def test_a_writer_sees_the_learner_of_an_own_entry(coachlog, some_entries):
    (row,) = listed(coachlog("list", "--mine", "--kind", "mistake", "--format", "csv"))
    shown = json.loads(coachlog("show", row["short_id"], "--format", "json").out)
    assert shown[0]["learner"] == "ana"


def test_a_list_is_narrowed_by_team_topic_kind_and_day(coachlog, some_entries):
    assert {row["team"] for row in listed(coachlog("list", "@Permits", "--format", "csv"))} == {
        "permits"
    }
    assert [row["topics"] for row in listed(coachlog("list", "+TRAVEL", "--format", "csv"))] == [
        "travel"
    ]
    assert [
        row["kind"] for row in listed(coachlog("list", "-k", "mistake", "--format", "csv"))
    ] == ["mistake"]
    assert listed(coachlog("list", "--until", "2026-11-18", "--format", "csv")) == []
    assert len(listed(coachlog("list", "--today", "--format", "csv"))) == 3
    assert len(listed(coachlog("list", "--limit", "1", "--format", "csv"))) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--this-week"], "2026-W47: 2026-11-16 to 2026-11-22, UTC (UTC+00:00)\n"),
        (["--week", "2026-W46"], "2026-W46: 2026-11-09 to 2026-11-15, UTC (UTC+00:00)\n"),
        (["--today"], "today: 2026-11-19, UTC (UTC+00:00)\n"),
        (["--since", "2026-11-01"], "from 2026-11-01, UTC (UTC+00:00)\n"),
        (
            ["--since", "2026-11", "--until", "2026-11"],
            "2026-11-01 to 2026-11-30, UTC (UTC+00:00)\n",
        ),
    ],
)
def test_a_list_says_which_days_and_which_time_zone_it_used(coachlog, some_entries, options, said):
    code, _, err = coachlog("list", *options)
    assert (code, err) == (0, said)


@pytest.mark.parametrize("option", ["--since", "--until", "--week"])
def test_a_date_that_is_not_understood_never_lists_everything(coachlog, some_entries, option):
    code, out, err = coachlog("list", option, "garbage")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Try 2026-11-20" in err.replace("Try last, 2026-W46, ", "Try ")


def test_search_ranks_marks_and_stems(coachlog, some_entries):
    (row,) = listed(coachlog("search", "subrecipient", "--format", "csv"))
    assert row["snippet"] == "Charged the «subrecipients» twice"
    assert [
        row["team"] for row in listed(coachlog("search", "rule", "@finance", "--format", "csv"))
    ] == ["finance"]
    assert listed(coachlog("search", "rule", "@permits", "--format", "csv")) == []


def test_search_falls_back_to_beginnings_and_then_to_any_word(coachlog, some_entries):
    assert len(listed(coachlog("search", "waiv", "--format", "csv"))) == 1
    code, out, err = coachlog("search", "waiver", "twice", "--format", "csv")
    assert (code, len(out.splitlines()), err) == (
        0,
        3,
        "no entry has all of these words; these have some of them.\n",
    )


@pytest.mark.parametrize("query", HOSTILE_QUERIES, ids=range(len(HOSTILE_QUERIES)))
def test_whatever_is_typed_is_a_query_for_words(coachlog, some_entries, query):
    code, out, err = coachlog("search", "--format", "csv", "--", query)
    assert code in (0, 2)
    assert err.count("\n") <= 1
    if code == 2:
        assert (out, err) == ("", "coachlog: there is nothing to search for: give a word or two.\n")


def test_an_id_is_a_short_id_a_longer_end_or_last(coachlog, some_entries):
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    for name in (entry["short_id"], entry["uuid"], entry["uuid"][-8:].upper()):
        assert json.loads(coachlog("show", name, "--format", "json").out) == [entry]


def test_an_end_that_is_shorter_than_the_short_id_means_the_entry_where_only_one_ends_so(coachlog):
    uuids = ("01a1f452-5980-7d65-9e92-581b465183e1", "01a1f452-5980-7d65-9e92-581cc65183e1")
    rows = [
        {"uuid": uuid, "team": "permits", "happened": uuid, "date": "2026-11-18"} for uuid in uuids
    ]
    assert coachlog("import", "-", stdin=json.dumps(rows)).code == 0
    assert json.loads(coachlog("show", "465183E1", "-f", "json").out)[0]["uuid"] == uuids[0]
    (end,) = [
        row["short_id"]
        for row in json.loads(coachlog("list", "-f", "json").out)
        if row["happened"] == uuids[0]
    ]
    assert len(end) > 8  # 465183e1 is a number to a spreadsheet
    code, out, err = coachlog("show", "83e1")
    assert (code, out) == (4, "")
    assert (
        err
        == "coachlog: several entries end in 83e1. Type more of its id; coachlog list  shows them.\n"
    )


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("xyz", 2, "is not an id"), ("ffffffff", 4, "no entry is called ffffffff")],
)
def test_an_id_that_is_none_is_said_in_one_line(coachlog, some_entries, name, code, said):
    result = coachlog("show", name)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert said in result.err


def test_last_of_an_empty_log_says_how_to_begin(coachlog):
    assert coachlog("show", "last") == (
        4,
        "",
        "coachlog: there are no entries yet. Record one with  coachlog log\n",
    )


def test_a_card_says_the_wrong_way_the_right_way_and_counts_the_rest(coachlog, some_entries):
    code, out, err = coachlog("card", "fees")
    assert (code, err.count("\n")) == (0, 1)
    assert (
        "wrong way  Charged the subrecipients twice\nright way  Paid it back the same day\n" in out
    )
    assert "1 more says only what happened" in err


@pytest.mark.parametrize(("typed", "said"), [("fee", 0), ("FEES", 0), ("travle", 4), ("zzz", 4)])
def test_a_topic_may_be_typed_in_part_and_a_near_miss_is_hinted_at(
    coachlog, some_entries, typed, said
):
    code, _, err = coachlog("card", typed)
    assert code == said
    if typed == "travle":
        assert err == "coachlog: there is no topic 'travle'. Did you mean 'travel'?\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["week", "9999-W52"],
        ["list", "--week", "0001-W01"],
        ["list", "--since", "9999-12"],
        ["list", "--until", "9999"],
        ["list", "-n", "9" * 23],
        ["search", "fee", "-n", "9" * 20],
        ["history", "-n", "9" * 20],
    ],
)
def test_a_year_or_a_limit_that_cannot_be_meant_is_refused_in_one_line(
    coachlog, some_entries, arguments
):
    code, out, err = coachlog(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "command", [["list"], ["search", "fee"], ["export"], ["summary"], ["week"]]
)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("@permit", "there is no team 'permit'. Did you mean 'permits'?\n"),
        ("+zzz", "there is no topic 'zzz'. coachlog topics  lists them.\n"),
    ],
)
def test_a_name_that_nobody_used_is_said_once(coachlog, some_entries, command, name, said):
    code, _, err = coachlog(*command, name)
    assert (code, err.count(said)) == (0, 1)


@pytest.mark.parametrize(
    ("options", "heading"),
    [
        ([], "fees: 2 to remember"),
        (["-n", "1"], "fees: 1 of 2 to remember"),
        (["-n", "0"], "fees: 0 of 2 to remember"),
    ],
)
def test_a_card_says_how_many_there_are_in_all(coachlog, some_entries, options, heading):
    coachlog("log", "@permits", "+fees", "Asked first", "--lesson", "Ask first")
    assert coachlog("card", "fees", *options).out.splitlines()[0] == heading
