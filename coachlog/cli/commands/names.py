"""`names`: the names that masks look for, beside those of trainers, learners and answerers.

Those are not listed here: a learner is in no list for the team.
"""

from coachlog import unrecorded
from coachlog.cli.context import Context
from coachlog.cli.groups import Group
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT, texts
from coachlog.cli.output import write_records
from coachlog.render.columns import Column
from coachlog.render.words import join_names
from coachlog.services import names as service
from coachlog.storage.people import TaughtName

MOST_SHOWN = 10
COLUMNS = [
    Column("name", wide=True),
    Column("is", value=lambda word: "a name" if word.is_name else "not a name"),
    Column("author", "from"),
]
NAMES = texts("NAME...", 'One or more; a full name in quotes: "Anna Miller".')


def list_names(context: Context, *, format_: str = FORMAT) -> None:
    """List the names that were taught, and the words that are none."""
    words: list[TaughtName] = service.list_words(context.reading)
    write_records(COLUMNS, words, format_)
    if not words:
        say('No names were added yet. To add one:  coachlog names add "Anna Miller"')


def add(context: Context, *, typed: list[str] = NAMES) -> None:
    """Mask names from now on, in texts that were recorded before, too."""
    unrecorded.restate(" ".join(typed))
    change = service.add(context.log, typed)
    if change.changed:
        say(f"{_subject(change.changed, 'is', 'are')} masked from now on · undo: coachlog undo")
    if change.unchanged:
        say(f"No change: {_subject(change.unchanged, 'was', 'were')} already added.")


def remove(context: Context, *, typed: list[str] = NAMES) -> None:
    """Stop masking names.

    They are remembered as words that are not names, so that `coachlog clear` does not ask again.
    """
    change = service.remove(context.log, typed)
    if change.changed:
        say(f"Noted: {_no_names(change.changed)} · undo: coachlog undo")
    if change.unchanged:
        say(f"No change: {_no_names(change.unchanged)}, as noted before.")
    # For every name: otherwise this would tell whose learner somebody is in a private entry.
    say("Anyone who is a trainer or learner here, or answered an entry, stays masked anyway.")


def _no_names(words: list[str]) -> str:
    return _subject(words, "is not a name", "are not names")


def _subject(words: list[str], singular: str, plural: str) -> str:
    """Return some words with the verb after them: `Ana is`, `Ana and Ben are`."""
    verb = singular if len(words) == 1 else plural
    return f"{join_names(words, MOST_SHOWN)} {verb}"


group = Group(
    """Teach coachlog names to mask.

    Anyone who recorded, learned or answered something is masked anyway. Names that are only in
    texts have to be taught. They are kept in the log, for the whole team.
    """,
    {"list": list_names, "add": add, "remove": remove},
    default=list_names,
)
