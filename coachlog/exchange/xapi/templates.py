"""The templates of statements: what every statement of one sort has in common."""

from typing import NamedTuple

from coachlog.domain.checkins import RESULTS
from coachlog.domain.fields import COACHING_KINDS
from coachlog.exchange.xapi.vocabulary import (
    ACCEPTED,
    DAYS,
    EXPERIENCED,
    FIGURES,
    HOME_PAGE,
    ISSUE,
    KIND,
    MEETING,
    PERFORMANCE,
    PROFILE,
    RATED,
    RESOLVED,
    REVIEWED,
    SHARED,
    SUGGESTION,
    SURVEY,
    TUTOR_SESSION,
    VOIDED,
    Extension,
    Term,
)


class Rule(NamedTuple):
    """What holds at a place of a statement.

    Attributes:
        location: A JSONPath.
        presence: `included` or `excluded`.
        values: All that may stand there; any if there are none.
    """

    location: str
    presence: str
    values: tuple[str, ...] = ()


class Template(NamedTuple):
    """What every statement of one sort has in common.

    Attributes:
        name: Its name in the profile.
        label: What people read.
        definition: When it is sent.
        verb: Its verb.
        object_type: The type of its object; None where several types have the same template.
        grouping_type: The type of the activity that it happened in.
        rules: What else holds.
    """

    name: str
    label: str
    definition: str
    verb: Term
    object_type: Term | None
    grouping_type: Term | None
    rules: tuple[Rule, ...]

    @property
    def iri(self) -> str:
        """Its identifier in the profile."""
        return f"{PROFILE}/templates/{self.name}"


def _extension(extension: Extension) -> str:
    section = extension.type.removesuffix("Extension").lower()
    return f"$.{section}.extensions['{extension.iri}']"


_AT_A_TIME = Rule("$.timestamp", "included")
# A team is the actor, because learning is the team's here, and nobody's score. It is a group with
# an account of its own, so that a store knows it again without a list of its members.
_OF_A_TEAM = (
    Rule("$.actor.objectType", "included", ("Group",)),
    Rule("$.actor.account.homePage", "included", (HOME_PAGE,)),
    _AT_A_TIME,
)
# A text may have to be erased one day, and a record store cannot forget.
_WITHOUT_TEXTS = (
    Rule("$.object.definition.description", "excluded"),
    Rule("$.attachments", "excluded"),
)
_NO_RESULT = Rule("$.result", "excluded")
_NOBODY = Rule("$.context.instructor", "excluded")
_OF_ENTRY = Rule("$.context.contextActivities.parent[0].id", "included")
_ABOUT_ENTRY = (*_OF_A_TEAM, *_WITHOUT_TEXTS)

MOMENT = Template(
    name="moment",
    label="Coaching moment",
    definition="A peer trainer has recorded a strength, a correction or a question.",
    verb=EXPERIENCED,
    object_type=TUTOR_SESSION,
    grouping_type=None,
    rules=(*_ABOUT_ENTRY, _NO_RESULT, Rule(_extension(KIND), "included", COACHING_KINDS)),
)
RECOVERY = Template(
    name="recovery",
    label="Recovery",
    definition="A mistake was put right. Who recorded it is not sent.",
    verb=RESOLVED,
    object_type=ISSUE,
    grouping_type=None,
    rules=(*_ABOUT_ENTRY, _NO_RESULT, _NOBODY),
)
CHECKIN = Template(
    name="check-in",
    label="Check-in",
    definition="A look, such as 30 days later, at whether the coaching shows in the work.",
    verb=REVIEWED,
    object_type=PERFORMANCE,
    grouping_type=None,
    rules=(
        *_ABOUT_ENTRY,
        Rule("$.result.response", "included", RESULTS),
        Rule(_extension(DAYS), "included"),
        _OF_ENTRY,
    ),
)
FEEDBACK = Template(
    name="feedback",
    label="Feedback of a group",
    definition="A group of at least five answers is closed. Only its figures are sent.",
    verb=RATED,
    object_type=SURVEY,
    grouping_type=None,
    rules=(
        *_ABOUT_ENTRY,
        _NOBODY,
        Rule("$.result.response", "excluded"),
        Rule(_extension(FIGURES), "included"),
    ),
)
HIGHLIGHT = Template(
    name="highlight",
    label="Highlight",
    definition="An entry that was cleared for a meeting was read out in it.",
    verb=SHARED,
    object_type=None,
    grouping_type=MEETING,
    rules=(*_ABOUT_ENTRY, _NO_RESULT, _NOBODY),
)
ADOPTION = Template(
    name="adoption",
    label="Adopted change",
    definition="The team has changed how it works because of an entry.",
    verb=ACCEPTED,
    object_type=SUGGESTION,
    grouping_type=None,
    rules=(
        *_ABOUT_ENTRY,
        _NO_RESULT,
        _NOBODY,
        _OF_ENTRY,
    ),
)
WITHDRAWAL = Template(
    name="withdrawal",
    label="Withdrawal",
    definition="What a statement was about is private, deleted or erased now, or has changed.",
    verb=VOIDED,
    object_type=None,
    grouping_type=None,
    rules=(
        Rule("$.object.objectType", "included", ("StatementRef",)),
        _AT_A_TIME,
        _NO_RESULT,
        _NOBODY,
    ),
)
TEMPLATES = (MOMENT, RECOVERY, CHECKIN, FEEDBACK, HIGHLIGHT, ADOPTION, WITHDRAWAL)
