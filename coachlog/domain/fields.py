"""The words of an entry: its fields, what each may hold, and how text is taken in.

This module is on the path of every recording, so it imports nothing.
"""

MAX_TEXT = 1_000_000
MAX_NAME = 200
SHORTEST_ID = 4

KINDS = ("strength", "correction", "question", "mistake")
COACHING_KINDS = KINDS[:3]

CHOICES: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "basis": ("rule", "judgement", "both"),
    "decision": ("followed", "exception-documented", "escalated", "asked"),
    "caught": ("before-effect", "after-effect"),
    "detected_by": ("self", "peer", "supervisor", "customer", "audit", "system"),
    "share": ("private", "team", "meeting"),
    "status": ("logged", "shared", "adopted", "closed"),
    "role": ("member", "leader"),
}
FACTORS = (
    "communication",
    "guidance",
    "tool",
    "workload",
    "hand-over",
    "training",
    "environment",
    "other",
)

LONG_TEXTS = ("happened", "recovery", "expected", "why", "lesson", "changed_what")
SHORT_TEXTS = ("trainer", "learner", "rule_ref")
LISTS = ("topics", "factors")

# The record, in the order of `--for full` and of the JSON shape in the README.
FIELDS = (
    "uuid",
    "short_id",
    "kind",
    "team",
    "topics",
    "happened",
    "recovery",
    "expected",
    "why",
    "lesson",
    "trainer",
    "learner",
    "basis",
    "rule_ref",
    "decision",
    "caught",
    "detected_by",
    "factors",
    "own",
    "share",
    "status",
    "changed_what",
    "occurred_at",
    "occurred_on",
    "recorded_at",
    "updated_at",
    "role",
    "follow_up",
)

DEFAULTS: dict[str, object] = {
    "topics": [],
    "factors": [],
    "own": False,
    "share": "team",
    "status": "logged",
}


def clean_text(text: str, field: str) -> str | None:
    """`text` as it is stored: Unicode NFC, otherwise as typed. Blank text is None.

    Raises:
        ValueError: a NUL, a lone surrogate, or more than a million characters; the message names the place.
    """
    if len(text) > MAX_TEXT:
        raise ValueError(f"{field} has {len(text):,} characters; the most is {MAX_TEXT:,}")
    if (place := text.find("\0")) >= 0:
        raise ValueError(f"{field} has a NUL at character {place + 1}; take it out")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ValueError(
                f"{field} has half of a surrogate pair at character {error.start + 1}; take it out"
            ) from None
        from unicodedata import normalize

        text = normalize("NFC", text)
    return text if text.strip() else None


def clean_name(name: str, field: str) -> str | None:
    """`name` of a team, topic or person as it is stored: one line, single blanks, at most 200 characters.

    Raises:
        ValueError: it cannot be stored, as for `clean_text`, or holds a `;`, which separates topics in files.
    """
    cleaned = clean_text(" ".join(name.split()), field)
    if cleaned is None:
        return None
    if len(cleaned) > MAX_NAME:
        raise ValueError(f"{field} has {len(cleaned)} characters; the most is {MAX_NAME}")
    if ";" in cleaned and field in ("team", "topic"):
        raise ValueError(
            f"{field} {cleaned!r} has a semicolon, which separates topics in files; leave it out"
        )
    return cleaned


def name_key(name: str) -> str:
    """What two spellings of one team or topic have in common (Unicode caseless match, D145)."""
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFD", name).casefold())


def reads_as_number(end: str) -> bool:
    """Whether a spreadsheet would make another id of `end`: 0012 is 12 to it, and 1e50 a one with fifty zeros."""
    digits, sign, power = end.partition("e")
    return digits.isdigit() and (power.isdigit() if sign else digits[0] == "0")


def clean_choice(value: str, field: str) -> str:
    """One of the field's words, whatever its case and with blanks or underscores for hyphens.

    Raises:
        ValueError: it is none of them; the message lists them.
    """
    choices = FACTORS if field == "factors" else CHOICES[field]
    found = value.strip().lower().replace("_", "-").replace(" ", "-")
    if found not in choices:
        raise ValueError(f"{field} is one of {', '.join(choices)}; not {value!r}")
    return found
