"""A tabletop exercise as two pages: what lies on the table, and the facilitator's answers."""

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
    " actions on the facilitator's sheet. It is about the work; nobody is rated."
)
FOR_FACILITATOR = "For the facilitator: keep this sheet back until the players have spoken."
PLAN_HEADS = ("no", "to improve", "corrective action", "owner (role)", "due")
PLAN_WIDE = (1, 2)  # the columns that people write most into
COLUMNS = [Column(name, wide=name == "text", wraps=True) for name in TabletopRow._fields]


def players_page(sheet: TabletopSheet) -> Iterator[Block]:
    """Yield the blocks of the players' sheet, in the order in which an exercise runs."""
    yield Heading(f"Tabletop exercise: {sheet.name}", level=1)
    yield Paragraph(f"{NOTE.capitalize()}.", quiet=True)
    yield Paragraph(HOW_TO_PLAY)
    yield Heading("Objectives")
    yield TextList(sheet.objectives, numbered=True)
    for title, scenario in zip(_scenario_titles(sheet), sheet.scenarios, strict=True):
        yield Heading(title)
        yield Paragraph(scenario.happened)
        if scenario.circumstances:
            yield Paragraph(" ".join(scenario.circumstances))
        yield Heading("Decision points", level=3)
        yield TextList(scenario.decision_points, numbered=True)
    yield Heading("Discussion questions")
    yield TextList(sheet.questions, numbered=True)
    yield Heading("Improvement plan")
    rows = [(str(number), "", "", "", "") for number in range(1, sheet.plan_lines + 1)]
    yield Form(PLAN_HEADS, rows, PLAN_WIDE)


def answers_page(sheet: TabletopSheet) -> Iterator[Block]:
    """Yield the blocks of the facilitator's sheet, with the scenarios as the players have them."""
    yield Heading(f"Expected actions: {sheet.name}", level=1)
    yield Paragraph(f"{NOTE.capitalize()}.", quiet=True)
    yield Paragraph(FOR_FACILITATOR)
    for title, scenario in zip(_scenario_titles(sheet), sheet.scenarios, strict=True):
        yield Heading(title)
        yield Paragraph(scenario.happened)
        pairs = list(scenario.expected_actions)
        # A small team's entry has no id here.
        if scenario.short_id:
            pairs.append(("entry", scenario.short_id))
        yield LabelledTexts(pairs)
    if sheet.actions:
        yield Heading("For the improvement plan")
        yield TextList(sheet.actions, numbered=True)


def _scenario_titles(sheet: TabletopSheet) -> list[str]:
    if len(sheet.scenarios) == 1:
        return [f"Scenario: {sheet.scenarios[0].team_and_topics}"]
    titles = []
    for number, scenario in enumerate(sheet.scenarios, 1):
        titles.append(f"Scenario {number}: {scenario.kind}, {scenario.team_and_topics}")
    return titles
