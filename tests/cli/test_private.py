"""Private entries stay with their writer: neither they nor their names show up elsewhere."""

import json

import pytest

from coachlog.cli.completion.candidates import candidates
from tests.work import hints_of


@pytest.fixture
def secret(by):
    """A shared entry by Ada, and a newer private one with a team, topic and learner of its own."""
    assert by("ada", "log", "@permits", "+fees", "Shared words").code == 0
    private = ("@merger", "+layoffs", "--learner", "Kim", "--private", "Hidden words")
    assert by("ada", "log", *private).code == 0


def test_again_never_repeats_another_trainers_entry(by, secret):
    done = by("ben", "again", "Text")
    assert (done.code, done.out) == (4, "")
    assert "you have no entry yet" in done.err


def test_again_repeats_a_private_entry_only_for_another_private_one(by, secret):
    shared = by("ada", "again", "--format", "json", "Text").out
    assert '"permits"' in shared
    assert "Kim" not in shared
    by("ada", "log", "@merger", "+layoffs", "--learner", "Kim", "--private", "More")
    assert "Kim" in by("ada", "again", "--private", "--format", "json", "Text").out


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_a_shared_entry_never_takes_its_team_from_a_private_one(by, secret, who):
    done = by(who, "log", "Text")
    assert "permits" in done.err + done.out
    assert "merger" not in done.err + done.out
    assert "layoffs" not in done.err + done.out


def test_another_trainers_private_entry_gives_no_team(by):
    by("ada", "log", "@merger", "+layoffs", "--private", "Hidden words")
    done = by("ben", "log", "Text")
    assert done.code != 0
    assert "merger" not in done.err


def test_a_private_entry_takes_its_team_from_the_writers_last_private_one(by, secret):
    assert '"merger"' in by("ada", "log", "--private", "--format", "json", "Text").out


@pytest.mark.parametrize(("who", "shown"), [("ada", True), ("ben", False)])
def test_names_in_private_entries_are_suggested_to_their_writer_alone(by, secret, who, shown):
    hints = by(who, "log", "@mergers", "+layoff", "Text").err
    assert "New team mergers" in hints or not shown
    assert ("Did you mean merger?" in hints, "Did you mean layoffs?" in hints) == (shown, shown)
    assert ("merger?" in hints, "layoffs" in hints) == (shown, shown)


@pytest.mark.parametrize(("who", "shown"), [("ada", True), ("ben", False)])
def test_tab_offers_names_of_private_entries_to_their_writer_alone(by, secret, who, shown):
    by(who, "teams")
    offered = [value for value, _ in candidates(["log"], "")]
    assert {"@permits", "+fees"} <= set(offered)
    assert ("@merger" in offered, "+layoffs" in offered) == (shown, shown)


def test_a_topic_only_in_others_private_entries_has_no_card(by, secret):
    unknown = by("ben", "card", "layoffs")
    assert unknown.code == 4
    assert "there is no topic 'layoffs'" in unknown.err
    misspelt = by("ben", "card", "layofs")
    assert misspelt.code == 4
    assert "layoffs" not in misspelt.err


def test_a_purge_leaves_the_deleted_private_entries_of_others(by, secret):
    assert by("ada", "delete", "last").code == 0
    for form in ("table", "json", "csv"):
        result = by("ben", "purge", "--dry-run", "--format", form)
        assert result.code == 0
        assert not any(word in result.out for word in ("Hidden", "merger", "layoffs", "Kim"))
    assert by("ben", "purge", "--yes").err == (
        "Nothing to erase: nothing that you deleted or took back still has its text.\n"
    )
    assert "Hidden words" in by("ada", "purge", "--dry-run").out


@pytest.mark.parametrize(("group", "name"), [("teams", "merger"), ("topics", "layoffs")])
def test_only_the_writer_lists_the_names_in_their_private_entries(by, secret, group, name):
    assert name in by("ada", group, "--private").out
    assert name not in by("ben", group, "--private").out


@pytest.mark.parametrize(("group", "name"), [("teams", "permits"), ("topics", "fees")])
def test_a_rename_counts_only_entries_that_the_reader_may_see(by, secret, group, name):
    by("ada", "log", "@permits", "+fees", "--private", "Hidden too")
    by("ben", "log", "@permits", "+fees", "--private", "Ben's own")
    assert "in 2 entries" in by("ben", group, "rename", name, "other").err


def test_a_name_only_in_others_private_entries_cannot_be_renamed(by, secret):
    done = by("ben", "teams", "rename", "merger", "other")
    assert done.code == 4
    assert "there is no team 'merger'" in done.err


