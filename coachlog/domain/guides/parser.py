"""Reading a guide from the text that a trainer wrote in an editor.

Each line is tried in a fixed order of readings, and the first one that fits takes it. A line that
fits none is a fault, reported with its number: nothing is ever dropped in silence.
"""

from itertools import takewhile

from coachlog.domain.guides.draft import Draft, DraftBranch, DraftEnding, DraftStep, DraftText
from coachlog.domain.guides.guide import DECISIONS, Fault, Guide
from coachlog.domain.guides.syntax import (
    START,
    EndingText,
    GuideLine,
    content_lines,
    ending_in,
    is_branch_with_colon,
    is_question,
    split_at_arrow,
    split_at_colon,
    split_number,
    step_key,
    step_keys,
    unreadable_text,
    without_number,
)
from coachlog.domain.guides.validation import validate
from coachlog.domain.typed_text import MAX_NAME, name_key

Parts = tuple[str, str] | None  # what stands before and after a line's first colon

LOOK_AHEAD = 20  # lines: enough for a branch's answers, and a long text stays quick to read
NAME_WORDS = ("guide", "title", "name")
NOTE_WORDS = {"rule": "rule", "rules": "rule", "judgement": "judgement", "judgment": "judgement"}


def read_guide(text: str) -> tuple[Guide | None, list[Fault]]:
    """Read a guide from its text.

    Returns:
        A guide in which every walk ends and every step can be reached, and no faults; or None,
        and everything that is wrong with the text.
    """
    lines = content_lines(text)
    reader = _Reader(lines)
    for index, line in enumerate(lines, start=1):
        reader.read(line, below=lines[index : index + LOOK_AHEAD])
    return validate(reader.draft, reader.faults)


