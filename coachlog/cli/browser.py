"""Pages in the browser: one file for each command, replaced each time."""

import os
import webbrowser
from pathlib import Path

from coachlog.cli.messages import say
from coachlog.errors import StorageError
from coachlog.paths import cache_folder
from coachlog.storage.file.atomic import make_private_folder


def page_file(name: str) -> str:
    """Return the path of the file for a page that nobody has named a file for.

    It is in a folder for the user alone, which is made if it is missing.

    Raises:
        StorageError: the folder cannot be made.
    """
    folder = cache_folder()
    try:
        make_private_folder(folder)
    except OSError as error:
        raise StorageError(f"{folder} was not made: {error.strerror}.") from error
    return os.path.join(folder, f"{name}.html")


def show(path: str) -> None:
    """Show a file in the browser, or tell that there is none."""
    if not webbrowser.open(Path(path).absolute().as_uri()):
        say("No browser was found. Open the file yourself.")
