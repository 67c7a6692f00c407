"""Tests of reading handles among typed words."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from coachlog.domain.handles import SIGNS, as_handle, handles_inside, is_handle, parse_words
from coachlog.domain.typed_text import bare_name

PLAIN = st.text(min_size=1).filter(
    lambda text: text.strip() and not any(map(is_handle, text.split()))
)
NAME = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


def read(*words, literal=None):
    """Return the team, the topics, the text and the ignored handles of a line."""
    line = parse_words(words, literal)
    return line.team, line.topics, line.text, line.ignored_handles


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (["@permits", "+fees", "Showed", "how"], ("permits", ["fees"], "Showed how", [])),
        (["@permits +fees Showed how"], ("permits", ["fees"], "Showed how", [])),
        (
            ["Showed how +fees +waivers @permits"],
            ("permits", ["fees", "waivers"], "Showed how", []),
        ),
        (["+fees Showed how @permits"], ("permits", ["fees"], "Showed how", [])),
        (["showed @ana how"], (None, [], "showed @ana how", ["@ana"])),
        (["+1", "for", "this"], (None, [], "+1 for this", [])),
        (["Met", "@", "3pm"], (None, [], "Met @ 3pm", [])),
        (["@permits"], ("permits", [], None, [])),
        (["  two  blanks  "], (None, [], "  two  blanks  ", [])),
        (["@permits   two  blanks  +fees "], ("permits", ["fees"], "two  blanks", [])),
        ([" \t\n"], (None, [], None, [])),
        ([], (None, [], None, [])),
        (["@équipe", "+ßtopic", "text"], ("équipe", ["ßtopic"], "text", [])),
    ],
)
def test_handles_are_read_before_the_first_and_after_the_last_plain_word(words, meaning):
    assert read(*words) == meaning


CLOSED = {
    "permits)": "permits",
    "permits),": "permits",
    "permits”.": "permits",
    "permits’": "permits",
    'permits"': "permits",
    "Permits/Intake]": "Permits/Intake",
    "C++": "C++",
    "c#": "c#",
    "R&D": "R&D",
    "Intake(north)": "Intake(north)",
    "Intake(north)).": "Intake(north)",
    '"2nd shift")': "2nd shift",
    '"2nd shift":': "2nd shift",
    "O'Brien's": "O'Brien's",
}


@pytest.mark.parametrize("typed", CLOSED)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_closing_sign_without_its_opening_one_is_no_part_of_a_name(sign, typed):
    line = parse_words([f"took it twice {sign}{typed}"])
    assert [line.team, *line.topics] == [None] * (sign == "+") + [CLOSED[typed]]
    assert line.text == "took it twice"
    line = parse_words([f"{sign}{typed}", "took it"])
    assert [line.team, *line.topics] == [None] * (sign == "+") + [CLOSED[typed]]


def test_a_whole_name_keeps_its_brackets():
    assert read("@Intake (north)", "took it") == ("Intake (north)", [], "took it", [])
    assert read("+late fees (2nd)", "took it") == (None, ["late fees (2nd)"], "took it", [])


@pytest.mark.parametrize("typed", ["(@permits", "(@permits)", "“+fees”", "[@hall]"])
def test_a_handle_in_brackets_is_text_and_is_said(typed):
    assert read(f"took it {typed} twice") == (None, [], f"took it {typed} twice", [typed])
    assert read(typed, "twice") == (None, [], f"{typed} twice", [typed])


@pytest.mark.parametrize(
    "text", ["Took it (see @permits)", "Said “take @permits, +fees”", 'The "new @permits"']
)
def test_a_handle_that_ends_brackets_of_the_text_is_text(text):
    assert read(f"+desk {text}") == (None, ["desk"], text, handles_inside(text))


def test_an_apostrophe_opens_no_quotes():
    assert read("Don't take it @permits'")[:3] == ("permits", [], "Don't take it")


@pytest.mark.parametrize("text", ["(@", "(+1 of them)", "“", "(@ 3pm)", "a (b) c"])
def test_other_brackets_are_quietly_text(text):
    assert read(text, "twice") == (None, [], f"{text} twice", [])


# What the arguments of a shell say, one of which begins with `+` and has blanks.
TOPICS = [
    (["+late fees", "x"], (None, ["late fees"], "x", [])),
    (["x", "y", "+late fees"], (None, ["late fees"], "x y", [])),
    (["@hall", "+late fees", "+desk", "x"], ("hall", ["late fees", "desk"], "x", [])),
    (["+late fees", "@school district A", "x"], ("school district A", ["late fees"], "x", [])),
    (["+late fees x"], (None, ["late"], "fees x", [])),
    (["@hall", "+fees took it twice"], ("hall", ["fees"], "took it twice", [])),
    (["+fees: took it", "twice"], (None, ["fees"], "took it twice", [])),
    (["+fees took it @hall", "x"], (None, ["fees"], "took it @hall x", ["@hall"])),
    (["+1 for the idea", "x"], (None, [], "+1 for the idea x", [])),
]


@pytest.mark.parametrize(("words", "meaning"), TOPICS)
def test_an_argument_beside_a_text_is_a_whole_topic(words, meaning):
    assert read(*words) == meaning


def test_a_whole_topic_is_read_before_dashes_and_where_no_text_goes():
    assert read("+late fees", literal="x") == (None, ["late fees"], "x", [])
    assert parse_words(["+late fees"], with_text=False).topics == ["late fees"]


def test_everything_after_the_dashes_is_text():
    assert read("@permits", "+fees", literal="-5 +x @y") == ("permits", ["fees"], "-5 +x @y", [])
    line = read("@permits", "Text", "+fees", literal="-5")
    assert line == ("permits", [], "Text +fees -5", ["+fees"])
    assert read("Text", "+fees", literal="") == (None, ["fees"], "Text", [])


def test_two_teams_are_refused_and_named():
    with pytest.raises(ValueError, match="@a and @b"):
        parse_words(["@a", "text", "@b"])


@given(text=PLAIN)
def test_text_without_handles_stays_as_typed(text):
    assert read(text) == (None, [], text, [])


@given(team=NAME, topics=st.lists(NAME, max_size=3), text=PLAIN, before=st.booleans())
def test_handles_are_read_on_either_side(team, topics, text, before):
    handles = [f"@{team}", *(f"+{topic}" for topic in topics)]
    words = [text, *handles]
    if before:
        words = [*handles, text]
    line = read(*words)
    assert line[:2] == (team, topics)
    assert line[2].split() == text.split()


@given(words=st.lists(st.text(max_size=10), max_size=5))
def test_no_word_is_lost(words):
    try:
        team, topics, text, _ = read(*words)
    except ValueError:
        return
    handles = [f"+{topic}" for topic in topics]
    if team is not None:
        handles.append(f"@{team}")
    assert sorted((text or "").split() + handles) == sorted(" ".join(words).split())


@given(words=st.lists(st.text(max_size=10), max_size=5))
def test_quoted_words_mean_the_same_as_separate_words(words):
    try:
        loose = read(*words)
    except ValueError:
        with pytest.raises(ValueError):
            read(" ".join(words))
    else:
        assert read(" ".join(words)) == loose


@given(
    name=st.text(min_size=1, max_size=20).map(lambda text: " ".join(text.split())),
    sign=st.sampled_from(SIGNS),
)
@example(name="2nd shift", sign="@")
@example(name="Why not?", sign="@")
@example(name="C++", sign="+")
@example(name="@home", sign="@")
def test_every_name_can_be_written_as_a_handle(name, sign):
    # The quotes that a name stands in end at the next one, and a name has one letter or digit.
    assume(name and '"' not in name and any(map(str.isalnum, name)))
    line = parse_words([f"{as_handle(sign, name)} and a text"])
    names = [line.team] if sign == "@" else line.topics
    assert (names, line.text) == ([name], "and a text")


@pytest.mark.parametrize("name", ["Why not?", "2nd-shift", "Q.A.", "Dept. 4"])
def test_a_name_in_use_is_read_as_it_is(name):
    line = parse_words([f"@{name}", "+fees", "x"], is_known=lambda *known: known == ("@", name))
    assert (line.team, line.topics, line.text) == (name, ["fees"], "x")


def test_quotes_are_read_quickly():
    line = parse_words(['@"2nd shift" ' + 'x @"a b" x ' * 100_000 + '+"late fees".'])
    assert (line.team, line.topics, len(line.text)) == ("2nd shift", ["late fees"], 1_099_999)


def test_many_handles_are_read_quickly():
    assert len(parse_words(["+a " * 300_000 + "text"]).topics) == 300_000


def test_a_bare_name_is_the_same_when_it_is_read_again():
    assert bare_name("@a .") == "a"
    assert bare_name("+late fees ).") == "late fees"
