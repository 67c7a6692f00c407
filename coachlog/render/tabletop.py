"""A tabletop exercise as a document: for the players, for the facilitator, and for all to fill in."""

from collections.abc import Iterator

from coachlog.domain.tabletop import Scenario, TabletopRow, TabletopSheet
from coachlog.render.columns import Column
from coachlog.render.page import Block, Form, Heading, LabelledTexts, Paragraph, TextList

NOTE = "for a tabletop exercise: what the team may see, without names, days and private entries"
HOW = (
    "About half an hour, one facilitator. Read a scenario aloud, stop at each decision point, let everybody say what they "
    "would do, and only then compare with what is expected. It is about the work, and nobody is rated."
)
FOR_FACILITATOR = "Keep this part back until the players have spoken."
PLAN = ("no", "to improve", "corrective action", "owner (role)", "due")
COLUMNS = [Column(name, wide=name == "text", wraps=True) for name in TabletopRow._fields]


def tabletop_page(sheet: TabletopSheet) -> Iterator[Block]:
    """The blocks of the page."""
    yield Heading(f"Tabletop exercise: {sheet.name}", 1)
    yield Paragraph(f"{NOTE[0].upper()}{NOTE[1:]}.", quiet=True)
    yield Paragraph(HOW)
    yield Heading("Objectives", 2)
    yield TextList(sheet.objectives, numbered=True)
    for number, one in enumerate(sheet.scenarios, 1):
        yield Heading(_name(number, one, sheet), 2)
        yield Paragraph(one.happened)
        if one.circumstances:
            yield Paragraph(" ".join(one.circumstances))
        yield Heading("Decision points", 3)
        yield TextList(one.decision_points, numbered=True)
    yield Heading("Discussion questions", 2)
    yield TextList(sheet.questions, numbered=True)
    yield Heading("Expected actions (for the facilitator)", 2)
    yield Paragraph(FOR_FACILITATOR, quiet=True)
    for number, one in enumerate(sheet.scenarios, 1):
        if len(sheet.scenarios) > 1:
            yield Heading(_name(number, one, sheet), 3)
        yield LabelledTexts([*one.expected_actions, ("entry", one.short_id)])
    yield Heading("Improvement plan", 2)
    yield Form(
        PLAN,
        [(str(number), "", action, "", "") for number, action in enumerate(sheet.actions, 1)],
        wide=(1, 2),
    )


def _name(number: int, one: Scenario, sheet: TabletopSheet) -> str:
    return (
        f"Scenario {number}: {one.kind}, {one.team_and_topics}"
        if len(sheet.scenarios) > 1
        else f"Scenario: {one.team_and_topics}"
    )
