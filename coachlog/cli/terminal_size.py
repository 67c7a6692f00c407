"""How large the terminal is."""

import os
import sys

USUAL_COLUMNS, USUAL_LINES = 80, 24


def terminal_size() -> os.terminal_size:
    """Return the columns and lines of the terminal, or what the environment says they are.

    As `shutil` has it, which would load four kinds of compression for this.
    """
    try:
        size = os.get_terminal_size(sys.__stdout__.fileno())  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):
        size = os.terminal_size((0, 0))
    columns = _size_in_environment("COLUMNS") or size.columns or USUAL_COLUMNS
    lines = _size_in_environment("LINES") or size.lines or USUAL_LINES
    return os.terminal_size((columns, lines))


def _size_in_environment(name: str) -> int:
    try:
        return max(int(os.environ.get(name, "")), 0)
    except ValueError:
        return 0
