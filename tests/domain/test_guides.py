"""A guide's text, and what is wrong with it: whatever somebody types, either every walk ends or the lines to mend are named."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coachlog.domain.guides.guide import Walk, answer_named, follow, keys_of, matching, read_path
from coachlog.domain.guides.parser import TEMPLATE, read_guide
from coachlog.domain.guides.validation import circles

CASE = (Path(__file__).parents[1] / "data" / "allowable-costs.guide").read_text(encoding="utf-8")
GOOD = """\
guide: Can this fee be waived?
topic: fees
rule: Fee schedule 3

start: Is the customer exempt?
  yes -> waive
  no -> hardship
hardship: Would the fee keep them from applying?
  yes -> escalate to the team lead with the application
  no -> do Take the fee
waive: document in the file why
"""


def faults(text):
    guide, found = read_guide(text)
    assert guide is None
    return [(fault.line, fault.text) for fault in found]


def steps(guide):
    """What a guide says, without the lines where it says so."""
    return {name: step._replace(line=0) for name, step in guide.steps.items()}


def every_walk_ends(guide):
    """Whether each step's answers lead to steps of the guide from which only ends are left in the end."""
    ends = {step.name for step in guide.ends}
    left = {step.name: {answer.to for answer in step.answers} for step in guide.questions}
    assert all(left.values())
    while found := [name for name, to in left.items() if to <= ends]:
        ends.update(found)
        for name in found:
            del left[name]
    return not left


def test_a_guide_is_read_as_it_is_written():
    guide, found = read_guide(GOOD)
    assert found == []
    assert (guide.name, guide.topics, guide.rule) == (
        "Can this fee be waived?",
        ("fees",),
        "Fee schedule 3",
    )
    assert list(guide.steps) == ["start", "hardship", "hardship → yes", "hardship → no", "waive"]
    assert list(guide.start.answers) == [("yes", "waive"), ("no", "hardship")]
    assert guide.steps["hardship → yes"].ending == (
        "escalate",
        "to the team lead with the application",
        "the team lead",
        "the application",
    )
    assert guide.steps["waive"].ending.sentence == "in the file why"


@pytest.mark.parametrize("text", [TEMPLATE, CASE])
def test_the_example_and_the_real_case_are_guides(text):
    guide, found = read_guide(text)
    assert found == []
    assert every_walk_ends(guide)


