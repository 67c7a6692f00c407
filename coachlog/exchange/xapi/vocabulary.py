"""The words that statements are made of.

Verbs and types of activities are other people's wherever one has the meaning, so that the reports
of a record store know them. They come from three vocabularies, in the words of their authors:

- ADL: https://w3id.org/xapi/adl, published in adlnet/xapi-authored-profiles
- Activity Streams 1.0: http://activitystrea.ms/schema/1.0/, published at the same place
- the TinCan registry: https://registry.tincanapi.com

Statements and the published profile (`docs/xapi-profile.jsonld`) are both made from this table and
that of the templates. A label is part of what a statement says: with another one, every statement
is another one, and is sent again.
"""

from typing import Any, NamedTuple

from coachlog.domain.fields import KINDS

# It names what is ours. It need not lead anywhere, and must never change.
HOME_PAGE = "https://w3id.org/coachlog"
PROFILE = f"{HOME_PAGE}/xapi"
# Statements carry it. One that is sent with another version is another statement.
PROFILE_VERSION = f"{PROFILE}/v1.0"
PUBLISHED = "2026-11-27T00:00:00Z"

_ADL_VERBS = "http://adlnet.gov/expapi/verbs"
_ADL_TYPES = "http://adlnet.gov/expapi/activities"
_STREAMS = "http://activitystrea.ms/schema/1.0"
_TINCAN_VERBS = "http://id.tincanapi.com/verb"
_TINCAN_TYPES = "http://id.tincanapi.com/activitytype"


class Term(NamedTuple):
    """A verb or a type of activity.

    Attributes:
        iri: Its identifier, which says whose it is.
        label: What people read.
    """

    iri: str
    label: str


# "The actor only encountered the object": nobody is said to have completed or passed anything.
EXPERIENCED = Term(f"{_ADL_VERBS}/experienced", "experienced")
# "The actor's intent to openly provide access to an object of common interest."
SHARED = Term(f"{_ADL_VERBS}/shared", "shared")
VOIDED = Term(f"{_ADL_VERBS}/voided", "voided")  # reserved by xAPI for this
# "The actor has resolved the object. For instance, the object could represent a ticket."
RESOLVED = Term(f"{_STREAMS}/resolve", "resolved")
ACCEPTED = Term(f"{_STREAMS}/accept", "accepted")
REVIEWED = Term(f"{_TINCAN_VERBS}/reviewed", "reviewed")
RATED = Term(f"{_TINCAN_VERBS}/rated", "rated")

TUTOR_SESSION = Term(f"{_TINCAN_TYPES}/tutor-session", "Coaching moment")
# "A report about a problem or situation that needs to be resolved."
ISSUE = Term(f"{_STREAMS}/issue", "Mistake and its recovery")
# "It emphasizes students or learners being able to do, or perform, specific skills."
PERFORMANCE = Term(f"{_ADL_TYPES}/performance", "Check-in")
SURVEY = Term(f"{_TINCAN_TYPES}/survey", "Feedback on coaching moments")
MEETING = Term(f"{_ADL_TYPES}/meeting", "Staff meeting")
# "A posted suggestion or idea."
SUGGESTION = Term(f"{_TINCAN_TYPES}/suggestion", "Change of how the team works")
# "Used in the other list to mark a statement as being related to a particular subject area."
TAG = Term(f"{_TINCAN_TYPES}/tag", "Topic")


class Extension(NamedTuple):
    """A field of our own, because no vocabulary has it.

    Attributes:
        iri: Its identifier.
        type: `ContextExtension` or `ResultExtension`.
        label: What people read.
        definition: What it says.
        schema: A JSON Schema of its value.
    """

    iri: str
    type: str
    label: str
    definition: str
    schema: dict[str, Any]


KIND = Extension(
    iri=f"{PROFILE}/extensions/kind",
    type="ContextExtension",
    label="kind",
    definition="What kind of entry it is about.",
    schema={"enum": list(KINDS)},
)
RULE = Extension(
    iri=f"{PROFILE}/extensions/rule",
    type="ContextExtension",
    label="rule",
    definition="The rule that it is about, such as 2 CFR 200.318.",
    schema={"type": "string"},
)
DAYS = Extension(
    iri=f"{PROFILE}/extensions/days",
    type="ContextExtension",
    label="days",
    definition="After how many days the check-in was due.",
    schema={"type": "integer", "minimum": 1},
)
FIGURES = Extension(
    iri=f"{PROFILE}/extensions/figures",
    type="ResultExtension",
    label="figures",
    definition="How often each answer was given, by a closed group of at least five.",
    schema={"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
)
EXTENSIONS = (KIND, RULE, DAYS, FIGURES)
