"""What was done to the log, as a sentence."""

from coachlog.render.words import count_of, moment_text, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coachlog.domain.action_summary import ActionSummary
    from coachlog.domain.entry import Entry

WIDTH = 48
NOUNS = {
    "entry": ("entry", "entries"),
    "checkin": ("check-in", "check-ins"),
    "reply": ("reply", "replies"),
    "feedback": ("answer", "answers"),
    "meeting": ("meeting", "meetings"),
    "guide": ("guide", "guides"),
    "walk": ("walk", "walks"),
}
VERBS = {
    "thanks": ("word of thanks", "words of thanks"),
    "meeting skip": ("skip", "skips"),
}  # what their record is called
LISTS = frozenset({"wording-list"})  # settings of which only what differs is told
LONGEST = 30  # of a value that is shown with the one before it


def undo_line(step: "ActionSummary", *, planned: bool) -> str:
    """What an undo did to an action, or would do: `undone: log 8f3a "Showed …": the entry is gone`."""
    settings = [(name, before) for name, _, before in step.settings if name not in LISTS]
    said = "would undo" if planned else "undone"
    return _line(
        said,
        step,
        "gone" if step.made or step.turn else "back" if step.deleted else "",
        settings,
        planned=planned,
    )


def redo_line(step: "ActionSummary", *, planned: bool) -> str:
    """What a redo did to an action, or would do."""
    settings = [(name, value) for name, value, _ in step.settings if name not in LISTS]
    said = "would redo" if planned else "redone"
    return _line(
        said,
        step,
        "back" if step.made or step.turn else "gone" if step.deleted else "",
        settings,
        planned=planned,
    )


def _line(
    said: str,
    step: "ActionSummary",
    entries: str,
    settings: "list[tuple[str, str | None]]",
    *,
    planned: bool,
) -> str:
    effects = []
    if entries:
        one, many = VERBS.get(step.verb) or NOUNS["meeting" if step.turn else step.record]
        count = 1 if step.turn else step.entries or step.others
        subject = f"the {one}" if count == 1 else f"{count:,} {many}"
        effects.append(
            f"{subject} {'would be' if planned else 'is' if count == 1 else 'are'} {entries}"
        )
    effects += [
        f"{name} {'would be' if planned else 'is'} {shorten(value, WIDTH) if value else 'unset'}"
        for name, value in settings
    ]
    return f"{said}: {about(step)}{': ' if effects else ''}{', '.join(effects)}{_left(step)}"


def about(step: "ActionSummary") -> str:
    """An action in a few words: `edit 8f3a (recovery) "Charged the …"`; of somebody else's, whose it is."""
    whom = step.short_id or (count_of(step.entries, "entry") if step.entries else "")
    verb = step.verb + (f" {step.turn}{',' * bool(whom)}" if step.turn else "")
    whose = f"{step.whose}'s" if step.whose else None
    return " ".join(filter(None, (whose, verb, whom, details(step._replace(turn=None)))))


def details(step: "ActionSummary") -> str:
    """Which fields and settings an action changed, and the words of its entry."""
    parts = [step.turn] if step.turn else []
    parts += [f"({', '.join(step.fields)})"] * bool(step.fields)
    if step.happened:
        parts.append(f'"{shorten(step.happened, WIDTH)}"')
    for name, value, before in step.settings:
        if name in LISTS:
            parts.append(_differing(value, before))
        else:
            # `use` is the name of the command and of its setting
            parts += [
                *[name] * (name != step.verb),
                "ended" if value is None else shorten(value, WIDTH),
            ]
    return " ".join(parts)


def _differing(value: str | None, before: str | None) -> str:
    """What was added to a list, and what was taken out of it."""
    new, old = ((listed or "").split("; ") for listed in (value, before))
    added, gone = (
        [line for line in new if line not in old],
        [line for line in old if line not in new],
    )
    parts = [", ".join(added)] * bool(added) + [f"without {', '.join(gone)}"] * any(gone)
    return shorten(", ".join(filter(None, parts)), 2 * WIDTH)


def edit_line(before: "Entry", after: "Entry", changed: "Iterable[str]", today: "date") -> str:
    """What an edit changed: a short value with the one before it, a long text by its name."""
    fields = [field for field in changed if field not in ("occurred_on", "occurred_at")]
    parts = [_change(field, getattr(before, field), getattr(after, field)) for field in fields]
    if len(fields) < len(list(changed)):
        parts.insert(0, moment_text(after.occurred_on, after.occurred_at, today))
    return f"{after.short_id} · {', '.join(parts)} · undo: coachlog undo"


def _change(field: str, before: object, after: object) -> str:
    old, new = (_value(value) for value in (before, after))
    if len(old) > LONGEST or len(new) > LONGEST:
        return field if before and after else f"{field} {'added' if after else 'emptied'}"
    return f"{field} {old or 'empty'} → {new or 'empty'}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else str(value or "")


def _left(step: "ActionSummary") -> str:
    if step.moved is None or step.moved >= step.entries + step.others + len(step.settings):
        return ""
    return " (what was changed again since stays as it is)"
