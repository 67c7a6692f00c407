"""Tests of entries that somebody else deletes: their owner hears of it, and brings them back."""

import json

import pytest

from tests.cli.test_news import news, news_lines
from tests.cli.test_reply import recorded


@pytest.fixture
def entry(by):
    """Record an entry of Robin's that Kim deletes, and return its id."""
    short_id = recorded(by, "robin", "log", "@permits", "+fees", "First words")
    assert by("kim", "delete", short_id).code == 0
    return short_id


def back(short_id):
    return f"coachlog delete --back {short_id}"


def test_a_deletion_by_somebody_else_is_news_until_it_is_taken_back(by, entry):
    assert news(by, "robin") == [(entry, "deleted", f"To bring it back:  {back(entry)}")]
    (row,) = json.loads(by("robin", "news", "-f", "json").out)
    assert (row["author"], row["happened"]) == ("kim", "First words")
    by("kim", "undo")
    assert news(by, "robin") == []
    by("kim", "redo")
    assert news_lines(by("robin", "log", "@permits", "Next")) == [
        f"{entry} deleted (to bring back: {back(entry)}) · coachlog news"
    ]
    assert news_lines(by("robin", "log", "@permits", "And more")) == []
    assert by("robin", "delete", "--back", entry) == (
        0,
        "",
        f'Brought back: {entry} "First words"\nTo reverse this: coachlog undo\n',
    )
    assert news(by, "robin") == []
    assert "First words" in by("kim", "show", entry).out
    assert by("robin", "doctor").code == 0


def test_what_was_brought_back_can_be_undone_and_redone(by, entry):
    by("robin", "delete", "--back", entry)
    assert by("robin", "undo").err.splitlines()[0] == (
        f'Undone: delete --back {entry} "First words": the entry is gone'
    )
    assert by("robin", "show", entry).code == 4
    # Now its owner has deleted it, which is not news to them.
    assert news(by, "robin") == []
    assert by("robin", "redo").err.splitlines()[0] == (
        f'Redone: delete --back {entry} "First words": the entry is back'
    )
    assert by("robin", "show", entry).code == 0


def test_only_the_owner_brings_an_entry_back(by, entry):
    for name in ("kim", "ana"):
        assert by(name, "delete", "--back", entry) == (
            4,
            "",
            f"coachlog: no deleted entry of yours is called {entry}.\n",
        )
        assert news(by, name) == []
    assert by("robin", "delete", "--back", "last").code == 2
    by("robin", "delete", "--back", entry)
    assert by("robin", "delete", "--back", entry).code == 4


def test_nobody_else_can_tell_a_deleted_private_entry_from_none(by):
    private = recorded(by, "robin", "log", "--private", "@permits", "+fees", "A secret")
    by("robin", "delete", private)
    result = by("kim", "delete", "--back", private)
    nothing = by("kim", "delete", "--back", "0123")
    assert result.err == nothing.err.replace("0123", private)
    assert (result.code, by("robin", "delete", "--back", private).code) == (4, 0)


def test_entries_come_back_together_or_not_at_all(by, entry):
    other = recorded(by, "robin", "log", "@permits", "+forms", "More words")
    by("robin", "delete", other)
    assert by("robin", "delete", "--back", entry, "0123").code == 4
    assert by("robin", "show", entry).code == 4
    assert by("robin", "delete", "--back", entry, other, entry).err.count("Brought back: ") == 2


def test_the_news_of_a_deletion_can_be_narrowed(by, entry):
    for filters, count in (
        (["@permits"], 1),
        (["@finance"], 0),
        (["+Fees"], 1),
        (["+forms"], 0),
        (["--kind", "mistake"], 0),
        (["--kind", "correction"], 1),
        (["--status", "logged"], 1),
        (["--status", "adopted"], 0),
        (["--since", "2026-11-01"], 1),
        (["--until", "2026-11-01"], 0),
        (["--limit", "1"], 1),
        (["--mine"], 1),
    ):
        assert len(news(by, "robin", *filters)) == count, filters


def test_news_of_deletions_and_of_replies_are_in_one_order(by, entry, at):
    other = recorded(by, "robin", "log", "@permits", "+forms", "More words")
    at("2026-11-20T09:00")
    by("kim", "reply", other, "An idea")
    at("2026-11-21T09:00")
    by("kim", "delete", "--", recorded(by, "robin", "log", "@permits", "+forms", "Other words"))
    assert [what for _, what, _ in news(by, "robin")] == ["deleted", "idea", "deleted"]


def test_what_was_handed_over_since_is_no_news_of_the_former_owner(by, entry):
    by("kim", "undo")
    by("robin", "edit", entry, "--trainer", "kim")
    by("kim", "redo")
    assert news(by, "robin") == []


def test_a_purged_entry_is_news_no_more(by, entry):
    by("robin", "purge", "--yes")
    assert news(by, "robin") == []
    assert by("robin", "delete", "--back", entry).code == 4


def test_an_undo_of_an_entry_that_somebody_else_deleted_says_so(by, entry):
    reason = f'log {entry} "First words": kim has deleted the entry already'
    assert by("robin", "undo", "--dry-run") == (0, "", f"Would skip: {reason}\n")
    assert by("robin", "undo") == (
        0,
        "",
        f"Skipped: {reason}\nTo reverse this: coachlog redo\n",
    )
    assert by("robin", "undo", "--dry-run").code == 4
    assert by("robin", "redo").err.splitlines()[0] == (
        f'Redone: log {entry} "First words": the entry is back'
    )
    assert by("kim", "show", entry).code == 0


def test_an_undo_past_ones_own_deletion_skips_nothing(by):
    short_id = recorded(by, "robin", "log", "@permits", "+fees", "First words")
    by("robin", "delete", short_id)
    assert by("robin", "undo", "2", "--dry-run").err.splitlines() == [
        f'Would undo: delete {short_id} "First words": the entry would be back',
        f'Would undo: log {short_id} "First words": the entry would be gone',
    ]
