"""What an ending says, and what it fails to say: an escalation has to name whom, and with what."""

import re

from coachlog.domain.guides.draft import DraftEnding
from coachlog.domain.guides.guide import Ending, Fault

ESCALATION_EXAMPLE = "escalate to the grants manager with the invoice"
_TO = re.compile(r"^to(?:[\s:]+|$)", re.IGNORECASE)
_WITH = re.compile(r" with ", re.IGNORECASE)


def read_ending(draft: DraftEnding) -> tuple[Ending, list[Fault]]:
    """Read an ending as its author wrote it, and say what it lacks."""
    text = draft.text.text
    if draft.kind == "escalate":
        return _read_escalation(draft, text)
    faults = []
    if not text:
        missing = "what to do" if draft.kind == "do" else "what to write down and where"
        hint = f"{draft.kind} what? Say {missing}, as in  {draft.kind} …"
        faults.append(Fault(draft.line, hint))
    return Ending(draft.kind, text), faults


def _read_escalation(draft: DraftEnding, text: str) -> tuple[Ending, list[Fault]]:
    to, bring = _split_escalation(text)
    # Lines `to:` and `with:` below the ending say it more clearly than its own text.
    if "to" in draft.notes:
        to = draft.notes["to"].text
    if "with" in draft.notes:
        bring = draft.notes["with"].text
    faults = []
    if not to:
        faults.append(Fault(draft.line, f"escalate to whom? Say it as in  {ESCALATION_EXAMPLE}"))
    if not bring:
        hint = f"escalate with what? Say what they need, as in  {ESCALATION_EXAMPLE}"
        faults.append(Fault(draft.line, hint))
    return Ending(draft.kind, text, to, bring), faults


def _split_escalation(text: str) -> tuple[str, str]:
    """Split `to Ana with the form` into whom and what; a part that is missing is empty."""
    # The blanks around it let "with the form", which names nobody, be split in the same way.
    parts = _WITH.split(f" {text} ", maxsplit=1)
    to = _TO.sub("", parts[0].strip())
    bring = "".join(parts[1:])
    return to.strip(), bring.strip()
