"""Find the rules of a language in sentences. The rules are data: a file for each language.

The notation is explained at the top of `en.rules`. A pattern is read from the word at which its
rule begins to both sides, and each part gives all positions that it can reach: so a text of nothing
but such words stays fast. `re` is not used because loading it would slow down every recording.
"""

from coachlog.domain.language import rule_text
from coachlog.domain.language.sentences import Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    # The name of a rule that matches, and the first and the last word of what is quoted.
    Match = tuple[str, int, int]
    # A test of a word or the name of a phrase, how often it must stand, and how often it may.
    Part = tuple[str, int, int]

MANY = 40  # words that a `*` stands for at most; no clause that people write is longer
ADMISSION = "admission"  # the category of what writers own up to, which is never asked about
# Read once: `wording check` puts thousands of texts to the same rules.
_loaded: dict[str, "Rules | None"] = {}


def rules_of(language: str) -> "Rules | None":
    """Return the rules of a language, read once; None for a language without any."""
    if language not in _loaded:
        text = rule_text(language)
        _loaded[language] = Rules(text) if text else None
    return _loaded[language]


class Rules:
    """The rules of one language. Lists and patterns stay text until a sentence needs them.

    Attributes:
        categories: the category of each rule by its name, in the order of the file.
        rule_of_form: the rule of each word that can stand for it: `carelessness` -> `careless`.
    """

    def __init__(self, text: str) -> None:
        self.categories: dict[str, str] = {}
        self.rule_of_form: dict[str, str] = {}
        # Both are filled as patterns need them: a recording uses a tenth of the file.
        self._definitions: dict[str, list[str]] = {}
        self._rules_at: dict[str, list[tuple[str, list[str]]]] = {}
        self._lists: dict[str, frozenset[str]] = {}
        self._parts: dict[str, list[Part]] = {}
        rules = []
        for heading, lines in _blocks(text):
            kind, _, name = heading.partition(" ")
            if kind in ("list", "phrase"):
                self._definitions[name] = lines
            else:
                rules.append((kind, name, lines))
        # Only now are the endings known, with which a rule's words are spelled out.
        for category, heading, lines in rules:
            self._add_rule(category, heading, lines)

    def words(self, name: str) -> frozenset[str]:
        """Return the words of a list, with those of the lists that it names."""
        if name not in self._lists:
            words: set[str] = set()
            # The hyphen at a list's name spares one at each of its two hundred words.
            hyphen = "-" if name + "-" in self._definitions else ""
            for word in " ".join(self._definitions[name + hyphen]).split():
                if word.isupper():
                    words |= self.words(word)
                else:
                    words.update(self._forms(word + hyphen))
            self._lists[name] = frozenset(words)
        return self._lists[name]

    def phrase(self, name: str) -> list[str]:
        """Return the patterns of a phrase; those of `subject:person` have `<person>` for `<X>`."""
        name, _, argument = name.partition(":")
        return [line.replace("<X>", f"<{argument}>") for line in self._definitions[name]]

    def parts(self, pattern: str) -> "list[Part]":
        """Return the parts of a pattern in their order."""
        if pattern not in self._parts:
            self._parts[pattern] = [_part(text) for text in pattern.split()]
        return self._parts[pattern]

    def matches(self, sentence: Sentence) -> "Iterator[Match]":
        """Yield what the rules find in a sentence, word by word."""
        look = _Look(self, sentence)
        for index, word in enumerate(sentence.words):
            # Most words begin no rule, which keeps a long text fast.
            for rule, lines in self._rules_at.get(word, ()):
                span = look.span(lines, index)
                if span:
                    yield rule, *span

    def _add_rule(self, category: str, heading: str, lines: list[str]) -> None:
        rule, _, words = heading.partition(": ")
        if category != ADMISSION:
            self.categories.setdefault(rule, category)
        # A list for each category: TRAIT has the words of all traits.
        self._definitions.setdefault(category.upper(), []).append(words)
        forms = [form for word in words.split() for form in self._forms(word)]
        for form in forms:
            self._rules_at.setdefault(form, []).append((rule, lines))
            # `always` is only one word of `you always`, and does not stand for it.
            if rule in forms or rule in self.rule_of_form:
                self.rule_of_form[form] = rule

    def _forms(self, word: str) -> list[str]:
        """Return a word; with a hyphen at its end, also with each of the language's endings."""
        stem = word.removesuffix("-")
        if stem == word:
            return [word]
        return [stem, *(stem + ending for ending in self.words("ENDINGS"))]


