"""Reading a guide from the text that a trainer wrote in an editor."""

from itertools import takewhile

from coachlog.domain.guides.draft import Draft, DraftBranch, DraftEnd, DraftStep, Piece
from coachlog.domain.guides.guide import Fault, Guide
from coachlog.domain.guides.syntax import (
    END_WORDS,
    START,
    GuideLine,
    at_arrow,
    at_colon,
    content_lines,
    end_in,
    is_answer,
    names_in,
    numbered,
    step_key,
    unnumbered,
)
from coachlog.domain.guides.validation import checked
from coachlog.domain.typed_text import MAX_NAME, name_key

TEMPLATE = """\
# A guide asks one question after the other until it is clear what to do. Lines that begin with # are left out.
# The first step is where it begins. An answer leads to the step whose name stands behind its arrow, or to a question
# that stands there itself, with its answers further in below it. Each way ends with
#   do ...          what to do
#   document ...    what to write down, and where
#   escalate to ... with ...    to whom, and what they need to decide
# "rule:" names the rule that a question or an end rests on; "judgement:" says that no rule decides it, and how to think.

guide: Can this fee be waived?
topic: fees
rule: Fee schedule, section 3

start: Is the customer on the list of exempt bodies?
  yes -> waive
  no -> hardship

hardship: Would the fee keep the customer from applying?
  judgement: Ask what they would do without the waiver.
  yes -> document in the case file why, then waive the fee
  no -> Have they asked before?
      yes -> do Take the fee, and say which office can help
      no -> do Take the fee
  cannot tell -> escalate to the team lead with the application

waive: do Waive the fee and note the exemption
"""
LOOKED_AHEAD = 20  # lines
_HEADS = {"guide": "name", "title": "name", "name": "name", "topic": "topics", "topics": "topics"}
_NEITHER = "it is neither a step (name: question), an answer (answer -> step) nor a rule; mend it, or put # before it"


def read_guide(text: str) -> tuple[Guide | None, list[Fault]]:
    """A guide's text as a guide; or None, and everything that is wrong with it by line.

    In a guide that is read every walk ends: no step is missing, none can be reached again, none cannot be reached.
    """
    reader = _Reader(text)
    for place, line in enumerate(reader.lines):
        reader.below = reader.lines[place + 1 : place + 1 + LOOKED_AHEAD]
        reader.read(line)
    return checked(reader.draft, reader.faults)


