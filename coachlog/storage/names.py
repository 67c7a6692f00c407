"""The teams and topics in use: one name for each, whatever the spelling."""

from coachlog.domain.fields import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.connection import Log

TABLES = ("team", "topic")


def known_name(log: "Log", table: str, name: str) -> str | None:
    """The spelling in use for `name`, or None where it is new."""
    row = log.one(f"SELECT name FROM {table} WHERE key = ?", (name_key(name),))
    return row[0] if row else None


def all_names(log: "Log", table: str) -> list[str]:
    """Every name in use, sorted."""
    return [row[0] for row in log.all(f"SELECT name FROM {table} ORDER BY key")]


def add_names(log: "Log", table: str, names: "set[str]") -> None:
    """Note names in use. A spelling that comes later replaces the earlier one (a rename that changes case)."""
    log.run_many(
        f"INSERT INTO {table} (key, name) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name",
        [(name_key(name), name) for name in names],
    )


def drop_unused(log: "Log", table: str) -> None:
    """Forget names that no entry has."""
    used = "SELECT team FROM entry" if table == "team" else "SELECT topic FROM entry_topic"
    log.run(f"DELETE FROM {table} WHERE name NOT IN ({used})")
