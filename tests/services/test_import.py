"""Tests of importing rows: what an export brings back, and what an interruption leaves."""

import string
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.clock import utc_text
from coachlog.domain.audience import FULL
from coachlog.domain.fields import CHOICES, FACTORS, FIELD_NAMES
from coachlog.domain.filters import Filter
from coachlog.errors import CoachlogError
from coachlog.exchange.cells import ENTRIES
from coachlog.exchange.csv_files import CsvTable
from coachlog.exchange.headings import ENTRY_NAMES
from coachlog.exchange.json_files import JsonTable, is_json
from coachlog.exchange.source import open_source
from coachlog.render.columns import entry_columns
from coachlog.render.formats import writer
from coachlog.services.import_entries import EntryImporter
from coachlog.services.import_plan import ImportOptions, plan_entries, plan_table
from coachlog.services.settings import Settings
from coachlog.services.typed_fields import clean_fields
from coachlog.storage import ledger, revisions, short_ids
from coachlog.storage.file.open import open_log
from coachlog.storage.queries.entries import select_entries

EVERYTHING = Filter(audience=FULL, include_own=True, oldest_first=True)
ROBIN = Settings({"trainer": "robin", "team": "permits"})
HOSTILE = [
    "=1+1",
    "'=1",
    "''@x",
    "-5 degrees",
    "\t=x",
    "[/]",
    "\x1b[31m",
    "\u202eabc",
    "a\r\nb\rc\n",
    '"',
    ',";',
    "; ",
    "null",
    "ﬁ",
    "🧑‍🚒",
]

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)
texts |= st.sampled_from(HOSTILE)
full_texts = texts.filter(lambda text: bool(text.strip()))
names = st.text(st.characters(codec="utf-8", exclude_characters="\0;"), min_size=1, max_size=12)
names = names.filter(lambda text: any(map(str.isalnum, text)))
days = st.dates(date(1970, 1, 2), date(9997, 12, 31)).map(str)
instants = st.integers(31_536_000_000, 7_258_118_400_000).map(
    lambda ms: utc_text(datetime.fromtimestamp(ms / 1000, UTC))
)
required = {
    "kind": st.sampled_from(CHOICES["kind"]),
    "team": names,
    "topics": st.lists(names, min_size=1, max_size=3),
    "happened": full_texts,
    "occurred_on": days,
    "recorded_at": instants,
    "updated_at": instants,
}
optional = {
    **dict.fromkeys(("recovery", "expected", "why", "lesson", "changed_what"), texts),
    **dict.fromkeys(("trainer", "learner", "rule_ref"), names),
    **{field: st.sampled_from(CHOICES[field]) for field in CHOICES if field != "kind"},
    "factors": st.lists(st.sampled_from(FACTORS), max_size=3),
    "own": st.booleans(),
    "occurred_at": instants,
}
records = st.lists(st.fixed_dictionaries(required, optional=optional), min_size=1, max_size=5)


def table_of(source):
    if is_json(source):
        return JsonTable(source)
    return CsvTable(source, ENTRY_NAMES.knows)


def run_import(log, clock, path, reject=pytest.fail):
    with closing(open_source(str(path))) as source:
        table = table_of(source)
        plan = plan_entries(plan_table(ENTRIES, table, ROBIN, ImportOptions()), ROBIN)
        return EntryImporter(log, ROBIN, plan, reject).run(table.rows())


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_a_full_export_comes_back_equal_field_for_field(form, tmp_path, clock):
    numbers = count()

    @given(records)
    @settings(max_examples=60)
    def holds(entries):
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        path = folder / "full"
        with (
            closing(open_log(str(folder / "a.db"), clock, default=False, create=True)) as here,
            closing(open_log(str(folder / "b.db"), clock, default=False, create=True)) as there,
        ):
            here.reader = there.reader = "robin"
            create_entries(here, clock, entries)
            with path.open("w", encoding="utf-8", newline="") as out:
                writer(form)(entry_columns(FIELD_NAMES), select_entries(here, EVERYTHING), out)
            result = run_import(there, clock, path)
            assert (result.imported, result.rejected) == (len(entries), 0)
            assert set(select_entries(there, EVERYTHING)) == set(select_entries(here, EVERYTHING))
            again = run_import(there, clock, path)
            assert (again.already_there, again.differing) == (len(entries), 0)

    holds()


def create_entries(log, clock, entries):
    """Record entries as they were typed."""
    cleaned = [clean_fields(fields) | {"uuid": clock.uuid7()} for fields in entries]
    ids = short_ids.free_short_ids(log, [fields["uuid"] for fields in cleaned])
    for fields, short_id in zip(cleaned, ids, strict=True):
        fields["short_id"] = short_id
        # Somebody else's private entry would be in no export.
        if fields.get("share") == "private":
            fields["trainer"] = "robin"
    with log.atomic():
        hlc = revisions.begin_action(log, "log")
        ledger.create_entries(log, hlc, cleaned)