SAME = {
    "no indentation": GOOD.replace("\n  ", "\n"),
    "deep in a mail": "\n".join(f"        {line}" for line in GOOD.split("\n")),
    "tabs": GOOD.replace("\n  ", "\n\t"),
    "Windows": "\ufeff" + GOOD.replace("\n", "\r\n"),
    "old Macintosh": GOOD.replace("\n", "\r"),
    "unicode arrows": GOOD.replace("->", "→"),
    "long arrows": GOOD.replace(" -> ", "-->"),
    "colons for arrows": GOOD.replace(" ->", ":"),
    "bullets": GOOD.replace("  yes", "- yes").replace("  no", "* no"),
    "numbered answers": GOOD.replace("  yes", "  1. yes").replace("  no", "  2) no"),
    "blank lines and comments": GOOD.replace("\n", "\n\n# a comment -> with: signs\n"),
    "another case": GOOD.replace("-> waive", "-> WAIVE")
    .replace("-> do", "-> DO")
    .replace("guide:", "Guide :"),
    "a sentence for a step": GOOD.replace("-> waive", "-> go to Waive."),
    "colons behind ends": GOOD.replace("-> do", "-> do:").replace(
        "-> escalate to", "-> escalate to:"
    ),
    "wrapped lines": GOOD.replace("fee keep", "fee\n    keep").replace(
        "team lead", "team\n      lead"
    ),
    "an end on its own line": GOOD.replace("waive: document", "waive\n  document:"),
    "a question on its own line": GOOD.replace("start: Is", "start\n  Is"),
    "to and with on their own": GOOD.replace(
        "to the team lead with the application",
        "\n      to: the team lead\n      with: the application",
    ),
    "a name without its word": GOOD.removeprefix("guide: "),
    "the start further down": GOOD.replace(
        "rule: Fee schedule 3\n", "rule: Fee schedule 3\nwaive: document in the file why\n"
    ).removesuffix("waive: document in the file why\n"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=list(SAME))
def test_what_people_type_is_taken_for_what_it_must_be(text):
    guide, found = read_guide(text)
    assert found == []
    wanted = read_guide(GOOD)[0]
    read = {
        name: [(answer.label, answer.to.lower()) for answer in step.answers]
        for name, step in steps(guide).items()
    }
    assert read == {name: list(step.answers) for name, step in wanted.steps.items()}
    said = {
        name: step.ending and step.ending._replace(text="") for name, step in guide.steps.items()
    }
    assert said == {
        name: step.ending and step.ending._replace(text="") for name, step in wanted.steps.items()
    }
    assert [step.question for step in guide.questions] == [
        step.question for step in wanted.questions
    ]
    assert guide.start.name == "start"


def test_numbered_questions_are_steps_too():
    guide, found = read_guide(
        "Can I?\n1. Is it new?\n   yes -> 2\n   no -> do Nothing\n2. Is it ours?\n - yes -> step 3\n - no -> 3\n3) do Take it"
    )
    assert found == []
    assert list(guide.steps) == ["1", "1 → no", "2", "3"]
    assert guide.steps["2"].question == "Is it ours?"


NESTED = """\
Can this fee be waived?

Is the customer exempt?
  yes -> do Waive it
  no -> Would the fee keep them from applying?
      judgement: Ask
        them.
      yes -> Do we have that
             in writing?
        rule: R 2
        yes:
          document in the file: why
          rule: R 4
        no -> escalate to Ana with the form
          rule: R 3
      no -> do Take the fee
  cannot tell -> Would the fee keep them from applying?
      yes -> waive
      no -> do Ask again
waive: do Waive it all the same
"""


def test_a_tree_can_be_written_by_indentation_alone():
    guide, found = read_guide(NESTED)
    assert found == []
    assert {
        name: (step.question or step.ending.sentence, step.rule)
        for name, step in guide.steps.items()
    } == {
        "start": ("Is the customer exempt?", None),
        "start → yes": ("Waive it", None),
        "waive": ("Waive it all the same", None),
        "Would the fee keep them from applying?": ("Would the fee keep them from applying?", None),
        "Would the fee keep them from applying? → no": ("Take the fee", None),
        "Do we have that in writing?": ("Do we have that in writing?", "R 2"),
        "Do we have that in writing? → yes": ("in the file: why", "R 4"),
        "Do we have that in writing? → no": ("to Ana with the form", "R 3"),
        "Would the fee keep them from applying? (2)": (
            "Would the fee keep them from applying?",
            None,
        ),
        "Would the fee keep them from applying? (2) → no": ("Ask again", None),
    }
    assert guide.steps["Would the fee keep them from applying?"].judgement == "Ask them."
    walk = Walk(guide)
    assert list(follow(walk, ["no", "yes", "yes"])) == []
    assert (
        walk.path
        == "start: no\nWould the fee keep them from applying?: yes\nDo we have that in writing?: yes"
    )
    assert read_path(walk.path)[0][2] == ("Do we have that in writing?", "yes")


ends = st.sampled_from(["do It", "document it: there", "escalate to Ana with the form"])
branches = st.recursive(
    ends,
    lambda inner: st.dictionaries(st.sampled_from(["yes", "no", "partly"]), inner, min_size=1),
    max_leaves=30,
).filter(lambda tree: isinstance(tree, dict))


@given(branches, st.sampled_from([1, 2, 4]), st.sampled_from([" -> ", "→", ": "]))
def test_every_tree_of_indented_questions_is_read_as_it_stands(tree, by, arrow):
    rows = ["guide: g", "start: Is it so?"]

    def write(branch, indent):
        for label, to in branch.items():
            nested = isinstance(to, dict)
            rows.append(f"{' ' * indent}{label}{arrow}{'Is it so?' if nested else to}")
            if nested:
                write(to, indent + by)

    def shape(step):
        return {label: step_or_end(guide.steps[to]) for label, to in step.answers}

    def step_or_end(step):
        return shape(step) if step.ending is None else f"{step.ending.kind} {step.ending.sentence}"

    write(tree, by)
    guide, found = read_guide("\n".join(rows))
    assert found == []
    assert shape(guide.start) == tree
    assert every_walk_ends(guide)


def test_a_question_may_begin_with_do():
    guide, found = read_guide(
        "guide: g\nstart: Do we have it in writing?\n  yes -> do It\n  no -> document what was said"
    )
    assert found == []
    assert guide.start.question == "Do we have it in writing?"


def test_a_rule_belongs_to_what_stands_above_it():
    guide, _ = read_guide(
        "guide: g\nstart: q?\n  yes -> do It\n    rule: of the end\n  no -> next\n  rule: of the question\n"
        "next: do That\n  rule: R"
    )
    assert [step.rule for step in guide.steps.values()] == ["of the question", "of the end", "R"]


WRONG = {
    "": [(1, "no name"), (1, "no step")],
    "guide: g": [(1, "no step to start with")],
    "start: q?\n yes -> do It\n no -> do That": [(1, "the guide has no name")],
    "guide: g\nstart: q?": [(2, "neither asks nor ends")],
    "guide: g\nstart:": [(2, "'start' is empty")],
    "guide: g\nstart:\n yes -> do It": [(2, "no question")],
    "guide: g\nstart: q?\n yes -> perod\n no -> do It\nperiod: do That": [
        (3, "no step 'perod'; did you mean 'period'?")
    ],
    "guide: g\nstart: q?\n yes -> charge": [(3, "no step 'charge'; add it, as in  charge: do …")],
    "guide: g\nstart: q?\n yes ->": [(3, "leads nowhere")],
    "guide: g\nstart: q?\n -> do It": [(3, "an answer without words")],
    "guide: g\nstart: q?\n yes -> do It\n YES -> do That": [
        (4, "'YES' is there already, in line 3")
    ],
    "guide: g\nstart: q?\n yes -> a\na: do It\nA: do That": [(5, "a step 'a' already, in line 4")],
    "guide: g\nstart: q?\n yes -> do It\nx: do That": [(4, "nothing leads to step 'x'")],
    "guide: g\nstart: q?\n yes -> start": [(3, "in a circle: start -> start")],
    "guide: g\nstart: q?\n yes -> b\nb: r?\n yes -> start": [(5, "start -> b -> start")],
    "guide: g\nstart: q?\n yes -> do": [(3, "do what?")],
    "guide: g\nstart: q?\n yes -> document": [(3, "document what?")],
    "guide: g\nstart: q?\n yes -> escalate": [(3, "to whom?"), (3, "with what?")],
    "guide: g\nstart: q?\n yes -> escalate to Ana": [(3, "with what?")],
    "guide: g\nstart: q?\n yes -> escalate with the form": [(3, "to whom?")],
    "guide: g\nstart: do It\n yes -> do That": [(2, "both asks and ends")],
    "guide: g\nstart: q?\n yes -> a -> b": [(3, "two arrows")],
    "guide: g\nstart: q?\n yes -> do It\n\nand so on": [(5, "neither a step")],
    "guide: g\nstart: q?\n yes -> period\n\nperiod Was it in time?\n": [
        (3, "no step 'period'"),
        (5, "did you mean  period: …?"),
    ],
    "guide: g\n\nyes -> do It\nstart: do That": [(3, "answers no question")],
    "guide: g\nguide: h\nstart: do It": [(2, "a second guide")],
    "guide: g\nstart: do It\nrule: a\nrule: b": [(4, "a second rule")],
    "guide: " + "g" * 201 + "\nstart: do It": [(1, "the limit is 200")],
    "guide: g\nstart: q?\n" + "\n".join(f" {n} -> do It" for n in range(10)): [(12, "at most 9")],
    "guide: g\n: do It": [(2, "needs a name")],
    "guide: g\nstart: q?\n yes -> Is it new?\n no -> do It": [
        (3, "'Is it new?' neither asks nor ends")
    ],
    "guide: g\nstart: q?\n yes -> Is it new?\n   no -> do\n no -> do It": [(4, "do what?")],
}


@pytest.mark.parametrize(
    "text", WRONG, ids=[text.replace("\n", "|")[-40:] or "nothing" for text in WRONG]
)
def test_each_fault_is_named_with_its_line(text):
    found = faults(text)
    assert [line for line, _ in found] == [line for line, _ in WRONG[text]]
    for (_, said), (_, wanted) in zip(found, WRONG[text], strict=True):
        assert wanted in said


def test_all_faults_are_named_at_once_and_one_slip_is_one_fault():
    text = (
        GOOD.replace("-> hardship", "-> hardshop")
        .replace("-> do Take the fee", "-> do")
        .replace("document in", "dokument in")
    )
    assert [line for line, _ in faults(text)] == [7, 10, 11]


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
lines = st.one_of(
    words,
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "  ", "      ", "\t", "- "]),
        words,
        st.sampled_from(["->", ":", " → ", ": do ", "-> escalate to ", " -> Is it? "]),
        words,
    ),
    st.sampled_from(GOOD.split("\n") + CASE.split("\n")),
)


