"""Find phone numbers, and long numbers without a sign, in runs of digits.

People write phone numbers in too many forms for one pattern; so every run of enough digits is one
unless its own form, or the words beside it, say otherwise.
"""

import re
from collections.abc import Iterator

from coachlog.domain.people.lazy_pattern import lazy_pattern
from coachlog.domain.people.number_checks import (
    is_about_a_thing,
    is_harmless_run,
    is_of_a_rule_or_thing,
)
from coachlog.domain.typed_text import FEWEST_DIGITS

MOST_DIGITS = 15  # of a phone number (ITU-T E.164)

# What is cut off at the end of digits: signs that need another digit after them.
_TRAIL = " \t\xa0\u2009\u202f(.-/–"
# Digits with the signs that may stand between those of one number.
_DIGITS = lazy_pattern(
    r"""(?x)
    (?<![\w,$€£/-]) (?<!\d\.) (?: \+ [ (]? )? \(? \d++
    (?: (?! \. \s ) [ \t\xa0\u2009\u202f().\-/–]{1,3} \d++ )*+
    """
)
# `x12`, `ext. 89` after a phone number.
_EXTENSION = lazy_pattern(r"\s?(?:x|ext\.?|extension)\s?\d{1,6}\b(?![ .-]?\d)", re.IGNORECASE)
# After digits: they are a part of something else, such as `1234567%` or `1234567,50`.
_GOES_ON = lazy_pattern(r"[\w%]|,\d")
# A verb shortly before makes digits a phone number: `called 5550100`.
_CALL = lazy_pattern(
    r"""(?xi)
    \b (?: call(?:ed)? | cell | fax | handy | mobile? | phoned? | rang | ring | sms
         | tel(?:ef|eph)?on\w* | tel | text(?:ed)? ) \b .{0,12} \Z
    """
)
# A number in North American form, where several stand in a row.
_PHONE_IN_A_ROW = lazy_pattern(
    r"(?<!\d)(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)"
)


def long_numbers(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where long numbers start and end, and whether each is a phone number."""
    for match in _DIGITS.finditer(text):
        start = match.start()
        run = _without_open_bracket(match[0])
        digits = sum(map(str.isdigit, run))
        if digits > MOST_DIGITS:
            for phone in _PHONE_IN_A_ROW.finditer(run):
                yield start + phone.start(), start + phone.end(), True
        elif digits >= FEWEST_DIGITS:
            yield from _number(text, start, run)


def _number(text: str, start: int, run: str) -> Iterator[tuple[int, int, bool]]:
    """Yield a run of digits, where it is a number of a person."""
    end = start + len(run)
    is_called = _CALL.search(text, max(0, start - 30), start) is not None
    if is_harmless_run(run) and not is_called:
        return
    if is_of_a_rule_or_thing(text, start, end):
        return
    extension = _EXTENSION.match(text, end)
    if extension:
        yield start, extension.end(), True
    elif _GOES_ON.match(text, end):
        return
    elif is_called or _has_phone_form(run):
        yield start, end, True
    elif not is_about_a_thing(text, start, end):
        yield start, end, not run.isdigit() or _is_bare_phone(run)


def _has_phone_form(run: str) -> bool:
    return run[0] in "+(" or _PHONE_IN_A_ROW.fullmatch(run) is not None


def _without_open_bracket(run: str) -> str:
    """Return digits up to the bracket that has no other: `555-0100)` without it."""
    if run.count("(") == run.count(")"):
        return run
    bracket = "(" if "(" in run else ")"
    return run[: run.rindex(bracket)].rstrip(_TRAIL)


def _is_bare_phone(digits: str) -> bool:
    """Whether digits without a sign are as many as those of a phone number, and begin as one."""
    if digits[0] == "0":
        return len(digits) > 8
    return len(digits.removeprefix("1")) == 10
