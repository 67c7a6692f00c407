"""The settings, which are stored in the log file itself."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log


def read_settings(log: "Log") -> dict[str, str]:
    """Return the value of every setting that has one."""
    return dict(log.all("SELECT name, value FROM setting"))


def write_setting(log: "Log", name: str, value: str | None) -> None:
    """Store a setting's value; None removes it."""
    if value is None:
        log.run("DELETE FROM setting WHERE name = ?", (name,))
        return
    log.run(
        """INSERT INTO setting VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value""",
        (name, value),
    )