@given(st.lists(lines, max_size=30).map("\n".join))
def test_any_text_is_a_guide_in_which_every_walk_ends_or_has_faults_with_lines_inside_it(text):
    guide, found = read_guide(text)
    if guide is None:
        last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert found
        assert all(
            1 <= fault.line <= last and fault.text and "\n" not in fault.text for fault in found
        )
    else:
        assert every_walk_ends(guide)


names = st.text("abcdefghij", min_size=3, max_size=8).filter(lambda name: name not in ("start",))


@st.composite
def trees(draw):
    """The text of a good guide, and its steps as `(name, answers)`; each leads to later ones only."""
    found = draw(st.lists(names, min_size=1, max_size=12, unique=True))
    texts, led_to = [], {found[0]}
    for place, name in enumerate(found):
        if name not in led_to:
            continue
        later = found[place + 1 :]
        answers = draw(
            st.lists(
                st.sampled_from(["yes", "no", "partly", "not: sure"]),
                min_size=1,
                max_size=4,
                unique=True,
            )
        )
        ends = st.sampled_from(["do It", "document it there", "escalate to Ana with the form"])
        targets = [
            draw(st.sampled_from(later) if later and draw(st.booleans()) else ends) for _ in answers
        ]
        led_to.update(targets)
        arrow = draw(st.sampled_from([" -> ", "→", " => "]))
        texts.append(
            "\n".join(
                [
                    f"{name}: Is it {name}?",
                    *(f"  {a}{arrow}{t}" for a, t in zip(answers, targets, strict=True)),
                ]
            )
        )
    return "guide: g\n" + "\n".join(texts), sorted(led_to & set(found))


