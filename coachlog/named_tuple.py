"""Tuples with named fields, declared as with `typing`.

`typing` takes 5 ms to load, and `collections` compiles a function for each class: a third of a
millisecond, of which the page of a week needs thirty.
"""

from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - for others
else:
    _REQUIRED = object()  # in place of the default of a field that has none

    class _Maker(type):
        """Makes the class of a named tuple: its fields are its annotations, in their order."""

        def __new__(cls, name, bases, body):
            fields = tuple(body.get("__annotations__", ()))
            defaults = tuple(body.get(field, _REQUIRED) for field in fields)
            for index, field in enumerate(fields):
                body[field] = property(itemgetter(index))
            body["__slots__"] = ()
            body["_fields"] = fields
            body["_defaults"] = defaults
            return super().__new__(cls, name, bases, body)

    class NamedTuple(tuple, metaclass=_Maker):
        """The base of a tuple with named fields, each with its type and perhaps a default."""

        def __new__(cls, *values, **named):
            """Make one of values in the order of the fields, and of values by name."""
            count = len(values)
            if count != len(cls._fields):
                rest = map(named.pop, cls._fields[count:], cls._defaults[count:])
                values += tuple(rest)
                if _REQUIRED in values or len(values) > len(cls._fields):
                    raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)}")
            if named:
                raise TypeError(f"{cls.__name__} does not take {', '.join(named)}")
            return tuple.__new__(cls, values)

        def __repr__(self):
            texts = [f"{field}={value!r}" for field, value in self._asdict().items()]
            return f"{type(self).__name__}({', '.join(texts)})"

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changed):
            values = tuple(map(changed.pop, self._fields, self))
            if changed:
                raise TypeError(f"{type(self).__name__} does not take {', '.join(changed)}")
            return tuple.__new__(type(self), values)
