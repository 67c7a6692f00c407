"""Refuses a value of several words that was typed without quotes: `--on yesterday 3pm`.

Otherwise its first word would be the value, and the rest would silently be a part of the text.
It is loaded only where plain words follow such an option.
"""

from coachlog.cli.options import Option
from coachlog.domain.handles import is_handle, name_in
from coachlog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from coachlog.domain.handles import IsKnown

# What the help calls the values that may have several words.
DATES = ("DATE", "WEEK")
DAYS = "DAYS"
LONGEST_DATE = 8  # words
LONGEST_QUOTE = 200  # characters


def quote(text: str) -> str:
    """Return a text as a shell reads it: in quotes, if it needs them."""
    # Loaded only for a refusal: most names that words follow are right.
    import shlex

    return shlex.quote(text)


def check_end_of_value(
    option: Option,
    value: str,
    following: "Sequence[str]",
    *,
    is_in_text: bool,
) -> None:
    """Check that a value ends where its argument ends.

    Args:
        option: what was typed before the value.
        value: the argument behind it.
        following: the plain words behind that.
        is_in_text: whether the words of a text stand before the option.

    Raises:
        UsageError: the value may go on in the words that follow.
    """
    name = option.names[0]
    is_alone = option.metavar == DAYS
    if option.metavar in DATES:
        from coachlog.domain.dates.phrases import has_form_of_date

        is_alone = has_form_of_date(value)  # and `last` is not
        phrase = _date_of(value, following)
    elif option.metavar == DAYS:
        phrase = _days_of(value, following)
    elif is_in_text:
        raise _unclear(name, value, following[0])
    else:
        return
    if phrase:
        message = f"{phrase} goes in quotes:  {name} {quote(phrase)}"
        if is_alone:
            message += f"  ·  if only {value} is meant, put -- before the text that follows."
        raise UsageError(message)


def _date_of(value: str, following: "Sequence[str]") -> str:
    """Return the longest date that begins with a value and goes on behind it; empty if none."""
    from coachlog.domain.dates.phrases import has_form_of_date

    for count in range(min(len(following), LONGEST_DATE), 0, -1):
        phrase = " ".join([value, *following[:count]])
        if has_form_of_date(phrase):
            return phrase
    return ""


def _days_of(value: str, following: "Sequence[str]") -> str:
    days = [value]
    for word in following:
        if not word.strip(",").isdecimal():
            break
        days.append(word)
    # `--follow-up 30 3 customers came`: only with a comma, or alone, are more numbers days.
    if len(days) > 1 and (value.endswith(",") or len(days) > len(following)):
        return " ".join(days)
    return ""


def _unclear(name: str, value: str, word: str) -> UsageError:
    return UsageError(
        f"it is unclear whether {word!r} belongs to {name} or to the text."
        f" A name of several words goes in quotes:  {name} {quote(f'{value} {word}')}"
        f"  ·  otherwise put {name} {quote(value)} at the end."
    )


def refuse_joined(option: Option, value: str, word: str) -> "NoReturn":
    """Refuse a text that was joined to its option, before words that may go on with it.

    Args:
        option: what the text was joined to.
        value: the text.
        word: the first of the words behind it.

    Raises:
        UsageError: always.
    """
    name = option.names[0]
    message = f"it is unclear whether {word[:LONGEST_QUOTE]!r} belongs to {name} or to the text."
    if len(value) + len(word) < LONGEST_QUOTE:
        phrase = quote(f"{value} {word}")
        message += f" A text of several words goes in quotes:  {name} {phrase}  ·"
    raise UsageError(f"{message} A single word goes after the text, or -- before the text.")


def refuse_part_of_name(option: str, name: str, whole: str) -> "NoReturn":
    """Refuse a name behind which the text goes on like another name that is in use.

    Args:
        option: `team` or `topic`.
        name: what was typed.
        whole: the name in use.

    Raises:
        UsageError: always.
    """
    raise UsageError(
        f"there is a {option} {whole!r}, which goes in quotes:  --{option} {quote(whole)}"
        f"  ·  if only {name} is meant, put -- before the text."
    )


def check_new_name(words: "Sequence[str]", is_known: "IsKnown") -> None:
    """Refuse `edit last @new team`: a part of the new name would replace what happened.

    Args:
        words: the loose words behind the id. Of several plain ones one can tell that they are a
            text.
        is_known: as for `parse_words`.

    Raises:
        UsageError: a single plain word stands behind a team or topic that is new.
    """
    if len(words) == 1 or is_handle(words[-1], is_known):
        return
    handle, word = words[-2:]
    if not is_handle(handle, is_known) or is_known(handle[0], name_in(handle, is_known)):
        return
    raise UsageError(
        f"it is unclear whether {word!r} belongs to {handle}, which is new, or to the text."
        f" A name of several words goes in quotes:  {quote(f'{handle} {word}')}"
        f"  ·  otherwise put {handle} at the end."
    )


def refuse_dash(argument: str, name: str) -> "NoReturn":
    """Refuse an option whose dashes were turned into a longer one by an editor or a phone.

    Args:
        argument: what was typed.
        name: the option as it is meant to be typed.

    Raises:
        UsageError: always.
    """
    dash = argument[0]
    raise UsageError(
        f"{argument} begins with {dash}, not with {name[: name.rindex('-') + 1]}."
        f" For the option, type {name}; in a text, put a blank after the {dash}."
    )
