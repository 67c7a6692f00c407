"""Reading a guide from the text that a trainer wrote in an editor.

Each line is tried in a fixed order of readings, and the first one that fits takes it. A line that
fits none is a fault, reported with its number: nothing is ever dropped in silence.
"""

from itertools import takewhile

from coachlog.domain.guides import syntax
from coachlog.domain.guides.draft import Draft, DraftBranch, DraftEnding, DraftStep, DraftText
from coachlog.domain.guides.guide import DECISIONS, Fault, Guide
from coachlog.domain.guides.syntax import START, EndingText, GuideLine, content_lines, step_keys
from coachlog.domain.guides.validation import validate
from coachlog.domain.typed_text import name_key

# Lines below a branch that are searched for its answers. All of them would make the time grow
# with the square of the text, and no author writes a question of twenty lines.
LOOK_AHEAD = 20


def read_guide(text: str) -> tuple[Guide | None, list[Fault]]:
    """Read a guide from its text.

    Returns:
        A guide in which every walk ends and every step can be reached, and no faults; or None,
        and everything that is wrong with the text.
    """
    reader = _Reader(content_lines(text))
    for index in range(len(reader.lines)):
        reader.read(index)
    return validate(reader.draft, reader.faults)


class _Reader:
    """Reads line after line, and knows which step and which unfinished text a line belongs to."""

    def __init__(self, lines: list[GuideLine]) -> None:
        self.lines = lines
        # A step may be named long after the first answer that leads to it.
        self.targets, self.headings = step_keys(lines)
        self.step_names = self.targets | {START}
        self.missing = self.targets - self.headings
        self.draft = Draft()
        self.faults: list[Fault] = []
        self.step: DraftStep | None = None
        # The current step and the questions behind its branches.
        self.nesting: list[DraftStep] = []
        # The step of the last ending, whose rule or parts may follow on lines of their own.
        self.ended: DraftStep | None = None
        self.open_text: DraftText | None = None  # the next line may go on with it

    def read(self, index: int) -> None:
        """Add the line at `index` to the draft."""
        self.index = index
        self.line = self.lines[index]
        self.colon = syntax.split_at_colon(self.line.text)
        if self.nesting:
            self.step = self._enclosing_step()
        # From the surest reading to the vaguest: an arrow means a branch whatever else the line
        # holds, but almost any line could be the second half of the one before it.
        for reading in (
            self._read_keyword,
            self._read_arrow,
            self._read_heading,
            self._read_colon_branch,
            self._read_ending,
            self._read_continuation,
            self._read_opening_line,
        ):
            if reading():
                return
        self._report(syntax.unreadable_text(self.line.text, self.missing))

    def _enclosing_step(self) -> DraftStep:
        """Leave the questions that the line is not indented below; return the step it is in."""
        while len(self.nesting) > 1:
            innermost = self.nesting[-1]
            if self.line.indent > innermost.indent:
                break
            self.nesting.pop()
        return self.nesting[-1]

    def _report(self, text: str) -> None:
        self.faults.append(Fault(self.line.number, text))

    def _text(self, text: str) -> DraftText:
        """Begin a text that the next lines may go on with."""
        self.open_text = DraftText(self.line.number, [text])
        return self.open_text

    def _read_keyword(self) -> bool:
        """Read a line such as `topic: fees`, whose word before the colon has a meaning."""
        if self.colon is None:
            return False
        typed, text = self.colon
        key = name_key(typed)
        field = syntax.FIELDS_BY_WORD.get(key)
        if field:
            self._add_note(field, text)
        elif key in ("to", "with") and self.line.indent > 0:
            return self._add_escalation_part(key, text)
        elif (key in DECISIONS or key == "escalate to") and key not in self.targets:
            return self._add_ending()
        else:
            return False
        return True

    def _add_note(self, field: str, text: str) -> None:
        """Add a note to what the line stands below: an ending, a step or the guide."""
        owner = self.step
        if self.ended and self.line.indent > self.ended.indent:
            owner = self.ended
        notes = self.draft.header
        if owner and field not in syntax.HEADER_FIELDS:
            notes = owner.notes
        note = self._text(text)
        if notes.setdefault(field, note) is not note:
            self._report(f"this is the second {field} here. Keep one, or put both on one line")

    def _add_escalation_part(self, word: str, text: str) -> bool:
        step = self.ended
        if step is None or step.ending is None or step.ending.kind != "escalate":
            return False
        step.notes[word] = self._text(text)
        return True

    def _read_arrow(self) -> bool:
        arrow = syntax.split_at_arrow(self.line.text)
        if arrow is None or (self.colon and self.line.indent == 0):
            return False
        self._add_branch(*arrow)
        return True

    def _read_heading(self) -> bool:
        """Read a line that begins a step: `name: text`, `2. text` or a name on its own."""
        text = self.line.text
        at_edge = self.line.indent == 0
        numbered = syntax.split_number(text)
        if self.colon and (at_edge or syntax.step_key(self.colon[0]) in self.step_names):
            name, rest = self.colon
            self._begin_step(syntax.without_number(name), rest)
        elif not self.colon and numbered and (at_edge or numbered[0] in self.targets):
            self._begin_step(*numbered)
        elif syntax.step_key(text) in self.step_names and not self._is_first_line():
            self._begin_step(text, "")
        else:
            return False
        return True

    def _is_first_line(self) -> bool:
        return not self.draft.header and not self.draft.steps

    def _begin_step(self, name: str, text: str) -> None:
        self.ended = None
        self.step = DraftStep(self.line.number, name)
        self.nesting = [self.step]
        self.draft.steps.append(self.step)
        ending = syntax.ending_in(text)
        if ending:
            self._set_ending(self.step, ending)
        else:
            self.step.text = self._text(text)

    def _read_colon_branch(self) -> bool:
        """Read a branch without an arrow: `yes: period`."""
        step = self.step
        if not self.colon or not step or not step.accepts_branches or self.line.indent == 0:
            return False
        is_complete = step.is_question_complete
        if not syntax.is_branch_with_colon(
            *self.colon,
            self.headings,
            is_question_complete=is_complete,
        ):
            return False
        self._add_branch(*self.colon)
        return True

    def _add_branch(self, label: str, target: str) -> None:
        if self.step is None:
            self._report("this answer has no question above it. Write one, as in  start: …?")
            return
        line = self.line
        branch = DraftBranch(line.number, syntax.without_number(label), target)
        self.step.branches.append(branch)
        self.open_text = self.ended = None
        if syntax.step_key(target) in self.headings:
            return
        below = self.lines[self.index + 1 : self.index + 1 + LOOK_AHEAD]
        deeper = list(takewhile(lambda other: other.indent > line.indent, below))
        ending = syntax.ending_in(target)
        has_branches = any(syntax.split_at_arrow(other.text) for other in deeper)
        inline = DraftStep(line.number, None, line.indent)
        # "Do we have that in writing?" is a question if its answers follow.
        if ending and not (ending.opening and has_branches):
            branch.step = inline
            self._set_ending(inline, ending)
        elif syntax.split_at_arrow(target):
            self._report("two arrows on one line. Give each answer a line of its own")
            branch.has_fault = True
        elif deeper or syntax.is_question(target):
            branch.step = inline
            inline.text = self._text(target)
            self.nesting.append(inline)
            self.draft.steps.append(inline)

    def _read_ending(self) -> bool:
        """Read an ending on a line of its own, below the name of its step."""
        if self.step is None or self.step.ending or self.step.asks:
            return False
        return self._add_ending()

    def _add_ending(self) -> bool:
        ending = syntax.ending_in(self.line.text)
        if ending is None:
            return False
        if self.step:
            self._set_ending(self.step, ending)
        else:
            self._report(f"an ending needs a step's name, as in  charge: {ending.kind} …")
        return True

    def _set_ending(self, step: DraftStep, ending: EndingText) -> None:
        if step.ending:
            first = step.ending.text.line
            self._report(f"step {step.name!r} already ends on line {first}. Keep one ending")
        step.ending = DraftEnding(self._text(ending.text), ending.kind, ending.opening)
        self.ended = step

    def _read_continuation(self) -> bool:
        """Read a line that goes on with the text above it."""
        is_apart = self.line.indent == 0 and (self.line.after_gap or self.step is None)
        if self.open_text is None or is_apart:
            return False
        self.open_text.lines.append(self.line.text)
        return True

    def _read_opening_line(self) -> bool:
        """Read a guide's name without `guide:`, or its first question without `start:`."""
        text = self.line.text
        if self._is_first_line():
            self.draft.header["name"] = self._text(text)
        elif self.step is None and syntax.is_question(text):
            self._begin_step(START, text)
        else:
            return False
        return True
