"""The lists of entries that a week counts by: `list --open`, `list --due` and the like.

Each stands here once. The command line takes its options from this table, and `storage.queries` has
a condition for each, so a line of a week and the list that it names cannot differ.
"""

from coachlog.named_tuple import NamedTuple


class EntryList(NamedTuple):
    """One list.

    Attributes:
        name: as it is typed behind `--`.
        meaning: a sentence for the help.
        day: the day that a span of time is about, behind "the day on which".
        nothing: what is said if it is empty.
        weeks: how many weeks up to today it is about if no span is given; 0 for all time.
    """

    name: str
    meaning: str
    day: str
    nothing: str
    weeks: int = 0


HAPPENED = "it happened"
_ROWS = (
    EntryList(
        name="open",
        meaning="Only open mistakes: not put right, nor adopted or closed.",
        day=HAPPENED,
        nothing="No open mistakes.",
    ),
    EntryList(
        name="unanswered",
        meaning="Only entries with a question that nobody has answered.",
        day="the question was asked",
        nothing="No unanswered questions.",
    ),
    EntryList(
        name="lessons",
        meaning="Only entries with a lesson.",
        day=HAPPENED,
        nothing="No lessons.",
    ),
    EntryList(
        name="undecided",
        meaning="Only entries with a lesson that was neither adopted nor closed.",
        day=HAPPENED,
        nothing="No undecided lessons.",
    ),
    EntryList(
        name="due",
        meaning="Only entries whose check-in is due today or overdue.",
        day="the check-in is due",
        nothing="No check-ins are due.",
    ),
    EntryList(
        name="uncleared",
        meaning="Only entries not cleared for a meeting; by default of the last four weeks.",
        day=HAPPENED,
        nothing="No entries are waiting to be cleared.",
        weeks=4,
    ),
    EntryList(
        name="adopted",
        meaning="Only entries that changed how things are done.",
        day="it was adopted",
        nothing="No adopted entries.",
    ),
    EntryList(
        name="thanked",
        meaning="Only entries that somebody was thanked for.",
        day="the thanks were said",
        nothing="No thanks yet.",
    ),
    EntryList(
        name="repeat",
        meaning="Only mistakes that look like an earlier lesson; by default of the last 26 weeks.",
        day=HAPPENED,
        nothing="Nothing came back.",
        weeks=26,
    ),
)
ENTRY_LISTS = {row.name: row for row in _ROWS}