@given(trees())
def test_every_good_tree_is_read(tree):
    text, expected = tree
    guide, found = read_guide(text)
    assert found == []
    assert sorted(step.name for step in guide.questions) == expected
    assert every_walk_ends(guide)


@given(trees(), st.data())
def test_every_broken_tree_is_refused_at_the_line_that_was_broken(tree, data):
    rows = tree[0].split("\n")
    place = data.draw(st.sampled_from([n for n, row in enumerate(rows) if row.startswith("  ")]))
    label, arrow = next(
        (rows[place].partition(sign)[0], sign) for sign in ("->", "→", "=>") if sign in rows[place]
    )
    heads = [row.partition(":")[0] for row in rows[1 : place + 1] if not row.startswith(" ")]
    broken = {
        "nowhere": f"{label}{arrow}",
        "unknown": f"{label}{arrow} qqqqqqqqqqqq",
        "circle": f"{label}{arrow} {heads[-1]}",
        "no end": f"{label}{arrow} escalate to somebody",
        "twice": f"{rows[place]}\n{rows[place]}",
    }
    way = data.draw(st.sampled_from(sorted(broken)))
    rows[place] = broken[way]
    guide, found = read_guide("\n".join(rows))
    assert guide is None
    assert place + 1 + (way == "twice") in [fault.line for fault in found]


@settings(max_examples=20)
@given(st.binary(max_size=2_000))
def test_bytes_read_as_text_break_nothing(data):
    read_guide(data.decode("latin-1"))


def deep(count):
    return (
        "guide: deep\n"
        + "\n".join(f"s{n}: q?\n yes -> s{n + 1}\n no -> do It" for n in range(count))
        + f"\ns{count}: do That"
    )


def test_a_guide_may_be_as_deep_as_its_text_is_long():
    guide, found = read_guide(deep(20_000))
    assert found == []
    walk = Walk(guide)
    assert list(follow(walk, ["yes"] * 20_000)) == []
    assert walk.at.ending.text == "That"
    assert len(walk.reasons) > 20_000