class _Reader:
    """Reads line after line, and knows which step and which unfinished text a line belongs to."""

    def __init__(self, lines: list[GuideLine]) -> None:
        self.targets, self.headings = step_keys(lines)
        self.step_names = self.targets | {START}
        self.missing = self.targets - self.headings
        self.draft = Draft()
        self.faults: list[Fault] = []
        self.below: list[GuideLine] = []
        self.step: DraftStep | None = None
        # The current step and the questions behind its branches, each with its indentation.
        self.nesting: list[tuple[int, DraftStep]] = []
        self.ending: DraftEnding | None = None  # the last one: notes below may belong to it
        self.open_text: DraftText | None = None  # the text that the next line may go on with

    def read(self, line: GuideLine, below: list[GuideLine]) -> None:
        """Add a line to the draft; `below` are the lines after it."""
        self.below = below
        while len(self.nesting) > 1 and line.indent <= self.nesting[-1][0]:
            self.nesting.pop()
        if self.nesting:
            self.step = self.nesting[-1][1]
        # From the surest reading to the vaguest: an arrow means a branch whatever else the line
        # holds, but almost any line could be the second half of the one before it.
        readings = (
            self._read_keyword,
            self._read_arrow,
            self._read_heading,
            self._read_colon_branch,
            self._read_ending,
            self._read_continuation,
            self._read_opening_line,
        )
        colon = split_at_colon(line.text)
        for reading in readings:
            if reading(line, colon):
                return
        self._report(line, unreadable_text(line.text, self.missing))

    def _report(self, line: GuideLine, text: str) -> None:
        self.faults.append(Fault(line.number, text))

    def _read_keyword(self, line: GuideLine, colon: Parts) -> bool:
        """Read a line such as `topic: fees`, whose word before the colon has a meaning."""
        if colon is None:
            return False
        word = name_key(colon[0])
        text = DraftText(line.number, colon[1])
        if word in NAME_WORDS:
            self._add_header(line, "name", text)
        elif word in ("topic", "topics"):
            self._add_header(line, "topics", text)
        elif word in NOTE_WORDS:
            self._add_note(line, NOTE_WORDS[word], text)
        elif word in ("to", "with") and line.indent > 0:
            return self._add_escalation_part(word, text)
        elif (word in DECISIONS or word == "escalate to") and step_key(word) not in self.targets:
            return self._add_ending(line)
        else:
            return False
        return True

    def _add_header(self, line: GuideLine, field: str, text: DraftText) -> None:
        if self.draft.header.setdefault(field, text) is not text:
            self._report(line, f"a second line with the guide's {field}. Keep one of them")
        self.open_text = text

    def _add_note(self, line: GuideLine, field: str, text: DraftText) -> None:
        """Add a rule or judgement to what it stands below: an ending, a step or the guide."""
        notes = self.draft.header
        if self.step:
            notes = self.step.notes
        ending = self.ending
        if ending and ending.indent is not None and line.indent > ending.indent:
            notes = ending.notes
        if notes.setdefault(field, text) is not text:
            self._report(line, f"a second {field} for the same step. Put both on one line")
        self.open_text = text

    def _add_escalation_part(self, word: str, text: DraftText) -> bool:
        if self.ending is None or self.ending.kind != "escalate":
            return False
        self.ending.notes[word] = self.open_text = text
        return True

    def _read_arrow(self, line: GuideLine, colon: Parts) -> bool:
        arrow = split_at_arrow(line.text)
        if arrow is None or (colon and line.indent == 0):
            return False
        self._add_branch(line, *arrow)
        return True

    def _read_heading(self, line: GuideLine, colon: Parts) -> bool:
        """Read a line that begins a step: `name: text`, `2. text` or a name on its own."""
        at_edge = line.indent == 0
        numbered = split_number(line.text)
        if colon and (at_edge or step_key(colon[0]) in self.step_names):
            self._begin_step(line, without_number(colon[0]), colon[1])
        elif not colon and numbered and (at_edge or numbered[0] in self.targets):
            self._begin_step(line, *numbered)
        elif step_key(line.text) in self.step_names and self._can_be_name(line.text):
            self._begin_step(line, line.text, "")
        else:
            return False
        return True

    def _can_be_name(self, text: str) -> bool:
        return len(text) <= MAX_NAME and not self._is_first_line()

    def _is_first_line(self) -> bool:
        return not self.draft.header and not self.draft.steps

    def _begin_step(self, line: GuideLine, name: str, text: str) -> None:
        self.ending = None
        self.step = DraftStep(line.number, name)
        self.nesting = [(-1, self.step)]
        self.draft.steps.append(self.step)
        if not step_key(name):
            example = "period: Was it in the period?"
            self._report(line, f"a step needs a name before the colon, as in  {example}")
        elif len(name) > MAX_NAME:
            length = f"{len(name):,} characters"
            self._report(
                line, f"this step's name has {length}; the limit is {MAX_NAME}. Shorten it"
            )
        ending = ending_in(text)
        if ending:
            self._set_ending(line, self.step, ending)
        else:
            self.open_text = self.step.text = DraftText(line.number, text)

    def _read_colon_branch(self, line: GuideLine, colon: Parts) -> bool:
        """Read a branch without an arrow: `yes: period`."""
        step = self.step
        if not colon or not step or not step.accepts_branches or line.indent == 0:
            return False
        is_complete = step.is_question_complete
        if not is_branch_with_colon(*colon, self.headings, is_question_complete=is_complete):
            return False
        self._add_branch(line, *colon)
        return True

    def _add_branch(self, line: GuideLine, label: str, target: str) -> None:
        if self.step is None:
            self._report(line, "an answer without a question. Begin with a step, as in  start: …?")
            return
        branch = DraftBranch(line.number, without_number(label), target)
        self.step.branches.append(branch)
        self.open_text = self.ending = None
        if step_key(target) in self.headings:
            return
        deeper = list(takewhile(lambda below: below.indent > line.indent, self.below))
        ending = ending_in(target)
        has_branches = any(split_at_arrow(below.text) for below in deeper)
        if ending and not (ending.opening and has_branches):
            self.ending = branch.ending = DraftEnding(line.number, ending, line.indent)
            self.open_text = self.ending.text
        elif split_at_arrow(target):
            self._report(line, "two arrows on one line. Give each answer a line of its own")
            branch.has_fault = True
        elif deeper or is_question(target):
            branch.step = DraftStep(line.number, None)
            self.open_text = branch.step.text = DraftText(line.number, target)
            self.nesting.append((line.indent, branch.step))
            self.draft.steps.append(branch.step)

    def _read_ending(self, line: GuideLine, _colon: Parts) -> bool:
        """Read an ending on a line of its own, below the name of its step."""
        if self.step is None or not self.step.is_bare:
            return False
        return self._add_ending(line)

    def _add_ending(self, line: GuideLine) -> bool:
        ending = ending_in(line.text)
        if ending is None:
            return False
        if self.step is None:
            example = f"charge: {ending.kind} …"
            self._report(line, f"an ending without a step. Put a name in front, as in  {example}")
        else:
            self._set_ending(line, self.step, ending)
        return True

    def _set_ending(self, line: GuideLine, step: DraftStep, ending: EndingText) -> None:
        if step.ending:
            first = step.ending.line
            self._report(line, f"step {step.name!r} already ends on line {first}. Keep one ending")
        self.ending = step.ending = DraftEnding(line.number, ending)
        self.open_text = self.ending.text

    def _read_continuation(self, line: GuideLine, _colon: Parts) -> bool:
        """Read a line that goes on with the text above it."""
        if self.open_text is None:
            return False
        if line.indent == 0 and (line.after_gap or self.step is None):
            return False
        self.open_text.lines.append(line.text)
        return True

    def _read_opening_line(self, line: GuideLine, _colon: Parts) -> bool:
        """Read a guide's name without `guide:`, or its first question without `start:`."""
        if self._is_first_line():
            self.open_text = self.draft.header["name"] = DraftText(line.number, line.text)
        elif self.step is None and is_question(line.text):
            self._begin_step(line, START, line.text)
        else:
            return False
        return True
