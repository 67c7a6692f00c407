"""What an ending says, and what it fails to say: an escalation has to name whom, and with what."""

import re

from coachlog.domain.guides.draft import DraftEnding, Notes
from coachlog.domain.guides.guide import Ending

MISSING_TEXT = {
    "do": "do what? Say what to do, as in  do …",
    "document": "document what? Say what to write down and where, as in  document …",
}
ESCALATION_EXAMPLE = "escalate to the grants manager with the invoice"
_TO = re.compile(r"^to(?:[\s:]+|$)", re.IGNORECASE)
_WITH = re.compile(r" with ", re.IGNORECASE)


def read_ending(draft: DraftEnding, notes: Notes) -> tuple[Ending, list[str]]:
    """Read an ending as its author wrote it.

    Args:
        draft: the ending.
        notes: its lines `to:` and `with:`, which say it more clearly than its own text.

    Returns:
        The ending, and what is wrong with it.
    """
    text = draft.text.text
    faults = []
    if draft.kind != "escalate":
        if not text:
            faults.append(MISSING_TEXT[draft.kind])
        return Ending(draft.kind, text), faults
    # The blanks around it let "with the form", which names nobody, be split in the same way.
    parts = _WITH.split(f" {text} ", maxsplit=1)
    to = _TO.sub("", parts[0].strip()).strip()
    bring = "".join(parts[1:]).strip()
    if "to" in notes:
        to = notes["to"].text
    if "with" in notes:
        bring = notes["with"].text
    if not to:
        faults.append(f"escalate to whom? Say it as in  {ESCALATION_EXAMPLE}")
    if not bring:
        faults.append(f"escalate with what? Say what they need, as in  {ESCALATION_EXAMPLE}")
    return Ending(
        kind=draft.kind,
        text=text,
        to=to,
        bring=bring,
    ), faults
