"""Tests of exports in a real spreadsheet: LibreOffice opens them and saves its own cells."""

import csv
import json
import shutil
import subprocess

import openpyxl
import pytest

from coachlog.cli.context import Context
from coachlog.domain.formula_guard import unguarded
from coachlog.services.record import record
from coachlog.storage.queries import counts
from tests.audit_findings import FINDINGS, needs_findings

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    "  =1+1",
    "\t=1+1",
    "\r\n=1+1",
    "\u3000=1+1",
    "＝1+1",
    "'=1+1",
    "'quoted'",
    '"',
    'a "b", c; d',
    "a,b",
    "a;b\tc",
    "line\nbreak",
    "line\r\nbreak",
    "日本語 👩\u200d👧 e\u0301",
    "\u202eabc",
    "שלום",
    "<b>&amp;",
    "=cmd|' /C calc'!A0",
    "# not a comment",
    "sep=;",
]


def saved_by_office(path, folder, form, *options):
    """Return the file that LibreOffice saves, in another form, of one that it has opened."""
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", *options]
    command += ["--convert-to", form, "--outdir", f"{folder}/opened", str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (saved,) = (folder / "opened").iterdir()
    return saved


def opened(path, folder):
    """Return the cells of a CSV file, or of a workbook's first sheet, as LibreOffice sees them."""
    # Comma, double quote, UTF-8, from line 1:
    # https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
    form = "Text - txt - csv (StarCalc):44,34,76,1"
    options = [f"--infilter={form}"] if path.suffix == ".csv" else []
    # The cells as they are formatted, of the first sheet.
    saved = saved_by_office(path, folder, f"csv:{form},,0,false,true,false,false,false,1", *options)
    return rows(saved)


def rows(path):
    """Return the rows of a CSV file; LibreOffice has its own line ends in cells."""
    result = []
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in csv.reader(file, strict=True):
            result.append([cell.replace("\r\n", "\n") for cell in row])
    return result


def record_texts(texts):
    context = Context()
    for text in texts:
        fields = {
            "kind": "mistake",
            "happened": text,
            "recovery": text,
            "team": "permits",
            "topics": ["fees"],
            "share": "meeting",
        }
        record(context.log, context.settings, fields)
    context.close()


def as_shown(cell):
    """Return a cell as LibreOffice shows it: it has one kind of line end."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("audience", ["team", "meeting", "full"])
@pytest.mark.parametrize("excel", [[], ["--excel"]], ids=["plain", "excel"])
def test_hostile_cells_open_as_text(coachlog, tmp_path, audience, excel):
    record_texts(HOSTILE)
    path = tmp_path / "out.csv"
    assert coachlog("export", "--for", audience, *excel, "-o", str(path)).code == 0
    assert opened(path, tmp_path) == rows(path)


def test_a_meeting_sheet_opens_as_text(coachlog, tmp_path, monkeypatch):
    # Each team has one writer, and its name is to be tried too.
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)
    context = Context()
    for number, text in enumerate(HOSTILE):
        fields = {
            "kind": "mistake",
            "happened": text,
            "recovery": text,
            "lesson": text,
            "team": f"{text} {number}".replace(";", ","),
            "topics": [f"{text} topic".replace(";", ",")],
            "share": "meeting",
            "follow_up": "1",
            "occurred_on": "2026-11-02",
        }
        record(context.log, context.settings, fields)
    context.close()
    path = tmp_path / "sheet.csv"
    assert coachlog("meeting", "plan", "--excel", "-o", str(path)).code == 0
    assert len(rows(path)) > 4 * len(HOSTILE)
    assert opened(path, tmp_path) == rows(path)


@needs_findings
def test_real_findings_open_with_the_same_rows_and_cells(coachlog, tmp_path):
    options = ["--kind", "mistake", "--set", "team=Audit", "--map", "audit_year=date"]
    assert coachlog("import", str(FINDINGS), *options).code == 0
    assert coachlog("clear", "--kind", "mistake", "--yes").code == 0
    path = tmp_path / "out.csv"
    assert coachlog("export", "--for", "meeting", "-o", str(path)).code == 0
    assert len(rows(path)) == 103
    assert opened(path, tmp_path) == rows(path)


@pytest.mark.parametrize("audience", ["team", "meeting", "full"])
def test_a_workbook_opens_with_the_rows_and_cells_of_the_csv(coachlog, tmp_path, audience):
    record_texts(HOSTILE)
    for name in ("out.csv", "out.xlsx"):
        path = tmp_path / name
        assert coachlog("export", "--for", audience, "-o", str(path)).code == 0
    unguarded_rows = []
    for row in rows(tmp_path / "out.csv"):
        unguarded_rows.append([as_shown(unguarded(cell)) for cell in row])
    assert opened(tmp_path / "out.xlsx", tmp_path) == unguarded_rows


def test_a_workbook_that_libreoffice_saves_changes_exactly_the_edited_cells(coachlog, tmp_path):
    record_texts(HOSTILE)
    before = json.loads(coachlog("export", "--for", "full", "-f", "json").out)
    path = tmp_path / "out.xlsx"
    assert coachlog("export", "-o", str(path)).code == 0
    saved = saved_by_office(path, tmp_path, "xlsx:Calc MS Excel 2007 XML")
    done = coachlog("import", str(saved), "--update")
    assert (done.code, done.out) == (0, "")
    count = len(before)
    assert done.err == f"0 entries imported from out.xlsx, 0 rejected, {count} already there\n"
    book = openpyxl.load_workbook(saved)
    columns = [cell.value for cell in book["entries"][1]]
    cell = book["entries"].cell(3, columns.index("lesson") + 1, "+1 for this")
    cell.data_type = "s"
    book.save(saved)
    done = coachlog("import", str(saved), "--update")
    assert (done.code, done.out) == (0, "")
    after = json.loads(coachlog("export", "--for", "full", "-f", "json").out)
    changed = {"lesson": "+1 for this", "updated_at": after[1]["updated_at"]}
    assert after == [before[0], before[1] | changed, *before[2:]]


@pytest.mark.parametrize("days", [1, 2])
def test_texts_that_libreoffice_saves_otherwise_are_no_change(coachlog, tmp_path, days):
    record_texts(["_x0041_", "_x005F_x0041_", "_x0041_x0042_", "a_x005F_x0020_b"])
    before = coachlog("export", "--for", "full").out
    saved = tmp_path / "out.xlsx"
    assert coachlog("export", "-o", str(saved)).code == 0
    for day in range(days):
        saved = saved_by_office(saved, tmp_path / str(day), "xlsx:Calc MS Excel 2007 XML")
    done = coachlog("import", str(saved), "--update")
    assert (done.code, done.out) == (0, "")
    assert done.err == "0 entries imported from out.xlsx, 0 rejected, 4 already there\n"
    assert coachlog("export", "--for", "full").out == before
