"""Tests of `teams` and `topics`: counting, renaming and merging."""

import csv
import io

import pytest

from coachlog.cli.context import Context
from coachlog.storage import revisions
from coachlog.storage.actions import actions_to_undo


@pytest.fixture
def entries(coachlog, at):
    """Record three entries of two teams on two topics, on different days."""
    for day, words in (
        ("2026-11-16", "@permits +fees +forms Showed the fee table"),
        ("2026-11-17", "@permits +fees Showed the waiver"),
        ("2026-11-18", "@code +Forms Asked for the chart"),
    ):
        at(f"{day}T10:00:00+00:00")
        assert coachlog("log", *words.split()).code == 0
    at("2026-11-19T15:00:00+00:00")


def rows(coachlog, *arguments):
    return list(csv.reader(io.StringIO(coachlog(*arguments, "--format", "csv").out)))[1:]


def team_and_topics(coachlog):
    return [(row[3], row[4]) for row in rows(coachlog, "list")]


def test_names_are_listed_with_their_entries_and_the_newest_day(coachlog, entries):
    assert rows(coachlog, "teams") == [["code", "1", "2026-11-18"], ["permits", "2", "2026-11-17"]]
    assert rows(coachlog, "topics", "list") == [
        ["fees", "2", "2026-11-17"],
        ["forms", "2", "2026-11-18"],
    ]
    code, out, err = coachlog("topics")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split() == ["topic", "entries", "last", "entry"]


def test_private_entries_are_counted_only_when_asked_for(coachlog, entries):
    coachlog("log", "@permits", "+nerves", "--share", "private", "Was short with a customer")
    assert ["permits", "2", "2026-11-17"] in rows(coachlog, "teams")
    assert ["permits", "3", "2026-11-19"] in rows(coachlog, "teams", "--private")
    assert "nerves" not in coachlog("topics").out
    assert ["nerves", "1", "2026-11-19"] in rows(coachlog, "topics", "--private")


def test_an_empty_log_still_has_its_header(coachlog, home):
    assert coachlog("teams", "--format", "csv") == (0, "team,entries,last\r\n", "")
    assert list(home.iterdir()) == []


def test_a_rename_reaches_every_entry(coachlog, entries):
    message = "'permits' is now 'Permits desk' in 2 entries · undo: coachlog undo\n"
    assert coachlog("teams", "rename", "PERMITS", "Permits desk") == (0, "", message)
    assert team_and_topics(coachlog) == [
        ("code", "forms"),
        ("Permits desk", "fees"),
        ("Permits desk", "fees; forms"),
    ]
    assert [row[0] for row in rows(coachlog, "teams")] == ["code", "Permits desk"]


def test_a_rename_may_change_the_spelling_alone(coachlog, entries):
    assert coachlog("topics", "rename", "+fees", "+Fées").code == 0
    assert coachlog("topics", "rename", "fées", "FÉES").code == 0
    assert team_and_topics(coachlog)[1:] == [("permits", "FÉES"), ("permits", "FÉES; forms")]
    message = "No change: 'FÉES' is already spelled that way.\n"
    assert coachlog("topics", "rename", "fe\u0301es", "FÉES") == (0, "", message)


def test_a_new_entry_takes_the_spelling_of_the_rename(coachlog, entries):
    coachlog("teams", "rename", "permits", "Permits")
    assert "Permits / fees" in coachlog("log", "@permits", "+fees", "One more").err


def test_a_merge_moves_every_entry_and_leaves_no_topic_twice(coachlog, entries):
    message = "'fees' is now 'forms' in 2 entries · undo: coachlog undo\n"
    assert coachlog("topics", "merge", "fees", "forms") == (0, "", message)
    assert team_and_topics(coachlog) == [
        ("code", "forms"),
        ("permits", "forms"),
        ("permits", "forms"),
    ]
    assert rows(coachlog, "topics") == [["forms", "3", "2026-11-18"]]


