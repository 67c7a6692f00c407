"""Recording an entry. Both lanes of the command line come through here."""

from coachlog.clock import utc_text, zone_warning
from coachlog.domain.checkins import NONE, clean_days
from coachlog.domain.fields import CHOICE, FACTORS, FIELDS, LONG_TEXT, LONG_TEXTS, NAME
from coachlog.domain.typed_text import clean_choice, clean_name, clean_text, name_key
from coachlog.errors import CoachlogError, DecisionNeededError, UsageError
from coachlog.storage import entry_table, ledger, names, news, revisions
from coachlog.storage.queries.similar import similar_entries, similar_place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.services.settings import Settings
    from coachlog.storage.file.connection import Log

    Fields = dict[str, Any]

FALLBACK_TOPIC = "general"
TWIN_SECONDS = 60
MOST_TOPICS = 50
MOST_HINTS = 2  # beside which similar entries are still offered


class Recorded:
    """What was recorded: the stored fields, similar entries as `(short_id, happened)`, and what to tell the writer.

    `news` is what became of the writer's entries since the one before, as `news.untold` has it.
    """

    __slots__ = ("fields", "hints", "news", "similar")

    def __init__(
        self, fields: "Fields", similar: list[tuple[str, str]], hints: list[str], told: "list[Any]"
    ) -> None:
        self.fields = fields
        self.similar = similar
        self.hints = hints
        self.news = told


def known_team_and_topics(
    settings: "Settings", given: "Fields | None" = None
) -> tuple[str | None, list[str]]:
    """Team and topics as far as somebody said so: in the entry, in the standing context, in the settings."""
    given = given or {}
    used_team = settings.used_team
    used_topics = settings.used_topics
    team = given.get("team") or used_team or settings.team
    topics = given.get("topics") or (
        used_topics if used_team is None or _same(used_team, team) else []
    )
    if not topics and (topic := settings.topic):
        topics = [topic]
    return team, topics


def usual_team_and_topics(
    log: "Log", settings: "Settings", given: "Fields | None" = None
) -> tuple[str | None, list[str]]:
    """Team and topics for an entry that does not name both: what is known, the rest as in the writer's last entry.

    Where the writer has none, as in the newest of all. A private entry gives its place to the writer's private ones alone.
    """
    team, topics = known_team_and_topics(settings, given)
    if team is None or not topics:
        last = entry_table.last_used(
            log, settings.user, private=_is_private(given)
        ) or entry_table.last_shared(log)
        # Another team's topics are no guess at all.
        if last and (team is None or _same(team, last[0])):
            return last[0], topics or last[1]
    return team, topics


def last_team_and_topics(log: "Log", settings: "Settings", given: "Fields") -> "Fields | None":
    """Team, topics and learner of the writer's last entry, for another one like it; None where there is none.

    Of a private entry only for one that is private as well.
    """
    last = entry_table.last_used(log, settings.user, private=_is_private(given))
    return {"team": last[0], "topics": last[1], "learner": last[2]} if last else None


def likely_team_and_topics(
    log: "Log", settings: "Settings", given: "Fields"
) -> tuple[str | None, list[str]]:
    """Team and topics to offer for an entry: what is known, the rest as in the most similar entry, else the last one."""
    team, topics = known_team_and_topics(settings, given)
    if not (team and topics) and (like := similar_place(log, given["happened"], team)):
        return team or like[0], topics or like[1]
    return usual_team_and_topics(log, settings, given)


def _is_private(given: "Fields | None") -> bool:
    return given is not None and given.get("share") == "private"


def _same(team: str | None, other: str | None) -> bool:
    return team is not None and other is not None and name_key(team) == name_key(other)


def record(
    log: "Log",
    clock: "Clock",
    settings: "Settings",
    given: "Fields",
    *,
    remember_team: bool = False,
    verb: str | None = None,
    beside: "Callable[[str, str], None] | None" = None,
) -> Recorded:
    """Record one entry.

    Args:
        log: where to.
        clock: gives the time and the ids.
        settings: fill in what is not given.
        given: the fields that the writer gave; `kind` and `happened` are needed.
        remember_team: also make the entry's team the writer's usual one.
        verb: what undo calls it, where it is neither `log` nor `mistake`.
        beside: writes what else belongs to the same action; it gets the action's hlc and the entry's uuid.

    Raises:
        UsageError: a field that cannot be stored.
        DecisionNeededError: no team is known.
        SettingsError: the environment gives a setting a value that it cannot have.
        StorageError: nothing was recorded.
    """
    try:
        fields = clean_fields(given)
        if "happened" not in fields:
            raise UsageError("there is nothing to record: say what happened.")
        typed_names = {"team", "topics"} & fields.keys()
        _fill_in(log, clock, settings, fields)
        wants_similar, adviser = settings.similar == "yes", settings.wording_adviser
        with log.atomic():
            hints = _use_known_names(log, settings.user, fields, typed_names)
            fields["uuid"] = clock.uuid7()
            fields["short_id"] = entry_table.free_short_id(log, fields["uuid"])
            hlc = revisions.begin_action(
                log, clock, verb or ("mistake" if fields["kind"] == "mistake" else "log")
            )
            hints += _warnings(log, clock, fields, hlc)
            ledger.create_entries(log, clock, hlc, settings.user, [fields])
            if beside:
                beside(hlc, fields["uuid"])
            if remember_team:
                ledger.change_records(
                    log, clock, hlc, settings.user, [("setting", "team", {"value": fields["team"]})]
                )
            told = _news(log, settings.user)
    except CoachlogError as error:
        error.typed = error.typed or typed_text(given)
        raise
    if remember_team:
        hints.append(
            f"your team is {fields['team']} from now on; another time: coachlog config set team NAME"
        )
    if fields["kind"] == "mistake" and "recovery" not in fields:
        hints.append(
            f'still open: add how it was put right with  coachlog edit {fields["short_id"]} --recovery "…"'
        )
    if adviser and (advice := adviser.advice_for(fields)):
        hints.append(advice)
    # Where there is more to look at already, what is only nice to know waits for another time.
    wants_similar = wants_similar and len(hints) < MOST_HINTS
    return Recorded(fields, _offered(log, fields) if wants_similar else [], hints, told)


