"""`list --open` and its like: the lists that a week counts by."""

import csv
import io
import json

import pytest

from coachlog.domain.entry_lists import ENTRY_LISTS


@pytest.fixture
def listed(coachlog):
    """Return the texts of a list, without what is said beside them."""

    def texts(*arguments):
        code, out, _ = coachlog("list", *arguments, "-f", "csv")
        assert code == 0
        return [row["happened"] for row in csv.DictReader(io.StringIO(out))]

    return texts


@pytest.fixture
def at(monkeypatch):
    """Set the day on which commands are run."""
    return lambda day: monkeypatch.setenv("COACHLOG_NOW", f"{day}T15:00:00+00:00")


@pytest.fixture
def waiting(by):
    """Record entries of kim and ana that wait for something; return their ids by their texts."""
    ids = {}

    def record(name, text, *arguments):
        result = by(name, "log", "@permits", "+fees", "--happened", text, *arguments)
        assert result.code == 0, result.err
        (shown,) = json.loads(by(name, "show", "last", "-f", "json").out)
        ids[text] = shown["short_id"]

    record("kim", "Took the old form", "--kind", "mistake")
    record("kim", "Lost the file", "--kind", "mistake", "--recovery", "Found it", "--lesson", "Ask")
    record("kim", "Which form is it", "--kind", "question")
    record("ana", "May we waive it", "--kind", "question", "--expected", "Yes")
    record("ana", "Called ahead", "--kind", "strength", "--on", "2026-10-01", "--expected", "Call")
    record("ana", "A worry", "--kind", "mistake", "--private", "--lesson", "Hush")
    assert by("kim", "reply", ids["Called ahead"], "--question", "Why was that?").code == 0
    assert by("robin", "list").code == 0
    return ids


def test_each_list_has_what_waits(waiting, listed):
    assert listed("--open") == ["Took the old form"]
    assert listed("--unanswered") == ["Called ahead", "Which form is it"]
    assert listed("--lessons") == ["Lost the file"]
    assert "Called ahead" in listed("--due")
    uncleared = listed("--uncleared")
    assert "Called ahead" not in uncleared
    assert len(uncleared) == 4
    assert "Called ahead" in listed("--uncleared", "--since", "2026-09-01")


def test_thanks_are_listed_by_the_day_on_which_they_were_said(by, waiting, listed, at):
    def thank(who, day, text):
        at(day)
        assert by(who, "thanks", waiting[text]).code == 0

    thank("robin", "2026-11-20", "Called ahead")
    thank("kim", "2026-11-25", "Called ahead")
    thank("robin", "2026-11-24", "Lost the file")
    assert listed("--thanked") == ["Called ahead", "Lost the file"]
    # The last thanks within the span count, and an entry is listed once.
    assert listed("--thanked", "--until", "2026-11-24") == ["Lost the file", "Called ahead"]
    assert listed("--thanked", "--since", "2026-11-25") == ["Called ahead"]
    assert listed("--thanked", "--since", "2026-11-21", "--until", "2026-11-23") == []


def test_adopted_entries_are_listed_by_the_day_of_their_status(by, waiting, listed, at):
    def run(day, *arguments):
        at(day)
        result = by("ana", *arguments)
        assert result.code == 0, result.err

    late, early = waiting["Lost the file"], waiting["Called ahead"]
    run("2026-11-20", "status", late, "adopted", "New list")
    run("2026-11-21", "undo")
    assert listed("--adopted") == []
    run("2026-11-22", "redo")
    # A redo makes it stand from the day on which it was done.
    assert listed("--adopted", "--since", "2026-11-20", "--until", "2026-11-20") == [
        "Lost the file"
    ]
    run("2026-11-23", "status", early, "adopted", "We call")
    run("2026-11-24", "edit", early, "--lesson", "Call")
    assert listed("--adopted", "--since", "2026-11-01") == ["Called ahead", "Lost the file"]
    assert listed("--adopted", "--since", "2026-11-24") == []
    run("2026-11-25", "status", late, "closed")
    assert listed("--adopted", "--since", "2026-11-01") == ["Called ahead"]
    run("2026-11-26", "status", late, "adopted")
    assert listed("--adopted", "--since", "2026-11-26") == ["Lost the file"]
    assert listed("--adopted", "--until", "2026-11-25") == ["Called ahead"]
    assert set(listed("--adopted")) == {"Called ahead", "Lost the file"}