class _Look:
    """A look at a sentence; it remembers what it has tried, since rules share their phrases."""

    def __init__(self, rules: Rules, sentence: Sentence) -> None:
        self._rules = rules
        self._sentence = sentence
        self._tried: dict[tuple[str, int, int], list[int]] = {}

    def span(self, lines: list[str], index: int) -> tuple[int, int] | None:
        """Return the first and the last word of what a rule quotes; None where it finds nothing.

        Args:
            lines: the rule's own, in their order: `find`, `with` or `not`, and a pattern.
            index: where in the sentence the word stands at which the rule begins.
        """
        for line in lines:
            keyword, _, pattern = line.partition(" ")
            span = self._quoted(pattern, index)
            if keyword == "find" and span:
                return span
            if keyword == ("not" if span else "with"):
                return None
        return None

    def _quoted(self, pattern: str, index: int) -> tuple[int, int] | None:
        """Return what a pattern quotes, by default its word alone; None where it does not fit."""
        before, trigger, after = pattern.partition("~")
        if not trigger:
            while self._after("_", index - 1, -1):
                index -= 1
            # Nothing is quoted by `with` and `not`; only whether they fit counts.
            return (index, index) if self._reach(pattern, [index], 1) else None
        # Without a bracket all that comes before is outside.
        outside, bracket, inside = before.partition("[")
        # Reading outwards from the word, the nearest subject is found first, as people hear it.
        first = self._edge(inside, outside.rstrip("+"), index - 1, -1)
        inside, bracket, outside = after.partition("]" if bracket else " ")
        last = self._edge("~" + inside, outside, index, 1)
        if first is None or last is None:
            return None
        return max(0, first - before.count("+")), last

    def _edge(self, inside: str, outside: str, start: int, step: int) -> int | None:
        """Return the last word that is quoted in one direction; None where a part does not fit."""
        for end in self._reach(inside, [start], step):
            if self._reach(outside, [end], step):
                return end - step
        return None

    def _reach(self, pattern: str, starts: list[int], step: int) -> list[int]:
        """Return the positions after a pattern, the nearest first; none where it does not fit."""
        for part, least, most in self._rules.parts(pattern)[::step]:
            ends = dict.fromkeys(() if least else starts)
            for _ in range(most):
                reached = []
                for start in starts:
                    reached += self._after(part, start, step)
                # A position reached before leads nowhere new.
                starts = [end for end in reached if end not in ends]
                if not starts:
                    break
                ends.update(dict.fromkeys(starts))
            starts = list(ends)
        return starts

    def _after(self, part: str, start: int, step: int) -> list[int]:
        """Return the positions after a phrase, or after a single word that passes a test."""
        # Without this memory a text of nothing but `should` takes most of a minute: each word
        # would look for its subject anew.
        key = part, start, step
        if key not in self._tried:
            ends = []
            if part.startswith("<"):
                for line in self._rules.phrase(part[1:-1]):
                    ends += self._reach(line, [start], step)
            elif self._passes(part, start):
                ends = [start + step]
            self._tried[key] = ends
        return self._tried[key]

    def _passes(self, test: str, position: int) -> bool:
        """Whether the word at a position passes a test such as `to`, `BE|HAVE` or `-ed&!LIST`."""
        for option in test.split("|"):
            if all(self._is(test, position) for test in option.split("&")):
                return True
        return False

    def _is(self, test: str, position: int) -> bool:
        if not 0 <= position < len(self._sentence.words):
            return test == "^"
        if test.startswith("!"):
            return not self._is(test[1:], position)
        word = self._sentence.words[position]
        # A list's name: the words of a sentence are compared in lower case.
        if test.isupper():
            return word in self._rules.words(test)
        if test.startswith("-"):
            return word.endswith(test[1:])
        raw = self._sentence.raw[position]
        signs = {
            "~": True,
            "any": True,
            "_": word not in self._rules.words("BORDERS"),
            "aa": word.isalpha(),
            "Aa": raw[0].isupper() and not raw.isupper(),
        }
        return signs.get(test, word == test)


def _blocks(text: str) -> "Iterator[tuple[str, list[str]]]":
    """Yield each heading of a file with the lines below it; headings in a row share theirs."""
    lines: list[str] = []
    for line in text.splitlines():
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        if line.startswith(" "):
            lines.append(content)
            continue
        if lines:
            lines = []
        yield line, lines


def _part(text: str) -> "Part":
    """Return a part of a pattern: `word`, `word?`, `word*`, `word*3` or `...`."""
    if text == "...":
        return "any", 0, MANY
    if text.endswith("?"):
        return text[:-1], 0, 1
    test, star, most = text.partition("*")
    if star:
        return test, 0, int(most or MANY)
    return text, 1, 1
