"""The lines below the prompt: where the next entry goes, and as what."""

from coachlog.domain.fields import CHOICES
from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width
from coachlog.render.visible import visible
from coachlog.services.record import FALLBACK_TOPIC

KINDS = CHOICES["kind"]
GAP = "  "
HELP = "?: keys"


def toolbar_lines(team: str | None, topics: list[str], kind: str, width: int) -> list[str]:
    """Return one line where it fits, otherwise the names and the kinds on lines of their own.

    Args:
        team: the team of the next entry; None if nobody knows it yet.
        topics: its topics; empty for the usual ones.
        kind: its kind, which is marked among all of them by brackets.
        width: the columns of the terminal.
    """
    names = f"F2 {team or 'team?'}{GAP}F3 {', '.join(topics or [FALLBACK_TOPIC])}"
    names = visible(names)
    marked = [f"[{name}]" if name == kind else name for name in KINDS]
    kinds = " ".join(marked)
    for parts in ([names, f"Shift-Tab {kinds}", HELP], [names, f"Shift-Tab {kinds}"]):
        line = GAP.join(parts)
        if width_of(line) <= width:
            return [line]
    # A narrow terminal has room for what holds, and not for the key beside it: `?` tells the keys,
    # and nothing else tells the kind.
    lines = wrap_to_width(f"Shift-Tab {kinds}", width)
    if len(lines) > 1:
        lines = wrap_to_width(kinds, width)
    return [fit_to_width(names, width, fill=False), *lines]
