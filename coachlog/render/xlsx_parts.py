"""The parts of a workbook that are not its rows, as ECMA-376 (part 1, 18) has them."""

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN_XML = "http://schemas.openxmlformats.org"
_MAIN = f"{_OPEN_XML}/spreadsheetml/2006/main"
_PACKAGE = f"{_OPEN_XML}/package/2006"
_OFFICE = f"{_OPEN_XML}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PART = '<Override PartName="/xl/{name}.xml" ContentType="{type}.{kind}+xml"/>'
_RELATION = '<Relationship Id="{id}" Type="{type}/{kind}" Target="{target}"/>'

# What the styles of cells are, in their order: none, TEXT, DATE, NUMBER and HEAD of `xlsx_cells`.
# A cell of TEXT stays text whatever is typed into it (the format 49, "@").
STYLES = f"""{XML}<styleSheet xmlns="{_MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFE3EAF2"/></patternFill></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"
 applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"
 applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>
<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"
 applyAlignment="1"><alignment vertical="top"/></xf>
<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1"
 applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""

# The header is frozen, and a page is as wide as the sheet.
SHEET_START = f"""{XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>
<sheetViews><sheetView workbookViewId="0"{{selected}}>
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>
<selection pane="bottomLeft"/></sheetView></sheetViews>
<sheetFormatPr defaultRowHeight="15"/>
<cols>{{columns}}</cols><sheetData>"""
COLUMN = '<col min="{number}" max="{number}" width="{width}" style="{style}" customWidth="1"/>'
SHADES = """<conditionalFormatting sqref="{cells}"><cfRule type="colorScale" priority="1">
<colorScale><cfvo type="num" val="0"/><cfvo type="max"/>
<color rgb="FFFFFFFF"/><color rgb="FF7FB2E5"/></colorScale></cfRule></conditionalFormatting>"""
# No green corner says that a text looks like a number.
SHEET_END = """</sheetData><autoFilter ref="{cells}"/>{shades}
<pageMargins left="0.4" right="0.4" top="0.8" bottom="0.6" header="0.3" footer="0.3"/>
<pageSetup orientation="landscape" fitToHeight="0"/>
<headerFooter>{head}<oddFooter>&amp;C&amp;A, &amp;P/&amp;N</oddFooter></headerFooter>
<ignoredErrors><ignoredError sqref="{cells}" numberStoredAsText="1"/></ignoredErrors></worksheet>"""

_WORKBOOK = f"""{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{{sheets}}</sheets>
<definedNames>{{names}}</definedNames></workbook>"""
_SHEET = '<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
# The filter, for programs that look for it by its name; and the header on each printed page.
_NAMES = """<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">\
'{name}'!{cells}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="{index}">\
'{name}'!$1:$1</definedName>"""


def other_parts(cells_by_sheet: dict[str, str]) -> dict[str, str]:
    """Return by their paths the parts of a workbook that are not its sheets.

    Args:
        cells_by_sheet: by the name of each sheet the cells that its filter has: `A1:F12`.
    """
    sheets = names = ""
    types = _PART.format(name="workbook", type=_TYPE, kind="sheet.main")
    types += _PART.format(name="styles", type=_TYPE, kind="styles")
    relations = _RELATION.format(id="styles", type=_OFFICE, kind="styles", target="styles.xml")
    for index, (name, cells) in enumerate(cells_by_sheet.items()):
        number = index + 1
        part = f"worksheets/sheet{number}"
        sheets += _SHEET.format(name=name, number=number)
        names += _NAMES.format(index=index, name=name, cells=_fixed(cells))
        types += _PART.format(name=part, type=_TYPE, kind="worksheet")
        relations += _RELATION.format(
            id=f"rId{number}",
            type=_OFFICE,
            kind="worksheet",
            target=f"{part}.xml",
        )
    root = _RELATION.format(
        id="rId1",
        type=_OFFICE,
        kind="officeDocument",
        target="xl/workbook.xml",
    )
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations(root),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/workbook.xml": _WORKBOOK.format(sheets=sheets, names=names),
        "xl/styles.xml": STYLES,
    }


def _relations(relations: str) -> str:
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _fixed(cells: str) -> str:
    """Return cells as a name has them: `$A$1:$F$12` of `A1:F12`."""
    fixed = []
    for cell in cells.split(":"):
        letters = cell.rstrip("0123456789")
        fixed.append(f"${letters}${cell.removeprefix(letters)}")
    return ":".join(fixed)
