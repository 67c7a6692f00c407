"""Tests of `export`, in every format and for every audience."""

import csv
import io
import json
import subprocess
import sys

import pytest

from coachlog.cli.context import Context
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.formula_guard import unguarded
from coachlog.services.record import record
from coachlog.storage.queries import counts


@pytest.fixture(autouse=True)
def large_teams(monkeypatch):
    """Let one writer be enough for a team: small teams are tested elsewhere."""
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)


TEAM_AND_TOPICS = {"team": "permits", "topics": ["fees", "waivers"]}
ENTRIES = [
    {
        **TEAM_AND_TOPICS,
        "kind": "correction",
        "happened": "=HYPERLINK(1)",
        "share": "meeting",
        "learner": "blue",
        "trainer": "Ana",
    },
    {
        **TEAM_AND_TOPICS,
        "kind": "mistake",
        "happened": 'Ana said "no",\r\nthen yes',
        "own": True,
        "share": "meeting",
        "trainer": "Ana",
    },
    {
        **TEAM_AND_TOPICS,
        "kind": "strength",
        "happened": "Blue helped",
        "learner": "blue",
        "occurred_on": "2026-11-02",
    },
    {
        **TEAM_AND_TOPICS,
        "kind": "question",
        "happened": "A worry",
        "share": "private",
        "factors": ["tool", "other"],
    },
]
TEAM = (
    "For the team: private entries and learners are left out, texts are as written;"
    " held back: 1 private\n"
)
MEETING = (
    "For a meeting: only entries cleared for it, weeks instead of days, learners and trainers left"
    " out; known names, addresses and numbers are masked; "
    "held back: 1 not cleared for a meeting (coachlog clear), 1 private\n"
)


@pytest.fixture
def some_entries():
    """Two entries cleared for a meeting, one for the team, one private."""
    context = Context()
    for fields in ENTRIES:
        record(context.log, context.settings, dict(fields))
    context.close()


def cells(text):
    """Return the rows of an exported CSV text, without the guard against formulas."""
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    return [dict(zip(header, map(unguarded, row), strict=True)) for row in rows]


def test_the_team_gets_no_private_entry_and_no_learner(coachlog, some_entries):
    code, out, err = coachlog("export")
    short_id = cells(out)[2]["short_id"]
    assert code == 0
    assert err == (
        f"{TEAM}1 entry names a person in its text: {short_id}."
        " Please check the texts before you share them.\n"
    )
    assert list(cells(out)[0]) == [field for field in FIELD_NAMES if field != "learner"]
    assert [row["kind"] for row in cells(out)] == ["correction", "mistake", "strength"]
    assert "worry" not in out


def test_a_filter_by_days_is_exported_by_day(coachlog, some_entries):
    rows = cells(coachlog("export", "--since", "2026-11-01").out)
    assert [row["kind"] for row in rows] == ["strength", "correction", "mistake"]


def test_a_meeting_gets_cleared_entries_with_weeks_and_without_people(coachlog, some_entries):
    code, out, err = coachlog("export", "--for", "meeting")
    assert code == 0
    masked = cells(out)[1]
    assert err == (
        f"{MEETING}Masked: 1 name (in {masked['short_id']})."
        " Please check the texts before you share them.\n"
    )
    assert masked["happened"] == '[name] said "no",\r\nthen yes'
    # What is empty in every row is left out.
    assert list(masked) == "week short_id kind team topics happened status".split()
    assert [row["week"] for row in cells(out)] == ["2026-W47", "2026-W47"]
    assert "2026-11" not in out


def test_a_meeting_export_of_ones_own_entries_hides_and_masks_the_name(by, some_entries):
    for filters in (["--trainer", "ana"], ["--mine"]):
        out = by("Ana", "export", "--for", "meeting", *filters).out
        assert len(cells(out)) == 2
        assert "Ana" not in out
        assert "trainer" not in out


def test_a_meeting_export_masks_its_reader_whom_the_log_does_not_know(coachlog, monkeypatch):
    coachlog("log", "@permits", "Asked Quinlan about it", "--share", "meeting")
    (row,) = cells(coachlog("export", "--for", "meeting").out)
    assert row["happened"] == "Asked Quinlan about it"
    monkeypatch.setenv("COACHLOG_TRAINER", "quinlan")
    (row,) = cells(coachlog("export", "--for", "meeting").out)
    assert row["happened"] == "Asked [name] about it"


