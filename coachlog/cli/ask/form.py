"""`--editor`: an entry as a form in the writer's own editor."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coachlog.cli.ask.editor import edit_file, new_file, read_file, remove_file
from coachlog.cli.ask.occurred import occurred
from coachlog.cli.context import Context
from coachlog.domain.fields import FIELDS, FLAG, LIST, LISTS, Field
from coachlog.errors import CoachlogError, DecisionNeededError, InterruptedByUserError, UsageError
from coachlog.services.record import usual_team_and_topics

Fields = dict[str, Any]

INTRODUCTION = """\
# Write below the headings. Only "happened" is needed; leave empty what you do not know.
# Save and close to record it; close without a change to record nothing.
"""
# What comes first and last in the form; the other fields stand between, in their usual order.
_FIRST = ("happened", "recovery", "team", "topics", "kind")
_LAST = ("trainer", "role", "follow_up")


def _headings() -> dict[str, str]:
    """Return what the form says beside the name of each field."""
    typed = [name for name, field in FIELDS.items() if field.option]
    middle = [name for name in typed if name not in _FIRST + _LAST]
    headings = {name: _heading(FIELDS[name]) for name in _FIRST}
    headings["on"] = "when: 2026-11-19, yesterday 3pm, last friday; empty means now"
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
    """The fields that the writer fills in, beginning with `fields`.

    The form goes away when what is done with it is done; when that fails, or when it cannot be read, it stays, and the
    error says where.

    Raises:
        UsageError: the editor cannot be run, or the form cannot be read.
        InterruptedByUserError: nothing was changed in it.
        DecisionNeededError: it does not say what happened.
    """
    team, topics = usual_team_and_topics(context.reading, context.settings, fields)
    form = form_text({**fields, "team": team, "topics": topics})
    path = new_file("entry.txt", form)
    try:
        edit_file(path)
        read = read_file(path)
        if read == form:
            raise InterruptedByUserError("the form was left as it was: nothing was recorded.")
        filled = form_fields(read)
        if not filled.get("happened"):
            raise DecisionNeededError("the form does not say what happened: nothing was recorded.")
        if phrase := filled.pop("on", None):
            filled |= occurred(context, phrase)
        yield {**{name: value for name, value in fields.items() if name not in HEADINGS}, **filled}
    except CoachlogError as error:
        if _keeps_work(path, form):
            error.typed = None
            error.args = (f"{error} Your form is in {path}",)
        raise
    remove_file(path)


def form_text(fields: Fields) -> str:
    """A form with what is known filled in."""
    parts = [INTRODUCTION]
    for name, meaning in HEADINGS.items():
        value = fields.get(name)
        text = (
            "\n".join(value or [])
            if name in LISTS
            else {True: "yes", False: "no", None: ""}.get(value, value)
        )
        parts.append(f"\n# == {name} == {meaning}\n{text}\n")
    return "".join(parts)


def form_fields(form: str) -> Fields:
    """What a form says. A line that is not a heading is text, also where it begins with `#`.

    Raises:
        UsageError: a heading that is not one of the form's, or stands twice; text before the first heading.
    """
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for number, line in enumerate(form.split("\n"), 1):
        if heading := _HEADING.match(line):
            name = heading[1]
            if name not in HEADINGS or name in found:
                wrong = "stands twice" if name in found else "is none of the form's"
                raise UsageError(f"line {number} of the form: the heading {name!r} {wrong}.")
            lines = found[name] = []
        elif found or line.startswith("# ") or not line.strip():
            lines.append(line)
        else:
            raise UsageError(
                f"line {number} of the form stands before the first heading; write it below one."
            )
    texts = {name: "\n".join(lines).strip("\r\n") for name, lines in found.items()}
    return {name: _value(name, text) for name, text in texts.items() if text.strip()}


def _value(name: str, text: str) -> Any:
    if name in LISTS:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if name == "own":
        if text.strip().lower() not in ("yes", "no"):
            raise UsageError(f"own is yes or no; not {text.strip()!r}.")
        return text.strip().lower() == "yes"
    return text


def _keeps_work(path: str, form: str) -> bool:
    """Whether there is something in the file that nobody should have to type again; otherwise it goes away."""
    try:
        if read_file(path) != form:
            return True
    except CoachlogError:
        return os.path.exists(path)
    remove_file(path)
    return False
