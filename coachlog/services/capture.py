"""Recording an entry. Both lanes of the command line come through here."""

from coachlog.clock import utc_text
from coachlog.domain.fields import CHOICES, FIELDS, LONG_TEXTS, SHORT_TEXTS, clean_choice, clean_name, clean_text
from coachlog.errors import CoachlogError, DecisionNeededError, UsageError
from coachlog.storage import entries, history, ledger, names
from coachlog.storage.similar import similar_entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.services.settings import Settings
    from coachlog.storage.connection import Log

    Fields = dict[str, Any]

FALLBACK_TOPIC = "general"
TWIN_SECONDS = 60


class Recorded:
    """What was recorded: the stored fields, similar entries as `(short_id, happened)`, and what to tell the writer."""

    __slots__ = ("fields", "hints", "similar")

    def __init__(self, fields: "Fields", similar: list[tuple[str, str]], hints: list[str]) -> None:
        self.fields = fields
        self.similar = similar
        self.hints = hints


def usual_place(log: "Log", settings: "Settings") -> tuple[str | None, list[str]]:
    """Team and topics for an entry that names none: the standing context, the settings, the last entry."""
    team, topics = settings.context
    team = team or settings["team"]
    if not topics and (topic := settings["topic"]):
        topics = [topic]
    if team and topics:
        return team, topics
    last = entries.last_used(log, settings.me)
    if last:
        # The last entry's topics belong to its team: another team's are no guess at all.
        if team is None or team == last[0]:
            topics = topics or last[1]
        team = team or last[0]
    return team, topics


def record(log: "Log", clock: "Clock", settings: "Settings", given: "Fields", *, remember_team: bool = False) -> Recorded:
    """Record one entry.

    Args:
        log: where to.
        clock: gives the time and the ids.
        settings: fill in what is not given.
        given: the fields that the writer gave; `kind` and `happened` are needed.
        remember_team: also make the entry's team the writer's usual one.

    Raises:
        UsageError: a field that cannot be stored.
        DecisionNeededError: no team is known.
        StorageError: nothing was recorded.
    """
    typed = given.get("happened")
    try:
        fields = checked_fields(given)
        if not fields.get("happened"):
            raise UsageError("there is nothing to record: say what happened.")
        _fill_in(log, clock, settings, fields)
        hints: list[str] = []
        with log.atomic():
            for table, spelled in (("team", [fields["team"]]), ("topic", fields["topics"])):
                hints += _use_known_names(log, table, spelled, fields)
            fields["uuid"] = clock.uuid7()
            fields["short_id"] = entries.free_short_id(log, fields["uuid"])
            hints += _warnings(log, clock, fields)
            hlc = history.begin_action(log, clock, "mistake" if fields["kind"] == "mistake" else "log")
            ledger.create_entries(log, clock, hlc, settings.me, [fields])
            if remember_team:
                ledger.change_records(log, clock, hlc, settings.me, [("setting", "team", {"value": fields["team"]})])
    except CoachlogError as error:
        error.typed = error.typed or typed
        raise
    if fields["kind"] == "mistake" and not fields.get("recovery"):
        hints.append(f'still open: add how it was put right with  coachlog edit {fields["short_id"]} --recovery "…"')
    similar = similar_entries(log, fields["happened"], fields["uuid"]) if settings["similar"] == "yes" else []
    return Recorded(fields, similar, hints)


def checked_fields(given: "Fields") -> "Fields":
    """The fields of an entry as they are stored, without those that are empty.

    Raises:
        UsageError: one that cannot be stored, with the reason.
    """
    checked: Fields = {}
    try:
        for field, value in given.items():
            stored = _checked(field, value)
            if stored is not None and stored != []:
                checked[field] = stored
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    return checked


def _checked(field: str, value: "Any") -> "Any":
    if field == "topics":
        found = [clean_name(topic, "topic") for topic in value]
        return list(dict.fromkeys(topic for topic in found if topic))
    if field == "factors":
        return list(dict.fromkeys(clean_choice(factor, "factors") for factor in value))
    if value is None or field not in FIELDS:
        return value
    if field in LONG_TEXTS:
        return clean_text(value, field)
    if field == "team" or field in SHORT_TEXTS:
        return clean_name(value, field)
    return clean_choice(value, field) if field in CHOICES else value


def _fill_in(log: "Log", clock: "Clock", settings: "Settings", fields: "Fields") -> None:
    if "team" not in fields or "topics" not in fields:
        team, topics = usual_place(log, settings)
        if "topics" not in fields:
            same_team = "team" not in fields or fields["team"] == team or settings["topic"] or settings.context[1]
            fields["topics"] = topics if topics and same_team else [FALLBACK_TOPIC]
        if "team" not in fields:
            if team is None:
                raise DecisionNeededError("which team? Add @team, or say it once: coachlog config set team NAME")
            fields["team"] = team
    now = clock.now()
    fields.setdefault("trainer", settings.me)
    if settings["role"]:
        fields.setdefault("role", settings["role"])
    if "occurred_on" not in fields:
        fields["occurred_at"] = utc_text(now)
        fields["occurred_on"] = now.date().isoformat()
    fields["recorded_at"] = fields["updated_at"] = utc_text(now)


def _use_known_names(log: "Log", table: str, spelled: list[str], fields: "Fields") -> list[str]:
    """Put the spelling in use in place of the one that was typed; a hint for each new name that is close to a known one."""
    found = []
    hints = []
    for name in spelled:
        known = names.known_name(log, table, name)
        found.append(known or name)
        if known is None and (close := names.close_name(log, table, name)):
            option = f"--{table}"
            hints.append(f"new {table} {name!r}: did you mean {close!r}?  coachlog edit last {option} {close!r}")
    if table == "team":
        fields["team"] = found[0]
    else:
        fields["topics"] = list(dict.fromkeys(found))
    return hints


def _warnings(log: "Log", clock: "Clock", fields: "Fields") -> list[str]:
    warnings = []
    twin = entries.recent_twin(log, fields["happened"], fields["recorded_at"], TWIN_SECONDS)
    if twin:
        warnings.append(f"the same words were recorded a moment ago as {twin}; if that was one too many: coachlog undo")
    newest = history.newest_time(log)
    if newest and newest - clock.now().timestamp() > TWIN_SECONDS:
        warnings.append("this computer's clock is behind the newest entry; the order is kept, but look at the date")
    return warnings
