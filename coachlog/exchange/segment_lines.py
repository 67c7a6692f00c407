"""The lines of a segment: revisions as JSON, read from whoever may have written them."""

import json
import re
from typing import Any

from coachlog.domain.merging import Revision

# What is read here is written again elsewhere, perhaps deeper in the stack.
DEEPEST = 20
TOO_DEEP = "nested too deeply"
NO_REVISION = "not a revision"

_ID = re.compile("[0-9a-f]{32}")
_TEXTS = ("id", "record", "table", "hlc", "device", "author")
_KEYS = frozenset((*_TEXTS, "patch"))


def line_of(revision: Revision) -> str:
    """Return a revision as JSON."""
    return json_text(
        {
            "id": revision.id.hex(),
            "record": revision.record,
            "table": revision.table,
            "hlc": revision.hlc,
            "device": revision.device,
            "author": revision.author,
            "patch": revision.patch,
        }
    )


def revision_of(line: str) -> Revision:
    """Return the revision in a line, without what may stand there beside the known keys.

    Raises:
        ValueError: the line has none; the message says why.
    """
    values = parsed(line)
    _check(values)
    # Most lines have too few brackets to be worth a walk through their values.
    if line.count("[") + line.count("{") > DEEPEST and not _is_shallow(values, DEEPEST):
        raise ValueError(TOO_DEEP)
    values["id"] = bytes.fromhex(values["id"])
    return Revision(*map(values.get, Revision._fields))


def parsed(line: str) -> Any:
    """Return the value that a line has.

    Raises:
        ValueError: it has none, or one that is nested too deeply.
    """
    try:
        value, end = _decode(line)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except ValueError:
        # Its own message may quote the line.
        raise ValueError(NO_REVISION) from None
    if end != len(line):
        raise ValueError(NO_REVISION)
    return value


def _check(values: Any) -> None:
    """Refuse what is not a revision.

    Raises:
        ValueError: it is not.
    """
    if type(values) is not dict or not values.keys() >= _KEYS:
        raise ValueError(NO_REVISION)
    for key in _TEXTS:
        if type(values[key]) is not str:
            raise ValueError(f"{key} is not a text")
    if not _ID.fullmatch(values["id"]):
        raise ValueError("id is not 32 hexadecimal digits")
    if type(values["patch"]) is not dict:
        raise ValueError("patch is not an object")


def _is_shallow(value: Any, levels: int) -> bool:
    """Return whether objects and lists in a value are nested at most so many levels deep."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return True
    return levels > 0 and all(_is_shallow(item, levels - 1) for item in value)


def _refuse_number(word: str) -> None:
    raise ValueError(f"{word} is not a number of JSON")


def _finite(word: str) -> float:
    number = float(word)
    # 1e999 is allowed in JSON, but the infinity that Python makes of it is not.
    if abs(number) == float("inf"):
        _refuse_number(word)
    return number


# Made once: the functions of the package would make one for each line.
json_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse_number).raw_decode
