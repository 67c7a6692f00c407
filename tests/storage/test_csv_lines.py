"""The lines of CSV that SQLite joins are those that the writer of every other CSV writes."""

import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachlog.domain.audience import FULL, TEAM
from coachlog.domain.fields import CHOICES, FACTORS, LONG_TEXTS
from coachlog.domain.filters import Filter
from coachlog.render.columns import audience_columns
from coachlog.render.csv_writer import csv_cell, write_csv, write_csv_lines
from coachlog.services.export import AudienceExport
from coachlog.storage.entry_table import insert_entries
from coachlog.storage.queries.csv_lines import select_csv_lines
from tests.work import add_entries

SIGNS = "=+-@＝＠'\"`{[Aaz09,;\t\r\n\x1f \u3000é猫"
texts = st.one_of(
    st.none(), st.text(SIGNS, min_size=1, max_size=4), st.text(min_size=1, max_size=3)
)
typed = texts.map(lambda text: text and text.replace("\0", "x"))
people = st.sampled_from(["robin", "ana", None])


def fields_of(number):
    """Return what makes an entry with hostile texts and any of its choices."""
    return st.fixed_dictionaries(
        {
            "uuid": st.just(f"01900000-0000-7000-8000-{number:012x}"),
            "short_id": st.just(f"{number:08x}"),
            **dict.fromkeys(LONG_TEXTS, typed),
            **{name: st.sampled_from((*choices, None)) for name, choices in CHOICES.items()},
            "kind": st.sampled_from(CHOICES["kind"]),
            "share": st.sampled_from(CHOICES["share"]),
            "happened": typed.map(lambda text: text or "-1"),
            "team": typed.map(lambda text: text or "@permits"),
            "topics": st.lists(
                typed.map(lambda text: text or "fees"), min_size=1, max_size=2, unique=True
            ),
            "factors": st.lists(st.sampled_from(FACTORS), max_size=2),
            "trainer": people,
            "learner": typed,
            "rule_ref": typed,
            "own": st.booleans(),
            "follow_up": st.sampled_from(["30, 60", "30", None]),
            "occurred_on": st.just("2026-11-17"),
            "recorded_at": st.just("2026-11-17T10:00:00Z"),
            "updated_at": st.just("2026-11-17T10:00:00Z"),
        }
    )


def record(number, **fields):
    return {
        "uuid": f"01900000-0000-7000-8000-{number:012x}",
        "short_id": f"{number:08x}",
        "happened": "-1",
        "kind": "strength",
        "share": "team",
        "status": "logged",
        "team": "@permits",
        "topics": ["fees"],
        "factors": [],
        "trainer": "ana",
        "own": False,
        "occurred_on": "2026-11-17",
        "recorded_at": "2026-11-17T10:00:00Z",
        "updated_at": "2026-11-17T10:00:00Z",
        **fields,
    }


# A line break in a name, as only a damaged log has it, ended the name here and not there.
BROKEN_NAMES = (record(1, learner="\n0"), record(2, learner="x\ny", happened="x and x\ny"))


@pytest.mark.parametrize("audience", [TEAM, FULL], ids=lambda audience: audience.name)
@pytest.mark.parametrize("limit", [None, 1])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(records=st.tuples(fields_of(1), fields_of(2)), reader=people)
@example(records=BROKEN_NAMES, reader="ana")
def test_joined_lines_are_those_of_the_writer(log, audience, limit, records, reader):
    log.reader = reader
    entry_filter = Filter(audience=audience, limit=limit)
    columns = audience_columns(audience, "monday")
    names = [column.name for column in columns]
    by_cells, by_lines = io.StringIO(), io.StringIO()
    cells = AudienceExport(log, entry_filter)
    lines = AudienceExport(log, entry_filter)
    log.db.execute("BEGIN IMMEDIATE")
    try:
        insert_entries(log, records, (1, 2))
        write_csv(columns, cells, by_cells)
        write_csv_lines(names, lines.csv_lines(names), by_lines)
    finally:
        log.db.execute("ROLLBACK")
    assert by_lines.getvalue() == by_cells.getvalue()
    assert (lines.count, lines.naming_ids) == (cells.count, cells.naming_ids)


def test_only_cells_that_may_need_it_are_written_one_by_one(log):
    add_entries(log, 3, follow_up="30, 60", learner="blue")
    add_entries(log, 1, first=3, happened="Yes, we do", lesson="-1", trainer="robin", learner="red")
    written = []

    def cell(text):
        written.append(text)
        return csv_cell(text)

    names = ("short_id", "happened", "lesson", "learner", "own", "follow_up")
    rows = list(select_csv_lines(log, Filter(as_recorded=True), names, cell))
    assert written == ["Yes, we do", "-1"]
    assert [row[0] for row in rows] == [
        '00000000,Entry 0,,,no,"30, 60"',
        '00000001,Entry 1,,,no,"30, 60"',
        '00000002,Entry 2,,,no,"30, 60"',
        '00000003,"Yes, we do",\'-1,red,no,',
    ]
    assert rows[3] == (rows[3][0], "00000003", "red", "Yes, we do\n\n\n\n-1\n")
