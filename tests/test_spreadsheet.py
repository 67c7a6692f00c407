"""Tests of exports in a real spreadsheet: LibreOffice opens them and saves what it sees."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from coachlog.cli.context import Context
from coachlog.services.record import record

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FINDINGS = Path(
    os.environ.get("AUDIT_FINDINGS")
    or Path(__file__).parents[1] / "../shared/data/fac_findings_corrective_actions.csv"
)
pytestmark = pytest.mark.skipif(not OFFICE, reason="there is no LibreOffice here")

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


def opened(path, folder):
    """Return the cells of a CSV file as LibreOffice sees them."""
    # Comma, double quote, UTF-8, from line 1:
    # https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
    form = "Text - txt - csv (StarCalc):44,34,76,1"
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            f"--infilter={form}",
            "--convert-to",
            f"csv:{form},,0,false,true,false,false,false,-1",
            "--outdir",
            f"{folder}/opened",
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (path,) = (folder / "opened").iterdir()
    return rows(path)


def rows(path):
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [
            [cell.replace("\r\n", "\n") for cell in row] for row in csv.reader(file, strict=True)
        ]


@pytest.mark.parametrize("audience", ["team", "meeting", "full"])
@pytest.mark.parametrize("excel", [[], ["--excel"]], ids=["plain", "excel"])
def test_hostile_cells_open_as_text(coachlog, tmp_path, audience, excel):
    context = Context()
    for text in HOSTILE:
        fields = {
            "kind": "mistake",
            "happened": text,
            "recovery": text,
            "team": "permits",
            "topics": ["fees"],
            "share": "meeting",
        }
        record(context.log, context.clock, context.settings, fields)
    context.close()
    path = tmp_path / "out.csv"
    assert coachlog("export", "--for", audience, *excel, "-o", str(path)).code == 0
    assert opened(path, tmp_path) == rows(path)


def test_a_meeting_sheet_opens_as_text(coachlog, tmp_path):
    context = Context()
    for number, text in enumerate(HOSTILE):
        fields = {
            "kind": "mistake",
            "happened": text,
            "recovery": text,
            "lesson": text,
            "team": f"{text} {number}".replace(";", ","),
            "topics": [text.replace(";", ",")],
            "share": "meeting",
            "follow_up": "1",
            "occurred_on": "2026-11-02",
        }
        record(context.log, context.clock, context.settings, fields)
    context.close()
    path = tmp_path / "sheet.csv"
    assert coachlog("meeting", "plan", "--excel", "-o", str(path)).code == 0
    assert len(rows(path)) > 4 * len(HOSTILE)
    assert opened(path, tmp_path) == rows(path)


@pytest.mark.skipif(
    not FINDINGS.exists(), reason="the audit findings are not here: name them in AUDIT_FINDINGS"
)
def test_real_findings_open_with_the_same_rows_and_cells(coachlog, tmp_path):
    done = coachlog(
        "import",
        str(FINDINGS),
        "--kind",
        "mistake",
        "--set",
        "team=Audit",
        "--map",
        "audit_year=date",
    )
    assert done.code == 0
    assert coachlog("clear", "--kind", "mistake", "--yes").code == 0
    path = tmp_path / "out.csv"
    assert coachlog("export", "--for", "meeting", "-o", str(path)).code == 0
    assert len(rows(path)) == 103
    assert opened(path, tmp_path) == rows(path)
