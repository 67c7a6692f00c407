"""Words arrive whole: each in one field, in order, or the command refuses and gives them back."""

import json
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachlog.cli import arguments as quick

RECORDED_NOTHING = {}


@pytest.fixture
def record(coachlog):
    """Record a line, and return the exit code, the newest entry and what was said."""

    def run(*line, stdin=""):
        before = coachlog("list", "--mine", "--format", "jsonl").out
        code, out, err = coachlog(*line, stdin=stdin)
        assert out == ""
        after = coachlog("list", "--mine", "--format", "jsonl").out
        if code:
            assert after == before
            return code, RECORDED_NOTHING, err
        return code, json.loads(after.splitlines()[0]), err

    return run


# The line, and the fields that it makes; all others have their defaults.
LINES = {
    "words after a text option": (
        "oops Hung up instead of transferring -r Rang back within a minute",
        {"happened": "Hung up instead of transferring", "recovery": "Rang back within a minute"},
    ),
    "up to the next option": (
        "oops Hung up -r Rang back --lesson Ask first --own",
        {"happened": "Hung up", "recovery": "Rang back", "lesson": "Ask first", "own": True},
    ),
    "handles at the end of an option": (
        "oops Hung up -r Rang back @permits +fees -l Ask @ana first",
        {
            "happened": "Hung up",
            "recovery": "Rang back",
            "lesson": "Ask @ana first",
            "team": "permits",
            "topics": ["fees"],
        },
    ),
    "a rule of several words": (
        "log Told them --rule 2 CFR 200.318",
        {"happened": "Told them", "rule_ref": "2 CFR 200.318"},
    ),
    "flags joined to a text option": (
        "log Told them -sl Ask first",
        {"happened": "Told them", "kind": "strength", "lesson": "Ask first"},
    ),
    "words after a text that is joined to its option": (
        "oops Hung up --recovery=Rang back @permits --lesson=Ask first",
        {"happened": "Hung up", "recovery": "Rang back", "lesson": "Ask first", "team": "permits"},
    ),
    "words after a text that is joined to a letter": (
        "oops Hung up -rRang back --own -l=Ask first",
        {"happened": "Hung up", "recovery": "Rang back", "lesson": "Ask first", "own": True},
    ),
    "a joined text behind flags": (
        "log Told them -srRang back",
        {"happened": "Told them", "kind": "strength", "recovery": "Rang back"},
    ),
    "a joined text behind flags with a sign": (
        "log Told them -sr=Rang back",
        {"happened": "Told them", "kind": "strength", "recovery": "Rang back"},
    ),
    "a joined text before dashes": (
        "oops --recovery=mended -- Took the old form",
        {"happened": "Took the old form", "recovery": "mended"},
    ),
    "a joined text that looks like an option": (
        "log Told them --lesson=--own up --own",
        {"happened": "Told them", "lesson": "--own up", "own": True},
    ),
    "long dashes of a sentence": (
        "log Told them – twice —and then −5 — -- on - hold",
        {"happened": "Told them – twice —and then −5 — -- on - hold"},
    ),
    "a short option that is given its value with a sign": (
        "log -r=mended -k=mistake Took the old form",
        {"happened": "Took the old form", "recovery": "mended", "kind": "mistake"},
    ),
    "dashes inside a text": (
        "log Told -- twice -- to hold",
        {"happened": "Told -- twice -- to hold"},
    ),
    "dashes inside the text of an option": (
        "oops Hung up -r Told -- twice",
        {"happened": "Hung up", "recovery": "Told -- twice"},
    ),
    "dashes before the text": (
        "log @permits --lesson Ask -- -5 degrees -- outside --own",
        {"happened": "-5 degrees -- outside --own", "lesson": "Ask", "team": "permits"},
    ),
    "an option after dashes inside a text": (
        "log Told -- twice --lesson Ask",
        {"happened": "Told -- twice", "lesson": "Ask"},
    ),
    "the end of a sentence": (
        "log @permits: +fees, took it twice +forms.",
        {"happened": "took it twice", "team": "permits", "topics": ["fees", "forms"]},
    ),
    "handles in brackets of a text": (
        "oops Hung up (see @permits) -r Rang (the +fees desk of @hall)",
        {"happened": "Hung up (see @permits)", "recovery": "Rang (the +fees desk of @hall)"},
    ),
    "a bracket that nothing opens": (
        "oops Hung up -r Rang back @permits) +fees).",
        {"happened": "Hung up", "recovery": "Rang back", "team": "permits", "topics": ["fees"]},
    ),
    "signs that belong to a name": (
        "log @Permits/Intake +C++ +c# +R&D took it twice",
        {"happened": "took it twice", "team": "Permits/Intake", "topics": ["C++", "c#", "R&D"]},
    ),
}