def test_a_name_in_use_is_refused_with_the_command_to_merge(coachlog, entries):
    message = (
        "coachlog: the team 'code' already exists."
        " To merge the two: coachlog teams merge 'permits' 'code'\n"
    )
    assert coachlog("teams", "rename", "permits", "CODE") == (2, "", message)
    assert team_and_topics(coachlog)[0] == ("code", "forms")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ("teams", "rename", "permit", "x"),
            4,
            "there is no team 'permit'. Did you mean 'permits'?",
        ),
        (
            ("topics", "merge", "zzz", "fees"),
            4,
            "there is no topic 'zzz'. coachlog topics  lists them.",
        ),
        (("topics", "merge", "fees", "fee"), 4, "there is no topic 'fee'. Did you mean 'fees'?"),
        (
            ("topics", "merge", "fees", "FEES"),
            2,
            "'fees' cannot be merged with itself. Name two topics.",
        ),
        (
            ("topics", "rename", "fees", "a;b"),
            2,
            "topic 'a;b' has a semicolon, which separates topics in files; leave it out.",
        ),
        (
            ("topics", "rename", "fees", ". ,"),
            2,
            "topic '. ,' has no letter and no digit; name the topic.",
        ),
        (
            ("topics", "rename", "fees", " "),
            2,
            "a topic needs a name: coachlog topics rename 'fees' NEW",
        ),
    ],
)
def test_an_impossible_change_is_refused_on_one_line(coachlog, entries, words, code, message):
    before = team_and_topics(coachlog)
    assert coachlog(*words) == (code, "", f"coachlog: {message}\n")
    assert team_and_topics(coachlog) == before


def test_the_settings_follow_a_name(coachlog, entries):
    coachlog("config", "set", "team", "permits")
    coachlog("config", "set", "topic", "fees")
    coachlog("use", "@permits", "+fees", "+forms")
    coachlog("teams", "rename", "permits", "desk")
    err = coachlog("topics", "merge", "fees", "forms").err
    assert "The context is now @desk +forms (it was @desk +fees +forms)" in err
    assert [coachlog("config", "get", name).out for name in ("team", "topic", "use")] == [
        "desk\n",
        "forms\n",
        "@desk +forms\n",
    ]


def test_a_context_that_cannot_be_typed_any_longer_is_dropped(coachlog, entries):
    coachlog("use", "@permits")
    err = coachlog("teams", "rename", "permits", "Permits desk").err
    assert 'The context is now @"Permits desk" (it was @permits).' in err
    err = coachlog("teams", "rename", "permits desk", 'The "old" desk').err
    assert 'The context @"Permits desk" no longer applies.' in err
    assert coachlog("config", "get", "use").code == 4


def test_a_variable_that_still_has_the_old_name_is_mentioned(coachlog, entries, monkeypatch):
    monkeypatch.setenv("COACHLOG_TEAM", "permits")
    err = coachlog("teams", "rename", "permits", "desk").err
    assert "The environment variable COACHLOG_TEAM still names 'permits'." in err


def test_a_rename_is_a_single_action_with_one_revision_for_all_entries(coachlog, entries):
    coachlog("config", "set", "team", "permits")
    coachlog("teams", "rename", "permits", "desk")
    context = Context()
    (action,) = actions_to_undo(context.reading, 1)
    (patches,) = revisions.changes_of(context.reading, action.hlc)
    assert action.verb == "teams rename"
    assert [table for table, *_ in patches] == ["team_name", "setting"]
    names = {"old": "permits", "new": "desk", "hlc": action.hlc}
    assert patches[0][2] == names
    context.close()


def test_undo_and_redo_cover_a_rename_and_the_settings_that_followed(coachlog, entries):
    coachlog("config", "set", "team", "permits")
    before = team_and_topics(coachlog), rows(coachlog, "teams")
    coachlog("teams", "rename", "permits", "PERMITS")
    after = team_and_topics(coachlog), rows(coachlog, "teams")
    assert after[0][1] == ("PERMITS", "fees")
    assert coachlog("undo").code == 0
    assert (team_and_topics(coachlog), rows(coachlog, "teams")) == before
    assert coachlog("config", "get", "team").out == "permits\n"
    assert coachlog("redo").code == 0
    assert (team_and_topics(coachlog), rows(coachlog, "teams")) == after
    assert coachlog("config", "get", "team").out == "PERMITS\n"
    assert coachlog("doctor").code == 0


def test_undo_separates_two_merged_teams_again(coachlog, entries):
    before = team_and_topics(coachlog), rows(coachlog, "topics")
    coachlog("topics", "merge", "fees", "forms")
    assert coachlog("undo").code == 0
    assert (team_and_topics(coachlog), rows(coachlog, "topics")) == before
    assert coachlog("doctor").code == 0
