"""The address of a hub, which never has a password.

A list of processes, the history of a shell, the log and error messages would all show it. A
password with a slash or another sign in it looks like another part of an address, so an address
that is not plainly one is refused, and not repeated.
"""

import re
from urllib.parse import unquote

SCHEMES = ("postgresql://", "postgres://")
EXAMPLE = "postgresql://kim@db.example.org/coachlog"
LOOKS_LIKE_THIS = f"the address of a hub looks like this:  {EXAMPLE}"
NO_PASSWORD = (
    "leave the password out of the address: other programs could read it there."
    f" coachlog asks for it, or takes it from ~/.pgpass. One without it:  {EXAMPLE}"
)
_SECRETS = ("password", "secret", "scram_")  # in the names of parameters of libpq
_HOST = r"(?:[^\s:/?#@\[\],]*|\[[^\s/?#@\[\]]*\])(?::\d*)?"
_PLAIN = re.compile(
    rf"postgres(?:ql)?://(?:[^\s:/?#@]*@)?{_HOST}(?:,{_HOST})*"
    r"(?:/[^\s:/?#@]*)?(?:\?(?P<parameters>[^\s?#]*))?"
)
# What may be an address, however it is written, and other ways to write a password.
_ANY_ADDRESS = re.compile(
    r"\S*(?:postgres[\w+]*:/|://)\S*|[^\s/\\]*:[^\s/\\]*@[\w-]+(?:\.\w|/)\S*", re.IGNORECASE
)
_ANY_SECRET = re.compile(r"(\w*(?:password|secret)\w*\s*=\s*)\S.*", re.IGNORECASE)
HIDDEN = "(not repeated: it may have a password)"


def is_address(text: str) -> bool:
    """Return whether a text is the address of a hub, and not the path of a folder."""
    return text.startswith(SCHEMES)


def check_address(text: str) -> str:
    """Return an address as it was typed.

    Raises:
        ValueError: It is none, or may have a password, which is not repeated.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        if "@" in text or _ANY_SECRET.search(text):
            raise ValueError(NO_PASSWORD)
        raise ValueError(LOOKS_LIKE_THIS)
    for parameter in (match["parameters"] or "").split("&"):
        name, sign, _ = parameter.partition("=")
        if any(secret in unquote(name).lower() for secret in _SECRETS):
            raise ValueError(NO_PASSWORD)
        if name and not sign:
            raise ValueError(LOOKS_LIKE_THIS)
    return text


def may_be_address(text: str) -> bool:
    """Return whether a text may be an address of any kind, or have a password, and is no path."""
    return bool(_ANY_ADDRESS.search(text) or _ANY_SECRET.search(text))


def without_passwords(message: str) -> str:
    """Return a message without what may be an address with a password in it."""
    message = _ANY_ADDRESS.sub(_shown, message)
    return _ANY_SECRET.sub(rf"\1{HIDDEN}", message)


def _shown(match: re.Match[str]) -> str:
    """Return an address as it is if it has no password."""
    address = match[0].strip("'\"(),;.:")
    if "@" not in address and "postgres" not in address.lower():
        return match[0]
    try:
        check_address(address)
    except ValueError:
        return HIDDEN
    return match[0]
