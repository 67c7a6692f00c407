"""`repeats`: what came back after a lesson about it was shared or adopted."""

import json

import pytest

from tests.render.texts import without_colours

LESSON = "Issued the permit before the school impact fee receipt was in the file"
LATER = "Issued a permit without the school fee receipt from the district"
RULE = "No receipt from the district, no issue button"


@pytest.fixture
def run(by):
    """Return a function that runs a command as robin, or as `who`, and expects it to succeed."""

    def call(*arguments, who="robin"):
        result = by(who, *arguments)
        assert result.code == 0, result
        return result

    return call


@pytest.fixture
def lesson(run, at):
    """Record a lesson among other entries, share it, and return its id."""
    at("2026-10-01T09:00:00+00:00")
    for number in range(30):
        run("log", "@maps", "+maps", f"Showed customer {number} how to read this one")
    run("mistake", "@permits", "+fees", LESSON, "--lesson", RULE, "--recovery", "Put it on hold")
    (row,) = rows(run, "list", "@permits")
    run("status", row["short_id"], "shared")
    return row["short_id"]


@pytest.fixture
def later(run, at, lesson):
    """Record the mistake again, 40 days later, and return its id."""
    at("2026-11-10T09:00:00+00:00")
    run("mistake", "@counter", "+fees", LATER, "--recovery", "Called them", who="ada")
    return rows(run, "list", "@counter")[0]["short_id"]


def rows(run, *arguments):
    return json.loads(run(*arguments, "--format", "json").out)


def test_what_came_back_is_listed_with_the_lesson_and_the_days_between(run, lesson, later):
    result = run("repeats")
    assert result.out.splitlines() == [
        f"  {later}  Tue 10 Nov · counter · looks like it",
        f"        {LATER}",
        f"        like {lesson}: 40 days before · permits · {LESSON}",
        f"        decided: {RULE}",
    ]
    assert "1 guess to confirm:  coachlog repeats --confirm ID" in result.err
    (row,) = rows(run, "repeats")
    assert row["short_id"] == later
    assert (row["earlier_id"], row["lesson"], row["days"]) == (lesson, RULE, 40)
    assert (row["state"], row["taught_on"], row["team"]) == ("looks-like", "2026-10-01", "counter")
    assert row["likeness"] >= 80
    # No person is named.
    assert "ada" not in json.dumps(row)
    assert "robin" not in json.dumps(row)


@pytest.mark.parametrize("form", ["csv", "jsonl", "md"])
def test_it_comes_in_every_format(run, later, form):
    out = run("repeats", "--format", form).out
    assert later in out
    assert LATER in out


def test_the_list_of_repeats_has_the_same_mistakes(run, later):
    assert [row["short_id"] for row in rows(run, "list", "--repeat")] == [later]
    assert rows(run, "list", "--repeat", "--since", "2026-11-16") == []
    assert rows(run, "list", "--repeat", "@permits") == []


def test_the_mistake_itself_offers_the_lesson(run, at, lesson):
    at("2026-11-10T09:00:00+00:00")
    err = run("mistake", "@counter", "+fees", LATER, "--recovery", "Called", who="ada").err
    assert f"You may want to read: {lesson} {RULE}" in err.splitlines()


def sheet(run, name):
    return run("show", name).out


def test_a_guess_can_be_confirmed_and_that_undone(run, lesson, later):
    result = run("repeats", "--confirm", later)
    beginning = f'{later} is a repeat of {lesson} "Issued the permit'
    assert result.err.startswith(beginning)
    assert result.err.endswith(" · undo: coachlog undo\n")
    assert rows(run, "repeats")[0]["state"] == "confirmed"
    assert "no change" in run("repeats", "--confirm", later).err
    assert f"repeat  came back: like {lesson}, 40 days before · Issued" in sheet(run, later)
    assert "to confirm" not in run("repeats").err
    run("undo")
    assert rows(run, "repeats")[0]["state"] == "looks-like"
    assert f"repeat  looks like it: like {lesson}, 40 days before" in sheet(run, later)
    run("repeats", "--dismiss", later)
    assert "repeat " not in sheet(run, later)
    assert "repeat " not in sheet(run, lesson)


def test_a_dismissed_one_is_in_no_list_and_can_be_brought_back(run, later):
    result = run("repeats", "--dismiss", later)
    assert f"{later} is not a repeat of" in result.err
    assert rows(run, "repeats") == rows(run, "list", "--repeat") == []
    assert "Nothing came back." in run("repeats").err
    run("repeats", "--confirm", later)
    assert rows(run, "repeats")[0]["state"] == "confirmed"


@pytest.mark.parametrize("side", ["lesson", "later"])
@pytest.mark.parametrize("what", ["private", "delete"])
def test_a_link_is_not_shown_once_a_side_is_private_or_deleted(run, lesson, later, side, what):
    name, who = (lesson, "robin") if side == "lesson" else (later, "ada")
    change = ("edit", name, "--share", "private") if what == "private" else ("delete", name)
    run(*change, who=who)
    for reader in ("robin", "ada"):
        assert run("repeats", who=reader).out.count(name) == 0
        assert json.loads(run("repeats", "-f", "json", who=reader).out) == []
        assert json.loads(run("list", "--repeat", "-f", "json", who=reader).out) == []
    run("undo", who=who)
    assert len(rows(run, "repeats")) == 1


