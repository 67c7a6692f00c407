"""Whether every walk through a guide ends, and what is wrong where it does not."""

from coachlog.domain.guides.draft import Draft, DraftBranch, DraftEnd, DraftStep, Piece
from coachlog.domain.guides.guide import (
    ENDS,
    MOST_ANSWERS,
    Branch,
    Ending,
    Fault,
    Guide,
    Step,
    inline_name,
)
from coachlog.domain.guides.syntax import START, step_key
from coachlog.domain.suggestions import close_names
from coachlog.domain.typed_text import MAX_NAME, clean_name, name_key

NEXT_TO = 20  # how many unknown steps get a guess: each is compared with every name
GUESSED_FROM = 2_000
SHOWN_OF_CIRCLE = 6
LONGEST_INLINE = 60
_WITH = " with "


def checked(draft: Draft, faults: list[Fault]) -> tuple[Guide | None, list[Fault]]:
    """The guide that a draft is; or None, and what is wrong with it besides `faults`, by line."""
    check = _Check(draft, faults)
    name = check.name(draft.pieces.get("name"))
    topics = check.topics(draft.pieces.get("topics"))
    rule = check.short("rule", draft.pieces.get("rule"))
    steps = check.steps()
    if check.faults or name is None:
        return None, sorted(set(check.faults))
    return Guide(name, topics, rule, steps), []


