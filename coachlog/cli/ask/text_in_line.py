"""Changing what happened in the line itself, where nobody has chosen an editor for a form."""

import os

from coachlog import unrecorded
from coachlog.cli.ask.prompts import Back, ask, line_editor
from coachlog.cli.ask.walks import say_first, stopping
from coachlog.cli.messages import begin_dialogue, say
from coachlog.domain.entry import Entry
from coachlog.errors import InterruptedByUserError
from coachlog.render.words import team_and_topics

KEYS = "Enter: save, or keep the text if it is unchanged · Esc: leave"


def can_edit_in_line() -> bool:
    """Whether the terminal can show a text to be changed, and no editor was chosen for that."""
    if os.environ.get("VISUAL") or os.environ.get("EDITOR"):
        return False
    return line_editor() is not None


def edit_in_line(entry: Entry) -> str:
    """Let the user change what happened in the line, and return it.

    Raises:
        InterruptedByUserError: they left; what they changed is printed back.
    """
    begin_dialogue()
    heading = f"{entry.short_id} · {entry.kind} · {team_and_topics(entry.team, entry.topics)}"
    say(f"{heading} · other fields:  coachlog edit {entry.short_id} --editor")
    text = entry.happened
    with stopping(lambda: "nothing was changed."):
        while True:
            try:
                text = ask("What happened", text=text, keys=KEYS)
            except Back:
                say_first()
                continue
            except InterruptedByUserError:
                # The line gives back what stands in it, changed or not.
                if unrecorded.noted() == entry.happened:
                    unrecorded.forget()
                raise
            if text.strip():
                return text
            say(f"A text is needed. To delete the entry:  coachlog delete {entry.short_id}")
            text = entry.happened
