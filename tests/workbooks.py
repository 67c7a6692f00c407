"""Workbooks for tests, made by hand: `save("x.xlsx", rows("<c><v>1</v></c>"))`."""

import zipfile

from coachlog.render.xlsx_parts import XML, other_parts

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(*rows):
    """Return the XML of a sheet, each row of which is the XML of its cells."""
    xml = "".join(f"<row>{row}</row>" for row in rows)
    return f'{XML}<worksheet xmlns="{NAMESPACE}"><sheetData>{xml}</sheetData></worksheet>'


def texts(*cells):
    """Return cells with texts."""
    return "".join(f'<c t="str"><v>{cell}</v></c>' for cell in cells)


def save(path, *sheets, names=("Sheet1", "Sheet2", "Sheet3"), **changed):
    """Save a workbook; `changed` replaces texts in its other parts: `workbook=("a", "b")`."""
    parts = other_parts(dict.fromkeys(names[: len(sheets)], "A1:B2"))
    for name, (old, new) in changed.items():
        assert old in parts[f"xl/{name}.xml"]
        parts[f"xl/{name}.xml"] = parts[f"xl/{name}.xml"].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
        for number, xml in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", xml)
    return str(path)
