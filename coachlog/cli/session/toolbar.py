"""The lines below the prompt: where the next entry goes, and as what."""

from datetime import date

from coachlog.domain.fields import CHOICES, Fields
from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width
from coachlog.render.visible import visible
from coachlog.render.words import moment_text
from coachlog.services.record import FALLBACK_TOPIC

KINDS = CHOICES["kind"]
GAP = "  "
HELP = "?: keys"
SHARED = "team"
USUAL = {"F4": "F4 shared", "F5": "F5 today"}


def toolbar_lines(fields: Fields, today: date, width: int) -> list[str]:
    """Return one line where it fits, otherwise the names and the kinds on lines of their own.

    Args:
        fields: the fields of the next entry; without a team if it is not known yet. Brackets mark
            its kind among all kinds.
        today: the user's day.
        width: the columns of the terminal.
    """
    topics = ", ".join(fields.get("topics") or [FALLBACK_TOPIC])
    names = visible(f"F2 {fields.get('team') or 'team?'}{GAP}F3 {topics}")
    unusual = _unusual(fields, today)
    share_and_day = GAP.join(unusual.get(key, label) for key, label in USUAL.items())
    kinds = " ".join(KINDS).replace(fields["kind"], f"[{fields['kind']}]")
    kinds_with_key = f"Shift-Tab {kinds}"
    short_names = GAP.join([names, *unusual.values()])
    for line in (
        GAP.join([names, share_and_day, kinds_with_key, HELP]),
        GAP.join([short_names, kinds_with_key, HELP]),
        GAP.join([short_names, kinds_with_key]),
    ):
        if width_of(line) <= width:
            return [line]
    lines = _kind_lines(kinds, width)
    if width_of(short_names) > width and unusual:
        # What is not as usual is shown first, because the end of a long line is cut.
        lines.insert(0, names)
        short_names = GAP.join(unusual.values())
    return [fit_to_width(line, width, fill=False) for line in (short_names, *lines)]


def _kind_lines(kinds: str, width: int) -> list[str]:
    """Return the kinds, with the key for them where there is room.

    A narrow terminal has room for what holds, and not for the key beside it: `?` tells the keys,
    and nothing else tells the kind.
    """
    lines = wrap_to_width(f"Shift-Tab {kinds}", width)
    return lines if len(lines) == 1 else wrap_to_width(kinds, width)


def _unusual(fields: Fields, today: date) -> dict[str, str]:
    """Return what is shown of an entry that is not shared as usual, or not of today, by its key."""
    unusual = {}
    share = fields.get("share", SHARED)
    if share != SHARED:
        unusual["F4"] = f"F4 [{share}]"
    if "on" in fields:
        unusual["F5"] = f"F5 [{visible(fields['on'])}]"
    elif "occurred_on" in fields:
        unusual["F5"] = f"F5 [{day_text(fields, today)}]"
    return unusual


def day_text(fields: Fields, today: date) -> str:
    """Return the day of some fields for reading."""
    return moment_text(fields["occurred_on"], today, fields["occurred_at"])
