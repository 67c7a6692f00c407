"""Exercises and the handbook name nobody, whatever field a name was written into."""

import json

import pytest

from coachlog.cli.context import Context
from coachlog.services.record import record

PEOPLE = ("Marisol", "Achterberg", "Tüçkel", "quietbird", "kestrel9")
PLANTED = (
    *PEOPLE,
    "m.achterberg@city.example.org",
    "+1 (555) 010-4477",
    "030 5550 1234",
    "2026-004711",
    "PRM-2026-00815",
)
TEXT = (
    "Marisol Achterberg and TÜÇKEL saw quietbird (m.achterberg@city.example.org, +1 (555) 010-4477"
    " or 030 5550 1234) about case 2026-004711 and PRM-2026-00815; kestrel9 was there"
)
FIELDS = ("happened", "recovery", "expected", "why", "lesson", "changed_what", "rule_ref")
KINDS = ("mistake", "correction", "question")


def leaks(text):
    """Return what was planted and is still there, in any case."""
    shown = text.replace("\\", "").casefold()
    return [one for one in PLANTED if one.casefold() in shown]


@pytest.fixture
def planted():
    """Record an entry of each kind with all of it in every field; return their ids."""
    context = Context()
    ids = []
    for number, kind in enumerate(KINDS):
        given = {field: f"{TEXT} ({kind} {field})" for field in FIELDS}
        given |= {
            "kind": kind,
            "team": "Achterberg's desk",
            "topics": ["fees", "quietbird's case 2026-004711"],
            "status": "shared",
        }
        given |= {
            "trainer": ("Marisol Achterberg", "Tüçkel", "robin")[number],
            "learner": ("quietbird", "kestrel9", None)[number],
        }
        given |= {
            "role": "leader",
            "own": True,
            "detected_by": "self",
            "caught": "after-effect",
            "decision": "asked",
        }
        ids.append(record(context.log, context.settings, given).fields["short_id"])
    context.close()
    return ids


def test_the_planted_data_is_in_the_log(coachlog, planted):
    assert set(leaks(coachlog("export", "--for", "full", "--format", "jsonl").out)) == set(PLANTED)


@pytest.mark.parametrize("form", ["table", "md", "csv", "json", "jsonl"])
def test_nobody_is_named_in_an_exercise(coachlog, planted, form):
    made = [
        coachlog("tabletop", name, "--answers", "--format", form)
        for name in (*planted, "fees", "quietbird")
    ]
    made.append(
        coachlog(
            "tabletop", "--answers", "+fees", "-k", "question", "-k", "mistake", "--format", form
        )
    )
    assert [one.code for one in made] == [0] * len(made)
    assert [leaks(one.out) for one in made] == [[]] * len(made)
    assert all("[name]" in one.out.replace("\\", "") for one in made)


def test_nobody_is_named_in_the_handbook(coachlog, planted):
    made = [
        coachlog("handbook"),
        coachlog("handbook", "fees"),
        coachlog("handbook", "quietbird"),
        coachlog("handbook", "--team", "Achterberg's desk"),
    ]
    assert [one.code for one in made] == [0] * len(made)
    assert [leaks(one.out) for one in made] == [[]] * len(made)
    assert "by a leader" in made[0].out


def test_nobody_is_named_in_what_is_written_to_a_file(coachlog, planted, home):
    for arguments in (
        ["tabletop", "fees", "-o", "sheet.md"],
        ["tabletop", "fees", "-o", "sheet.csv"],
        ["handbook", "-o", "book.md"],
    ):
        assert coachlog(*arguments).code == 0
    assert [
        leaks(path.read_text(encoding="utf-8"))
        for path in home.glob("*.*")
        if path.suffix in (".md", ".csv")
    ] == [[]] * 3


