"""`--editor`: an entry as a form in the writer's own editor.

What somebody wrote is never lost: the form stays until its entry is recorded.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coachlog.cli.ask.editor import edit_file, file_to_edit
from coachlog.cli.ask.entry_date import entry_date
from coachlog.cli.context import Context
from coachlog.domain.fields import DATE_EXAMPLES, FIELDS, FLAG, LIST, LISTS, Field, Fields
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.services.team_and_topics import usual_team_and_topics

# What every entry has, and the text that most have besides. In the made-up log of `demo`, 94 in a
# hundred mistakes say how they were put right, and 45 in a hundred coaching moments the right way.
USUAL = ("happened", "expected", "team", "topics")
USUAL_OF_MISTAKE = ("happened", "recovery", "team", "topics")
REST = "# ---- The rest is optional ----"
INTRODUCTION = """\
# Write below the headings. Only "happened" is required; leave empty what you do not need.
# Save and close to record the entry. Close without a change to record nothing.
"""
# What comes first and last in the form; the other fields stand between, in their usual order.
_FIRST = ("happened", "recovery", "expected", "team", "topics", "kind")
_LAST = ("trainer", "role", "follow_up")


def _headings() -> dict[str, str]:
    """Return what the form says beside the name of each field."""
    typed = [name for name, field in FIELDS.items() if field.option]
    middle = [name for name in typed if name not in _FIRST + _LAST]
    headings = {name: _heading(FIELDS[name]) for name in _FIRST}
    headings["on"] = f"when it happened: {DATE_EXAMPLES}; empty means now"
    for name in (*middle, *_LAST):
        headings[name] = _heading(FIELDS[name])
    return headings


def _heading(field: Field) -> str:
    if field.value_type == FLAG:
        return f"{field.meaning}: yes or no"
    if field.value_type != LIST:
        return " | ".join(field.choices) or field.meaning
    if field.choices:
        return f"{field.meaning}, one per line: {', '.join(field.choices)}"
    return f"{field.meaning}, one per line"


HEADINGS = _headings()
_HEADING = re.compile(r"# == (.*?) ==")


@contextmanager
def filled_form(context: Context, fields: Fields) -> Iterator[Fields]:
    """Let the writer fill in a form that begins with `fields`; yield what it says.

    The form is removed when the `with` block has done its work. When that fails, or when the form
    cannot be read, it stays, and the error says where.

    Args:
        context: the log, the clock and the settings.
        fields: what is known already. Fields that have no heading in the form are yielded as
            they are.

    Raises:
        UsageError: the editor cannot be run, or the form cannot be read.
        InterruptedByUserError: nothing was changed in it.
        DecisionNeededError: it does not say what happened.
    """
    team, topics = usual_team_and_topics(context.reading, context.settings, fields)
    form = form_text({**fields, "team": team, "topics": topics})
    with file_to_edit("entry.txt", form) as path:
        filled = form_fields(edit_file(path, form))
        if not filled.get("happened"):
            raise DecisionNeededError("the form does not say what happened, so nothing was saved.")
        phrase = filled.pop("on", None)
        if phrase:
            filled |= entry_date(context, phrase)
        # Fields without a heading in the form keep the values that were typed.
        for name, value in fields.items():
            if name not in HEADINGS:
                filled.setdefault(name, value)
        yield filled


def form_text(fields: Fields) -> str:
    """Return a form with what is known filled in: the four usual fields, then the others."""
    usual = USUAL
    if fields.get("kind") == "mistake":
        usual = USUAL_OF_MISTAKE
    parts = [INTRODUCTION]
    for name in usual:
        parts.append(_part(name, fields))
    parts.append(f"\n{REST}\n")
    for name in HEADINGS:
        if name not in usual:
            parts.append(_part(name, fields))
    return "".join(parts)


def _part(name: str, fields: Fields) -> str:
    return f"\n# == {name} == {HEADINGS[name]}\n{_text_of(fields.get(name))}\n"


def _text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return "\n".join(value)


def form_fields(form: str) -> Fields:
    """Return what a form says, without what is empty.

    A line that is not a heading is text, even one that begins with `#`.

    Raises:
        UsageError: a heading is unknown or appears twice, or text has none above it.
    """
    fields: Fields = {}
    for name, lines in _sections(form).items():
        text = "\n".join(lines).strip("\r\n")
        if text.strip():
            fields[name] = _value_of(name, text)
    return fields


def _sections(form: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for number, line in enumerate(form.split("\n"), 1):
        heading = _HEADING.match(line)
        if heading:
            # Text below a heading that is not ours would be lost, so none is ignored.
            name = heading[1]
            _check_heading(name, number, sections)
            lines = sections[name] = []
        elif line.rstrip() == REST:
            # Text below the line does not belong to the field above it.
            lines = None
        elif lines is not None:
            lines.append(line)
        elif line.strip() and not line.startswith("# "):
            raise UsageError(f"line {number} of the form has no heading; move it below one.")
    return sections


def _check_heading(name: str, number: int, sections: dict[str, list[str]]) -> None:
    if name not in HEADINGS:
        raise UsageError(f"line {number} of the form: the heading {name!r} is unknown.")
    if name in sections:
        raise UsageError(f"line {number} of the form: the heading {name!r} appears twice.")


def _value_of(name: str, text: str) -> Any:
    if name in LISTS:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if name == "own":
        word = text.strip().lower()
        if word not in ("yes", "no"):
            raise UsageError(f"own must be yes or no; not {text.strip()!r}.")
        return word == "yes"
    return text
