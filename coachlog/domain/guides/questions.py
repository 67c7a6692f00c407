"""What a question lacks: its words, its answers, or a key for each of them."""

from coachlog.domain.guides.draft import DraftBranch, DraftStep
from coachlog.domain.guides.guide import MAX_BRANCHES, Fault
from coachlog.domain.typed_text import MAX_NAME, name_key


def question_faults(step: DraftStep) -> list[Fault]:
    """Return what is wrong with a step that should be a question."""
    text = None
    question = step.text.text
    count = len(step.branches)
    if not step.asks:
        text = "is empty. Write a question, or an ending with do, document or escalate"
    elif not count:
        text = (
            "has neither answers nor an ending. Put each answer on a line of its own below it"
            " (yes -> …), or begin its text with do, document or escalate"
        )
    elif not question:
        text = "has answers but no question. Write the question after the colon"
    faults = _label_faults(step.branches)
    if text:
        faults.append(Fault(step.line, f"step {step.name!r} {text}"))
    if count > MAX_BRANCHES:
        line = step.branches[MAX_BRANCHES].line
        limit = f"a question has at most {MAX_BRANCHES} answers, one for each number key"
        faults.append(Fault(line, f"{limit}, and this one has {count}. Ask two questions instead"))
    return faults


def _label_faults(branches: list[DraftBranch]) -> list[Fault]:
    faults = []
    first_lines: dict[str, int] = {}
    for branch in branches:
        text = None
        # "Yes" and "yes" are one answer: people type them either way.
        key = name_key(branch.label)
        first_line = first_lines.setdefault(key, branch.line)
        if not key:
            text = "an answer is missing before the arrow. Write one, as in  yes -> …"
        elif len(key) > MAX_NAME:
            length = f"{len(branch.label):,} characters"
            text = f"this answer has {length}; the limit is {MAX_NAME}. Shorten it"
        elif first_line != branch.line:
            text = f"line {first_line} already has the answer {branch.label!r}. Reword one of them"
        if text:
            faults.append(Fault(branch.line, text))
    return faults
