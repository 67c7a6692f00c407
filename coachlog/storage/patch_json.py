"""Patches as JSON. They are written without the json package: its regular expressions cost more to load than SQLite."""

try:
    from _json import encode_basestring as _quoted
except ImportError:  # a Python without that part in C
    from json.encoder import py_encode_basestring as _quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def patch_text(patch: "Mapping[str, Any]") -> str:
    """A patch as `json.dumps` writes it, compact and with every letter as it is."""
    return "{" + ",".join(f"{_quoted(name)}:{_text(value)}" for name, value in patch.items()) + "}"


def read_patch(text: str) -> "dict[str, Any]":
    """What `patch_text` wrote."""
    from json import loads

    patch: dict[str, Any] = loads(text)
    return patch


def _text(value: "Any") -> str:
    if isinstance(value, str):
        return _quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_text, value)) + "]"
    from json import dumps

    return dumps(value, ensure_ascii=False, separators=(",", ":"))
