"""Tests of what the cells of other programs say."""

import pytest

from coachlog.exchange.cell_values import plain_text, read_caught, read_word


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Rang back \r\n", "Rang back"),
        ("One<br/>Two<BR>Three<br />Four", "One\nTwo\nThree\nFour"),
        ("One<br>\r\nTwo", "One\nTwo"),
        ("One\r\nTwo\rThree\nFour", "One\nTwo\nThree\nFour"),
        (
            "Fees &amp; waivers &lt;5&gt; caf&eacute; &#39;x&#x27; &quot;y&quot;",
            "Fees & waivers <5> café 'x' \"y\"",
        ),
        ("&amp;lt;", "&lt;"),
        (
            '<div class="ExternalClass5F"><p>Charged twice.<br></p><p>Paid&#160;back &amp; said'
            " so</p></div>",
            "Charged twice.\n\nPaid\xa0back & said so",
        ),
    ],
)
def test_html_and_blanks_of_other_programs_become_text(cell, text):
    assert plain_text(cell) == text


@pytest.mark.parametrize(
    "text",
    [
        "AT&T",
        "a < b",
        "a<b and c>d",
        "if x <br then",
        "R&D; fees",
        "https://x.org/?a=1&copy=2&lt=3",
        "<name> rang",
        "Wrote <b>bold</b> in the form",
        "<p>",
        "Q&A &c.",
        "&bogus; &;",
        "one\n\ntwo",
    ],
)
def test_signs_that_are_a_texts_own_stay(text):
    assert plain_text(text) == text


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Open", "logged"),
        ("In Progress", "logged"),
        ("Closed", "closed"),
        ("DONE", "closed"),
        ("Implemented", "adopted"),
        ("erledigt", "closed"),
        ("Fermé", "closed"),
        ("abierto", "logged"),
        ("shared", "shared"),
        ("Red", "Red"),
    ],
)
def test_a_status_is_read_as_people_write_it(cell, status):
    assert read_word(cell, "status") == status


@pytest.mark.parametrize(
    ("cell", "caught"),
    [
        ("Yes", "before-effect"),
        (True, "before-effect"),
        ("ja", "before-effect"),
        ("Near miss", "before-effect"),
        ("No", None),
        ("after-effect", "after-effect"),
        ("After effect", "after-effect"),
        ("maybe", "maybe"),
    ],
)
def test_a_near_miss_was_caught_before_its_effect(cell, caught):
    assert read_caught(cell) == caught


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("Best practice", "strength"), ("Near-miss", "mistake"), ("Fehler", "mistake"), ("x", "x")],
)
def test_a_kind_is_read_as_people_write_it(cell, kind):
    assert read_word(cell, "kind") == kind