def test_an_entry_that_was_imported_as_adopted_has_no_day(coachlog, listed, home):
    (home / "old.csv").write_text(
        "team,topics,happened,status,changed_what\npermits,fees,Called ahead,adopted,We call\n"
    )
    assert coachlog("import", "old.csv").code == 0
    assert listed("--adopted") == ["Called ahead"]
    assert listed("--adopted", "--since", "2000") == []


def test_a_list_is_narrowed_like_any_other(waiting, listed):
    assert listed("--unanswered", "@permits", "--kind", "strength") == ["Called ahead"]
    assert listed("--unanswered", "--limit", "1") == ["Called ahead"]
    assert listed("--open", "+travel") == []
    assert listed("--unanswered", "--today") == ["Called ahead", "Which form is it"]


def test_a_list_says_which_day_its_span_is_about(coachlog, waiting):
    for option, day in [
        ("--open", ""),
        ("--uncleared", ""),
        ("--unanswered", ", by the day on which the question was asked"),
        ("--due", ", by the day on which the check-in is due"),
        ("--adopted", ", by the day on which it was adopted"),
        ("--thanked", ", by the day on which the thanks were said"),
    ]:
        _, _, err = coachlog("list", option, "--today")
        assert err.splitlines()[0] == f"today: 2026-11-19, UTC (UTC+00:00){day}"
    _, _, err = coachlog("list", "--uncleared")
    assert err == "the last 4 weeks: 2026-10-23 to 2026-11-19, UTC (UTC+00:00)\n"


def test_the_own_lists_have_private_entries(by, waiting):
    own = by("ana", "list", "--lessons", "--mine").out
    assert "A worry" in own
    assert "Lost the file" not in own
    assert by("ana", "list", "--lessons").out.count("A worry") == 0


@pytest.mark.parametrize("name", ENTRY_LISTS)
@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_an_empty_list_says_so_in_one_line(coachlog, some_entries, name, form):
    nothing = ENTRY_LISTS[name].nothing
    code, _, err = coachlog("list", f"--{name}", "--until", "1999", "-f", form)
    assert code == 0
    assert err.splitlines()[1:] == [nothing]
    code, _, err = coachlog("export", f"--{name}", "--until", "1999", "-f", "csv")
    assert code == 0
    assert err.splitlines()[-1] == nothing


def test_two_lists_at_once_are_refused(coachlog, some_entries):
    for command in ("list", "export"):
        assert coachlog(command, "--due", "--open") == (
            2,
            "",
            "coachlog: --open and --due are both given. Give one of them.\n",
        )


@pytest.mark.parametrize("name", ENTRY_LISTS)
def test_an_export_has_the_entries_of_the_list(coachlog, waiting, name):
    exported = json.loads(coachlog("export", f"--{name}", "-f", "json").out)
    entries = json.loads(coachlog("list", f"--{name}", "-f", "json").out)
    assert [entry["short_id"] for entry in exported] == [row["short_id"] for row in entries][::-1]
    lines = coachlog("export", f"--{name}", "-f", "csv", "-n", "1").out.splitlines()
    assert len(lines) == 1 + bool(entries)


def test_what_is_not_cleared_is_not_exported_for_a_meeting(coachlog, some_entries):
    assert coachlog("export", "--for", "meeting", "--uncleared") == (
        2,
        "",
        "the last 4 weeks: 2026-10-23 to 2026-11-19, UTC (UTC+00:00)\n"
        "coachlog: a meeting sees no entry of --uncleared. Leave out one of them.\n",
    )


def test_other_commands_take_no_list(coachlog, some_entries):
    code, out, err = coachlog("summary", "--unanswered")
    assert (code, out) == (2, "")
    assert "--unanswered" in err