@pytest.mark.parametrize("way", ["quick", "typer"])
@pytest.mark.parametrize("name", LINES)
def test_words_go_where_they_are_meant_to_go(record, coachlog, monkeypatch, name, way):
    assert coachlog("log", "@hall", "+desk", "First of all").code == 0
    if way == "typer":
        monkeypatch.setattr(quick, "run_quickly", lambda _: None)
    line, expected = LINES[name]
    code, entry, _ = record(*line.split())
    assert code == 0
    texts = ("happened", "recovery", "lesson", "expected", "why", "rule_ref", "own", "kind")
    shown = {field: entry[field] for field in texts if entry[field]}
    kind = "mistake" if line.startswith("oops") else "correction"
    assert shown == {"kind": kind} | {key: expected[key] for key in expected if key in texts}
    assert entry["team"] == expected.get("team", "hall")
    assert entry["topics"] == expected.get("topics", entry["topics"])


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (["oops", "--recovery", "mended", "Took", "the", "form"], "Say what happened"),
        (["oops", "Hung", "up", "-r", "--lesson", "Ask"], "needs a value behind it"),
        (["oops", "Hung", "up", "now", "-r", "Told", "-5", "times"], "there is no option -5"),
        (["log", "--team", "--", "Told", "them", "twice"], "needs a value behind it"),
        (["log", "Told", "them", "--", "--bogus", "twice"], "there is no option --bogus"),
        (["oops", "--recovery=mended", "Took", "the", "form"], "--recovery 'mended Took'"),
        (["oops", "-rmended", "@hall", "Took", "the", "form"], "--recovery 'mended Took'"),
        (["status", "last", "adopted", "--changed=New", "table"], "--changed 'New table'"),
        (["log", "Told", "them", "twice", "—on", "yesterday"], "type --on; in a text"),
        (["oops", "Told", "them", "twice", "–r", "rang"], "type -r; in a text"),
        (["oops", "Told", "them", "twice", "-r", "rang", "——lesson=ask"], "type --lesson; in"),
        (["log", "—help", "them", "all", "out"], "type --help; in a text"),
    ],
)
def test_what_cannot_be_told_apart_is_refused_and_given_back(record, line, complaint):
    code, _, err = record(*line, "@permits")
    assert code == 2
    assert complaint in err
    assert "Not recorded. Your text:" in err


def test_a_quoted_option_before_the_text_is_whole(record):
    line = ["oops", "@permits", "-r", "Called them back", "-l", "Check it", "Wrong", "form"]
    code, entry, _ = record(*line)
    assert code == 0
    texts = [entry[field] for field in ("happened", "recovery", "lesson")]
    assert texts == ["Wrong form", "Called them back", "Check it"]


def test_a_quoted_text_after_an_option_is_a_text_of_its_own(record):
    line = ["oops", "-r", "Called", "them", "@permits", "Wrong form, twice"]
    code, entry, _ = record(*line)
    assert (code, entry["team"]) == (0, "permits")
    assert (entry["happened"], entry["recovery"]) == ("Wrong form, twice", "Called them")


def test_a_quoted_option_after_the_text_takes_the_words_behind_it(record):
    code, entry, _ = record("oops", "@permits", "Hung", "up", "-r", "Rang back", "at", "once")
    assert (code, entry["happened"], entry["recovery"]) == (0, "Hung up", "Rang back at once")


@pytest.mark.parametrize("option", ["--recovery", "--recovery=", "-r", "-sr", "-r="])
def test_outer_blanks_are_no_part_of_the_text_of_an_option(record, option):
    typed = [f"{option}  Rang back "]
    if option.startswith("--") and not option.endswith("="):
        typed = [option, "  Rang back "]
    code, entry, _ = record("log", "@permits", "Told them", *typed)
    assert (code, entry["happened"], entry["recovery"]) == (0, "Told them", "Rang back")
    assert record("log", *typed, "Told them")[1]["recovery"] == "Rang back"