def test_an_imported_mistake_is_found_without_a_link(run, lesson, home, at):
    at("2026-11-12T09:00:00+00:00")
    table = f"kind,occurred_on,team,topics,happened\nmistake,2026-11-03,counter,fees,{LATER}\n"
    (home / "old.csv").write_text(table, encoding="utf-8")
    run("import", "old.csv")
    (row,) = rows(run, "repeats")
    assert (row["occurred_on"], row["state"]) == ("2026-11-03", "looks-like")
    # It is counted once somebody has said so.
    assert rows(run, "list", "--repeat") == []
    run("repeats", "--confirm", row["short_id"])
    assert [row["short_id"] for row in rows(run, "list", "--repeat")] == [row["short_id"]]


def test_a_mistake_from_before_the_lesson_is_no_repeat(run, lesson, home, at):
    table = f"kind,occurred_on,team,topics,happened\nmistake,2026-09-03,counter,fees,{LATER}\n"
    (home / "old.csv").write_text(table, encoding="utf-8")
    run("import", "old.csv")
    assert rows(run, "repeats") == []


def test_a_change_is_compared_by_the_days_between_with_a_word_of_caution(run, at, lesson, later):
    at("2026-11-12T09:00:00+00:00")
    run("status", lesson, "adopted", "The button is grey until the receipt is in")
    at("2026-11-19T09:00:00+00:00")
    run("mistake", "@counter", "+fees", LATER, "--recovery", "Called them", who="ada")
    (row,) = rows(run, "repeats", "--changes")
    assert row["short_id"] == lesson
    assert row["changed_what"] == "The button is grey until the receipt is in"
    assert (row["before"], row["days_before"]) == (1, 40.0)
    assert (row["after"], row["days_after"]) == (1, 7.0)
    assert row["caution"] == row["verdict"] == "Two repeats are too few to tell."
    assert run("repeats", "--changes").out.splitlines() == [
        f"  {lesson}  adopted on Thu 12 Nov",
        "        The button is grey until the receipt is in",
        "        before: 1 repeat, one in 40 days",
        "        after: 1 repeat, one in 7 days",
        "        Two repeats are too few to tell.",
    ]


def test_two_imported_repeats_of_one_day_are_two(run, at, lesson, home):
    at("2026-11-02T09:00:00+00:00")
    run("status", lesson, "adopted", "The button is grey until the receipt is in")
    at("2026-11-12T09:00:00+00:00")
    row = f"mistake,2026-11-03,counter,fees,{LATER}"
    table = f"kind,occurred_on,team,topics,happened\n{row}\n{row} again\n"
    (home / "old.csv").write_text(table, encoding="utf-8")
    run("import", "old.csv")
    assert len(rows(run, "repeats")) == 2
    (change,) = rows(run, "repeats", "--changes")
    assert (change["before"], change["after"]) == (0, 2)


def test_no_adopted_change_is_said_so(run, later):
    result = run("repeats", "--changes")
    assert result.out == ""
    assert "No change has been adopted for what came back." in result.err


def test_a_limit_says_that_there_are_others_and_how_to_list_them(run, at, later):
    run("mistake", "@desk", "+fees", LATER, "--recovery", "Called them", who="ada")
    err = run("repeats", "-n", "1").err
    assert "These are only the newest. To list older ones, add --until DATE." in err
    assert "only the newest" not in run("repeats", "-n", "2").err
    assert "Nothing came back." not in run("repeats", "-n", "0").err


def test_a_long_look_says_that_older_mistakes_were_not_compared(run, later, monkeypatch):
    run("repeats")  # loads the command, whose message has the number of the program
    monkeypatch.setattr("coachlog.services.repeats.MOST_LOOKED_AT", 0)
    run("mistake", "@desk", "Lost the keys", "--recovery", "Had new ones made")
    assert (
        "Besides known repeats, only the newest 40 mistakes were compared with earlier lessons."
        " To compare older ones, add --until DATE."
    ) in run("repeats").err


@pytest.mark.parametrize("columns", [80, 60])
def test_a_terminal_splits_no_word_of_the_texts(terminal, later, columns):
    child = terminal("repeats", columns=columns)
    child.expect_exact(f"{later} · ")  # the question repeats them
    shown = set(without_colours(child.before).split())
    assert set(f"{LATER} {LESSON} {RULE}".split()) <= shown
    child.expect_exact("Did it come back?")
    child.send("q")
    child.wait()


def test_only_a_mistake_that_looks_like_a_lesson_can_be_decided_on(by, run, lesson, later):
    run("log", "@maps", "Something else")
    (other,) = rows(run, "list", "@maps", "--limit", "1")
    result = by("robin", "repeats", "--confirm", other["short_id"])
    assert (result.code, result.out) == (2, "")
    assert "is not a mistake shared with the team" in result.err
    result = by("robin", "repeats", "--confirm", lesson)
    assert (result.code, result.out) == (4, "")
    assert f"{lesson} is not like any earlier lesson." in result.err
    result = by("robin", "repeats", "--confirm", later, "--dismiss", later)
    assert (result.code, result.out) == (2, "")
    result = by("robin", "repeats", "--dismiss", "0f0f0f0f")
    assert (result.code, result.out) == (4, "")


def test_a_terminal_asks_about_each_guess_by_one_key(terminal, run, later):
    child = terminal("repeats")
    child.expect_exact("Did it come back?")
    child.send("y")
    child.expect_exact("is a repeat of")
    child.expect_exact("1 of 1 guess decided.")
    child.wait()
    assert rows(run, "repeats")[0]["state"] == "confirmed"


def test_enter_decides_nothing(terminal, run, later):
    child = terminal("repeats")
    child.expect_exact("Did it come back?")
    child.send("\r")
    child.expect_exact("0 of 1 guess decided.")
    child.wait()
    assert rows(run, "repeats")[0]["state"] == "looks-like"