def test_a_circle_through_all_of_a_deep_guide_is_found_and_named_in_short():
    ((line, said),) = faults(
        deep(20_000).replace(" -> do It\ns5:", " -> do It\ns5:").removesuffix("do That")
        + "Again?\n yes -> s0"
    )
    assert line == 60_003
    assert "s0 -> s1 -> s2 -> … -> s19999 -> s20000 -> s0" in said


@pytest.mark.parametrize(
    "text",
    [
        "-" * 10**6,
        ":" * 10**6,
        "- " * 500_000,
        "a -> b\n" * 140_000,
        "x: " * 300_000,
        "\n" * 10**6,
        "é" * 10**6,
    ],
)
def test_a_million_characters_of_nonsense_are_refused(text):
    assert faults(text)


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4), max_size=9))
def test_circles_are_found_where_there_are_some(graph):
    ways = {
        str(node): [(n, str(to)) for n, to in enumerate(graph.get(node, ()))] for node in range(9)
    }
    left = {node: {to for _, to in targets} for node, targets in ways.items()}
    while free := [node for node, targets in left.items() if not targets & left.keys()]:
        for node in free:
            del left[node]
    assert bool(circles(ways)) == bool(left)


def test_a_walk_goes_on_back_and_ends():
    walk = Walk(read_guide(GOOD)[0])
    walk.answer(answer_named(walk.at, "no"))
    assert walk.at.name == "hardship"
    assert walk.path == "start: no\nhardship"
    assert walk.back()
    assert not walk.back()
    assert list(follow(walk, ["2", "y", "no"])) == ["no"]
    assert (walk.at.ending.to, walk.at.ending.bring) == ("the team lead", "the application")
    assert walk.path == "start: no\nhardship: yes"
    assert walk.reasons == "Is the customer exempt? No. Would the fee keep them from applying? Yes."
    assert read_path(walk.path) == ([("start", "no"), ("hardship", "yes")], None)
    assert read_path("start: no\nhardship") == ([("start", "no")], "hardship")


@given(trees(), st.data())
def test_a_way_is_read_back_as_it_was_gone(tree, data):
    walk = Walk(read_guide(tree[0])[0])
    while walk.at.ending is None and data.draw(st.booleans()):
        walk.answer(data.draw(st.sampled_from(walk.at.answers)))
    taken, left = read_path(walk.path)
    assert taken == [(step.name, answer.label) for step, answer in walk.taken]
    assert left == (None if walk.at.ending else walk.at.name)


def test_what_an_outcome_rests_on():
    text = "guide: g\n{}start: q?\n  {}\n  yes -> do It\n"
    for head, under, wanted in (
        ("", "", "judgement"),
        ("rule: R\n", "", "rule"),
        ("rule: R\n", "judgement:", "both"),
        ("", "rule: R", "rule"),
        ("", "judgement: think", "judgement"),
    ):
        walk = Walk(read_guide(text.format(head, under))[0])
        list(follow(walk, ["yes"]))
        assert walk.basis == wanted


def test_each_answer_has_a_key_of_its_own_and_none_that_goes_back_or_leaves():
    guide, _ = read_guide(
        "guide: g\nstart: q?\n"
        + "\n".join(f" {a} -> do It" for a in ("yes", "yes, but", "back", "quite no", "9"))
    )
    assert [(number, letter) for number, letter, _ in keys_of(guide.start)] == [
        ("1", "y"),
        ("2", ""),
        ("3", ""),
        ("4", "n"),
        ("5", ""),
    ]
    assert answer_named(guide.start, "yes").label == "yes"
    assert answer_named(guide.start, "YES,  but").label == "yes, but"
    assert answer_named(guide.start, "ba").label == "back"
    assert answer_named(guide.start, "") is None


@given(st.lists(names, min_size=1, unique=True), st.data())
def test_a_guide_is_found_by_its_name_and_by_a_part_that_no_other_has(found, data):
    name = data.draw(st.sampled_from(found))
    assert matching(found, name.upper()) == [name]
    part = name[: data.draw(st.integers(1, len(name)))]
    assume(part not in found)
    assert matching(found, part) == [other for other in found if part in other]
