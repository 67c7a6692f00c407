"""What others keep private stays with them: neither its place nor its names show up elsewhere."""

import pytest

from coachlog.cli.completion.candidates import candidates


@pytest.fixture
def by(coachlog, monkeypatch):
    """Run a command as somebody: `by("ada", "log", "Text")`."""

    def call(who, *arguments):
        monkeypatch.setenv("LOGNAME", who)
        return coachlog(*arguments)

    return call


@pytest.fixture
def secret(by):
    """A shared entry of Ada's, and a newer private one with names of its own."""
    assert by("ada", "log", "@permits", "+fees", "Shared words").code == 0
    assert (
        by(
            "ada", "log", "@merger", "+layoffs", "--learner", "Kim", "--private", "Hidden words"
        ).code
        == 0
    )


def test_again_never_repeats_somebody_elses_entry(by, secret):
    done = by("ben", "again", "Text")
    assert (done.code, done.out) == (4, "")
    assert "no entry of yours" in done.err


def test_again_repeats_ones_private_entry_only_for_another_private_one(by, secret):
    shared = by("ada", "again", "--format", "json", "Text").out
    assert '"permits"' in shared
    assert "Kim" not in shared
    by("ada", "log", "@merger", "+layoffs", "--learner", "Kim", "--private", "More")
    assert "Kim" in by("ada", "again", "--private", "--format", "json", "Text").out


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_a_shared_entry_takes_no_place_from_a_private_one(by, secret, who):
    done = by(who, "log", "Text")
    assert "permits" in done.err + done.out
    assert "merger" not in done.err + done.out
    assert "layoffs" not in done.err + done.out


def test_somebody_elses_private_entry_alone_gives_no_team(by):
    by("ada", "log", "@merger", "+layoffs", "--private", "Hidden words")
    done = by("ben", "log", "Text")
    assert done.code != 0
    assert "merger" not in done.err


def test_a_private_entry_takes_the_place_of_ones_last_private_one(by, secret):
    assert '"merger"' in by("ada", "log", "--private", "--format", "json", "Text").out


@pytest.mark.parametrize(("who", "shown"), [("ada", True), ("ben", False)])
def test_names_that_only_private_entries_use_are_suggested_to_their_writer_alone(
    by, secret, who, shown
):
    done = by(who, "log", "@mergers", "+layoff", "Text")
    assert ("did you mean merger?" in done.err, "did you mean layoffs?" in done.err) == (
        shown,
        shown,
    )


@pytest.mark.parametrize(("who", "shown"), [("ada", True), ("ben", False)])
def test_tab_offers_names_of_private_entries_to_their_writer_alone(by, secret, who, shown):
    by(who, "teams")
    found = [value for value, _ in candidates(["log"], "")]
    assert {"@permits", "+fees"} <= set(found)
    assert ("@merger" in found, "+layoffs" in found) == (shown, shown)


def test_a_topic_of_others_private_entries_has_no_card(by, secret):
    unknown = by("ben", "card", "layoffs")
    assert unknown.code == 4
    assert "there is no topic 'layoffs'" in unknown.err
    assert "layoffs" not in by("ben", "card", "layofs").err.replace("layofs", "")


def test_a_dry_run_of_purge_says_of_others_private_entries_only_that_there_are_some(by, secret):
    assert by("ada", "delete", "last").code == 0
    for form in ("table", "json", "csv"):
        seen = by("ben", "purge", "--dry-run", "--format", form)
        assert seen.code == 0
        assert "somebody else's private entry" in seen.out
        assert not any(word in seen.out for word in ("Hidden", "merger", "layoffs", "Kim"))
    assert "Hidden words" in by("ada", "purge", "--dry-run").out


@pytest.mark.parametrize(("group", "name"), [("teams", "merger"), ("topics", "layoffs")])
def test_names_are_listed_with_ones_own_private_entries_only(by, secret, group, name):
    assert name in by("ada", group, "--private").out
    assert name not in by("ben", group, "--private").out


@pytest.mark.parametrize(("group", "name"), [("teams", "permits"), ("topics", "fees")])
def test_a_rename_counts_only_the_entries_that_one_may_see(by, secret, group, name):
    by("ada", "log", "@permits", "+fees", "--private", "Hidden too")
    by("ben", "log", "@permits", "+fees", "--private", "Ben's own")
    assert "in 2 entries" in by("ben", group, "rename", name, "other").err


def test_what_only_others_private_entries_have_cannot_be_renamed(by, secret):
    done = by("ben", "teams", "rename", "merger", "other")
    assert done.code == 4
    assert "there is no team 'merger'" in done.err