@pytest.mark.parametrize(
    ("reading", "news"),
    [
        (("news",), "The words of both"),
        (("log", "@permits", "+fees", "Something else"), "thanks for"),
    ],
    ids=["in the list", "with the next recording"],
)
@pytest.mark.parametrize("private", [False, True])
def test_news_of_an_entry_handed_over_and_made_private_goes_to_nobody_else(
    by, reading, news, private
):
    by("ada", "log", "@permits", "+fees", "The words of both")
    by("kim", "thanks", "last")
    assert by("ada", "edit", "last", "--trainer", "ben").code == 0
    if private:
        assert by("ben", "edit", "last", "--private").code == 0
    result = by("ada", *reading)
    assert result.code == 0
    assert (news in result.out + result.err) == (not private)


COMMANDS_WITH_TRAINER = [
    "list", "search words", "due", "export", "export --for full", "summary", "finish",
    "card fees", "checkin", "clear", "news",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS_WITH_TRAINER)
def test_nobody_gets_a_sheet_about_one_other_person(by, secret, command):
    by("ada", "mistake", "@permits", "More shared words")
    for trainer in ("ada", "nobody-of-this-name"):
        assert by("ben", *command.split(), "--trainer", trainer) == (
            2,
            "",
            "coachlog: --trainer only works with your own name: nobody gets a sheet about one other"
            " person. Look at a team or at topics:  coachlog list @team  ·  coachlog summary"
            " --by topic\n",
        )


def test_ones_own_name_is_a_filter_like_mine(by, secret):
    by("ada", "log", "@permits", "More shared words")
    by("ben", "log", "@permits", "Words of ben")
    mine = by("ada", "list", "--mine", "-f", "csv")
    assert "More shared words" in mine.out
    assert "Words of ben" not in mine.out
    assert by("ada", "list", "--trainer", "ADA", "-f", "csv") == mine
    rows = json.loads(by("ada", "search", "words", "--trainer", "ada", "-f", "json").out)
    assert len(rows) == 3


def test_nobody_records_a_private_entry_of_somebody_else(by, secret):
    done = by("ben", "log", "@permits", "--private", "--trainer", "ada", "Her secret")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "coachlog: only ada can record a private entry of ada. Leave out --private, or --trainer.\n"
        "Not recorded. Your text:\nHer secret\n"
    )


def test_an_import_sets_private_entries_of_others_aside(by, secret, monkeypatch, tmp_path):
    assert by("ada", "export", "--for", "full", "-o", str(tmp_path / "full.csv")).code == 0
    monkeypatch.setenv("COACHLOG_DB", str(tmp_path / "other.db"))
    done = by("ben", "import", str(tmp_path / "full.csv"))
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[:2] == [
        "1 entry imported from full.csv as a correction, 0 rejected, 0 already there"
        " · undo: coachlog undo",
        "1 row is somebody else's private entry and was left out. Only they can import them",
    ]
    assert "Hidden" not in by("ben", "export", "--for", "full").out
    assert by("ada", "import", str(tmp_path / "full.csv")).err.startswith("1 entry imported")


def test_a_full_export_has_other_peoples_entries_only_where_they_are_shared(by, secret):
    assert "Hidden words" in by("ada", "export", "--for", "full").out
    done = by("ben", "export", "--for", "full")
    assert (done.code, "Hidden words" in done.out, "Shared words" in done.out) == (0, False, True)


def test_history_of_others_begins_when_an_entry_was_shared(by, secret):
    by("ada", "edit", "last", "--happened", "Milder words")
    by("ada", "edit", "last", "--share", "team")
    by("ada", "edit", "last", "--lesson", "Since then")
    listing = by("ben", "list", "--format", "csv").out.splitlines()[1]
    words = by("ben", "history", listing.split(",")[0]).out
    assert ("Hidden" in words, "Milder" in words, "Since then" in words) == (False, True, True)
    assert "Hidden" in by("ada", "history", "last").out


def test_undo_never_makes_the_private_entry_of_another_visible(by):
    by("ada", "log", "@permits", "+fees", "Words of Ada")
    by("ben", "edit", "last", "--lesson", "Ben's lesson")
    by("ada", "edit", "last", "--share", "private")
    for steps in ("1", "9"):
        done = by("ben", "undo", steps)
        assert (done.code, done.out) == (4, "")
    assert by("ben", "list", "--format", "csv").out.count("\n") == 1
    assert "Words of Ada" in by("ada", "show", "last").out


def test_the_latest_actions_hide_what_was_done_before_an_entry_was_shared(by, secret):
    by("ada", "edit", "last", "--happened", "Milder words", "--team", "permits")
    by("ada", "edit", "last", "--share", "team")
    actions = by("ben", "history", "--format", "json").out
    assert ("Hidden" in actions, "merger" in actions, "Milder" in actions) == (False, False, True)
    assert "Hidden" in by("ada", "history", "--format", "json").out


def test_nobody_learns_that_a_private_entry_has_the_same_text(by, secret):
    same = by("ben", "log", "@permits", "+fees", "Hidden words")
    assert (same.code, hints_of(same.err)) == (0, [])
    assert "The same text" in by("ben", "log", "@permits", "+fees", "Hidden words").err


