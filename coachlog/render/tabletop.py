"""A tabletop exercise as a page: for the players, for the facilitator, and for all to fill in."""

from collections.abc import Iterator

from coachlog.domain.tabletop import TabletopRow, TabletopSheet
from coachlog.render.columns import Column
from coachlog.render.page import Block, Form, Heading, LabelledTexts, Paragraph, TextList

NOTE = (
    "for a tabletop exercise: what the team may see, without days and private entries;"
    " known names, addresses and numbers are masked"
)
HOW_TO_PLAY = (
    "About half an hour, with one facilitator. Read a scenario aloud and stop at each decision"
    " point. Let everybody say what they would do, and only then compare it with the expected"
    " actions. It is about the work; nobody is rated."
)
FOR_FACILITATOR = "Keep this part back until the players have spoken."
PLAN_HEADS = ("no", "to improve", "corrective action", "owner (role)", "due")
PLAN_WIDE = (1, 2)  # the columns that people write most into
COLUMNS = [Column(name, wide=name == "text", wraps=True) for name in TabletopRow._fields]


def tabletop_page(sheet: TabletopSheet) -> Iterator[Block]:
    """Yield the blocks of an exercise, in the order in which it runs.

    The expected actions come after all that the players read, so that the sheet can be cut there.
    """
    titles = _scenario_titles(sheet)
    yield Heading(f"Tabletop exercise: {sheet.name}", level=1)
    yield Paragraph(f"{NOTE.capitalize()}.", quiet=True)
    yield Paragraph(HOW_TO_PLAY)
    yield Heading("Objectives")
    yield TextList(sheet.objectives, numbered=True)
    for title, scenario in zip(titles, sheet.scenarios, strict=True):
        yield Heading(title)
        yield Paragraph(scenario.happened)
        if scenario.circumstances:
            yield Paragraph(" ".join(scenario.circumstances))
        yield Heading("Decision points", level=3)
        yield TextList(scenario.decision_points, numbered=True)
    yield Heading("Discussion questions")
    yield TextList(sheet.questions, numbered=True)
    yield Heading("Expected actions (for the facilitator)")
    yield Paragraph(FOR_FACILITATOR, quiet=True)
    for title, scenario in zip(titles, sheet.scenarios, strict=True):
        if len(titles) > 1:
            # Repeated, because the scenario itself is pages away.
            yield Heading(title, level=3)
        pairs = list(scenario.expected_actions)
        # A small team's entry has no id here.
        if scenario.short_id:
            pairs.append(("entry", scenario.short_id))
        yield LabelledTexts(pairs)
    yield Heading("Improvement plan")
    rows = []
    for number, action in enumerate(sheet.actions, 1):
        rows.append((str(number), "", action, "", ""))
    yield Form(PLAN_HEADS, rows, PLAN_WIDE)


def _scenario_titles(sheet: TabletopSheet) -> list[str]:
    if len(sheet.scenarios) == 1:
        return [f"Scenario: {sheet.scenarios[0].team_and_topics}"]
    titles = []
    for number, scenario in enumerate(sheet.scenarios, 1):
        titles.append(f"Scenario {number}: {scenario.kind}, {scenario.team_and_topics}")
    return titles
