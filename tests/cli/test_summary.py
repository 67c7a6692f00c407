"""Tests of `summary`."""

import json

import pytest


@pytest.fixture
def filled(coachlog):
    """Two weeks of three teams."""
    for day, *arguments in (
        ("2026-11-10", "log", "@permits", "+fees", "Looked the fee up first"),
        ("2026-11-11", "log", "@permits", "+fees", "-k", "strength", "Read the waiver aloud"),
        ("2026-11-12", "log", "@finance", "+invoices", "Asked for the order number"),
        ("2026-11-17", "log", "@permits", "+fees", "+waivers", "Sent it back"),
        ("2026-11-18", "log", "@permits", "+fees", "--share", "private", "Nobody sees this"),
        (
            "2026-11-17",
            "mistake",
            "@schools",
            "+fees",
            "--recovery",
            "Called",
            "--caught",
            "before-effect",
            "Sent the wrong fee",
        ),
        ("2026-11-18", "mistake", "@schools", "+letters", "--own", "Forgot the letter"),
    ):
        assert coachlog(*arguments, "--on", day, "--lesson", "Look it up").code == 0


def test_a_summary_counts_by_its_keys(coachlog, filled):
    code, out, err = coachlog("summary", "--by", "team,kind", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == "team,kind,entries,percent"
    assert "schools,mistake,2,33.3" in out
    assert "the last 12 weeks: 2026-08-31 to 2026-11-22, UTC (UTC+00:00)" in err
    assert "6 entries in all" in err
    code, out, err = coachlog("summary", "--week", "2026-W47", "--format", "json")
    assert next((row["topic"], row["entries"], row["percent"]) for row in json.loads(out)) == (
        "fees",
        2,
        66.7,
    )
    assert "an entry with several topics counts once in each" in err


def test_an_unknown_topic_is_reported(coachlog, filled):
    assert "there is no topic 'fee'. Did you mean 'fees'?" in coachlog("summary", "+fee").err


def test_a_missing_value_is_named_on_a_screen_and_empty_in_a_file(coachlog, filled):
    assert "not given" in coachlog("summary", "--by", "caught").out
    assert (
        json.loads(coachlog("summary", "--by", "caught", "--format", "json").out)[0]["caught"]
        is None
    )


def test_an_empty_summary_has_its_header(coachlog):
    assert coachlog("summary", "--by", "topic", "--format", "csv").out == (
        "topic,entries,strength,correction,question,mistake,percent,answers_30,unprompted_30,answers_60,unprompted_60\r\n"
    )


def test_a_summary_by_a_person_is_refused(coachlog):
    code, out, err = coachlog("summary", "--by", "trainer")
    assert (code, out) == (2, "")
    assert err == (
        "coachlog: a summary cannot count by 'trainer'. Choose from team, topic, kind, week, month,"
        " status, basis, decision, caught, detected-by, factor, and separate several by commas.\n"
    )


def test_private_entries_are_in_no_summary_not_even_ones_own(coachlog, filled):
    assert (
        json.loads(
            coachlog("summary", "--mine", "--by", "team", "@permits", "--format", "json").out
        )[0]["entries"]
        == 3
    )


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (
            ["--by", "week", "--since", "2026-11-01"],
            ["2026-W44", "2026-W45", "2026-W46", "2026-W47"],
        ),
        (["--by", "month", "--since", "2026-10-05"], ["2026-10", "2026-11"]),
        (["--by", "week", "--until", "2026-11-24"], ["2026-W46", "2026-W47", "2026-W48"]),
        (["--by", "month", "--until", "2026-12-01"], ["2026-11", "2026-12"]),
    ],
)
def test_an_open_span_goes_from_the_first_entry_to_today(coachlog, filled, options, keys):
    code, out, _ = coachlog("summary", *options, "--format", "csv")
    assert (code, [line.split(",")[0] for line in out.splitlines()[1:]]) == (0, keys)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("team,team", "'team' is named twice in --by. Name it once.\n"),
        (",", "a summary cannot count by ''. Choose from team, topic, kind, week, month, status,"),
    ],
)
def test_a_summary_by_nothing_or_by_the_same_twice_is_refused(coachlog, by, message):
    code, out, err = coachlog("summary", "--by", by)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"coachlog: {message}")


