"""Read the file of rules that a language has: `en.rules`, `de.rules`.

Every recording asks for the words at which a rule may begin, so that reading them loads nothing
else; the rules themselves are read by `rules`, where one of these words turns up.
"""

import os

_FOLDER = os.path.dirname(__file__)
_beginnings: dict[str, list[str]] = {}


def rule_text(language: str) -> str | None:
    """Return the rules of a language as they are written; None for a language without any."""
    # The code comes from a setting, which allows letters only: it cannot lead out of the folder.
    path = os.path.join(_FOLDER, f"{language}.rules")
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def beginnings(language: str) -> list[str]:
    """Return the words at which a rule of a language may begin, each with a blank around it.

    A word of which the file gives only the stem (`faul-`) has no blank at its end.
    """
    if language not in _beginnings:
        signs: list[str] = []
        # Only headings are looked at, which takes a fifth of a millisecond.
        for line in (rule_text(language) or "").splitlines():
            # `omission failed to: failed fails failing`; what belongs to it is indented.
            if line[:1].isalpha():
                words = line.partition(": ")[2].split()
                signs += [f" {word} ".replace("- ", "") for word in words]
        _beginnings[language] = signs
    return _beginnings[language]
