"""Tests of `import` with files as other programs write them; what they say is made up.

Google Forms quotes every cell and writes `2026/11/03 9:41:05 AM GMT+1`. Microsoft Forms makes a
workbook, which Excel saves with `11/3/26 9:41:05`. A list of SharePoint has HTML in its texts, and
its definition before the header where it was exported with the schema. Excel writes semicolons in
cp1252, tabs in UTF-16, the line ends and letters of a Macintosh, and serial numbers for dates in
cells without a format.
"""

import json
import shutil
from pathlib import Path

import pytest

EXPORTS = Path(__file__).parent.parent / "data" / "exports"
FORM = {
    "team": "permits",
    "happened": 'Charged "twice", once by card',
    "recovery": "Paid it back",
    "occurred_on": "2026-11-02",
    "occurred_at": None,
    "kind": "mistake",
}
CASES = [
    ("google_forms.csv", [], FORM),
    (
        "google_forms_without_day.csv",
        [],
        {"occurred_on": "2026-11-03", "occurred_at": "2026-11-02T23:41:05.000Z"},
    ),
    (
        "microsoft_forms.csv",
        ["--map", "Start time=date"],
        {
            "team": "permits",
            "topics": ["fees", "waivers"],
            "happened": "Charged twice,\nonce by card",
            "recovery": "Paid it back",
            "occurred_on": "2026-11-03",
        },
    ),
    (
        "sharepoint.csv",
        [],
        {
            "team": "permits",
            "happened": "Charged twice & noticed at the desk.\n\nRang\xa0back.",
            "recovery": "Paid it back",
            "why": "Two forms; one number",
            "status": "closed",
            "caught": "before-effect",
            "trainer": "Ana Roy",
            "occurred_on": "2026-11-02",
        },
    ),
    (
        "sharepoint_with_schema.csv",
        [],
        {
            "team": "permits",
            "happened": "Charged twice, once by card",
            "occurred_at": "2026-11-02T23:30:00.000Z",
        },
    ),
    (
        "excel_semicolon.csv",
        [],
        {
            "team": "Kasse",
            "happened": "Gebühr doppelt berechnet, 5 € zu viel",
            "recovery": "Zurücküberwiesen",
            "status": "closed",
            "occurred_on": "2026-11-02",
        },
    ),
    (
        "excel_unicode_text.txt",
        [],
        {"team": "café", "happened": "Charged twice, once by card", "occurred_on": "2026-11-02"},
    ),
    (
        "excel_macintosh.csv",
        [],
        {"team": "Café", "happened": "Charged twice, ‘once’ by card", "occurred_on": "2026-11-02"},
    ),
    (
        "excel_serial_dates.csv",
        ["--map", "Date of incident=date"],
        {"team": "permits", "happened": "Charged twice", "occurred_on": "2026-11-02"},
    ),
]


@pytest.mark.parametrize(("name", "options", "first"), CASES)
def test_an_export_of_another_program_comes_in_whole_and_once(coachlog, name, options, first):
    # The file of rejected rows would lie beside the original.
    shutil.copy(EXPORTS / name, name)
    done = coachlog("import", name, *options)
    assert (done.code, done.out) == (0, "")
    assert f"2 entries imported from {name}" in done.err
    assert "0 rejected" in done.err
    entry, second = json.loads(coachlog("export", "--for", "full", "--format", "json").out)
    assert {field: entry[field] for field in first} == first
    assert second["occurred_on"] in {"2026-11-14", "2026-11-04"}
    again = coachlog("import", name, *options)
    assert "0 entries imported" in again.err
    assert "0 rejected, 2 already there" in again.err


@pytest.mark.parametrize("name", sorted(path.name for path in EXPORTS.iterdir()))
def test_every_export_is_tested(name):
    assert name in {case[0] for case in CASES}


@pytest.mark.parametrize(
    ("name", "mapping"),
    [
        ("microsoft_forms.csv", "--map 'Start time=date'"),
        ("excel_serial_dates.csv", "--map 'Date of incident=date'"),
    ],
)
def test_an_export_with_dates_of_unknown_names_is_not_dated_today(coachlog, name, mapping):
    done = coachlog("import", str(EXPORTS / name))
    assert (done.code, done.out, mapping in done.err) == (6, "", True)


def test_tabs_in_utf_16_come_in_without_their_mark_too(coachlog):
    text = (EXPORTS / "excel_unicode_text.txt").read_bytes().decode("utf-16")
    for number, encoding in enumerate(["utf-16-le", "utf-16-be"]):
        Path("list.txt").write_bytes(text.encode(encoding))
        done = coachlog("import", "list.txt")
        assert (done.code, f"{2 * number} already there" in done.err) == (0, True)


def test_titles_above_a_header_are_told(coachlog):
    shutil.copy(EXPORTS / "excel_semicolon.csv", "list.csv")
    done = coachlog("import", "list.csv")
    assert "lines 1 to 2 stand above the header and were left out\n" in done.err


def test_macintosh_letters_are_told(coachlog):
    shutil.copy(EXPORTS / "excel_macintosh.csv", "list.csv")
    done = coachlog("import", "list.csv")
    assert "list.csv is not UTF-8, so it was read as Macintosh text (mac-roman)." in done.err
