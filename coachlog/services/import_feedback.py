"""Taking the answers of a form into the log, without the people who gave them."""

import re
from collections.abc import Iterator
from typing import Any

from coachlog.clock import Clock
from coachlog.domain.feedback import ASKED, clean_answer
from coachlog.domain.people.masking import Mask
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.exchange.feedback_form import FEEDBACK_ANSWERS
from coachlog.exchange.table import Row, Table
from coachlog.services.edit import find_visible_entry
from coachlog.services.feedback import NOBODY, close_groups, not_answerable
from coachlog.services.import_plan import ImportOptions, ImportPlan, read_table
from coachlog.services.import_rows import Fields, RowImporter
from coachlog.services.settings import Settings
from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.feedback import stored_answers


def plan_answers(
    log: Log, table: Table, clock: Clock, settings: Settings, wanted: ImportOptions
) -> ImportPlan:
    """Look at all of a form's file, and decide how to read it.

    Raises:
        UsageError: it cannot be read, or has no answer in it.
        DecisionNeededError: the order of day and month, or the coaching moment, is not known.
        NotFoundError: there is no such coaching moment.
    """
    plan = read_table(
        FEEDBACK_ANSWERS,
        table,
        clock,
        settings,
        wanted,
        ASKED,
        "an answer (pace, examples, usefulness or a comment)",
    )
    defaults = plan.defaults
    if "entry" in defaults:
        defaults["entry"] = _answered(log, settings, defaults["entry"])
    elif not any(match.field == "entry" for match in plan.matches):
        raise DecisionNeededError(
            f"which coaching moment is {table.name} about? Add --set entry=ID, or --map COLUMN=entry."
        )
    if "answered_on" in defaults:
        defaults["answered_on"] = defaults["answered_on"].day
    return plan


class FeedbackImporter(RowImporter):
    """Rows that become answers."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._entries: dict[str, str] = {}
        self._persons = [match.column_index for match in self._plan.matches if match.is_person]

    def run(self, rows: Iterator[Row]) -> None:
        """Take all rows, inside the caller's transaction."""
        super().run(rows)
        if self._hlc is not None:
            close_groups(self._log, self._clock)

    def _fields(self, row: Row) -> Fields:
        fields = self._plan.cells.read(row.cells)
        if comment := clean_answer(fields.pop("comment", ""), "comment"):
            names = [name for place in self._persons for name in _names(row.cells[place])]
            # People sign what they write, and nobody else may know their name.
            fields |= {
                "comment": Mask(names).text(str(comment)) if names else comment,
                "written": comment,
            }
        said = {name: value for name, value in fields.items() if value is not None}
        if not any(field in said for field in ASKED):
            raise ValueError("it answers nothing")
        if "entry" in said:
            # Forms let people choose from a list such as `8f3a Fee waivers`.
            said["entry"] = self._entry((said["entry"].split() or [""])[0].strip("#:,;()"))
        elif "entry" in self._plan.defaults:
            said["entry"] = self._plan.defaults["entry"]
        else:
            raise ValueError("it names no coaching moment; give one with --set entry=ID")
        return said

    def _entry(self, name: str) -> str:
        known = self._entries.get(name)
        if known is None:
            if name.lower() == "last":
                raise ValueError("`last` is another entry every day; give its id")
            known = self._entries[name] = _answered(self._log, self._settings, name)
        return known

    def _identified(self, fields: Fields) -> tuple[str, bool]:
        when = fields.pop("answered_on", None)
        # Its time, which is not stored, tells alike answers apart; what is masked may change with a later version.
        content = fields | {"comment": fields.pop("written", None), "when": when}
        uuid = self._identities.of(content, when.day if when else None)
        if when:
            fields["answered_on"] = when.day
        return uuid, False

    def _here(self, uuids: list[str]) -> dict[str, Any]:
        return dict.fromkeys(stored_answers(self._log, uuids))

    def _is_same(self, fields: Fields, stored: object) -> bool:
        del fields, stored
        return True  # its id follows from what it says

    def _completed(self, uuid: str, fields: Fields, *, own: bool) -> Fields:
        del own
        self.outcome.kinds["answer"] += 1
        self.outcome.undated += not {"answered_on"} & (fields.keys() | self._plan.defaults.keys())
        return {"uuid": uuid, "answered_on": self._today, **self._plan.defaults, **fields}

    def _write_down(self, hlc: str, new: list[Fields], again: list[Fields]) -> None:
        changes: list[tuple[str, str, Fields]] = [
            (
                "feedback",
                record["uuid"],
                {name: value for name, value in record.items() if name != "uuid"} | back,
            )
            for records, back in ((new, {}), (again, {"deleted": None}))
            for record in records
        ]
        ledger.change_records(self._log, self._clock, hlc, NOBODY, changes)


def _names(cell: Any) -> list[str]:
    """The names in a cell that says who somebody is; of an e-mail address those before the sign."""
    text = str(cell or "").strip()
    if "@" in text:
        return [part for part in re.split(r"[\W\d_]+", text.partition("@")[0]) if len(part) > 2]
    return [text] if any(map(str.isalpha, text)) else []


def _answered(log: Log, settings: Settings, name: str) -> str:
    """The uuid of the coaching moment that somebody's answer is about.

    Raises:
        UsageError: it is none.
        NotFoundError: there is no such entry, or it is private.
    """
    entry = find_visible_entry(log, settings.user, name)
    if why := not_answerable(entry):
        raise UsageError(why)
    return entry.uuid