def test_a_full_export_holds_every_field_in_the_order_of_recording(coachlog, some_entries):
    code, out, err = coachlog("export", "--for", "full")
    assert (code, err) == (
        0,
        "Full: every field of every entry that you may read, your own private ones too\n",
    )
    assert out.splitlines()[0] == ",".join(FIELD_NAMES)
    assert [row["happened"] for row in cells(out)] == [fields["happened"] for fields in ENTRIES]


def test_an_export_can_be_filtered(coachlog, some_entries):
    assert len(cells(coachlog("export", "@permits", "+fees", "--kind", "mistake").out)) == 1
    assert cells(coachlog("export", "@finance").out) == []
    limited = cells(coachlog("export", "--limit", "2").out)
    assert [row["kind"] for row in limited] == ["mistake", "strength"]
    limited = cells(coachlog("export", "--for", "full", "-n", "1").out)
    assert [row["kind"] for row in limited] == ["question"]


@pytest.mark.parametrize("audience", ["team", "meeting", "full"])
def test_every_format_holds_the_same_cells(coachlog, some_entries, audience):
    rows = cells(coachlog("export", "--for", audience).out)
    objects = json.loads(coachlog("export", "--for", audience, "--format", "json").out)
    lines = coachlog("export", "--for", audience, "-f", "jsonl").out.splitlines()
    assert objects == [json.loads(line) for line in lines]
    assert all(isinstance(entry["topics"], list) and entry["why"] is None for entry in objects)
    assert len(rows) == len(objects)
    for row, entry in zip(rows, objects, strict=True):
        left_out = entry.keys() - row.keys()
        assert row == {name: cell_of(entry[name]) for name in row}
        assert (audience == "meeting") == bool(left_out)
        assert {cell_of(entry[name]) for name in left_out} <= {""}


def cell_of(value):
    if isinstance(value, list):
        return "; ".join(value)
    return {True: "yes", False: "no", None: ""}.get(value, value)


def test_markdown_begins_with_the_audience_and_what_was_held_back(coachlog, some_entries):
    lines = coachlog("export", "--for", "meeting", "--format", "md").out.splitlines()
    assert lines[0] + "\n" == MEETING
    assert lines[2].startswith("| week | id | kind |")


@pytest.mark.parametrize(
    ("form", "out"), [("csv", "uuid,"), ("json", "[]\n"), ("jsonl", ""), ("md", "For the team")]
)
def test_an_empty_export_is_still_in_its_format(coachlog, home, form, out):
    code, written, _ = coachlog("export", "--format", form)
    assert code == 0
    assert written.startswith(out)
    assert list(home.rglob("*.db")) == []


def test_the_name_of_a_file_chooses_its_format_and_no_file_is_overwritten(
    coachlog, some_entries, home
):
    code, out, err = coachlog("export", "-o", "out.json")
    assert (code, out, err.splitlines()[1]) == (0, "", "3 entries written to out.json.")
    assert len(json.loads((home / "out.json").read_text())) == 3
    code, out, err = coachlog("export", "-o", "out.json", "--format", "csv")
    assert (code, out, err) == (
        6,
        "",
        "coachlog: out.json already exists. Add --force to replace it, or name another file.\n",
    )
    assert coachlog("export", "-o", "out.json", "--format", "csv", "--force").code == 0
    assert (home / "out.json").read_text().startswith("uuid")


def test_excel_gets_a_byte_order_mark_in_a_file_and_in_a_pipe(coachlog, some_entries, home):
    assert coachlog("export", "--excel", "-o", "out.csv").code == 0
    piped = coachlog("export", "--excel").out
    assert (home / "out.csv").read_bytes() == piped.encode()
    assert piped.startswith("\ufeffuuid,")
    assert coachlog("export", "--excel", "--format", "md").code == 2


def test_a_pipe_gets_utf_8_and_crlf_whatever_the_locale(coachlog, process, monkeypatch):
    coachlog("log", "@a", "fee’s")
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    monkeypatch.setenv("PYTHONUTF8", "0")
    assert "fee’s" in process("export").out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on the size of files")
