"""Feedback answers, as Microsoft Forms or Google Forms export them as CSV."""

import re
from typing import Any

from coachlog.domain.feedback import ANSWER_FIELDS, CHOICES, clean_answer, is_answer
from coachlog.exchange.cell_values import text_of
from coachlog.exchange.column_mapping import FieldNames
from coachlog.exchange.date_columns import DateReader
from coachlog.exchange.table import CellReader, RecordType

FIELDS = ("entry", *ANSWER_FIELDS, "answered_on")

FEEDBACK_NAMES = FieldNames(
    FIELDS,
    synonyms={
        "entry": "entry id, session id, session, session code, moment, coaching moment,"
        " coaching moment id, short id, code, id of the session, id of the entry",
        "pace": "speed, tempo, the pace was",
        "examples": "example, enough examples",
        "usefulness": "useful, rating, stars, score, how useful",
        "comment": "comments, anything else, remarks, notes, suggestions, in your own words",
        "answered_on": "timestamp, completion time, submitted, submitted at, date submitted, date,"
        " day, answered, start time, recorded",
    }.items(),
    hints={
        "pace": "pace,speed,tempo,fast,slow",
        "examples": "example,examples",
        "usefulness": "useful,usefulness,helpful,rate",
        "comment": "comment,comments,else,suggestion,suggestions,remarks",
    },
    person_words=(
        "name,names,email,mail,username,user,respondent,participant,learner,phone,telephone"
    ),
)


def _has_choice(cell: Any, field: str) -> bool:
    return isinstance(cell, str) and bool(cell.strip()) and is_answer(cell, field)


def _reader_for(field: str, dates: DateReader, _split: re.Pattern[str]) -> CellReader | None:
    if field == "answered_on":
        return lambda cell: dates.read(text_of(cell))
    if field in CHOICES:
        return lambda cell: clean_answer(text_of(cell), field)
    return None


FEEDBACK_ANSWERS = RecordType(
    noun="feedback answer",
    names=FEEDBACK_NAMES,
    required=ANSWER_FIELDS,
    required_name="an answer (pace, examples, usefulness or a comment)",
    choices=CHOICES,
    has_choice=_has_choice,
    date_fields=("answered_on",),
    day_fields=("answered_on",),
    reader_for=_reader_for,
)
