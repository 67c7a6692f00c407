"""Opening a shelf where a log has noted one."""

from coachlog.domain.hub_address import is_address
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.shelf import Shelf
from coachlog.storage import shelves
from coachlog.storage.file.connection import Log
from coachlog.storage.shelves import FOLDER, HUB


def kind_of(location: str) -> str:
    """Return the kind of shelf that a location is for: a path, or the address of a hub."""
    if is_address(location):
        return HUB
    return FOLDER


def open_shelf(log: Log, shelf: shelves.Shelf) -> Shelf:
    """Return a shelf that a log has joined, without looking at it.

    Raises:
        SettingsError: It is a hub, and the library for it is missing.
    """
    if shelf.kind == FOLDER:
        return FolderShelf(shelf.location, shelf.id)
    # Nobody else pays for it.
    from coachlog.exchange.hub.connection import Connection
    from coachlog.exchange.hub.shelf import HubShelf

    return HubShelf(Connection(shelf.location, log.clock), shelf.id, log.user)


def write_report(log: Log, shelf: Shelf) -> None:
    """Write to a hub, after an exchange, what its supervisors read there.

    Raises:
        RemoteError: It is away now. The next sync goes on.
    """
    if not shelf.is_prompt:
        return  # not a hub, whose library takes long to load
    from coachlog.exchange.hub.shelf import HubShelf
    from coachlog.services.sync_report import write_report as write_report_to

    if isinstance(shelf, HubShelf):
        write_report_to(log, shelf)
