"""The settings, which live in the log file itself."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log


def read_settings(log: "Log") -> dict[str, str]:
    """Every setting that somebody gave a value."""
    return dict(log.all("SELECT name, value FROM setting"))


def write_setting(log: "Log", name: str, value: str | None) -> None:
    """Store one setting's value; None takes it away."""
    if value is None:
        log.run("DELETE FROM setting WHERE name = ?", (name,))
    else:
        log.run(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