def _news(log: "Log", reader: str) -> "list[Any]":
    """What became of the writer's entries, told in the transaction of the recording: with it, or another time.

    Nothing where it cannot be read or noted: no recording fails because of it.
    """
    try:
        if not news.has_untold(log, reader):
            return []
        if told := news.untold(log, reader):
            news.mark_told(log, reader)
        return told
    except CoachlogError:
        return []


def typed_text(given: "Fields") -> str | None:
    """What somebody wrote, so that it can be given back when it was not recorded."""
    texts = [(field, text) for field in LONG_TEXTS if (text := given.get(field))]
    if len(texts) == 1 and texts[0][0] == "happened":
        return str(texts[0][1])
    return "\n".join(f"{field}: {text}" for field, text in texts) or None


def _offered(log: "Log", fields: "Fields") -> list[tuple[str, str]]:
    """Similar entries; none where they cannot be read, because the entry itself is recorded by now."""
    try:
        return similar_entries(log, fields["happened"], fields["uuid"])
    except (CoachlogError, KeyboardInterrupt):
        return []


def clean_fields(given: "Fields") -> "Fields":
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


def _checked(name: str, value: "Any") -> "Any":
    field = FIELDS.get(name)
    if value is None or field is None:
        return value
    if name in _READ:
        return _READ[name](value)
    if field.value_type == LONG_TEXT:
        return clean_text(value, name)
    if field.value_type == NAME:
        return clean_name(value, name)
    if field.value_type == CHOICE:
        return clean_choice(value, name, field.choices)
    return value


def _checked_topics(value: "Any") -> list[str]:
    if len(value) > MOST_TOPICS:
        raise ValueError(
            f"an entry has at most {MOST_TOPICS} topics, and this names {len(value):,}; text goes after --"
        )
    found: dict[str, str] = {}
    for topic in value:
        if name := clean_name(topic, "topic"):
            found.setdefault(name_key(name), name)
    return list(found.values())


def _checked_factors(value: "Any") -> list[str]:
    return list(dict.fromkeys(clean_choice(factor, "factors", FACTORS) for factor in value))


_READ = {"topics": _checked_topics, "factors": _checked_factors, "follow_up": clean_days}


def _fill_in(log: "Log", clock: "Clock", settings: "Settings", fields: "Fields") -> None:
    if "team" not in fields or "topics" not in fields:
        team, topics = usual_team_and_topics(log, settings, fields)
        if team is None:
            raise DecisionNeededError(
                "which team? Add @team, or say it once:  coachlog config set team NAME"
            )
        fields.setdefault("team", team)
        fields.setdefault("topics", topics or [FALLBACK_TOPIC])
    now = clock.now()
    if "trainer" not in fields and (reader := clean_name(settings.user, "trainer")):
        fields["trainer"] = reader
    if settings.role:
        fields.setdefault("role", settings.role)
    fields.setdefault("follow_up", settings.follow_up)
    if fields["follow_up"] == NONE:
        del fields["follow_up"]
    if "occurred_on" not in fields:
        fields["occurred_at"] = utc_text(now)
        fields["occurred_on"] = now.date().isoformat()
    fields["recorded_at"] = fields["updated_at"] = utc_text(now)


def _use_known_names(log: "Log", reader: str, fields: "Fields", typed: set[str]) -> list[str]:
    """Put in the spelling that is in use; a hint for each name that was typed, is new, and close to a known one."""
    hints = []
    topics = []
    for name in fields["topics"]:
        known = names.known_name(log, "topic", name)
        topics.append(known or name)
        if (
            known is None
            and "topics" in typed
            and (close := names.close_name(log, "topic", name, reader))
        ):
            meant = [close if topic == name else topic for topic in fields["topics"]]
            hints.append(_did_you_mean("topic", name, close, meant))
    known = names.known_name(log, "team", fields["team"])
    if (
        known is None
        and "team" in typed
        and (close := names.close_name(log, "team", fields["team"], reader))
    ):
        hints.insert(0, _did_you_mean("team", fields["team"], close, [close]))
    fields["team"] = known or fields["team"]
    fields["topics"] = list(dict.fromkeys(topics))
    return hints


def _did_you_mean(table: str, name: str, close: str, meant: list[str]) -> str:
    from shlex import quote

    options = " ".join(f"--{table} {quote(name)}" for name in meant)
    return f"new {table} {name}: did you mean {close}?  coachlog edit last {options}"


def _warnings(log: "Log", clock: "Clock", fields: "Fields", hlc: str) -> list[str]:
    warnings = []
    twin = entry_table.recent_twin(log, fields["happened"], fields["recorded_at"], TWIN_SECONDS)
    if twin:
        warnings.append(
            f"the same words were recorded a moment ago as {twin}; if that was one too many: coachlog undo"
        )
    # The hlc of this recording is never before the newest one, so nothing has to be looked up again.
    if revisions.epoch_seconds(hlc) - clock.now().timestamp() > TWIN_SECONDS:
        warnings.append(
            "this computer's clock is behind the newest entry; the order is kept, but look at the date"
        )
    if warning := zone_warning():
        warnings.append(warning)
    return warnings
