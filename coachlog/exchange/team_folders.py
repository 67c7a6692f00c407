"""How a shared folder names the sub-folder of a team, and finds segments among other files.

A team can have any name; a sub-folder has one that is valid on Windows, SharePoint and every other
system. Sync clients put files of their own beside the segments: copies after a conflict, and stubs
of what is not downloaded yet.
"""

import re
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

from coachlog.domain.team_names import label_of
from coachlog.domain.typed_text import clean_name, name_key
from coachlog.exchange.segment_names import is_segment_name

LONGEST_SLUG = 40
NO_ASCII = "team"  # in place of a name without ASCII letters
# What stands behind the name of a file that is not downloaded: the virtual files of Nextcloud,
# ownCloud and odrive on Linux. iCloud also puts a dot before the name.
STUB_ENDINGS = (".nextcloud", ".owncloud", ".cloud", ".icloud")

_FOLDER_NAME = re.compile("[a-z0-9-]{1,40}-[0-9a-f]{8}")


@lru_cache
def team_folder(team: str) -> str:
    """Return the name of the sub-folder of a team: the same for every spelling of its name.

    The hash keeps apart teams such as `Permits/Intake` and `permits intake`, and makes a name such
    as `CON` one that Windows can use.
    """
    key = name_key(team)
    letters = normalize("NFKD", key).encode("ascii", "ignore").decode()
    slug = re.sub("[^a-z0-9]+", "-", letters.lower())[:LONGEST_SLUG].strip("-")
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{slug or NO_ASCII}-{digest[:8]}"


def is_team_folder(name: str) -> bool:
    """Return whether a sub-folder can be that of a team."""
    return _FOLDER_NAME.fullmatch(name) is not None


def is_team_in(team: str, folder: str) -> bool:
    """Return whether a text that somebody wrote is the name of the team of a sub-folder."""
    label = label_of(team)
    try:
        return clean_name(label, "team") == label and team_folder(team) == folder
    except ValueError:
        return False


def segment_of(file_name: str) -> str | None:
    """Return the name of the segment that a file or the stub of one has; None if it is neither.

    Some servers and memory sticks give names back in upper case.
    """
    if is_segment_name(file_name):
        return file_name
    name = file_name.lower()
    if is_stub(name):
        name = name.removeprefix(".").rpartition(".")[0]
    if not is_segment_name(name):
        return None
    return name


def is_stub(file_name: str) -> bool:
    """Return whether a file stands for one that is not downloaded."""
    return file_name.lower().endswith(STUB_ENDINGS)