def test_without_space_no_file_is_created_and_an_old_one_stays(coachlog, some_entries, home):
    import resource

    (home / "old.csv").write_text("old")
    for name in ("old.csv", "new.csv"):
        done = subprocess.run(
            [sys.executable, "-B", "-m", "coachlog", "export", "-o", name, "--force"],
            check=False,
            capture_output=True,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        )
        assert (done.returncode, done.stdout) == (5, "")
        assert done.stderr.splitlines()[-1].startswith(f"coachlog: {name} was not written")
    assert (home / "old.csv").read_text() == "old"
    assert [path.name for path in home.iterdir() if path.is_file()] == ["old.csv"]


@pytest.mark.parametrize("command", ["export", "list -f csv", "week -f csv", "export --excel"])
def test_csv_on_a_terminal_has_no_control_characters(coachlog, terminal, command):
    pexpect = pytest.importorskip("pexpect")
    words = "evil \x1b[31m \x1b]0;pwn\a \x9b31m \u202e\rover"
    coachlog("log", "--team", "per\x1b[1mmits", "--topic", "fees", "--", words)
    child = terminal(*command.split())
    child.expect(pexpect.EOF)
    shown = child.before.replace("\r\n", "\n")
    # A name is stored without them.
    assert "per[1mmits" in shown
    has_texts = not command.startswith("week")
    assert ("evil ␛[31m" in shown) == has_texts
    assert [sign for sign in ("\x1b", "\a", "\x9b", "\u202e", "\r", "␍\n") if sign in shown] == []


def test_csv_in_a_pipe_has_the_cells_as_stored(coachlog):
    coachlog("log", "@permits", "+fees", "evil \x1b[31m")
    for command in ("export", "list -f csv"):
        assert "evil \x1b[31m" in coachlog(*command.split()).out


@pytest.mark.parametrize("ending", ["ODS", "xls", "docx", "pdf"])
def test_a_file_of_an_office_program_is_refused(coachlog, some_entries, home, ending):
    name = f"x.{ending}"
    code, out, err = coachlog("export", "-o", name)
    assert (code, out) == (2, "")
    assert err == (
        f"coachlog: .{ending.lower()} files cannot be written."
        " Name the file x.xlsx for a spreadsheet, or x.csv.\n"
    )
    assert not (home / name).exists()


def test_columns_are_chosen_by_their_names_in_files_or_on_the_screen(coachlog, some_entries):
    for form in ("csv", "md"):
        result = coachlog("export", "--columns", "Team, what-changed,ID,team", "-f", form)
        assert result.code == 0
    header = coachlog("export", "--columns", "team,changed_what,day").out.splitlines()[0]
    assert header == "team,changed_what,occurred_on"
    assert "| team | what changed | id |" in result.out


def test_one_chosen_column_has_a_line_for_every_entry(coachlog, some_entries):
    out = coachlog("export", "--columns", "lesson").out
    assert out == 'lesson\r\n""\r\n""\r\n""\r\n'


def test_a_meeting_gets_an_empty_column_that_is_asked_for(coachlog, some_entries):
    out = coachlog("export", "--for", "meeting", "--columns", "week,team,lesson").out
    assert out.splitlines()[1] == "2026-W47,permits,"


@pytest.mark.parametrize("hidden", ["learner", "trainer", "occurred_on", "nonsense"])
def test_a_column_that_the_audience_must_not_see_cannot_be_chosen(coachlog, some_entries, hidden):
    code, out, err = coachlog(
        "export", "--for", "meeting", "--columns", f"team,{hidden}", "-o", "x.csv"
    )
    assert (code, out) == (2, "")
    assert err.startswith(
        f"coachlog: there is no column '{hidden}' here. Choose from week, short_id,"
    )


def test_records_for_programs_are_always_whole(coachlog, some_entries):
    code, out, err = coachlog("export", "--columns", "team", "-f", "json")
    assert (code, out) == (2, "")
    assert err == "coachlog: --columns only works with tables: json has whole records.\n"


def test_a_meeting_without_entries_gets_every_column(coachlog, some_entries):
    out = coachlog("export", "@nobody", "--for", "meeting").out
    assert "week,short_id,kind,team,topics,happened,recovery," in out