def test_the_maker_is_shown_where_something_was_masked(coachlog, planted):
    for arguments in (["tabletop", planted[0], "--answers"], ["handbook"]):
        err = coachlog(*arguments).err
        (message,) = [line for line in err.splitlines() if line.startswith("Masked: ")]
        assert message.endswith(". Please check the texts before you share them.")
        for category in ("names", "e-mail addresses", "phone numbers", "case numbers"):
            assert category in message
        assert planted[0] in message.partition("(in ")[2]


LEAVES_THE_SCREEN = (
    ["tabletop", "late", "--answers"],
    ["handbook", "late"],
    ["meeting", "plan"],
    ["export", "--for", "meeting"],
    ["card", "late", "-f", "md"],
)


def may_still_name(coachlog, *arguments):
    """Return what a command says of texts that may still name somebody, before the command."""
    lines = coachlog(*arguments).err.splitlines()
    return [line.partition(". To")[0] for line in lines if line.startswith("May still name")]


def test_whatever_leaves_the_screen_says_which_entries_may_still_name_somebody(coachlog):
    coachlog("log", "@permits", "+late", "Went to see Anna Miller", "--expected", "Ask first")
    (row,) = json.loads(coachlog("list", "-f", "json").out)
    hint = [f"May still name somebody: {row['short_id']} (“Anna”)"]
    assert may_still_name(coachlog, "clear", row["short_id"]) == hint

    def hints_after(*arguments):
        # A meeting gets what is not shared yet, a handbook what is.
        status = "shared" if arguments[0] == "handbook" else "logged"
        coachlog("status", row["short_id"], status)
        return may_still_name(coachlog, *arguments)

    assert [hints_after(*arguments) for arguments in LEAVES_THE_SCREEN] == [hint] * 5
    # On the screen the texts are as they were written.
    assert may_still_name(coachlog, "card", "late") == []
    # No hint at a word that is not a name, or at a name that is masked from now on.
    coachlog("names", "remove", "Anna")
    assert [hints_after(*arguments) for arguments in LEAVES_THE_SCREEN] == [[]] * 5
    coachlog("names", "add", "Anna Miller")
    assert [hints_after(*arguments) for arguments in LEAVES_THE_SCREEN] == [[]] * 5
    assert "Anna" not in coachlog("card", "late", "-f", "md").out


def test_the_learner_is_masked_in_whatever_leaves_the_team(coachlog):
    text = "Told bluebird about it, and bluebird's colleague"
    coachlog("log", "@permits", "+late", text, "--expected", "Ask first", "--learner", "bluebird")
    coachlog("clear", "last", "--yes")
    for arguments in (*LEAVES_THE_SCREEN, ["meeting", "plan", "-f", "csv"]):
        if arguments[0] == "handbook":
            coachlog("status", "last", "adopted", "A sheet")
        done = coachlog(*arguments)
        assert (
            done.code,
            "bluebird" in done.out.lower(),
            "[name]" in done.out.replace("\\", ""),
        ) == (
            0,
            False,
            True,
        )
        coachlog("status", "last", "logged")
    week = coachlog("week", "--full").out
    assert "learners are left out, texts are as written" in week


def test_of_many_entries_that_may_name_somebody_the_rest_is_counted(coachlog):
    for number in range(7):
        coachlog("log", "@permits", f"Asked Anna for form {number}", "--share", "meeting")
    (hint,) = may_still_name(coachlog, "export", "--for", "meeting")
    assert hint.count("(“Anna”)") == 5
    assert hint.endswith(" and 2 more")


def test_a_guide_of_the_handbook_that_may_name_somebody_is_told(coachlog):
    guide = "guide: Costs\n\nstart: Did Anna allow it?\n  yes -> do Pay it\n  no -> do Ask first\n"
    assert coachlog("guide", "add", stdin=guide).code == 0
    assert may_still_name(coachlog, "handbook") == ["May still name somebody: guide Costs (“Anna”)"]


