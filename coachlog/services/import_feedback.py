"""Importing the feedback answers of a form, without the people who gave them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from coachlog.domain.feedback import ANSWER_FIELDS, clean_answer
from coachlog.domain.fields import Fields
from coachlog.domain.people.masking import Mask
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.exchange.table import Row
from coachlog.services.feedback import close_groups, feedback_problem
from coachlog.services.import_plan import ImportPlan
from coachlog.services.import_rows import ParsedRow, RowImporter
from coachlog.storage import ledger
from coachlog.storage.feedback_file import note_file
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import find_entry
from coachlog.storage.queries.feedback import stored_answers


def plan_feedback(plan: ImportPlan, log: Log) -> ImportPlan:
    """Return a plan with the defaults for the gaps of feedback answers.

    Args:
        plan: what `plan_table` decided.
        log: where the coaching moment of `--set entry=ID` is looked up.

    Raises:
        UsageError: `--set` names an entry that takes no feedback.
        DecisionNeededError: the coaching moment is not known.
        NotFoundError: there is no such coaching moment.
    """
    if not plan.has_field("entry"):
        raise DecisionNeededError(
            f"which coaching moment is {plan.table.name} about?"
            " Add --set entry=ID, or --map COLUMN=entry."
        )
    defaults = plan.defaults
    if "entry" in defaults:
        defaults["entry"] = _moment_uuid(log, defaults["entry"])
    if "answered_on" in defaults:
        defaults["answered_on"] = defaults["answered_on"].day
    return plan


@dataclass
class FeedbackImporter(RowImporter):
    """Imports rows that become feedback answers.

    Attributes:
        moments: the uuids of the coaching moments so far, by their names in the file.
    """

    moments: dict[str, str] = field(default_factory=dict)

    def _import_all(self, rows: Iterable[Row]) -> None:
        super()._import_all(rows)
        # Once at the end, so that groups are made of the answers of the whole file.
        if self._hlc is not None:
            close_groups(self.log)

    def _parse(self, row: Row) -> ParsedRow:
        answers = self.plan.reader.read(row.cells)
        written = clean_answer(answers.get("comment", ""), "comment")
        answers["comment"] = self._without_signature(written, row)
        fields = {name: value for name, value in answers.items() if value is not None}
        if fields.keys().isdisjoint(ANSWER_FIELDS):
            raise ValueError("it has no answer")
        fields["entry"] = self._moment_of(fields)
        date = fields.pop("answered_on", None)
        day = date.day if date else None
        # The time is not stored, but tells equal answers apart. The comment counts as it was
        # written, because a later version may mask it differently.
        content = {**fields, "comment": written, "when": date}
        uuid = self._identities.of(content, day)
        if day:
            fields["answered_on"] = day
        return ParsedRow(row, uuid, fields)

    def _stored(self, uuids: list[str]) -> dict[str, Fields]:
        # What they say does not matter: the uuid follows from it.
        return {uuid: {} for uuid in stored_answers(self.log, uuids)}

    def _complete(self, row: ParsedRow, record: Fields) -> None:
        """Date an answer without a day, and count it."""
        self._date(row.row.line, record, "answered_on")
        self.result.kinds["answer"] += 1

    def _write_records(self, hlc: str, new: list[Fields], restored: list[Fields]) -> None:
        """Write the answers of one batch, signed by nobody."""
        note_file(self.log)
        changes = []
        for record in [*new, *restored]:
            uuid = record.pop("uuid")
            changes.append(("feedback", uuid, record))
        # Without an author: nobody is to learn who imported whose answers.
        ledger.change_records(self.log, hlc, changes)

    def _without_signature(self, comment: Any, row: Row) -> Any:
        """Mask the writer's own names: people sign what they write.

        Args:
            comment: the text as it was written, or None where there is none.
            row: tells the names, in the columns that are never imported.
        """
        names: list[str] = []
        for index in self.plan.person_columns:
            names += _person_names(row.cells[index])
        if not comment or not names:
            return comment
        return Mask(names).text(comment)

    def _moment_of(self, fields: Fields) -> str:
        """Return the uuid of the coaching moment that a row is about.

        Args:
            fields: the row's answers; `entry` is what the form calls the moment, where it asks.

        Raises:
            ValueError: the row names none, or `last`.
            CoachlogError: there is no such coaching moment.
        """
        if "entry" not in fields:
            if "entry" not in self.plan.defaults:
                raise ValueError("it names no coaching moment; give one with --set entry=ID")
            return str(self.plan.defaults["entry"])
        # Forms let people choose from a list such as `8f3a Fee waivers`.
        words = fields["entry"].split() or [""]
        name = words[0].strip("#:,;()")
        if name.lower() == "last":
            raise ValueError("`last` means a different entry every day; give an id instead")
        if name not in self.moments:
            self.moments[name] = _moment_uuid(self.log, name)
        return self.moments[name]


def _person_names(cell: Any) -> list[str]:
    """Return the names in a cell that tells who a person is.

    Args:
        cell: a name, an e-mail address such as `ana.roy@example.org`, or a number, which has none.
    """
    text = str(cell or "").strip()
    local_part, at_sign, _ = text.partition("@")
    if at_sign:
        # Two letters are an initial, which would mask ordinary words.
        return [word for word in re.split(r"[\W\d_]+", local_part) if len(word) > 2]
    if any(map(str.isalpha, text)):
        return [text]
    return []


def _moment_uuid(log: Log, name: str) -> str:
    """Return the uuid of the coaching moment called `name`.

    Args:
        log: where it is looked up.
        name: its id, as on the command line.

    Raises:
        UsageError: it is not a coaching moment.
        NotFoundError: there is no such entry, or it is private.
    """
    entry = find_entry(log, name)
    problem = feedback_problem(entry)
    if problem:
        raise UsageError(problem)
    return entry.uuid
