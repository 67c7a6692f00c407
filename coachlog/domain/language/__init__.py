"""Advice on wording: a quick look at every recording, and a closer one where it is worth it.

The rules are data: each language has a file of them in this folder, such as `en.rules`.
"""

import os

_FOLDER = os.path.dirname(__file__)


def rule_text(language: str) -> str | None:
    """Return the rules of a language as they are written; None for a language without any."""
    # The code comes from a setting, which allows letters only: it cannot lead out of the folder.
    path = os.path.join(_FOLDER, f"{language}.rules")
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None
