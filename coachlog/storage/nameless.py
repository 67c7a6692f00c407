"""The marks on revisions that nobody signs, by which a login knows its own again.

Feedback and walks through a guide carry no name, in the history of the file either. But whoever
gave feedback may take it back, and must not count twice. So such a revision is signed with a hash
that takes a secret to make. The secret lies in the data folder of the login, never in the log: with
the log alone nobody can tell whose mark it is, nor which two are of the same person.
"""

import hmac
import os

from coachlog.paths import data_folder
from coachlog.storage.file.atomic import move_into_place, temporary_file
from coachlog.storage.file.connection import Log

_BEGINNING = " "  # no name of a person begins with a blank
_LENGTH = 20  # hexadecimal digits: enough that two never meet


def is_mark(author: str) -> bool:
    """Return whether the author of a revision is a mark."""
    return author.startswith(_BEGINNING)


def own_mark(log: Log, text: str) -> str:
    """Return the mark of the login on whose behalf a log is open.

    Args:
        log: knows the login.
        text: what is marked; the same login marks the same text alike.

    Returns:
        An empty text where the secret can neither be read nor be made: then nobody will know it.
    """
    # Nobody in particular writes a demonstration.
    secret = _secret() if log.login else None
    if secret is None:
        return ""
    digest = hmac.new(secret, f"{log.login}\n{text}".encode(), "sha256").hexdigest()
    return _BEGINNING + digest[:_LENGTH]


def _secret() -> bytes | None:
    """Return the secret of this login, which is made the first time."""
    folder = data_folder()
    path = os.path.join(folder, "secret")
    try:
        if not os.path.exists(path):
            os.makedirs(folder, mode=0o700, exist_ok=True)
            # Whole or not at all: half a secret would make marks that nobody knows again. Of two
            # processes that make one at once, the second reads that of the first.
            with temporary_file(path) as temporary:
                with open(temporary, "wb") as file:
                    file.write(os.urandom(32))
                move_into_place(temporary, path)
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None
