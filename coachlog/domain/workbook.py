"""What writing and reading a workbook have to agree on.

The limit of a cell is Excel's ("Excel specifications and limits"): 32,767 characters, as UTF-16
counts them. A text that is cut says so at its end, so that no import takes it for a change.
"""

ENTRIES = "entries"  # the sheet that an import looks for first
LONGEST_CELL = 32_767
CUT_MARK = "[cut here: a cell holds no more]"


def cut_to_cell(text: str) -> str:
    """Return a text as a cell has it: whole, or cut with a mark at its end."""
    # At most two units a character: nearly every text is known to fit by its length alone.
    if len(text) <= LONGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    end = f"\n{CUT_MARK}"
    # Half of a character at the cut is left out.
    start = units[: 2 * (LONGEST_CELL - len(end))].decode("utf-16-le", "ignore")
    return start + end
