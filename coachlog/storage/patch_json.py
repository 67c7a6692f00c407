"""Patches as JSON.

They are written without the json package, because its regular expressions take longer to load than
SQLite, and every recording writes a patch. Reading one is rarer, and left to the package.
"""

try:
    from _json import encode_basestring as _quote
except ImportError:  # a Python without that part in C
    from json.encoder import py_encode_basestring as _quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def patch_text(patch: "Mapping[str, Any]") -> str:
    """Return a patch as `json.dumps` writes it without blanks and escapes."""
    members = [f"{_quote(name)}:{_value_text(value)}" for name, value in patch.items()]
    return "{" + ",".join(members) + "}"


def read_patch(text: str) -> "dict[str, Any]":
    """Return the patch that `patch_text` wrote."""
    from json import loads

    patch: dict[str, Any] = loads(text)
    return patch


def _value_text(value: "Any") -> str:
    if isinstance(value, str):
        return _quote(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_value_text, value)) + "]"
    from json import dumps

    return dumps(value, ensure_ascii=False, separators=(",", ":"))