def test_a_joined_text_before_a_quoted_text_is_whole(record, coachlog):
    code, entry, _ = record("oops", "@permits", "-rmended", "Took the form")
    assert (code, entry["happened"], entry["recovery"]) == (0, "Took the form", "mended")
    code, entry, _ = record("oops", "--recovery=Rang back", "Took", "the", "form")
    assert (code, entry["happened"], entry["recovery"]) == (0, "Took the form", "Rang back")
    assert coachlog("edit", "--lesson=Ask", "last").code == 0
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert (entry["happened"], entry["lesson"]) == ("Took the form", "Ask")


def test_a_handle_inside_the_text_of_an_option_is_said(record):
    code, entry, err = record("oops", "@permits", "Hung", "up", "-r", "Told", "@ana", "of", "it")
    assert (code, entry["recovery"]) == (0, "Told @ana of it")
    assert "Kept as text: @ana." in err


def test_the_words_of_other_texts_stay_together(coachlog, by):
    coachlog("log", "@permits", "+fees", "Showed the map")
    coachlog("log", "@permits", "+fees", "Showed the form", "--lesson", "Look")
    assert coachlog("status", "last", "adopted", "--changed", "New", "table").code == 0
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert entry["changed_what"] == "New table"
    assert coachlog("status", "last", "adopted", "--", "-5", "degrees").code == 0
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert entry["changed_what"] == "-5 degrees"
    assert by("lea", "feedback", "last", "Told", "--", "twice").code == 0
    assert coachlog("wording", "add", "very", "--", "odd", "-q", "What", "was", "it?").code == 0
    listed = coachlog("wording", "list", "--format", "csv").out
    assert "very -- odd" in listed
    assert "What was it?" in listed
    done = by("lea", "checkin", "last", "unprompted", "--early", "Did", "it", "--", "alone")
    assert done.code == 0
    assert "Did it -- alone" in by("lea", "show", "last").out
    assert coachlog("search", "--", "-form", "--format", "csv").code == 0


# Arguments as a shell hands them over.
TEAMS = {
    "one argument with blanks": (["@school district A", "+fees", "x"], "school district A", "x"),
    "at the end": (["x", "+fees", "@school district A"], "school district A", "x"),
    "that begins with a digit": (["@2nd shift", "+fees", "x"], "2nd shift", "x"),
    "with a full stop": (["@St. Mary", "+fees", "x"], "St. Mary", "x"),
    "in quotes inside a line": (['@"2nd shift": +fees x'], "2nd shift", "x"),
    "a whole line": (["@permits: +fees, took it twice"], "permits", "took it twice"),
    "a line beside another argument": (["@permits: took it", "twice", "+fees"], "permits", None),
    "a short line": (["@permits +fees x"], "permits", "x"),
    "only one handle": (["@permits took it twice", "--topic", "fees"], "permits", "took it twice"),
}


@pytest.mark.parametrize("name", TEAMS)
def test_an_argument_is_a_whole_team_or_a_line(record, name):
    line, team, text = TEAMS[name]
    code, entry, _ = record("log", *line)
    assert code == 0
    assert entry["team"] == team
    assert entry["topics"] == ["fees"]
    assert text is None or entry["happened"] == text


def test_a_known_team_may_have_any_form(coachlog, record):
    assert coachlog("log", "--team", "2nd-shift", "--topic", "24 hours", "First").code == 0
    assert coachlog("log", "--team", "hall", "--topic", "desk", "Other").code == 0
    code, entry, err = record("log", "@2nd-shift", "+24 hours", "+fees", "x")
    assert (code, entry["team"], entry["topics"]) == (0, "2nd-shift", ["24 hours", "fees"])
    assert "Kept as text" not in err
    assert coachlog("list", "@2nd-shift", "--format", "jsonl").out.count("\n") == 2
    assert coachlog("list", "@2ND-shift", "+24 HOURS", "--format", "jsonl").out.count("\n") == 2
    assert coachlog("log", "--team", "Why not?", "--topic", "x", "A team with a mark").code == 0
    assert record("log", "@Why not?", "+x", "Again")[1]["team"] == "Why not?"


