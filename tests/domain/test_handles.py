"""Tests of reading handles among typed words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.handles import is_handle, parse_words

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


def test_many_handles_are_read_quickly():
    assert len(parse_words(["+a " * 300_000 + "text"]).topics) == 300_000
