"""The address of a hub, which never has a password.

A list of processes, the history of a shell, the log and error messages would all show it. A
password with a slash or another sign in it looks like another part of an address, so an address
that is not plainly one is refused, and not repeated.
"""

import re

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
_WORD = re.compile(r"\S+")
_NAME = re.compile(r"\w+")
_VALUE = re.compile(r"\s*=\s*(?=\S)")
_PART = re.compile(r"[^/\\]+(?P<slash>/)?")
_HOST_WITH_DOT = re.compile(r"[\w-]+\.\w")
_HOST_ALONE = re.compile(r"[\w-]+")
HIDDEN = "(not repeated: it may have a password)"


def is_address(text: str) -> bool:
    """Return whether a text is the address of a hub, and not the path of a folder."""
    return text.startswith(SCHEMES)


def check_address(text: str) -> str:
    """Return an address unchanged if it is safe to store and to show.

    Raises:
        ValueError: It is not an address, or may have a password, which is not repeated.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        if "@" in text or _secret_start(text) is not None:
            raise ValueError(NO_PASSWORD)
        raise ValueError(LOOKS_LIKE_THIS)
    # Not loaded for every message of an error: it takes longer than most commands.
    from urllib.parse import unquote

    for parameter in (match["parameters"] or "").split("&"):
        name, sign, _ = parameter.partition("=")
        if any(secret in unquote(name).lower() for secret in _SECRETS):
            raise ValueError(NO_PASSWORD)
        if name and not sign:
            raise ValueError(LOOKS_LIKE_THIS)
    return text


def may_be_address(text: str) -> bool:
    """Return whether a text may be an address of any kind or hold a password, and not a path."""
    is_address_like = any(map(_is_like_address, text.split()))
    return is_address_like or _secret_start(text) is not None


def without_passwords(message: str) -> str:
    """Return a message without what may be an address with a password in it.

    A message can quote a text of any length, so each word of it is looked at once.
    """
    lines = []
    for line in message.split("\n"):
        start = _secret_start(line)
        if start is not None:
            line = f"{line[:start]}{HIDDEN}"  # noqa: PLW2901 - the rest goes
        lines.append(_WORD.sub(_shown, line))
    return "\n".join(lines)


def _secret_start(line: str) -> int | None:
    """Return where the value begins in `password = value`; None without such a thing."""
    for name in _NAME.finditer(line):
        lowered = name[0].lower()
        if "password" in lowered or "secret" in lowered:
            value = _VALUE.match(line, name.end())
            if value:
                return value.end()
    return None


def _is_like_address(word: str) -> bool:
    """Return whether a word may be an address: by its scheme, or by `user:password@host`."""
    if "://" in word or (":/" in word and "postgres" in word.lower()):
        return True
    return "@" in word and any(map(_has_user_and_host, _PART.finditer(word)))


def _has_user_and_host(part: re.Match[str]) -> bool:
    """Return whether a part between slashes is `user:password@host.org`, or `…@host` before one."""
    text = part[0].removesuffix("/")
    _, _, after_colon = text.partition(":")
    *hosts, last = after_colon.split("@")[1:] or [""]
    if part["slash"] and _HOST_ALONE.fullmatch(last):
        return True
    return any(map(_HOST_WITH_DOT.match, [*hosts, last]))


def _shown(match: re.Match[str]) -> str:
    """Return a word as it is unless it is an address that may have a password."""
    word = match[0]
    if not _is_like_address(word):
        return word
    address = word.strip("'\"(),;.:")
    if "@" not in address and "postgres" not in address.lower():
        return word
    try:
        check_address(address)
    except ValueError:
        return HIDDEN
    return word