WHEN = "On August 28, 2026 at 14:30, am 29.08.2026 and 2026-08-30, under 2 CFR 200.318"


@pytest.mark.parametrize("form", ["table", "md", "csv", "json", "jsonl"])
def test_no_day_and_no_clock_time_is_in_an_exercise(coachlog, form):
    fields = [f"--{field}={WHEN}" for field in ("expected", "why", "lesson", "recovery")]
    coachlog("mistake", "@permits", "+days", WHEN, *fields, "--on", "2026-11-04")
    out = coachlog("tabletop", "days", "--answers", "--format", form).out
    assert [
        part for part in ("Nov", "W45", "August 28", "29.08", "08-30", "14:30") if part in out
    ] == []
    assert out.count("In August 2026, im August 2026 and August 2026, under 2 CFR 200.318") >= 5


def test_no_day_and_no_clock_time_is_in_the_handbook(coachlog):
    guide = f"guide: Costs\n\nstart: Paid {WHEN}?\n  yes -> do Pay it\n  no -> do Ask first\n"
    assert coachlog("guide", "add", stdin=guide).code == 0
    coachlog("log", "@permits", "+days", WHEN, "--lesson", WHEN)
    coachlog("status", "last", "adopted", WHEN)
    out = coachlog("handbook").out
    assert [part for part in ("August 28", "29.08", "08-30", "14:30") if part in out] == []
    assert out.count("August 2026, im August 2026 and August 2026, under 2 CFR 200.318") >= 2


@pytest.fixture
def small_team(by):
    """Two writers of a team, each with a shared entry that is cleared for a meeting."""
    for name in ("kim", "bo"):
        words = (f"Charged twice, said {name}", "--expected", f"Charge once {name}", "--own")
        assert by(name, "mistake", "@permits", "+fees", *words, "--role", "leader").code == 0
        assert by(name, "clear", "last", "--yes").code == 0


def ids_in(by, *arguments):
    """Return the ids of entries that a command prints, short or the ends of uuids."""
    rows = json.loads(by("kim", "export", "-f", "json").out)
    ids = [row["short_id"] for row in rows] + [row["uuid"].replace("-", "")[-8:] for row in rows]
    result = by("kim", *arguments)
    assert result.code == 0
    return [one for one in ids if one in result.out]


@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_of_a_team_of_two_no_id_and_no_role_leaves_the_screen(by, small_team, form):
    commands = [["meeting", "plan", "-f", form], ["tabletop", "fees", "--answers", "-f", form]]
    if form != "table":
        commands.append(["export", "--for", "meeting", "-f", form])
    for arguments in commands:
        assert ids_in(by, *arguments) == []
    third = ("Paid late", "--expected", "Pay in time", "--share", "meeting")
    by("ana", "mistake", "@permits", "+fees", *third)
    for arguments in commands:
        assert ids_in(by, *arguments) != []


def test_a_mail_about_the_week_has_no_id_of_a_team_of_two_and_does_not_say_whose_own(
    by, small_team
):
    assert ids_in(by, "week", "-f", "md") == []
    assert "own" not in by("kim", "week", "-f", "md").out
    # The screen is the team's own.
    assert ids_in(by, "week", "--full") != []
    by("ana", "log", "@permits", "+fees", "Paid late")
    assert ids_in(by, "week", "-f", "md") != []
    assert "a leader's own" in by("kim", "week", "-f", "md").out


def test_the_handbook_has_no_id_and_no_role_of_a_team_of_two(by, small_team):
    for row in json.loads(by("kim", "export", "-f", "json").out):
        by("kim", "status", row["short_id"], "shared")
    assert ids_in(by, "handbook") == []
    assert "by a leader" not in by("kim", "handbook").out
    assert " · permits*" in by("kim", "handbook").out
    by("ana", "log", "@permits", "+fees", "Paid late")
    assert ids_in(by, "handbook") != []
    assert "by a leader" in by("kim", "handbook").out
