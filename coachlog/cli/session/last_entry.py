"""The last entry of the session: what its receipt offers, by one key each."""

from coachlog.cli.ask.known_names import KnownNames
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.ask.new_names import are_meant
from coachlog.cli.ask.prompts import ask
from coachlog.cli.change_messages import say_edited
from coachlog.cli.context import Context
from coachlog.cli.entry_options import read_fields
from coachlog.cli.messages import (
    UNDO,
    UNDO_KEY,
    receipt,
    say,
    say_ignored_handles,
    say_news,
    say_stored,
)
from coachlog.cli.session.typed_line import TypedLine
from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS, Fields
from coachlog.domain.handles import as_handles
from coachlog.render.action_lines import WIDTH
from coachlog.render.words import moment_text, shorten, similar_lines, team_and_topics
from coachlog.services.delete import delete
from coachlog.services.edit import changed_fields, edit
from coachlog.services.record import Recorded
from coachlog.storage.queries.entries import find_entry

SHOWN = 400  # characters of a text
# What a hint names is a command of the shell, and a key here.
KEYS_FOR = {
    "coachlog edit": "Ctrl-F",
    "coachlog undo": "Ctrl-F and an empty line",
    "coachlog config set team": "F2",
}
NONE = "This session has no entry to change."


class LastEntry:
    """The entry that was recorded last, and those that are similar to it."""

    def __init__(self, context: Context, names: KnownNames) -> None:
        self._context = context
        self._names = names
        self._ids: list[str] = []  # of all entries of the session
        self._similar: list[str] = []

    def say(self, recorded: Recorded, line: TypedLine) -> None:
        """Print the receipt of a new entry, and what it offers with the key for it.

        Args:
            recorded: the entry as it is stored, and what there is to say about it.
            line: the line that was typed.
        """
        self._ids.append(recorded.fields["short_id"])
        self._similar = [short_id for short_id, _, _ in recorded.similar]
        say(receipt(recorded.fields, self._context.today, UNDO_KEY))
        # No shell has changed the line, which stands right above; but its first word may be gone.
        if line.is_shortened:
            say_stored(recorded.fields["happened"])
            for name in LONG_TEXTS:
                if name in line.typed and name != "happened":
                    say_stored(f"{name}: {recorded.fields[name]}")
        say_ignored_handles(line.ignored_handles)
        for hint in recorded.hints:
            say(_with_key(hint))
        lines = similar_lines(recorded.similar)
        if lines:
            lines[-1] += " · Ctrl-O shows more"
        for similar in lines:
            say(similar)
        say_news(recorded.news)

    def show(self) -> None:
        """Show the similar entries, or the last one where none is similar."""
        if not self._ids:
            say(NONE)
            return
        for short_id in self._similar or self._ids[-1:]:
            entry = find_entry(self._context.log, short_id)
            when = moment_text(entry.occurred_on, self._context.today, entry.occurred_at)
            where = team_and_topics(entry.team, entry.topics)
            say(f"{short_id} · {when} · {entry.kind} · {where}")
            say(shorten(entry.happened, SHOWN))
            right_way = entry.recovery or entry.expected or entry.lesson
            if right_way:
                say(f"→ {shorten(right_way, SHOWN)}")

    def change(self) -> bool:
        """Let the user change the last entry in the line: its team, topics, kind and text.

        Returns:
            Whether it was deleted instead, because the user has emptied the line.

        Raises:
            Back: it stays as it is.
            UsageError: what was typed cannot be stored.
            NotFoundError: somebody else has deleted it meanwhile.
            DecisionNeededError: somebody else has changed it meanwhile.
            InterruptedByUserError: the user left.
        """
        if not self._ids:
            say(NONE)
            return False
        entry = find_entry(self._context.log, self._ids[-1])
        start = as_handles(entry.team, entry.topics)
        text = f"{start} {entry.happened}"
        tools = LineTools(names=self._names.handles, recorded=[text])
        answer = text
        while True:
            question = f"Change {entry.short_id} (empty: delete it)"
            answer = ask(question, text=answer, tools=tools)
            if not answer:
                self._delete(entry)
                return True
            line = self._read(answer, start)
            fields = line.fields()
            if are_meant(self._context, fields):
                self._edit(entry, read_fields(self._context, fields), line.ignored_handles)
                return False

    def _read(self, answer: str, start: str) -> TypedLine:
        """Take the changed line apart, which began with names."""
        line = TypedLine(answer, self._context)
        if line.ignored_handles and start in answer:
            # What was typed before the names that stood there is text, and they are none.
            answer = f"{answer.replace(f'{start} ', '', 1)} {start}"
            line = TypedLine(answer, self._context)
        return line

    def _edit(self, entry: Entry, fields: Fields, ignored_handles: list[str]) -> None:
        """Change what the user changed, unless somebody else has changed it meanwhile."""
        context = self._context
        patch = changed_fields(entry, fields)
        edited = edit(context.log, context.settings, entry.uuid, patch, seen=entry)
        say_edited(edited._replace(hints=[_with_key(hint) for hint in edited.hints]), context)
        if "happened" in edited.changed:
            say_stored(edited.after.happened)
            say_ignored_handles(ignored_handles)

    def _delete(self, entry: Entry) -> None:
        delete(self._context.log, [entry.uuid])
        self._ids.pop()
        self._similar = []
        say(f'Deleted: {entry.short_id} "{shorten(entry.happened, WIDTH)}" · {UNDO}')


def _with_key(hint: str) -> str:
    """Return a hint with the key of the session that does what its command would do."""
    for command, key in KEYS_FOR.items():
        text, is_named, options = hint.partition(command)
        if not is_named:
            continue
        text = text.rstrip()
        if "--recovery" in options:
            return f"{text} {key}, and  --recovery …  behind the text."
        if text.endswith(":"):
            return f"{text} {key}."
        return f"{text} {key} changes it."
    return hint