class _Reader:
    """Reads line after line; knows which step a line belongs to, and which text a line may go on with."""

    def __init__(self, text: str) -> None:
        self.lines = content_lines(text)
        self.led_to, self.headed = names_in(self.lines)
        self.draft = Draft()
        self.faults: list[Fault] = []
        self.step: DraftStep | None = None
        self.below: list[GuideLine] = []  # the next lines
        self.inside: list[
            tuple[int, DraftStep]
        ] = []  # the step and the questions behind answers, with how far in they are
        self.end: DraftEnd | None = None  # the last one, for `rule:`, `to:` and `with:` below it
        self.open: Piece | None = None  # the text that the next line may go on with

    def read(self, line: GuideLine) -> None:
        """Put a line where it belongs."""
        while len(self.inside) > 1 and line.indent <= self.inside[-1][0]:
            self.inside.pop()
        self.step = self.inside[-1][1] if self.inside else None
        colon = at_colon(line.text)
        if colon and self._is_known(line, name_key(colon[0]), colon[1]):
            return
        arrow = at_arrow(line.text)
        if arrow and (colon is None or line.indent > 0):
            self._answer(line, *arrow)
        elif heading := self._heading(line, colon):
            self._begin(line, *heading)
        elif (
            colon
            and self.step
            and line.indent > 0
            and self.step.may_ask
            and is_answer(colon, self.headed, asked=self.step.asks)
        ):
            self._answer(line, *colon)
        elif (end := end_in(line.text)) and self.step and self.step.is_bare:
            self._end(line, *end)
        elif self.open is not None and (
            line.indent > 0 or not (line.after_gap or self.step is None)
        ):
            self.open.texts.append(line.text)
        elif self._is_first:
            self.open = self.draft.pieces["name"] = Piece(line.number, line.text)
        elif self.step is None and line.text.endswith(("?", "\uff1f")):
            self._begin(line, START, line.text)
        else:
            hint = f"did you mean  {begun}: …?" if (begun := self._begun(line.text)) else _NEITHER
            self.faults.append(Fault(line.number, f"{_quoted(line.text)}: {hint}"))

    def _is_known(self, line: GuideLine, key: str, value: str) -> bool:
        """Read a line whose word before the colon has a meaning of its own."""
        piece = Piece(line.number, value)
        if key in _HEADS:
            if self.draft.pieces.setdefault(_HEADS[key], piece) is not piece:
                self.faults.append(
                    Fault(
                        line.number,
                        f"a second {key}: one text is one guide and says this once; take it out",
                    )
                )
            self.open = piece
        elif key in ("rule", "rules"):
            self._place(line, "rule", piece)
        elif key in ("judgement", "judgment"):
            self._place(line, "judgement", piece)
        elif key in ("to", "with") and self.end and self.end.kind == "escalate" and line.indent > 0:
            self.end.said[key] = self.open = piece
        elif (
            (key in END_WORDS or key == "escalate to")
            and (end := end_in(line.text))
            and step_key(key) not in self.led_to
        ):
            self._end(line, *end)
        else:
            return False
        return True

    def _place(self, line: GuideLine, field: str, piece: Piece) -> None:
        """A rule belongs to the end behind the answer above it where it is further in, else to its step, else to the guide."""
        inline = (
            self.end is not None and self.end.indent is not None and line.indent > self.end.indent
        )
        owner = (
            self.end.said
            if self.end and inline
            else self.step.said
            if self.step
            else self.draft.pieces
        )
        if owner.setdefault(field, piece) is not piece:
            self.faults.append(
                Fault(line.number, f"a second {field} for the same step; put both into one line")
            )
        self.open = piece

    def _heading(self, line: GuideLine, colon: tuple[str, str] | None) -> tuple[str, str] | None:
        """`(name, text)` where a line begins a step."""
        if colon and (line.indent == 0 or step_key(colon[0]) in self.led_to | {START}):
            return unnumbered(colon[0]), colon[1]
        if (
            (found := numbered(line.text))
            and (line.indent == 0 or found[0] in self.led_to)
            and not colon
        ):
            return found
        is_name = step_key(line.text) in self.led_to | {START} and len(line.text) <= MAX_NAME
        return (line.text, "") if is_name and not self._is_first else None

    def _begin(self, line: GuideLine, name: str, text: str) -> None:
        self.end = None
        self.step = DraftStep(line.number, name)
        self.inside = [(-1, self.step)]
        self.draft.steps.append(self.step)
        if not step_key(name):
            self.faults.append(
                Fault(
                    line.number,
                    "a step needs a name before the colon, as in  period: Was it in the period?",
                )
            )
        elif len(name) > MAX_NAME:
            self.faults.append(
                Fault(
                    line.number,
                    f"the name before the colon has {len(name):,} characters; shorten it",
                )
            )
        if end := end_in(text):
            self._end(line, *end)
        else:
            self.open = self.step.text = Piece(line.number, text)

    def _answer(self, line: GuideLine, label: str, target: str) -> None:
        label = unnumbered(label)
        if self.step is None:
            self.faults.append(
                Fault(
                    line.number,
                    f"{_quoted(line.text)} answers no question: a step comes first, as in  start: …?",
                )
            )
            return
        answer = DraftBranch(line.number, label, target)
        self.step.answers.append(answer)
        self.open = self.end = None
        is_known = step_key(target) in self.headed
        inner = list(takewhile(lambda below: below.indent > line.indent, self.below))
        end = None if is_known else end_in(target)
        if end and end[2] and any(at_arrow(below.text) for below in inner):
            end = None  # "Do we have that in writing?", with its answers further in
        if end:
            answer.end = self.end = DraftEnd(line.number, *end[:2], indent=line.indent)
            self.open = self.end.text
        elif at_arrow(target):
            self.faults.append(
                Fault(line.number, "two arrows in one line: write each answer on a line of its own")
            )
            answer.is_wrong = True
        elif not is_known and (inner or target.endswith(("?", "\uff1f"))):
            answer.step = DraftStep(line.number, None)
            self.open = answer.step.text = Piece(line.number, target)
            self.inside.append((line.indent, answer.step))
            self.draft.steps.append(answer.step)

    def _end(self, line: GuideLine, kind: str, text: str, word: str) -> None:
        if self.step is None:
            self.faults.append(
                Fault(line.number, f"{kind} needs the name of its step, as in  charge: {kind} …")
            )
            return
        if self.step.end:
            self.faults.append(
                Fault(
                    line.number,
                    f"step {self.step.name!r} ends already, in line {self.step.end.line}",
                )
            )
        self.end = self.step.end = DraftEnd(line.number, kind, text, word=word)
        self.open = self.end.text

    @property
    def _is_first(self) -> bool:
        """Whether nothing was read yet: a text may begin with the guide's name alone."""
        return not (self.draft.pieces or self.draft.steps)

    def _begun(self, text: str) -> str | None:
        """The name of a step that is led to, where a line begins with it but has no colon."""
        words = text.split()
        for count in range(min(len(words), 4), 0, -1):
            if step_key(name := " ".join(words[:count])) in self.led_to - self.headed:
                return name
        return None


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
