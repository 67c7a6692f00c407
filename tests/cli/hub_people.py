"""People who share through a hub, each with a log of their own."""

import json


class Person:
    """Somebody with a log of their own."""

    def __init__(self, by, name, folder):
        self._by = by
        self._name = name
        self.path = str(folder / f"{name}.db")

    def __call__(self, *arguments, **options):
        return self._by(self._name, "--db", self.path, *arguments, **options)

    def did(self, *arguments):
        """Return what a command wrote to stderr, which must have succeeded."""
        result = self(*arguments)
        assert result.code == 0, result
        return result.err

    def texts(self):
        entries = json.loads(self("list", "--all", "--format", "json").out)
        return sorted(entry["happened"] for entry in entries)
