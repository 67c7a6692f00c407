"""Tuples with named fields, declared as with `typing`, which takes 5 ms more to load than this.

`collections` is there already, because SQLite's module loads it.
"""

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - for others
else:

    class _Maker(type):
        """Makes a named tuple of the fields of a class, and of its methods."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body["__annotations__"]
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for attribute, value in body.items():
                if attribute not in fields:
                    setattr(made, attribute, value)
            return made

    class NamedTuple(metaclass=_Maker):
        """The base of a tuple with named fields, each with its type and perhaps a default."""