def test_an_unknown_handle_that_begins_with_a_digit_is_said_with_its_neighbour(record):
    assert record("log", "@permits", "+forms", "First")[0] == 0
    code, entry, err = record("log", "@2nd-shift", "+fees", "x")
    assert (code, entry["team"]) == (0, "permits")
    assert entry["happened"] == "@2nd-shift +fees x"
    assert "Kept as text: @2nd-shift, +fees." in err
    assert "--team 2nd-shift" in err


@pytest.mark.parametrize("text", ["+1 for the idea", "Met them @ 3pm", "Up by +5"])
def test_numbers_with_a_sign_are_quietly_text(record, text):
    code, entry, err = record("log", "@permits", *text.split())
    assert (code, entry["happened"]) == (0, text)
    assert "Kept as text" not in err


WORDS = ["Showed", "how", "it's", "$100", "-", "3pm", "a:", "B?", "24", "a line of words"]
HANDLES = [
    "@permits",
    "+fees",
    "+fees,",
    "@2nd",
    "+1",
    "@",
    "@Permits/Intake:",
    "+C++",
    "@hall A",
    "+late fees",
]
HANDLES += ["@permits)", "(+fees"]
TEXT_OPTIONS = ("-r", "--recovery", "-l", "--why")
PART = st.sampled_from([*WORDS, *WORDS, *HANDLES, *TEXT_OPTIONS, "--", "--own"])
TEXTS = ("happened", "recovery", "lesson", "why")


def bare(word):
    """Return a word without what only makes it a handle."""
    return word.lstrip("(@+").rstrip(".,:;!?)")


def typed_words(line):
    """Return the words of a line that are not options."""
    arguments = [argument for argument in line if argument not in (*TEXT_OPTIONS, "--own")]
    return [word for argument in arguments for word in argument.split()]


def is_in_order(text, line):
    """Return whether the words of a text stand in a line in the same order."""
    words = iter(typed_words(line))
    return all(word in words for word in text.split())


@pytest.fixture
def record_oops(record, coachlog, monkeypatch):
    """Record a mistake in a log that is empty again afterwards, by the quick reader or by Typer."""
    monkeypatch.setenv("COACHLOG_TEAM", "base")
    monkeypatch.setenv("COACHLOG_TOPIC", "base")
    quickly = quick.run_quickly

    def run(line, *, by_typer):
        read = (lambda _: None) if by_typer else quickly
        monkeypatch.setattr(quick, "run_quickly", read)
        code, entry, err = record("oops", *line)
        if code == 0:
            assert coachlog("undo").code == 0
        return code, {name: entry.get(name) for name in (*TEXTS, "team", "topics", "own")}, err

    return run


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.lists(PART, min_size=1, max_size=9))
@example(line=["Showed", "-r", "how", "@permits", "+fees", "--", "24"])
@example(line=["-r", "a line of words", "Showed", "--", "@permits", "how"])
@example(line=["--", "Showed", "--", "-r", "how"])
@example(line=["Showed", "-r", "how", "--", "24", "+fees,", "--own"])
@example(line=["Showed", "-r", "Showed", "--recovery", "Showed"])
def test_every_word_is_in_one_field_in_order_or_the_command_refuses(record_oops, line):
    code, entry, err = record_oops(line, by_typer=False)
    other_code, other_entry, other_err = record_oops(line, by_typer=True)
    assert (code, entry) == (other_code, other_entry)
    if code:
        assert (code, err) == (2, other_err)
        return
    texts = [entry[name] for name in TEXTS if entry[name]]
    names = [name for name in (entry["team"], *entry["topics"]) if name != "base"]
    stored = [word for text in (*texts, *names) for word in text.split()]
    if "--" not in line:  # what follows it may be text that looks like an option
        assert {bare(word) for word in stored} == {bare(word) for word in typed_words(line)}
        assert all(is_in_order(text, line) for text in texts)
    plain = {word for word in typed_words(line) if word in " ".join(WORDS).split()}
    typed = Counter(word for word in typed_words(line) if word in plain)
    assert typed == Counter(word for word in stored if word in plain)
