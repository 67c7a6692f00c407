"""A tabletop exercise as a document: for the players, for the facilitator, and for all to fill in."""

from collections.abc import Iterator
from operator import attrgetter

from coachlog.domain.tabletop import Scenario, TabletopRow, TabletopSheet
from coachlog.render.columns import Column
from coachlog.render.document import Grid, Part, Points, Text, Title, Told

NOTE = "for a tabletop exercise: what the team may see, without names, days and private entries"
HOW = (
    "About half an hour, one facilitator. Read a scenario aloud, stop at each decision point, let everybody say what they "
    "would do, and only then compare with what is expected. It is about the work, and nobody is rated."
)
FOR_FACILITATOR = "Keep this part back until the players have spoken."
PLAN = ("no", "to improve", "corrective action", "owner (role)", "due")
COLUMNS = [
    Column(name, name.replace("_", " "), attrgetter(name), wide=name == "text", wraps=True)
    for name in TabletopRow._fields
]


def tabletop_parts(sheet: TabletopSheet) -> Iterator[Part]:
    """The parts of the document."""
    yield Title(f"Tabletop exercise: {sheet.name}")
    yield Text(f"{NOTE[0].upper()}{NOTE[1:]}.", quiet=True)
    yield Text(HOW)
    yield Title("Objectives", 2)
    yield Points(sheet.objectives, numbered=True)
    for number, one in enumerate(sheet.scenarios, 1):
        yield Title(_name(number, one, sheet), 2)
        yield Text(one.happened)
        if one.circumstances:
            yield Text(" ".join(one.circumstances))
        yield Title("Decision points", 3)
        yield Points(one.decision_points, numbered=True)
    yield Title("Discussion questions", 2)
    yield Points(sheet.questions, numbered=True)
    yield Title("Expected actions (for the facilitator)", 2)
    yield Text(FOR_FACILITATOR, quiet=True)
    for number, one in enumerate(sheet.scenarios, 1):
        if len(sheet.scenarios) > 1:
            yield Title(_name(number, one, sheet), 3)
        yield Told([*one.expected_actions, ("entry", one.short_id)])
    yield Title("Improvement plan", 2)
    yield Grid(
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