def test_by_topic_and_team_it_counts_the_check_ins_of_the_span(coachlog, filled, at):
    assert "30 days" not in "".join(coachlog("summary")[1:])  # nothing was answered yet
    at("2026-12-15T10:00")
    for row in json.loads(coachlog("due", "--team", "permits", "-f", "json").out):
        coachlog(
            "checkin", row["short_id"], "unprompted" if "waivers" in row["topics"] else "not-yet"
        )
    rows = json.loads(coachlog("summary", "--this-week", "-f", "json").out)
    assert [
        (row["topic"], row["entries"], row["answers_30"], row["unprompted_30"], row["answers_60"])
        for row in rows
    ] == [
        ("fees", 0, 3, 1, 0),
        ("waivers", 0, 1, 1, 0),
    ]
    (row,) = json.loads(coachlog("summary", "--this-week", "--by", "team", "-f", "json").out)
    assert (row["team"], row["answers_30"], row["unprompted_30"]) == ("permits", 3, 1)  # each once
    both = json.loads(coachlog("summary", "--by", "team,topic", "-f", "json").out)
    assert [(row["team"], row["topic"]) for row in both if row["answers_30"]] == [
        ("permits", "fees"),
        ("permits", "waivers"),
    ]
    code, out, err = coachlog("summary")
    assert (code, "30 days  60 days" in out, "1/3" in out) == (0, True, True)
    assert "of the check-ins, how many saw it done unprompted" in err
    for other in (["--by", "kind"], ["--by", "topic,kind"], ["--last-week"], ["@schools"]):
        assert "30 days" not in coachlog("summary", *other).out
    assert json.loads(coachlog("summary", "+waivers", "-f", "json").out)[0]["answers_30"] == 1


def test_others_see_no_rates_of_a_single_trainer(coachlog, filled, at):
    at("2026-12-15T10:00")
    for row in json.loads(coachlog("due", "-f", "json").out):
        coachlog("checkin", row["short_id"], "not-yet")
    assert coachlog("summary", "--mine", "--this-week", "-f", "csv").out.startswith(
        "topic,entries,strength,correction,question"
    )
    assert "answers_30" in coachlog("summary", "--mine", "-f", "csv").out
    coachlog("config", "set", "trainer", "kim")
    for by in ("topic", "team", "team,topic"):
        code, out, _ = coachlog("summary", "--trainer", "robin", "--by", by, "-f", "csv")
        assert (code, out) == (2, "")


def test_by_decision_it_tells_what_many_exceptions_and_escalations_mean(coachlog):
    for decision, count in (("exception-documented", 3), ("escalated", 2), ("followed", 1)):
        for number in range(count):
            coachlog(
                "log",
                "@permits",
                "+fees",
                f"{decision} {number}",
                "--decision",
                decision,
                "--rule",
                "Fees 3",
                "--basis",
                "both",
            )
    coachlog("log", "@permits", "+forms", "Only one", "--decision", "escalated")
    coachlog("log", "@permits", "+forms", "Private", "--decision", "escalated", "--private")
    code, out, err = coachlog("summary", "--by", "basis,decision", "--format", "csv")
    assert code == 0
    assert "both,exception-documented,3" in out
    assert err.splitlines()[-3:] == [
        "7 entries in all",
        "fees: 3 of 6 decisions were documented exceptions from Fees 3."
        " The rule may need clarifying.",
        "fees: 2 of 6 decisions were escalations. The topic may need practice.",
    ]
    assert "may need" not in coachlog("summary", "--by", "basis").err
    assert "may need" not in coachlog("summary", "+forms", "--by", "decision").err
    assert coachlog("summary", "+fees", "--by", "topic,decision").err.count("may need") == 2
    assert coachlog("summary", "--mine", "--by", "decision").err.count("may need") == 2
