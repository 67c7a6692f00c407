"""Tests of guides as a tree on the screen, as nested lists, and as a flow chart."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.guides.guide import Branch, Ending, Guide, Step
from coachlog.domain.guides.parser import read_guide
from coachlog.render.guide_page import guide_page, outline
from coachlog.render.guide_tree import write_tree
from coachlog.render.markdown import write_markdown
from coachlog.render.mermaid import guide_mermaid
from coachlog.render.text_width import width_of

CASE = read_guide(
    (Path(__file__).parents[1] / "data" / "allowable-costs.guide").read_text(encoding="utf-8")
)[0]
ENTITY = re.compile(r"#(\d+);")


def draw(guide, width=None, encoding="utf-8"):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    write_tree(guide, out, width=width, colour=False)
    out.flush()
    return out.buffer.getvalue().decode(encoding)


def lists(guide):
    out = io.StringIO()
    write_markdown(guide_page(guide), out)
    return out.getvalue().splitlines()


def chain(count):
    text = "\n".join(f"s{n}: q{n}?\n yes -> s{n + 1}\n no -> do It {n}" for n in range(count))
    return read_guide(f"guide: deep\n{text}\ns{count}: do That")[0]


def lattice(count):
    """Return a guide with 2 ** count ways through it."""
    text = "\n".join(f"s{n}: q{n}?\n yes -> s{n + 1}\n no -> s{n + 1}" for n in range(count))
    return read_guide(f"guide: wide\n{text}\ns{count}: do That")[0]


def test_a_small_guide_is_drawn_as_a_tree():
    guide, _ = read_guide(
        "guide: Can this fee be waived?\ntopic: fees\nrule: R\n"
        "start: Exempt?\n  yes -> w\n  no -> h\n"
        "h: Hard?\n  judgement: Ask.\n  rule: R 2\n"
        "  yes -> w\n  no -> escalate to the lead with the form\n"
        "w: do Waive it\n"
    )
    assert draw(guide).split("\n") == [
        "Can this fee be waived?",
        "fees · R · 2 questions · 2 ends",
        "",
        "start: Exempt?",
        "├─ yes → w: do Waive it",
        "└─ no → h: Hard? (R 2)",
        "   │  judgement: Ask.",
        "   ├─ yes → w: do Waive it",
        "   └─ no → escalate to the lead with the form",
        "",
    ]
    assert draw(guide, encoding="ascii").split("\n")[4:6] == [
        "|- yes -> w: do Waive it",
        "`- no -> h: Hard? (R 2)",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_tree_fits_the_screen_and_loses_no_word(width):
    text = draw(CASE, width)
    assert max(map(width_of, text.split("\n"))) <= width
    words = re.sub(r"[│├└─\s]+", " ", text)
    for step in CASE.steps.values():
        assert (step.ending.sentence if step.ending else step.question) in words


@pytest.mark.parametrize("guide", [chain(3_000), lattice(60)], ids=["deep", "with many ways"])
@pytest.mark.parametrize("width", [None, 20, 80])
def test_each_question_is_drawn_once_however_deep_and_however_many_ways_lead_there(guide, width):
    text = draw(guide, width)
    numbers = [int(number) for number in re.findall(r"\bq(\d+)\?", text)]
    assert sorted(numbers) == list(range(len(guide.questions)))
    assert len(text) < 200 * len(guide.steps) + 200
    assert max(len(line) - len(line.lstrip()) for line in lists(guide)) <= 10


@pytest.mark.parametrize(
    "guide", [CASE, chain(30), lattice(30)], ids=["the real case", "deep", "with many ways"]
)
def test_a_step_drawn_elsewhere_says_rightly_above_or_below(guide):
    items = list(outline(guide, 5))
    positions = {
        item.step.name: number
        for number, item in enumerate(items)
        if not item.elsewhere and item.step.branches
    }
    assert len(positions) == len(guide.questions)
    for number, item in enumerate(items):
        if item.elsewhere and item.step.branches:
            assert item.elsewhere == ("above" if positions[item.step.name] < number else "below")


def test_lists_escape_what_markdown_would_take_for_markup():
    guide, _ = read_guide("guide: *a* <b>\nstart: [x](y)?\n  | -> do `z`\n")
    assert lists(guide) == [
        r"# \*a\* \<b\>",
        "",
        r"\[x\](y)?",
        "",
        r"- \|: **Do** \`z\`",
    ]


def test_a_small_guide_is_written_as_a_chart():
    guide, _ = read_guide(
        "guide: Exempt?\nstart: Exempt?\n  yes -> w\n"
        "  no -> escalate to the lead with 2. the form\nw: document it\n"
    )
    assert list(guide_mermaid(guide)) == [
        "---",
        'title: "Exempt?"',
        "---",
        "flowchart TD",
        '    s1{"Exempt?"}',
        '    s2[["Escalate to the lead with 2#46; the form"]]',
        '    s3[/"Document it"/]',
        '    s1 -->|"yes"| s3',
        '    s1 -->|"no"| s2',
    ]


hostile = st.text(
    st.one_of(
        st.sampled_from('"`#;&<>[]{}()|%-=*_:.1 \\$~@é日\U0001f469'),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=40,
)


@given(hostile, hostile, hostile)
def test_no_label_breaks_out_of_the_chart(name, question, answer):
    # Compared with Mermaid's own parser (11.12), which gave every label back as it was.
    end = Step("end", 3, "", (), Ending("do", question))
    guide = Guide(
        name, (), None, {"a": Step("a", 1, question, (Branch(answer, "end"),)), "end": end}
    )
    lines = list(guide_mermaid(guide))
    assert len(lines) == 7
    title = re.fullmatch(r'title: "((?:\\u[0-9a-f]{4}|[\w ,.?!()])*)"', lines[1])
    assert title
    label = r"((?:#\d+;|[\w ,.?!()])*)"
    for line, pattern in zip(
        lines[4:],
        (rf'    s1{{"{label}"}}', rf'    s2\(\["{label}"\]\)', rf'    s1 -->\|"{label}"\| s2'),
        strict=True,
    ):
        match = re.fullmatch(pattern, line)
        assert match
        text = ENTITY.sub(lambda part: chr(int(part[1])), match[1])
        assert not re.search(r"[_\n\r\x1b]|\d\.", ENTITY.sub("x", match[1]))
        assert all(
            char.isprintable() or char in "\u200c\u200d" or not char.isascii() for char in text
        )
