"""What a form of personal data is: a pattern, and a check of its matches.

Patterns were chosen over trained models, which marked jargon as persons in 52 % of real notes and
take seconds to load. What patterns miss is why a person clears an entry before a meeting sees it.

The forms are rows of tables, in `address_patterns` and `number_patterns`: a new form is a row more,
with sentences in `tests/data/masks.csv`, and no new code.
"""

import re
from collections.abc import Callable, Iterator

from coachlog.named_tuple import NamedTuple

E_MAIL = "e-mail address"
CARD = "card number"
IBAN = "bank account number"
BIRTH_DATE = "birth date"
ADDRESS = "street address"
PHONE = "phone number"
NUMBER = "case number"
NAME = "name"


class PersonalMatch(NamedTuple):
    """Personal data in a text: its category, and where it starts and ends."""

    category: str
    start: int
    end: int


Check = Callable[[str, "re.Match[str]"], bool]


class Pattern(NamedTuple):
    """One form of personal data.

    Attributes:
        name: what it finds, for people.
        category: of its matches.
        pattern: its match, or its group `it` where there is one, is the personal data.
        check: whether a match in a text counts.
        fewest_digits: a text with fewer has no match, and is not looked at.
        signs: nor has a text in small letters without any of these, if there are some. They have no
            letter that others are equal to but for upper and lower case: no i, k or s.
    """

    name: str
    category: str
    pattern: "re.Pattern[str]"
    check: Check | None = None
    fewest_digits: int = 0
    signs: tuple[str, ...] = ()

    def may_match(self, small_text: str, digits: int) -> bool:
        """Whether a text is worth a closer look.

        Args:
            small_text: the text in small letters.
            digits: how many digits it has.
        """
        if digits < self.fewest_digits:
            return False
        return not self.signs or any(map(small_text.__contains__, self.signs))

    def matches(self, text: str) -> Iterator[PersonalMatch]:
        """Yield the personal data of this form in a text, in its order."""
        group = "it" if "it" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            if self.check is None or self.check(text, match):
                yield PersonalMatch(self.category, *match.span(group))
