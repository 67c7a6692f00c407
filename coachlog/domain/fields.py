"""The fields of an entry, in one table.

Columns, options, the form, import names, storage and checks all follow from `FIELDS`. To add a
field, add a row here, a line to `domain.entry.Entry`, and a migration.

This module is on the path of every recording, so it imports nothing. The help texts and import
names that only other commands need cost it nothing: they are plain strings.
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
        import_names: what other programs and people call it, the likeliest first: the README's
            vocabulary, lessons registers, after-action reviews and audit findings.
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
        import_names: str = "",
    ) -> None:
        self.name = name
        self.value_type = value_type
        self.meaning = meaning
        self.option = option
        self.choices = tuple(choices.split())
        self.default = default
        self.label = label or name.replace("_", " ")
        self.import_names = import_names


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
        import_names="kind of entry, entry type, type",
    ),
    Field(
        "team",
        NAME,
        "the team, such as permits",
        "--team -t TEAM",
        import_names="unit, department, dept, division, office, section, team name, group",
    ),
    Field(
        "topics",
        LIST,
        "the topics, such as fees",
        "--topic TOPIC",
        default=[],
        import_names="topic, focus area, focus areas, category, categories, subject, theme, tags,"
        "tag, area, keywords",
    ),
    Field(
        "happened",
        LONG_TEXT,  # the only text that is always required
        "what was seen, heard or done",
        "--happened TEXT",
        import_names="what happened, what was seen, observation, behaviour, behavior, condition,"
        "finding, event, incident, moment, description, what, text, note, notes, details, summary,"
        "title",
    ),
    Field(
        "recovery",
        LONG_TEXT,
        "how it was put right",
        "--recovery -r TEXT",
        import_names="corrective action, corrective actions, corrective action plan, action taken,"
        "actions taken, immediate action taken, immediate action, how it was put right,"
        "how it was fixed, resolution, remedy, fix, response",
    ),
    Field(
        "expected",
        LONG_TEXT,
        "the right way",
        "--expected TEXT",
        import_names="what was expected, what was supposed to happen, criteria, criterion,"
        "the right way, right way, standard, requirement",
    ),
    Field(
        "why",
        LONG_TEXT,
        "the logic behind the rule, or the consequence",
        "--why TEXT",
        import_names="impact, effect, consequence, consequences, logic, rationale,potential effect",
    ),
    Field(
        "lesson",
        LONG_TEXT,
        "what we do next time",
        "--lesson -l TEXT",
        import_names="lessons, lesson learned, lessons learned, lesson learnt, lessons learnt,"
        "recommendation, recommendations, next step, next steps, what we do next time, takeaway",
    ),
    Field(
        "trainer",
        NAME,
        "who recorded it, if not you",
        "--trainer NAME",
        import_names="coach, instructor, peer trainer, recorded by, reported by, author, observer,"
        "mentor, submitted by",
    ),
    Field(
        "learner",
        NAME,
        "an alias for who learned; never in summaries or meeting exports",
        "--learner ALIAS",
        import_names="coachee, trainee, student, mentee, apprentice",
    ),
    Field("basis", CHOICE, "what it rests on", "--basis", choices="rule judgement both"),
    Field(
        "rule_ref",
        NAME,
        "the rule, such as 2 CFR 200.318",
        "--rule RULE",
        label="rule",
        import_names="rule, rule reference, regulation, citation, policy, legal basis, statute",
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
        import_names="detected, discovery method, discovered by, found by, detection method,"
        "how found",
    ),
    Field(
        "factors",
        LIST,
        "what made it likely",
        "--factor",
        choices="communication guidance tool workload hand-over training environment other",
        default=[],
        import_names="factor, contributing factors, contributing factor, root cause, root causes,"
        "causes, cause",
    ),
    Field(
        "own",
        FLAG,
        "whether it was your own mistake",
        "--own/--not-own",
        default=False,
        import_names="own mistake",
    ),
    Field(
        "share",
        CHOICE,
        "who may read it: only you, the team, or everyone in a meeting",
        "--share",
        choices="private team meeting",
        default="team",
        import_names="sharing, visibility",
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
        import_names="what was changed, change made",
    ),
    Field(
        "occurred_at",
        INSTANT,
        label="at (UTC)",
        import_names="timestamp, date time, date and time, time",
    ),
    Field(
        "occurred_on",
        DAY,
        label="day",
        # "day" comes second: beside a date it is mostly the weekday.
        import_names="date, day, date of event, event date, incident date, date occurred,"
        "happened on, occurred, when, on, month, year",
    ),
    Field(
        "recorded_at",
        INSTANT,
        label="recorded (UTC)",
        import_names="recorded, date recorded, created at, created",
    ),
    Field(
        "updated_at",
        INSTANT,
        label="updated (UTC)",
        import_names="updated, last modified, modified",
    ),
    Field("role", CHOICE, "your role when you wrote it", "--role", choices="member leader"),
    Field(
        "follow_up",
        DAYS,
        "after how many days to check whether it stuck, such as 30, 60; or none",
        "--follow-up DAYS",
        label="check-ins after (days)",
        # The first is what the column was called on the screen of older versions.
        import_names="asks after days, follow up days, check in days",
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
DEFAULTS = {field.name: field.default for field in _ROWS if field.default is not None}
