"""Tests of guides: every walk through a guide ends, or its faults are named with their lines."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coachlog.domain.guides.cycles import find_cycles
from coachlog.domain.guides.guide import matching_names
from coachlog.domain.guides.parser import read_guide
from coachlog.domain.guides.template import TEMPLATE
from coachlog.domain.guides.walk import Walk, branch_keys, find_branch, follow, read_path

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


def read_without_faults(text):
    guide, faults = read_guide(text)
    assert faults == []
    return guide


def faults_of(text):
    guide, faults = read_guide(text)
    assert guide is None
    return [(fault.line, fault.text) for fault in faults]


def every_walk_ends(guide):
    """Return whether all steps are settled, working back from the endings."""
    settled = set(guide.endings)
    unsettled = {}
    for step in guide.questions:
        unsettled[step.name] = {branch.target for branch in step.branches}
    assert all(unsettled.values())
    while newly := [name for name, targets in unsettled.items() if targets <= settled]:
        settled.update(newly)
        for name in newly:
            del unsettled[name]
    return not unsettled


def labels_and_targets(guide):
    result = {}
    for name, step in guide.steps.items():
        result[name] = [(branch.label, branch.target.lower()) for branch in step.branches]
    return result


def endings_without_text(guide):
    return {name: ending._replace(text="") for name, ending in guide.endings.items()}


def questions(guide):
    return [step.question for step in guide.questions]


def test_a_guide_is_read_as_it_was_typed():
    guide = read_without_faults(GOOD)
    assert guide.name == "Can this fee be waived?"
    assert guide.topics == ("fees",)
    assert guide.rule == "Fee schedule 3"
    assert list(guide.steps) == ["start", "hardship", "hardship → yes", "hardship → no", "waive"]
    assert list(guide.start.branches) == [("yes", "waive"), ("no", "hardship")]
    assert guide.steps["hardship → yes"].ending == (
        "escalate",
        "to the team lead with the application",
        "the team lead",
        "the application",
    )
    assert guide.steps["waive"].ending.sentence == "in the file why"


@pytest.mark.parametrize("text", [TEMPLATE, CASE])
def test_the_template_and_the_real_case_are_guides(text):
    assert every_walk_ends(read_without_faults(text))


IN_CAPITALS = re.sub("-> (waive|do)", lambda match: match[0].upper(), GOOD)
# Other ways of typing GOOD.
VARIANTS = {
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
    "another case": IN_CAPITALS.replace("guide:", "Guide :"),
    "a sentence for a step": GOOD.replace("-> waive", "-> go to Waive."),
    "colons behind endings": GOOD.replace("-> do", "-> do:").replace(
        "-> escalate to", "-> escalate to:"
    ),
    "wrapped lines": GOOD.replace("fee keep", "fee\n    keep").replace(
        "team lead", "team\n      lead"
    ),
    "an ending on its own line": GOOD.replace("waive: document", "waive\n  document:"),
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


@pytest.mark.parametrize("text", VARIANTS.values(), ids=list(VARIANTS))
def test_other_ways_of_typing_the_same_guide_are_understood(text):
    guide = read_without_faults(text)
    expected = read_without_faults(GOOD)
    assert labels_and_targets(guide) == labels_and_targets(expected)
    assert endings_without_text(guide) == endings_without_text(expected)
    assert questions(guide) == questions(expected)
    assert guide.start.name == "start"


def test_numbered_questions_are_steps_too():
    guide = read_without_faults(
        "Can I?\n1. Is it new?\n   yes -> 2\n   no -> do Nothing\n"
        "2. Is it ours?\n - yes -> step 3\n - no -> 3\n3) do Take it"
    )
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
    guide = read_without_faults(NESTED)
    texts_and_rules = {}
    for name, step in guide.steps.items():
        texts_and_rules[name] = (step.question or step.ending.sentence, step.rule)
    assert texts_and_rules == {
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
    assert follow(walk, ["no", "yes", "yes"]) == []
    assert walk.path == (
        "start: no\nWould the fee keep them from applying?: yes\nDo we have that in writing?: yes"
    )
    assert read_path(walk.path)[0][2] == ("Do we have that in writing?", "yes")


ENDINGS = st.sampled_from(["do It", "document it: there", "escalate to Ana with the form"])
TREES = st.recursive(
    ENDINGS,
    lambda inner: st.dictionaries(st.sampled_from(["yes", "no", "partly"]), inner, min_size=1),
    max_leaves=30,
).filter(lambda tree: isinstance(tree, dict))


@given(TREES, st.sampled_from([1, 2, 4]), st.sampled_from([" -> ", "→", ": "]))
def test_every_tree_of_indented_questions_is_read_back(tree, step_width, arrow):
    rows = ["guide: g", "start: Is it so?"]

    def write(branches, indent):
        for label, target in branches.items():
            start = f"{' ' * indent}{label}{arrow}"
            if isinstance(target, dict):
                rows.append(f"{start}Is it so?")
                write(target, indent + step_width)
            else:
                rows.append(start + target)

    def shape(step):
        return {branch.label: target_of(guide.steps[branch.target]) for branch in step.branches}

    def target_of(step):
        if step.ending is None:
            return shape(step)
        return f"{step.ending.kind} {step.ending.sentence}"

    write(tree, step_width)
    guide = read_without_faults("\n".join(rows))
    assert shape(guide.start) == tree
    assert every_walk_ends(guide)


def test_a_question_may_begin_with_do():
    guide = read_without_faults(
        "guide: g\nstart: Do we have it in writing?\n"
        "  yes -> do It\n  no -> document what they said"
    )
    assert guide.start.question == "Do we have it in writing?"


def test_a_rule_belongs_to_the_step_above_it():
    guide = read_without_faults(
        "guide: g\nstart: q?\n  yes -> do It\n    rule: of the ending\n  no -> next\n"
        "  rule: of the question\nnext: do That\n  rule: R"
    )
    rules = [step.rule for step in guide.steps.values()]
    assert rules == ["of the question", "of the ending", "R"]


@pytest.mark.parametrize(
    ("text", "to", "bring"),
    [
        ("to Frau Groß with the form", "Frau Groß", "the form"),
        ("to İlkay with the form", "İlkay", "the form"),
        ("to Ana: the lead WITH the form", "Ana: the lead", "the form"),
        ("to: Ana with the form", "Ana", "the form"),
        ("Ana with the form with dates", "Ana", "the form with dates"),
    ],
)
def test_an_escalation_is_split_into_whom_and_what(text, to, bring):
    guide = read_without_faults(f"guide: g\nstart: escalate {text}")
    assert (guide.start.ending.to, guide.start.ending.bring) == (to, bring)


def test_a_long_question_after_a_colon_may_end_with_a_wide_question_mark():
    guide = read_without_faults(
        "guide: g\nstart: q?\n yes: Is it one of the exempt bodies？\n   no -> do It\n no -> do It"
    )
    assert len(guide.questions) == 2


FAULTY = {
    "": [(1, "the guide has no name"), (1, "the guide has no steps")],
    "guide: g": [(1, "the guide has no steps. Add the first one")],
    "start: q?\n yes -> do It\n no -> do That": [(1, "the guide has no name")],
    "guide: g\nstart: q?": [(2, "'start' has neither answers nor an ending")],
    "guide: g\nstart:": [(2, "'start' is empty")],
    "guide: g\nstart:\n yes -> do It": [(2, "'start' has answers but no question")],
    "guide: g\nstart: q?\n yes -> perod\n no -> do It\nperiod: do That": [
        (3, "no step 'perod'. Did you mean 'period'?")
    ],
    "guide: g\nstart: q?\n yes -> charge": [(3, "no step 'charge'. Add it, as in  charge: do …")],
    "guide: g\nstart: q?\n yes ->": [(3, "leads nowhere")],
    "guide: g\nstart: q?\n -> do It": [(3, "an answer is missing before the arrow")],
    "guide: g\nstart: q?\n yes -> do It\n YES -> do That": [
        (4, "line 3 already has the answer 'YES'")
    ],
    "guide: g\nstart: q?\n yes -> a\na: do It\nA: do That": [
        (5, "line 4 already has a step named 'a'")
    ],
    "guide: g\nstart: q?\n yes -> do It\nx: do That": [(4, "no answer leads to step 'x'")],
    "guide: g\nstart: q?\n yes -> start": [(3, "in a circle: start -> start")],
    "guide: g\nstart: q?\n yes -> b\nb: r?\n yes -> start": [(5, "start -> b -> start")],
    "guide: g\nstart: q?\n yes -> do": [(3, "do what?")],
    "guide: g\nstart: q?\n yes -> document": [(3, "document what?")],
    "guide: g\nstart: q?\n yes -> escalate": [(3, "to whom?"), (3, "with what?")],
    "guide: g\nstart: q?\n yes -> escalate to Ana": [(3, "with what?")],
    "guide: g\nstart: q?\n yes -> escalate with the form": [(3, "to whom?")],
    "guide: g\nstart: do It\n yes -> do That": [(2, "both asks and ends")],
    "guide: g\nstart: q?\n yes -> a -> b": [(3, "two arrows")],
    "guide: g\nstart: q?\n yes -> do It\n\nand so on": [(5, "is not a step")],
    "guide: g\nstart: q?\n yes -> period\n\nperiod Was it in time?\n": [
        (3, "no step 'period'"),
        (5, "may lack a colon. Did you mean  period: …?"),
    ],
    "guide: g\n\nyes -> do It\nstart: do That": [(3, "this answer has no question above it")],
    "guide: g\n\ndo: It\nstart: do That": [
        (3, "an ending needs a step's name, as in  charge: do …")
    ],
    "guide: g\nguide: h\nstart: do It": [(2, "this is the second name here")],
    "guide: g\nstart: do It\nrule: a\nrule: b": [(4, "this is the second rule here")],
    "guide: " + "g" * 201 + "\nstart: do It": [(1, "the limit is 200")],
    "guide: g\nstart: q?\n" + "\n".join(f" {n} -> do It" for n in range(10)): [(12, "at most 9")],
    "guide: g\n: do It": [(2, "needs a name")],
    "guide: g\nstart: q?\n yes -> Is it new?\n no -> do It": [
        (3, "'Is it new?' has neither answers nor an ending")
    ],
    "guide: g\nstart: q?\n yes -> Is it new?\n   no -> do\n no -> do It": [(4, "do what?")],
    "guide: g\nstart: do It\n do: That": [(3, "'start' already ends on line 2")],
}


@pytest.mark.parametrize(
    "text", FAULTY, ids=[text.replace("\n", "|")[-40:] or "nothing" for text in FAULTY]
)
def test_each_fault_is_named_with_its_line(text):
    faults = faults_of(text)
    assert [line for line, _ in faults] == [line for line, _ in FAULTY[text]]
    for (_, message), (_, expected) in zip(faults, FAULTY[text], strict=True):
        assert expected in message


def test_all_faults_are_named_at_once_and_no_slip_is_named_twice():
    text = (
        GOOD.replace("-> hardship", "-> hardshop")
        .replace("-> do Take the fee", "-> do")
        .replace("document in", "dokument in")
    )
    assert [line for line, _ in faults_of(text)] == [7, 10, 11]


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
LINES = st.one_of(
    WORDS,
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "  ", "      ", "\t", "- "]),
        WORDS,
        st.sampled_from(["->", ":", " → ", ": do ", "-> escalate to ", " -> Is it? "]),
        WORDS,
    ),
    st.sampled_from(GOOD.split("\n") + CASE.split("\n")),
)


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_any_text_is_a_guide_whose_walks_end_or_has_faults(text):
    guide, faults = read_guide(text)
    if guide:
        assert every_walk_ends(guide)
        return
    last_line = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert faults
    for fault in faults:
        assert 1 <= fault.line <= last_line
        assert fault.text
        assert "\n" not in fault.text


NAMES = st.text("abcdefghij", min_size=3, max_size=8).filter(lambda name: name != "start")
LABELS = st.sampled_from(["yes", "no", "partly", "not: sure"])


@st.composite
def good_texts(draw):
    """Return the text of a good guide and the names of its questions; each leads to later ones."""
    names = draw(st.lists(NAMES, min_size=1, max_size=12, unique=True))
    rows = ["guide: g"]
    linked = {names[0]}
    for index, name in enumerate(names, start=1):
        if name not in linked:
            continue
        rows.append(f"{name}: Is it {name}?")
        arrow = draw(st.sampled_from([" -> ", "→", " => "]))
        later = names[index:]
        for label in draw(st.lists(LABELS, min_size=1, max_size=4, unique=True)):
            targets = ENDINGS
            if later and draw(st.booleans()):
                targets = st.sampled_from(later)
            target = draw(targets)
            linked.add(target)
            rows.append(f"  {label}{arrow}{target}")
    return "\n".join(rows), sorted(linked & set(names))


@given(good_texts())
def test_every_good_tree_is_read(text_and_names):
    text, names = text_and_names
    guide = read_without_faults(text)
    assert sorted(step.name for step in guide.questions) == names
    assert every_walk_ends(guide)


@given(good_texts(), st.data())
def test_every_broken_tree_is_refused_at_the_broken_line(text_and_names, data):
    rows = text_and_names[0].split("\n")
    branch_indexes = [index for index, row in enumerate(rows) if row.startswith("  ")]
    index = data.draw(st.sampled_from(branch_indexes))
    arrow = next(sign for sign in ("->", "→", "=>") if sign in rows[index])
    label = rows[index].partition(arrow)[0]
    headings = [row.partition(":")[0] for row in rows[1 : index + 1] if not row.startswith(" ")]
    broken_rows = {
        "nowhere": f"{label}{arrow}",
        "unknown": f"{label}{arrow} qqqqqqqqqqqq",
        "circle": f"{label}{arrow} {headings[-1]}",
        "no ending": f"{label}{arrow} escalate to Ana",
        "twice": f"{rows[index]}\n{rows[index]}",
    }
    damage = data.draw(st.sampled_from(sorted(broken_rows)))
    rows[index] = broken_rows[damage]
    guide, faults = read_guide("\n".join(rows))
    assert guide is None
    assert index + 1 + (damage == "twice") in [fault.line for fault in faults]


@settings(max_examples=20)
@given(st.binary(max_size=2_000))
def test_bytes_read_as_text_break_nothing(data):
    read_guide(data.decode("latin-1"))


def deep(count):
    """Return the text of a guide with `count` questions, each leading to the next."""
    questions = [f"s{n}: q?\n yes -> s{n + 1}\n no -> do It" for n in range(count)]
    return "\n".join(["guide: deep", *questions, f"s{count}: do That"])


def test_a_guide_may_be_as_deep_as_its_text_is_long():
    walk = Walk(read_without_faults(deep(20_000)))
    assert follow(walk, ["yes"] * 20_000) == []
    assert walk.step.ending.text == "That"
    assert len(walk.reasons) > 20_000


def test_a_circle_through_a_deep_guide_is_shortened_in_the_report():
    text = deep(20_000).removesuffix("do That") + "Again?\n yes -> s0"
    ((line, message),) = faults_of(text)
    assert line == 60_003
    assert "s0 -> s1 -> s2 -> … -> s19999 -> s20000 -> s0" in message


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
    assert faults_of(text)


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4), max_size=9))
def test_cycles_are_reported_exactly_where_there_are_some(graph):
    links = {}
    for node in range(9):
        links[str(node)] = [(n, str(target)) for n, target in enumerate(graph.get(node, ()))]
    remaining = {node: {target for _, target in targets} for node, targets in links.items()}
    while ends := [node for node, targets in remaining.items() if not targets & remaining.keys()]:
        for node in ends:
            del remaining[node]
    assert bool(find_cycles(links)) == bool(remaining)


def test_a_walk_goes_on_and_back_and_ends():
    walk = Walk(read_without_faults(GOOD))
    walk.choose(find_branch(walk.step, "no"))
    assert walk.step.name == "hardship"
    assert walk.path == "start: no\nhardship"
    assert walk.go_back()
    assert not walk.go_back()
    assert follow(walk, ["2", "y", "no"]) == ["no"]
    assert (walk.step.ending.to, walk.step.ending.bring) == ("the team lead", "the application")
    assert walk.path == "start: no\nhardship: yes"
    assert walk.reasons == "Is the customer exempt? No. Would the fee keep them from applying? Yes."
    assert read_path(walk.path) == ([("start", "no"), ("hardship", "yes")], None)
    assert read_path("start: no\nhardship") == ([("start", "no")], "hardship")


@given(good_texts(), st.data())
def test_a_stored_path_is_read_back_as_it_was_walked(text_and_names, data):
    walk = Walk(read_without_faults(text_and_names[0]))
    while walk.step.ending is None and data.draw(st.booleans()):
        walk.choose(data.draw(st.sampled_from(walk.step.branches)))
    choices, open_step = read_path(walk.path)
    assert choices == [(step.name, branch.label) for step, branch in walk.choices]
    expected = None
    if walk.step.ending is None:
        expected = walk.step.name
    assert open_step == expected


@pytest.mark.parametrize(
    ("header", "note", "basis"),
    [
        ("", "", "judgement"),
        ("rule: R\n", "", "rule"),
        ("rule: R\n", "judgement:", "both"),
        ("", "rule: R", "rule"),
        ("", "judgement: think", "judgement"),
    ],
)
def test_an_outcome_rests_on_the_rules_and_judgement_on_its_path(header, note, basis):
    text = f"guide: g\n{header}start: q?\n  {note}\n  yes -> do It\n"
    walk = Walk(read_without_faults(text))
    assert follow(walk, ["yes"]) == []
    assert walk.basis == basis


def test_each_branch_has_a_key_that_neither_goes_back_nor_stops():
    labels = ("yes", "yes, but", "back", "quite no", "9")
    rows = [f" {label} -> do It" for label in labels]
    guide = read_without_faults("\n".join(["guide: g", "start: q?", *rows]))
    assert [(number, letter) for number, letter, _ in branch_keys(guide.start)] == [
        ("1", "y"),
        ("2", ""),
        ("3", ""),
        ("4", "n"),
        ("5", ""),
    ]
    assert find_branch(guide.start, "yes").label == "yes"
    assert find_branch(guide.start, "YES,  but").label == "yes, but"
    assert find_branch(guide.start, "ba").label == "back"
    assert find_branch(guide.start, "") is None


@given(st.lists(NAMES, min_size=1, unique=True), st.data())
def test_a_guide_is_called_by_its_name_or_by_a_part_of_it(names, data):
    name = data.draw(st.sampled_from(names))
    assert matching_names(names, name.upper()) == [name]
    part = name[: data.draw(st.integers(1, len(name)))]
    assume(part not in names)
    assert matching_names(names, part) == [other for other in names if part in other]
