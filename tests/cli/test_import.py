"""Tests of `import`, with files from other programs."""

import csv
import io
import json
import stat
from pathlib import Path

import pytest

from tests.audit_findings import FINDINGS, needs_findings

MOMENTS = (
    "date,team,what_happened,corrective action\n"
    "2026-11-02,permits,Charged twice,Paid it back\n"
    "2026-11-03,fees,Showed how,\n"
)


@pytest.fixture
def full(coachlog):
    """Return every field of every entry: `full()`."""
    return lambda: json.loads(coachlog("export", "--for", "full", "--format", "json").out)


def put(name, content):
    """Write a file of text or bytes; return its name."""
    if isinstance(content, str):
        content = content.encode()
    Path(name).write_bytes(content)
    return name


def rejects_of(path):
    """Return the rows of a file of rejected rows, its header first."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def test_a_csv_file_from_elsewhere_becomes_entries(coachlog, full):
    done = coachlog("import", put("moments.csv", MOMENTS))
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "2 entries imported from moments.csv (1 mistake, 1 correction),"
        " 0 rejected, 0 already there · undo: coachlog undo"
    ]
    charged, showed = full()
    assert (charged["kind"], charged["recovery"]) == ("mistake", "Paid it back")
    assert (charged["team"], charged["topics"]) == ("permits", ["general"])
    assert (charged["occurred_on"], charged["occurred_at"]) == ("2026-11-02", None)
    assert (showed["kind"], showed["recovery"], showed["trainer"]) == ("correction", None, "robin")


def test_importing_a_file_again_adds_nothing_even_after_edits(coachlog, full, at):
    put("moments.csv", MOMENTS)
    coachlog("import", "moments.csv")
    coachlog("edit", "last", "--lesson", "Look first")
    coachlog("log", "@permits", "Something else")
    before = full()
    at("2026-11-25T09:00:00+00:00")
    again = coachlog("import", "moments.csv")
    assert (again.code, full()) == (0, before)
    assert again.err == "0 entries imported from moments.csv, 0 rejected, 2 already there\n"
    coachlog("edit", before[1]["short_id"], "--happened", "Showed how, at the counter")
    again = coachlog("import", "moments.csv")
    assert "0 entries imported" in again.err
    note = "1 entry already in the log differs from the file; the log was left as it was"
    assert note in again.err
    assert "Showed how, at the counter" in [entry["happened"] for entry in full()]


def test_an_import_of_nothing_new_is_nothing_that_undo_could_take_back(coachlog, full):
    put("moments.csv", MOMENTS)
    coachlog("import", "moments.csv")
    assert "2 already there" in coachlog("import", "moments.csv").err
    assert coachlog("undo").code == 0
    assert full() == []


def test_the_same_rows_are_the_same_entries_whatever_fills_their_gaps(coachlog, full):
    put("some.csv", "date,what_happened\n2026-11-02,Charged twice\n")
    for team in ("permits", "finance"):
        done = coachlog("import", "some.csv", "--set", f"team={team}", "--set", "topics=fees")
        assert done.code == 0
    assert "0 entries imported" in done.err
    assert "1 already there" in done.err
    assert [entry["team"] for entry in full()] == ["permits"]


def test_a_short_id_does_not_make_another_entry(coachlog, full):
    for short_id in ("ab12", "cd34"):
        rows = f"short_id,date,team,what_happened\n{short_id},2026-11-02,permits,Charged twice\n"
        done = coachlog("import", put("some.csv", rows))
    assert done.err == "0 entries imported from some.csv, 0 rejected, 1 already there\n"
    assert len(full()) == 1


def test_a_longer_file_adds_only_its_new_rows(coachlog, full):
    coachlog("import", put("moments.csv", MOMENTS))
    head, *rows = MOMENTS.splitlines()
    longer = [head, "2026-11-04,permits,Sent it back,", *reversed(rows), rows[0]]
    done = coachlog("import", put("other.csv", "\n".join(longer)))
    # The repeated row is a second such case.
    assert "2 entries imported from other.csv" in done.err
    assert "2 already there" in done.err
    happened = sorted(entry["happened"] for entry in full())
    assert happened == ["Charged twice", "Charged twice", "Sent it back", "Showed how"]


def test_a_dry_run_leaves_the_file_of_the_log_as_it_is(coachlog, home, log_path):
    coachlog("log", "@permits", "Something else")
    before = log_path.read_bytes()
    done = coachlog("import", put("moments.csv", MOMENTS), "--dry-run")
    assert done.code == 0
    assert log_path.read_bytes() == before
    assert "Charged" not in coachlog("list").out


def test_the_same_rows_in_another_format_are_the_same_entries(coachlog):
    coachlog("import", put("moments.csv", MOMENTS))
    rows = [
        {"Day": "3 November 2026", "Unit": "Fees", "happened": "Showed how", "colour": "red"},
        {
            "Day": "02.11.2026",
            "Unit": "permits",
            "happened": "Charged twice",
            "recovery": "Paid it back",
        },
    ]
    done = coachlog("import", put("moments.json", json.dumps(rows)), "--date-order", "dmy")
    assert done.err == "0 entries imported from moments.json, 0 rejected, 2 already there\n"


def test_equal_rows_become_entries_of_their_own(coachlog, full):
    put("alike.csv", "team,happened\n" + "permits,Asked for the form\n" * 3)
    assert coachlog("import", "alike.csv").err.startswith("3 entries imported")
    assert len({entry["uuid"] for entry in full()}) == 3
    assert coachlog("import", "alike.csv").err.startswith(
        "0 entries imported from alike.csv, 0 rejected, 3 already there"
    )


def test_undo_takes_a_whole_import_back_and_it_can_be_repeated(coachlog, full):
    put("moments.csv", MOMENTS)
    coachlog("import", "moments.csv", "--set", "lesson=Wrong one")
    assert coachlog("undo").code == 0
    assert full() == []
    assert coachlog("import", "moments.csv").err.startswith("2 entries imported")
    assert [entry["lesson"] for entry in full()] == [None, None]
    assert coachlog("undo").code == 0
    assert full() == []


def test_an_import_does_not_bring_back_a_deleted_entry(coachlog, full):
    put("moments.csv", MOMENTS)
    coachlog("import", "moments.csv")
    coachlog("delete", "last")
    again = coachlog("import", "moments.csv")
    assert again.err.splitlines()[1:] == [
        "1 row skipped: deleted from this log earlier. To see when:  coachlog history"
    ]
    assert len(full()) == 1


def test_an_undone_edit_does_not_make_a_deleted_entry_come_back(coachlog, full):
    put("moments.csv", MOMENTS)
    coachlog("import", "moments.csv")
    coachlog("edit", "last", "--lesson", "Look first")
    coachlog("undo")
    coachlog("delete", "last")
    again = coachlog("import", "moments.csv")
    assert again.err.splitlines() == [
        "0 entries imported from moments.csv, 0 rejected, 1 already there",
        "1 row skipped: deleted from this log earlier. To see when:  coachlog history",
    ]
    assert len(full()) == 1


def test_a_dry_run_shows_what_each_column_becomes_and_writes_nothing(coachlog, home):
    put(
        "moments.csv",
        "Date;Unit;What Happened;colour\n"
        "2.11.2026;permits;Charged twice;red\n"
        "31.12.2026;;Showed;\n",
    )
    options = ["--dry-run", "--format", "csv", "--set", "team=fees", "--kind", "mistake"]
    shown = coachlog("import", "moments.csv", *options)
    assert list(csv.reader(io.StringIO(shown.out))) == [
        ["column", "field", "filled", "example"],
        ["Date", "occurred_on", "2", "2.11.2026"],
        ["Unit", "team", "1", "permits"],
        ["What Happened", "happened", "2", "Charged twice"],
        ["colour", "(skipped)", "1", "red"],
        ["(--set)", "team", "0", "fees"],
        ["(--set)", "kind", "0", "mistake"],
    ]
    lines = shown.err.splitlines()
    assert lines[0] == (
        "2 entries would be imported from moments.csv as mistakes, 0 rejected, 0 already there;"
        " nothing was written"
    )
    assert "Skipped columns: colour. To import one: --map COLUMN=FIELD" in lines
    assert list(home.rglob("*.db")) == []


def test_rejected_rows_go_to_a_file_and_the_others_are_imported(coachlog, full, home):
    text = (
        "kind,team,happened,status\n"
        "mistake,permits,Charged twice,logged\n"
        "blunder,permits,=1+1,logged\n"
        "mistake,permits,,logged\n"
        "mistake,permits,One,too,many\n"
        'mistake,permits,"Stray "quote" here",logged\n'
        "mistake,permits,NUL\0here,logged\n"
        "mistake,permits,Last one,closed\n"
    )
    done = coachlog("import", put("some.csv", text))
    assert done.code == 0
    assert "2 entries imported from some.csv as mistakes, 5 rejected" in done.err
    note = (
        "5 rejected rows are in some.rejects.csv, with the reason."
        " First: line 3: kind must be one of"
    )
    assert note in done.err
    rejects = home / "some.rejects.csv"
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    rows = rejects_of(rejects)
    assert rows[0] == ["line", "reason", "kind", "team", "happened", "status"]
    assert [row[0] for row in rows[1:]] == ["3", "4", "5", "6", "7"]
    assert rows[1][2:] == ["blunder", "permits", "'=1+1", "logged"]
    assert rows[2][1] == "it does not say what happened"
    assert rows[3][1] == "it has 5 cells, but the header has 4"
    assert "NUL at character 4" in rows[5][1]
    assert [entry["happened"] for entry in full()] == ["Charged twice", "Last one"]


def test_no_cell_of_the_rejects_can_run_as_a_formula_nor_is_any_guarded_twice(coachlog, home):
    text = "happened,date,=1+1\nOne,=2+2,'=3+3\nTwo,2026-11-02,\n"
    assert coachlog("import", put("some.csv", text), "--set", "team=permits").code == 0
    header, row = rejects_of(home / "some.rejects.csv")
    assert header == ["line", "reason", "happened", "date", "'=1+1"]
    assert row[2:] == ["One", "'=2+2", "'=3+3"]


def test_corrected_rejects_can_be_imported_and_no_file_is_overwritten(coachlog, full, home):
    put("some.csv", "kind,team,happened\nblunder,permits,=1+1\nmistake,permits,Two\n")
    coachlog("import", "some.csv")
    rejects = home / "some.rejects.csv"
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace("blunder", "mistake"))
    assert coachlog("import", "some.rejects.csv").err.startswith(
        "1 entry imported from some.rejects.csv as a mistake, 0 rejected"
    )
    assert {entry["happened"] for entry in full()} == {"=1+1", "Two"}
    coachlog("import", "some.csv")
    assert sorted(path.name for path in home.glob("some*")) == [
        "some.csv",
        "some.rejects-2.csv",
        "some.rejects.csv",
    ]


def test_json_values_keep_their_type_or_are_rejected_with_their_line(coachlog, full, home):
    put(
        "some.jsonl",
        '{"team": "permits", "happened": "One", "own": true, "topics": ["a|b", "c"],'
        ' "factors": ["tool", "other"], "rule": 1}\n'
        '{"team": "permits", "happened": ["Two"]}\n'
        '{"team": "permits", "happened": "half \\ud800 a pair"}\n'
        '{"team": "permits", "happened": "Four", "own": "perhaps"}\n'
        '{"team": "permits", "happened": "Five", "factors": ["luck"]}\n',
    )
    done = coachlog("import", "some.jsonl", "--rejects", "left.csv")
    assert done.code == 0
    factors = (
        "factors must be one of communication, guidance, tool, workload, hand-over, training,"
        " environment, other; not 'luck'"
    )
    rows = rejects_of(home / "left.csv")[1:]
    assert [(row[0], row[1].partition(":")[0].partition(" at")[0]) for row in rows] == [
        ("2", "happened"),
        ("3", "happened has an invalid character"),
        ("4", "own"),
        ("5", factors),
    ]
    (entry,) = full()
    assert (entry["topics"], entry["factors"]) == (["a|b", "c"], ["tool", "other"])
    assert (entry["own"], entry["rule_ref"]) == (True, "1")


def test_the_formula_guard_is_removed_once_and_only_from_csv(coachlog, full):
    put("some.csv", "team,happened,why\npermits,'=1+1,''=2\npermits,'tis so,=3\n")
    put("some.json", json.dumps([{"team": "permits", "happened": "'=1+1"}]))
    assert coachlog("import", "some.csv").code == coachlog("import", "some.json").code == 0
    assert [(entry["happened"], entry["why"]) for entry in full()] == [
        ("=1+1", "'=2"),
        ("'tis so", "=3"),
        ("'=1+1", None),
    ]


def test_a_file_whose_rows_are_all_rejected_is_an_error(coachlog):
    put("some.csv", "kind,team,happened\nblunder,permits,Two\nmistake,permits,\n")
    done = coachlog("import", "some.csv", "--rejects", "no.csv")
    assert done.code == 2
    assert "2 rejected rows are in no.csv" in done.err
    error = "coachlog: no rows could be imported. Check the column mapping with --dry-run.\n"
    assert error in done.err


def test_columns_of_stdin_can_be_mapped_skipped_and_set(coachlog, full):
    text = "what went on|who|when|nr\nCharged twice|permits|2022|7\n"
    options = ["--map", "what went on=happened", "--map", "WHO=unit", "-m", "nr="]
    options += ["--set", "topic=fees; refunds"]
    done = coachlog("import", "-", *options, stdin=text)
    assert done.code == 0
    (entry,) = full()
    assert (entry["team"], entry["topics"]) == ("permits", ["fees", "refunds"])
    assert entry["occurred_on"] == "2022-01-01"
    assert "1 entry imported from stdin" in done.err


def test_columns_without_a_header_are_named_by_number(coachlog, full):
    put("bare.csv", "2026-11-02,permits,Charged twice\n2026-11-03,permits,Charged once\n")
    refused = coachlog("import", "bare.csv")
    assert (refused.code, "Say which one it is: --map COLUMN=happened" in refused.err) == (2, True)
    options = ["--no-header", "-m", "1=date", "-m", "2=team", "-m", "3=happened"]
    done = coachlog("import", "bare.csv", *options)
    assert done.code == 0
    assert [entry["happened"] for entry in full()] == ["Charged twice", "Charged once"]


def test_the_order_of_day_and_month_follows_from_the_column_or_must_be_set(coachlog, full):
    put("clear.csv", "date,team,happened\n3/4/2026,permits,One\n3/14/2026,permits,Two\n")
    assert coachlog("import", "clear.csv").code == 0
    assert [entry["occurred_on"] for entry in full()] == ["2026-03-04", "2026-03-14"]
    put("open.csv", "date,team,happened\n5/4/2026,permits,Three\n")
    refused = coachlog("import", "open.csv")
    assert (refused.code, len(full())) == (6, 2)
    assert "open.csv, line 2: 5/4/2026 could be two days" in refused.err
    assert "coachlog config set date-order dmy" in refused.err
    coachlog("config", "set", "date-order", "dmy")
    assert coachlog("import", "open.csv").code == 0
    assert full()[-1]["occurred_on"] == "2026-04-05"
    put("both.csv", "date,team,happened\n13/4/2026,permits,Four\n3/14/2026,permits,Five\n")
    assert coachlog("import", "both.csv", "--date-order", "dmy").code == 0


def test_a_column_without_a_valid_value_is_skipped_with_a_note(coachlog, full):
    put(
        "s.csv",
        "team,happened,status,contributing factors\n"
        "permits,One,Red,Not enough people\n"
        "permits,Two,Green,\n",
    )
    done = coachlog("import", "s.csv")
    assert done.code == 0
    note = "status is skipped, because no value in it is one of logged, shared, adopted, closed"
    assert note in done.err
    assert (
        "contributing factors is skipped, because no value in it is one of communication,"
        in done.err
    )
    assert {entry["status"] for entry in full()} == {"logged"}


def test_an_import_needs_a_team(coachlog):
    put("t.csv", "happened\nOne\n")
    refused = coachlog("import", "t.csv")
    assert (refused.code, "Add --set team=NAME" in refused.err) == (6, True)
    put("t.csv", "happened,team\nOne,\nTwo,permits\n")
    rejected = coachlog("import", "t.csv")
    assert "line 2: it has no team; give one with --set team=NAME" in rejected.err
    coachlog("config", "set", "team", "permits")
    assert coachlog("import", "t.csv").err.startswith(
        "1 entry imported from t.csv as a correction, 0 rejected, 1 already there"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["no.csv"], 4, "there is no file no.csv"),
        (["."], 2, "is a folder"),
        (["empty.csv"], 2, "is empty"),
        (["book.xlsx"], 2, "book.xlsx is damaged, or not a workbook"),
        (
            ["x.csv", "--map", "x=happened"],
            2,
            "there is no column 'x'. The columns are team, happened.",
        ),
        (
            ["x.csv", "--map", "team=hapened"],
            2,
            "there is no field 'hapened'. Did you mean 'happened'",
        ),
        (["x.csv", "--map", "team"], 2, "is not COLUMN=FIELD"),
        (["x.csv", "--set", "team"], 2, "is not FIELD=VALUE"),
        (["x.csv", "--kind", "blunder"], 2, "kind must be one of"),
        (["x.csv", "--set", "short_id=8f3a"], 2, "short_id cannot be set by hand."),
        (["x.csv", "--set", "date=3/4/2026"], 6, "could be two days"),
        (["x.csv", "--set", "recorded_at=3/4/2026"], 6, "could be two days"),
        (["x.csv", "--encoding", "klingon"], 2, "there is no encoding 'klingon'"),
        (["open.csv"], 2, "line 3: the quotation mark that opens a cell here is never closed"),
        (["bad.json"], 2, "bad.json, line 3: this is not JSON"),
        (
            ["mixed.csv"],
            2,
            "mixed.csv, line 4: some bytes are not UTF-8, but the rest of the file is",
        ),
    ],
)
def test_an_unreadable_file_or_option_is_refused_on_one_line(
    coachlog, home, arguments, code, message
):
    put("empty.csv", "\n \n")
    put("book.xlsx", b"PK\x03\x04rest")
    put("x.csv", "team,happened\npermits,One\n")
    put("open.csv", 'team,happened\npermits,One\npermits,"Two\npermits,Three\n')
    put("bad.json", '[{"happened": "One"},\n{"happened": "Two"},\n{"happened": Three}]')
    mixed = "team,happened\npermits,café\npermits,naïve\npermits,".encode() + b"caf\xe9\n"
    put("mixed.csv", mixed)
    done = coachlog("import", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (code, "", 1)
    assert message in done.err
    assert list(home.rglob("*.rejects.csv")) == []


@needs_findings
def test_real_audit_findings_become_mistakes_with_a_short_command(coachlog, full):
    options = ["--kind", "mistake", "--set", "team=Audit", "--map", "audit_year=date"]
    done = coachlog("import", str(FINDINGS), *options)
    assert done.code == 0
    assert done.err.startswith(
        f"102 entries imported from {FINDINGS.name} as mistakes, 0 rejected, 0 already there · undo"
    )
    entries = full()
    assert {entry["kind"] for entry in entries} == {"mistake"}
    assert {entry["occurred_on"] for entry in entries} == {"2021-01-01", "2022-01-01"}
    assert all(entry["happened"] and entry["recovery"] and entry["topics"] for entry in entries)
    topics = set().union(*(entry["topics"] for entry in entries))
    assert "Procurement, suspension and debarment" in topics
    assert coachlog("search", "subrecipient").out.count("\n") > 5
    assert "Eligibility" in coachlog("card", "Eligibility").out
    options[-2] = "-m"
    assert "102 already there" in coachlog("import", str(FINDINGS), *options).err


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_rows_without_a_date_get_today_with_a_note(coachlog, options):
    put("some.csv", "team,happened,pages\npermits,One,2020\npermits,Two,\n")
    err = coachlog("import", "some.csv", *options).err
    assert "2 rows have no date, so today was used.\n" in err
    put("dated.csv", "team,happened,date\npermits,Five,2026-11-02\n")
    for dates in ([], ["--set", "date=2026-11-03"]):
        assert "no date" not in coachlog("import", "dated.csv", *dates, *options).err


def test_a_team_of_the_settings_that_fills_a_gap_is_said(coachlog, full):
    coachlog("config", "set", "team", "desk")
    put("merged.csv", "team,happened\npermits,One\n,Two\n,Three\n")
    assert "2 rows have no team, so desk was used.\n" in coachlog("import", "merged.csv").err
    assert sorted(entry["team"] for entry in full()) == ["desk", "desk", "permits"]
    put("teamless.csv", "happened\nFour\n")
    assert "no team" not in coachlog("import", "teamless.csv").err
    put("given.csv", "team,happened\n,Five\n")
    assert "no team" not in coachlog("import", "given.csv", "--set", "team=intake").err


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#BEZUG!", " #NV "])
def test_an_error_of_a_formula_is_no_name_and_no_text(coachlog, full, error):
    put("some.csv", f"team,happened\n{error},One\npermits,{error}\npermits,#N/A is shown\n")
    done = coachlog("import", "some.csv")
    assert (done.code, done.out) == (0, "")
    reason = f"{error.strip()} is the error of a formula in the spreadsheet"
    assert (
        f"2 rejected rows are in some.rejects.csv, with the reason. First: line 2: team: {reason}"
        in (done.err)
    )
    assert [entry["happened"] for entry in full()] == ["#N/A is shown"]


@pytest.mark.parametrize("nothing", ["N/A", "none", "-", "TBD", "k. A.", "néant", "No", "Pending"])
def test_a_word_for_nothing_puts_no_mistake_right(coachlog, full, nothing):
    put("some.csv", f"kind,team,happened,recovery\nmistake,permits,One,{nothing}\n")
    done = coachlog("import", "some.csv")
    assert (done.code, done.out) == (0, "")
    assert "1 mistake has no recovery yet." in done.err
    assert full()[0]["recovery"] is None


def test_words_for_nothing_are_names_and_texts_of_nothing(coachlog, full):
    header = "team,happened,topics,learner,lesson,status,own,date"
    put("some.csv", f"{header}\npermits,None,N/A,n/a,TBD,-,-,2026-11-02\n-,Two,,,,,,2026-11-02\n")
    done = coachlog("import", "some.csv", "--set", "team=intake")
    assert (done.code, done.out) == (0, "")
    entries = {entry["happened"]: entry for entry in full()}
    assert entries["Two"]["team"] == "intake"
    entry = entries["None"]
    assert (entry["topics"], entry["learner"], entry["lesson"]) == (["general"], None, None)
    assert (entry["status"], entry["own"]) == ("logged", False)


def test_no_is_a_reason_and_an_export_keeps_what_it_says(coachlog, full):
    coachlog("log", "@permits", "+fees", "One", "--why", "No", "--recovery", "None")
    put("back.csv", coachlog("export", "--for", "full").out)
    put("some.csv", "team,happened,why\npermits,Two,No\n")
    assert coachlog("import", "back.csv", "--update").err.startswith("0 entries imported")
    assert coachlog("import", "some.csv").code == 0
    assert {entry["why"] for entry in full()} == {"No"}
    assert {entry["recovery"] for entry in full()} == {"None", None}


def test_a_file_whose_first_line_is_a_row_is_told_of_no_header(coachlog):
    put("plain.csv", "Gave the wrong fee\nLost a form\n")
    done = coachlog("import", "plain.csv", "--set", "team=permits")
    assert (done.code, done.out) == (2, "")
    assert "If the first line is a row like the others, add --no-header.\n" in done.err


def test_notes_name_everything_that_may_need_a_look(coachlog, full):
    text = (
        "kind,team,happened,date,year,colour\n"
        "mistake,permits; fees,One,2026-11-02,2026,red\n"
        "mistake,permits,Two,2027-11-02,2027,\n"
    )
    done = coachlog("import", put("some.csv", text))
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[1:] == [
        "2 mistakes have no recovery yet. To list what is open:  coachlog list --open",
        "1 row has a semicolon in the team's name. It became a comma,"
        " because semicolons separate names in files.",
        "Some dates are in the future (first: line 3, 2027-11-02)."
        " Is the order of day and month right?",
        "Skipped columns: year (date is used), colour. To import one: --map COLUMN=FIELD",
    ]
    assert [entry["team"] for entry in full()] == ["permits, fees", "permits"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_empty_lists_of_coachlogs_own_export_bring_no_note(coachlog, form):
    coachlog("log", "@permits", "+fees", "One")
    coachlog("export", "--for", "full", "-o", f"own.{form}")
    done = coachlog("--db", "other.db", "import", f"own.{form}")
    assert (done.code, "skipped" in done.err.lower()) == (0, False)


def test_array_values_that_are_not_objects_are_rejected_with_their_number(coachlog, full, home):
    done = coachlog("import", put("e.json", '[1,2,"x",null,{"happened":5,"team":"p"}]'))
    assert done.code == 0
    assert "1 entry imported from e.json as a correction, 4 rejected" in done.err
    assert [(entry["happened"], entry["team"]) for entry in full()] == [("5", "p")]
    rows = rejects_of(home / "e.rejects.csv")
    assert [row[1] for row in rows[1:]] == [
        f"value {number} is not an object with names and values" for number in range(1, 5)
    ]
    done = coachlog("import", put("none.json", "[1, 2]"))
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "coachlog: none.json has no objects with names and values, so there is nothing to import.\n"
    )


def test_an_existing_file_for_rejects_is_refused_before_anything_is_imported(coachlog, full, home):
    put("some.csv", "kind,team,happened\nblunder,permits,One\nmistake,permits,Two\n")
    put("i.csv", "mine")
    done = coachlog("import", "some.csv", "--rejects", "i.csv")
    assert (done.code, done.out) == (6, "")
    assert done.err == (
        "coachlog: i.csv already exists. Name another file with --rejects, or move it away.\n"
    )
    assert ((home / "i.csv").read_text(), full()) == ("mine", [])
    assert sorted(path.name for path in home.glob("i*")) == ["i.csv"]


def test_a_row_whose_uuid_is_all_digits_but_one_gets_an_id(coachlog):
    table = "team,topics,happened\npermits,fees,Gave form 10448 to the customer\n"
    code, out, err = coachlog("import", "-", stdin=table)
    assert (code, out) == (0, ""), err
    assert len(json.loads(coachlog("list", "-f", "json").out)[0]["short_id"]) <= 5


def test_a_sign_in_a_topic_of_coachlogs_own_export_does_not_separate(coachlog, full, monkeypatch):
    assert coachlog("log", "@permits", "+in|out", "Signed the book").code == 0
    assert coachlog("export", "--for", "full", "-o", "own.csv").code == 0
    monkeypatch.setenv("COACHLOG_DB", "other.db")
    assert coachlog("import", "own.csv").code == 0
    assert full()[0]["topics"] == ["in|out"]


def test_an_instant_of_its_own_counts_more_than_the_time_in_the_column_of_the_day(coachlog, full):
    put(
        "x.csv",
        "occurred_at,occurred_on,team,happened\n"
        "2026-11-18T10:00:00Z,2026-11-17 16:30,permits,Charged twice\n",
    )
    assert coachlog("import", "x.csv").code == 0
    (entry,) = full()
    assert (entry["occurred_on"], entry["occurred_at"]) == (
        "2026-11-17",
        "2026-11-18T10:00:00.000Z",
    )


def test_imported_private_entries_show_nobody_their_topics(coachlog, by):
    put("x.csv", "team,topics,happened,share\n" + "permits,layoffs,Was told,private\n" * 2)
    assert coachlog("import", "x.csv").code == 0
    assert coachlog("doctor").code == 0
    assert "layoffs" not in by("kim", "topics").out


NO_ENCODINGS = ["hex", "base64", "bz2", "zip", "uu", "rot13", "punycode", "idna", "undefined"]


@pytest.mark.parametrize("encoding", NO_ENCODINGS)
@pytest.mark.parametrize("extra", [[], ["--as", "feedback"]])
def test_what_encodes_no_text_is_no_encoding(coachlog, home, encoding, extra):
    put("x.csv", "team,happened\npermits,One\n")
    put("x.json", '[{"team": "permits", "happened": "One"}]')
    for name in ("x.csv", "x.json", "-"):
        done = coachlog("import", name, *extra, "--encoding", encoding, stdin="a,b\n1,2\n")
        assert done == (
            2,
            "",
            f"coachlog: there is no encoding '{encoding}'. Try utf-8, cp1252, latin-1 or utf-16.\n",
        )


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-16", b"team,happened\npermits,One\n"),  # without a byte-order mark
        ("utf-7", b"team,happened\npermits,+2AA-\n"),
        ("unicode_escape", b"team,happened\npermits,\\ud800\n"),
    ],
)
def test_a_file_that_is_not_in_the_encoding_is_refused(coachlog, home, encoding, content):
    put("a.csv", content)
    assert coachlog("import", "a.csv", "--encoding", encoding) == (
        2,
        "",
        f"coachlog: a.csv is not {encoding} text. "
        "Save the file as UTF-8, or give another --encoding.\n",
    )