def test_a_row_that_became_a_private_entry_of_another_is_new_to_the_importer(by, tmp_path):
    file = tmp_path / "moments.csv"
    file.write_text("team,topics,happened,occurred_on\npermits,fees,Row of all,2026-11-18\n")
    assert by("ada", "import", str(file)).err.startswith("1 entry imported")
    assert by("ada", "edit", "last", "--share", "private").code == 0
    assert by("ben", "import", str(file)).err.startswith("1 entry imported")
    again = by("ben", "import", str(file)).err
    assert again.startswith("0 entries imported from moments.csv, 0 rejected, 1 already there")
    assert by("ada", "export", "--for", "full").out.count("Row of all") == 2


def newest_id(by, who):
    return by(who, "list", "--format", "csv").out.splitlines()[1].split(",")[0]


def test_a_new_owner_does_not_learn_whom_the_entry_was_about(by):
    by("ada", "log", "@permits", "Words of Ada", "--learner", "Guava")
    by("ada", "edit", "last", "--trainer", "ben")
    for question in ("history", "show"):
        assert "Guava" not in by("ben", question, "last").out
    by("ada", "undo")
    assert "Guava" not in by("ben", "history", "last").out


def test_masks_answer_no_guess_about_private_entries(by):
    by("ada", "log", "@permits", "--private", "--learner", "kiwi", "Hidden words")
    by("ada", "log", "@permits", "--private", "--learner", "zorro", "More hidden words")
    by("ada", "edit", "last", "--lesson", "Ask first")
    by("ada", "delete", "last")
    by("ben", "log", "@permits", "Then kiwi, zorro and xanadu asked for the form")
    by("ben", "clear", "last", "--yes")
    sheet = by("ben", "export", "--for", "meeting", "--format", "json").out
    assert "kiwi, zorro and xanadu" in sheet


def test_the_status_of_others_begins_when_an_entry_was_shared(by):
    by("ada", "log", "@permits", "--private", "Words of Ada")
    by("ada", "status", "last", "adopted", "Secret change")
    by("ada", "status", "last", "closed", "Milder change")
    by("ada", "edit", "last", "--share", "team")
    short_id = newest_id(by, "ben")
    for question in ("status", "show", "history"):
        assert "Secret" not in by("ben", question, short_id).out
    assert "Secret" in by("ada", "status", "last").out


@pytest.mark.parametrize("command", ["log", "edit"])
def test_a_spelling_that_others_hide_leaves_the_log_in_order(by, command):
    by("ada", "log", "@Alpha", "+Hid", "--private", "Words of Ada")
    if command == "log":
        by("ben", "log", "@ALPHA", "+HID", "Words of Ben")
    else:
        by("ben", "log", "@permits", "+fees", "Words of Ben")
        by("ben", "edit", "last", "--team", "ALPHA", "--topic", "HID")
    assert "ALPHA" in by("ben", "show", "last").out
    assert "Words of Ada" in by("ada", "list", "@alpha", "--mine", "--format", "csv").out
    for who, steps in (("ben", "undo"), ("ben", "redo"), ("ada", "undo"), ("ada", "redo")):
        assert by(who, steps).code == 0
        assert by(who, "doctor").code == 0
    by("ada", "edit", "last", "--share", "team")
    verbs = [action["entries"] for action in json.loads(by("ben", "history", "-f", "json").out)]
    assert set(verbs) == {1}


def test_a_spelling_that_came_into_use_meanwhile_is_that_of_what_comes_back(by):
    by("ada", "log", "@Alpha", "+Hid", "--private", "Words of Ada")
    by("ada", "delete", "last")
    by("ben", "log", "@ALPHA", "+HID", "Words of Ben")
    assert by("ada", "undo").code == 0
    assert "ALPHA" in by("ada", "show", "last").out
    assert by("ada", "doctor").code == 0
    by("ben", "delete", "last")
    by("ada", "log", "@Alpha", "+Hid", "--private", "More of Ada")
    assert by("ben", "undo").code == 0
    assert by("ben", "doctor").code == 0


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_any_number_of_steps_can_be_typed(by, secret, command):
    assert by("ben", command, "1000000000").code == 4
    refused = by("ben", command, "9223372036854775808")
    assert refused.code == 2
    assert "a whole number (1 to 1000000000)" in refused.err


def test_nobody_else_learns_that_an_entry_has_a_learner(by):
    by("ada", "log", "@permits", "Words of Ada")
    by("ada", "edit", "last", "--learner", "Guava")
    by("ada", "edit", "last", "--learner", "Kiwi", "--lesson", "Ask first")
    actions = json.loads(by("ben", "history", "--format", "json").out)
    assert [action["verb"] for action in actions] == ["edit", "log"]
    assert "learner" not in by("ben", "history").out
    assert by("ada", "history").out.count("learner") == 2