printable = st.text(string.printable + ";\t\n\"'é\u2028", max_size=300).map(str.encode)


@given(st.binary(max_size=300) | printable)
@settings(max_examples=150)
def test_any_bytes_are_either_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "some.csv"
    path.write_bytes(content)
    with suppress(CoachlogError), closing(open_source(str(path))) as source:
        assert all(row.line > 0 for row in table_of(source).rows())


def test_an_interrupted_import_leaves_nothing(log, clock, tmp_path):
    path = tmp_path / "some.csv"
    path.write_text(
        "team,happened,date\n" + "permits,One,2026-11-19\n" * 700 + "permits,Two,never\n"
    )

    def fail(row, why):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(log, clock, path, reject=fail)
    assert list(select_entries(log, EVERYTHING)) == []
    assert log.one("SELECT count(*) FROM action")[0] == 0
    trigger = log.one("SELECT count(*) FROM sqlite_master WHERE name = 'entry_ai'")[0]
    assert trigger == 1


def test_search_finds_the_entries_of_a_large_import(log, clock, tmp_path):
    path = tmp_path / "some.csv"
    rows = [f"permits,word{number} alike\n" for number in range(1_200)]
    path.write_text("team,happened\n" + "".join(rows))
    assert run_import(log, clock, path).imported == 1_200
    assert log.one("SELECT count(*) FROM entry_fts WHERE entry_fts MATCH 'alike'")[0] == 1_200
    log.run("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    assert len({entry.short_id for entry in select_entries(log, EVERYTHING)}) == 1_200


def test_an_import_of_several_batches_is_one_action(log, clock, tmp_path, monkeypatch):
    monkeypatch.setattr(revisions, "BATCH", 2)
    path = tmp_path / "some.csv"
    rows = [f"permits,Row {number}\n" for number in range(5)]
    path.write_text("team,happened\n" + "".join(rows))
    assert run_import(log, clock, path).imported == 5
    assert log.one("SELECT count(*) FROM action")[0] == 1


def test_a_row_with_another_short_id_than_the_log_does_not_differ(log, clock, tmp_path):
    path = tmp_path / "some.csv"
    for short_id in ("abcd", "0abcd"):
        path.write_text(
            "uuid,short_id,team,happened\n"
            f"019a0000-0000-7000-8000-00000000abcd,{short_id},permits,One\n"
        )
        result = run_import(log, clock, path)
    assert (result.imported, result.already_there, result.differing) == (0, 1, 0)


@pytest.mark.parametrize(("column", "day"), [("", "2026-11-19"), ("2026-10-01", "2026-10-01")])
def test_a_row_without_a_day_gets_that_of_its_recording_or_todays(
    log, clock, tmp_path, column, day
):
    path = tmp_path / "some.csv"
    recorded_at = column and f"{column}T09:00:00.000Z"
    path.write_text(f"team,happened,recorded_at\npermits,One,{recorded_at}\n")
    result = run_import(log, clock, path)
    (entry,) = select_entries(log, EVERYTHING)
    assert (entry.occurred_on, result.undated) == (day, int(not column))


def test_an_entry_gets_another_short_id_where_its_own_is_in_use(log, clock, tmp_path):
    path = tmp_path / "some.csv"
    path.write_text(
        "uuid,short_id,team,happened,occurred_on\n"
        "019a0000-0000-7000-8000-00000000abcd,abcd,permits,One,2026-11-19\n"
        "019a0000-0000-7000-8000-00001000abcd,abcd,permits,Two,2026-11-19\n"
        "019a0000-0000-7000-8000-000020001234,ffff,permits,Three,2026-11-19\n"
    )
    assert run_import(log, clock, path).imported == 3
    ids = {entry.short_id for entry in select_entries(log, EVERYTHING)}
    assert ids == {"0abcd", "1234", "abcd"}


def test_a_row_that_contradicts_the_log_differs_but_an_emptier_one_does_not(log, clock, tmp_path):
    path = tmp_path / "some.csv"
    uuid = "019a0000-0000-7000-8000-00000000abcd"
    path.write_text(
        "uuid,team,happened,lesson\n"
        f"{uuid},permits,One,Look\n"
        f"{uuid},permits,One,\n"
        f"{uuid},permits,Two,\n"
    )
    result = run_import(log, clock, path)
    assert (result.imported, result.already_there, result.differing) == (1, 2, 1)
    (entry,) = select_entries(log, EVERYTHING)
    assert (entry.happened, entry.lesson) == ("One", "Look")