class _Check:
    def __init__(self, draft: Draft, faults: list[Fault]) -> None:
        self.draft = draft
        self.faults = list(faults)
        self.by_key: dict[str, DraftStep] = {}
        self.guesses = 0

    def fault(self, line: int, text: str) -> None:
        self.faults.append(Fault(line, text))

    def name(self, piece: Piece | None) -> str | None:
        name = self.short("name", piece)
        if name is None:
            self.fault(
                piece.line if piece else 1,
                "the guide has no name; begin with  guide: Can this cost be charged?",
            )
        return name

    def topics(self, piece: Piece | None) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for topic in piece.text.replace(";", ",").split(",") if piece else ():
            if name := self.short("topic", Piece(piece.line if piece else 1, topic)):
                found.setdefault(name_key(name), name)
        return tuple(found.values())

    def short(self, what: str, piece: Piece | None) -> str | None:
        """A text that has room in a name's place, or None."""
        try:
            return clean_name(piece.text, what) if piece else None
        except ValueError as error:
            assert piece is not None
            self.fault(piece.line, f"{error}; shorten it")
            return piece.text

    def steps(self) -> dict[str, Step]:
        """The steps, the first one first; their faults are noted."""
        if not self.draft.steps:
            self.fault(
                1,
                "the guide has no step to start with; add one, as in  start: Is it in the budget?",
            )
            return {}
        for step in self.draft.steps:
            known = step if step.is_inline else self.by_key.setdefault(step_key(step.name), step)
            if known is not step:
                self.fault(
                    step.line,
                    f"there is a step {known.name!r} already, in line {known.line}; give one another name",
                )
        self._name_inline()
        first = self.by_key.get(START) or self.draft.steps[0]
        found: dict[str, Step] = {}
        ways: dict[str, list[tuple[int, str]]] = {}
        for step in [first, *(step for step in self.by_key.values() if step is not first)]:
            ways[step.name] = self._step(step, found)
        for step in self.draft.steps:
            if (known := self.by_key[step_key(step.name)]) is not step:
                ways[known.name] += self._step(step, {})
        for line, names in circles(ways):
            self.fault(line, f"goes in a circle: {_circle(names)}; lead this answer elsewhere")
        self._reached(first, ways)
        return found

    def _name_inline(self) -> None:
        """Call each question behind an answer by its own words; no colon, because that ends a name in a stored way.

        What only ends is an end behind its answer like any other, though it was written in the line below.
        """
        for answer in (answer for step in self.draft.steps for answer in step.answers):
            if (
                answer.step
                and answer.step.end
                and not (answer.step.answers or answer.step.text.text)
            ):
                answer.end = answer.step.end
                answer.end.said = {**answer.step.said, **answer.end.said}
                answer.step.is_end = True
                answer.step = None
        self.draft.steps = [step for step in self.draft.steps if not step.is_end]
        counts: dict[str, int] = {}
        for step in self.draft.steps:
            if step.is_inline:
                words = " ".join(step.text.text.replace(":", " ").split())
                base = (
                    words
                    if len(words) <= LONGEST_INLINE
                    else words[: LONGEST_INLINE - 1].rstrip() + "…"
                )
                step.name = base = base or "question"
                while step_key(step.name) in self.by_key:
                    counts[base] = counts.get(base, 1) + 1
                    step.name = f"{base} ({counts[base]})"
                self.by_key[step_key(step.name)] = step

    def _step(self, step: DraftStep, found: dict[str, Step]) -> list[tuple[int, str]]:
        """Add a step, and the ends behind its answers, to `found`; the line and name of each step that it leads to."""
        rule = self.short("rule", step.said.get("rule"))
        judged = step.said.get("judgement")
        if step.end and step.end.question and step.answers:
            step.text, step.end = Piece(step.end.line, step.end.question), None
        question = step.text.text
        if step.end:
            if step.answers or question:
                mend = (
                    "end it with ? if it is a question" if step.end.word else "make two steps of it"
                )
                self.fault(step.end.line, f"step {step.name!r} both asks and ends; {mend}")
            ending = self._ending(step.end)
            own = self._end_rule(step.end) or rule
            found[step.name] = Step(
                step.name, step.line, "", (), ending, own, is_inline=step.is_inline
            )
            return []
        self._asks(step)
        found[step.name] = Step(step.name, step.line, question)
        answers, ways = [], []
        for answer in step.answers:
            if answer.end:
                name = inline_name(step.name, answer.label)
                ending = self._ending(answer.end)
                found[name] = Step(
                    name, answer.line, "", (), ending, self._end_rule(answer.end), is_inline=True
                )
            elif target := self._target(answer):
                name = target.name
                ways.append((answer.line, name))
            else:
                continue
            answers.append(Branch(answer.label, name))
        how = judged.text if judged else None
        found[step.name] = Step(
            step.name,
            step.line,
            question,
            tuple(answers),
            None,
            rule,
            how,
            is_inline=step.is_inline,
        )
        return ways

    def _asks(self, step: DraftStep) -> None:
        if not step.answers:
            if step.text.text:
                self.fault(
                    step.line,
                    f"step {step.name!r} neither asks nor ends; put an answer on a line of its own below it (yes -> …), "
                    f"or begin its text with {', '.join(ENDS[:-1])} or {ENDS[-1]}",
                )
            else:
                self.fault(
                    step.line,
                    f"step {step.name!r} is empty; write its question, or do, document or escalate",
                )
        elif not step.text.text:
            self.fault(
                step.line,
                f"step {step.name!r} has answers, but no question; write it after the colon",
            )
        if len(step.answers) > MOST_ANSWERS:
            line = step.answers[MOST_ANSWERS].line
            self.fault(
                line,
                f"{len(step.answers)} answers to one question; at most {MOST_ANSWERS} have a key, so ask twice",
            )
        seen: dict[str, int] = {}
        for answer in step.answers:
            key = name_key(answer.label)
            if not key:
                self.fault(
                    answer.line,
                    "an answer without words; write it before the arrow, as in  yes -> …",
                )
            elif len(key) > MAX_NAME:
                self.fault(
                    answer.line, f"an answer of {len(answer.label):,} characters; shorten it"
                )
            elif seen.setdefault(key, answer.line) != answer.line:
                self.fault(
                    answer.line,
                    f"the answer {answer.label!r} is there already, in line {seen[key]}; name it otherwise",
                )

    def _target(self, answer: DraftBranch) -> DraftStep | None:
        if answer.step:
            return answer.step
        key = step_key(answer.target)
        if known := self.by_key.get(key):
            return known
        if answer.is_wrong:
            return None
        if not key:
            self.fault(
                answer.line,
                f"the answer {answer.label!r} leads nowhere; name a step after the arrow, or an end",
            )
            return None
        self.guesses += 1
        names = (
            list(self.by_key)[:GUESSED_FROM]
            if self.guesses <= NEXT_TO and len(key) <= MAX_NAME
            else []
        )
        close = close_names(key, names)
        name = answer.target if len(answer.target) <= 60 else answer.target[:59] + "…"
        hint = (
            f"did you mean {self.by_key[close[0]].name!r}?"
            if close
            else f"add it, as in  {name}: do …"
        )
        self.fault(answer.line, f"there is no step {name!r}; {hint}")
        # What is meant is taken as led to, so that one slip is one fault.
        return self.by_key[close[0]] if close else None

    def _end_rule(self, end: DraftEnd) -> str | None:
        return self.short("rule", end.said.get("rule"))

    def _ending(self, end: DraftEnd) -> Ending:
        text = end.text.text
        if end.kind != "escalate":
            if not text:
                what = "what to do" if end.kind == "do" else "what to write down, and where"
                self.fault(end.line, f"{end.kind} what? Say {what}, as in  {end.kind} …")
            return Ending(end.kind, text)
        place = name_key(text + " ").find(_WITH)
        to, bring = (
            (text[:place], text[place + len(_WITH) :]) if 0 <= place < len(text) else (text, "")
        )
        if text[: len(_WITH) - 1].lower() == _WITH[1:]:
            to, bring = "", text[len(_WITH) - 1 :]
        first, _, rest = to.replace(":", " ", 1).partition(" ")
        to = rest if first.lower() == "to" else to
        to, bring = (
            end.said[key].text if key in end.said else known.strip()
            for key, known in (("to", to), ("with", bring))
        )
        if not to:
            self.fault(
                end.line, "escalate to whom? As in  escalate to the grants manager with the invoice"
            )
        if not bring:
            self.fault(
                end.line,
                "escalate with what? Say what they need, as in  escalate to the grants manager with the invoice",
            )
        return Ending(end.kind, text, to, bring)

    def _reached(self, first: DraftStep, ways: dict[str, list[tuple[int, str]]]) -> None:
        """Note the steps that nothing leads to; what comes after them goes without saying."""
        reached, waiting = {first.name}, [first.name]
        while waiting:
            for _, name in ways[waiting.pop()]:
                if name not in reached:
                    reached.add(name)
                    waiting.append(name)
        led_to = {name for targets in ways.values() for _, name in targets}
        for step in self.by_key.values():
            if step.name not in reached and step.name not in led_to:
                self.fault(
                    step.line,
                    f"nothing leads to step {step.name!r}; lead an answer to it, or take it out",
                )


def circles(ways: dict[str, list[tuple[int, str]]]) -> list[tuple[int, list[str]]]:
    """The line of each answer that closes a circle, and the steps of that circle, shortened where it is long.

    Args:
        ways: of each step the `(line, name)` of the steps that it leads to.
    """
    found: list[tuple[int, list[str]]] = []
    done: set[str] = set()
    for root, first in ways.items():
        # Without recursion: a guide may be as deep as its text is long.
        trail, depth, left = [root], {root: 0}, [iter(first)]
        while trail and root not in done:
            for line, name in left[-1]:
                if name in depth:
                    found.append((line, _names(trail, depth[name])))
                elif name not in done:
                    depth[name] = len(trail)
                    trail.append(name)
                    left.append(iter(ways[name]))
                    break
            else:
                done.add(trail[-1])
                del depth[trail.pop()]
                left.pop()
    return found


def _names(trail: list[str], start: int) -> list[str]:
    if len(trail) - start <= SHOWN_OF_CIRCLE:
        return [*trail[start:], trail[start]]
    return [*trail[start : start + 3], "…", *trail[-2:], trail[start]]


def _circle(names: list[str]) -> str:
    return " -> ".join(names)
