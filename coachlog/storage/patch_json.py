"""Patches as JSON: an object of the fields that changed.

The patch of a new entry names no field, because names and repeated times would take half of its
bytes: it is an array of the values of `POSITIONS`, with an object of all other fields at its end.

They are written and read without the json package, because its regular expressions take longer to
load than SQLite: a tenth of `show`. The parts of it in C do the work, as they do for the package.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


# The fields of a new entry by their position, those first that an entry always has. Stored patches
# depend on them: a position never changes its meaning, and none is added.
POSITIONS = (
    "kind",
    "team",
    "topics",
    "happened",
    "short_id",
    "recorded_at",
    "occurred_on",
    "trainer",
    "share",
    "occurred_at",
    "follow_up",
)
_POSITIONED = frozenset(POSITIONS)
_RECORDED_AT = POSITIONS.index("recorded_at")  # every new entry has it and those before it
_OCCURRED_AT = POSITIONS.index("occurred_at")
# What makes a patch one of a new entry. `updated_at` is left out where it repeats `recorded_at`.
_OF_NEW_ENTRY = {"happened", "short_id", "recorded_at", "updated_at"}
# In the place of `occurred_at`: it repeats `recorded_at`, too.
_SAME_TIME = True


class _Options:
    """How `json.loads` sets the scanner; `float` also reads NaN and Infinity."""

    strict = True
    object_hook = object_pairs_hook = array_hook = None
    parse_int = int
    parse_float = parse_constant = float


def _scanner() -> "Callable[[str, int], tuple[Any, int]]":
    """Return what reads the value that begins at an index, and returns where it ends."""
    try:
        from _json import make_scanner
    except ImportError:
        from json import JSONDecoder

        return JSONDecoder().raw_decode
    return make_scanner(_Options)  # type: ignore[arg-type]


def _encoder() -> "Callable[[Any], str]":
    """Return what writes a value without blanks, and escapes no more than it must."""
    try:
        from _json import encode_basestring, make_encoder
    except ImportError:
        from json import JSONEncoder

        return JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    # What these two arguments become, in the order of the package's own call.
    arguments = (None, None, encode_basestring, None, ":", ",", False, False, True)
    parts = make_encoder(*arguments)  # type: ignore[arg-type]
    return lambda value: "".join(parts(value, 0))


_scan = _scanner()
json_text = _encoder()


def patch_text(patch: "Mapping[str, Any]") -> str:
    """Return a patch as JSON without blanks and escapes."""
    if patch.keys() >= _OF_NEW_ENTRY and None not in patch.values():
        return json_text(_values_of_new_entry(patch))
    return json_text(patch)


def read_patch(text: str) -> "dict[str, Any]":
    """Return the patch that `patch_text` wrote.

    Raises:
        ValueError: it is damaged.
    """
    try:
        patch, end = _scan(text, 0)
    except StopIteration:
        raise ValueError("a patch is no JSON") from None
    if end != len(text):
        raise ValueError("a patch goes on behind its end")
    if isinstance(patch, list):
        return _new_entry(patch)
    if not isinstance(patch, dict):
        raise ValueError("a patch is neither an object nor an array")
    return patch


def _values_of_new_entry(fields: "Mapping[str, Any]") -> "list[Any]":
    values = list(map(fields.get, POSITIONS))
    recorded_at = fields["recorded_at"]
    if values[_OCCURRED_AT] == recorded_at:
        values[_OCCURRED_AT] = _SAME_TIME
    while values[-1] is None:
        values.pop()
    others = {name: value for name, value in fields.items() if name not in _POSITIONED}
    if others["updated_at"] == recorded_at:
        del others["updated_at"]
    if others:
        values.append(others)
    return values


def _new_entry(values: "list[Any]") -> "dict[str, Any]":
    others = {}
    if values and isinstance(values[-1], dict):
        others = values.pop()
    if not _RECORDED_AT < len(values) <= len(POSITIONS):
        raise ValueError("a patch has too few or too many values")
    present = zip(POSITIONS, values, strict=False)
    fields = {name: value for name, value in present if value is not None}
    recorded_at = values[_RECORDED_AT]
    if fields.get("occurred_at") is _SAME_TIME:
        fields["occurred_at"] = recorded_at
    fields["updated_at"] = recorded_at
    return fields | others
