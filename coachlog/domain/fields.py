"""The fields of an entry, in one table.

Columns, options, the form, storage and checks all follow from `FIELDS`. To add a
field, add a row here, a line to `domain.entry.Entry`, and a migration.

This module is on the path of every recording, so it imports nothing. The help texts that only other
commands need cost it nothing: they are plain strings.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # The fields of an entry or another record, or those of them that change, by their names.
    Fields = dict[str, Any]
else:
    # What `typing` adds for the type checker would cost every recording 3 ms.
    Fields = dict

SHORTEST_ID = 4
DATE_EXAMPLES = "2026-11-20, yesterday 3pm, last Monday, or 20 Nov"
LIST_SEPARATOR = "; "  # between the values of a list, in the log and in every file

# What a field holds.
LONG_TEXT = "long text"
NAME = "name"  # one line of at most 200 characters
LIST = "list"
CHOICE = "choice"
FLAG = "yes or no"
DAY = "day"
INSTANT = "instant"
DAYS = "numbers of days"
ID = "id"


class Field:
    """One field of an entry.

    Attributes:
        name: its name in the log, in files and in JSON.
        value_type: what it holds: one of the constants above.
        meaning: what it says, in the words of the help and of the form.
        option: its option as the help shows it, `--recovery -r TEXT`; empty where it has none.
        choices: the words it can hold, separated by blanks.
        default: its value where none is given.
        label: the heading of its column on the screen.
    """

    def __init__(
        self,
        name: str,
        value_type: str,
        meaning: str = "",
        option: str = "",
        *,
        choices: str = "",
        default: object = None,
        label: str | None = None,
    ) -> None:
        self.name = name
        self.value_type = value_type
        self.meaning = meaning
        self.option = option
        self.choices = tuple(choices.split())
        self.default = default
        self.label = label or name.replace("_", " ")


# In the order of the published shape: `export --for full` and JSON.
_ROWS = (
    Field("uuid", ID),
    Field("short_id", ID, label="id"),
    Field(
        "kind",
        CHOICE,
        "what kind of entry it is",
        "--kind -k",
        choices="strength correction question mistake",
    ),
    Field(
        "team",
        NAME,
        "the team, such as permits",
        "--team -t TEAM",
    ),
    Field(
        "topics",
        LIST,
        "the topics, such as fees",
        "--topic TOPIC",
        default=[],
    ),
    Field(
        "happened",
        LONG_TEXT,  # the only text that is always required
        "what was seen, heard or done",
        "--happened TEXT",
    ),
    Field(
        "recovery",
        LONG_TEXT,
        "how it was put right",
        "--recovery -r TEXT",
    ),
    Field(
        "expected",
        LONG_TEXT,
        "the right way",
        "--expected TEXT",
    ),
    Field(
        "why",
        LONG_TEXT,
        "the logic behind the rule, or the consequence",
        "--why TEXT",
    ),
    Field(
        "lesson",
        LONG_TEXT,
        "what we do next time",
        "--lesson -l TEXT",
    ),
    Field(
        "trainer",
        NAME,
        "who recorded it, if not you",
        "--trainer NAME",
    ),
    Field(
        "learner",
        NAME,
        "an alias for who learned; never in summaries or meeting exports",
        "--learner ALIAS",
    ),
    Field("basis", CHOICE, "what it rests on", "--basis", choices="rule judgement both"),
    Field(
        "rule_ref",
        NAME,
        "the rule, such as 2 CFR 200.318",
        "--rule RULE",
        label="rule",
    ),
    Field(
        "decision",
        CHOICE,
        "what was decided",
        "--decision",
        choices="followed exception-documented escalated asked",
    ),
    Field(
        "caught",
        CHOICE,
        "whether it was caught before it had an effect (a good catch) or after",
        "--caught",
        choices="before-effect after-effect",
    ),
    Field(
        "detected_by",
        CHOICE,
        "who noticed it",
        "--detected-by",
        choices="self peer supervisor customer audit system",
    ),
    Field(
        "factors",
        LIST,
        "what made it likely",
        "--factor",
        choices="communication guidance tool workload hand-over training environment other",
        default=[],
    ),
    Field(
        "own",
        FLAG,
        "whether it was your own mistake",
        "--own/--not-own",
        default=False,
    ),
    Field(
        "share",
        CHOICE,
        "who may read it: only you, the team, or everyone in a meeting",
        "--share",
        choices="private team meeting",
        default="team",
    ),
    Field(
        "status",
        CHOICE,
        "what became of it",
        "--status",
        choices="logged shared adopted closed",
        default="logged",
    ),
    Field(
        "changed_what",
        LONG_TEXT,
        "what was changed because of it",
        "--changed-what TEXT",
        label="what changed",
    ),
    Field(
        "occurred_at",
        INSTANT,
        label="at (UTC)",
    ),
    Field(
        "occurred_on",
        DAY,
        label="day",
    ),
    Field(
        "recorded_at",
        INSTANT,
        label="recorded (UTC)",
    ),
    Field(
        "updated_at",
        INSTANT,
        label="updated (UTC)",
    ),
    Field("role", CHOICE, "your role when you wrote it", "--role", choices="member leader"),
    Field(
        "follow_up",
        DAYS,
        "after how many days to check whether it stuck, such as 30, 60; or none",
        "--follow-up DAYS",
        label="check-ins after (days)",
    ),
)
FIELDS = {field.name: field for field in _ROWS}
FIELD_NAMES = tuple(FIELDS)


def _names_of(value_type: str) -> tuple[str, ...]:
    return tuple(field.name for field in _ROWS if field.value_type == value_type)


LONG_TEXTS = _names_of(LONG_TEXT)
LISTS = _names_of(LIST)
CHOICES = {name: FIELDS[name].choices for name in _names_of(CHOICE)}
KINDS = FIELDS["kind"].choices
COACHING_KINDS = KINDS[:3]  # all but mistakes
FACTORS = FIELDS["factors"].choices
STATUSES = FIELDS["status"].choices
SETTLED_STATUSES = STATUSES[2:]  # these can say what changed: adopted, closed
# A lesson that somebody else has heard of; before that nothing can come back after it.
TAUGHT_STATUSES = ("shared", "adopted")
LOOKS_LIKE = "looks-like"  # the state of a repeat that nobody has confirmed yet
DEFAULTS = {field.name: field.default for field in _ROWS if field.default is not None}
# What the patch of a change has beside fields, for merging; see `folding`.
KNOWN, SNAPSHOT, EPOCH, BLANK, MOVED_FROM = "known", "snapshot", "epoch", "blank", "moved_from"
# Beside a snapshot: what an entry said before goes from the log that its owner wrote this in, too.
RETENTION = "retention"
MARKS = frozenset({KNOWN, SNAPSHOT, EPOCH, BLANK, MOVED_FROM, RETENTION})
