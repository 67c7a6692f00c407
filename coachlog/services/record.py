"""Record an entry: every command that records one comes through here.

Everything that another process could change is read inside the transaction that writes the
entry. What is only nice to know (similar entries, news) never makes a recording fail.
"""

from coachlog.clock import utc_text, zone_warning
from coachlog.domain.checkins import NONE
from coachlog.domain.fields import SETTLED_STATUSES, Fields
from coachlog.domain.typed_text import clean_name
from coachlog.errors import CoachlogError, DecisionNeededError, UsageError
from coachlog.services.typed_fields import clean_fields, learner_hint, personal_hint
from coachlog.storage import ledger, names, revisions
from coachlog.storage.likeness import earlier_lesson, like_entries
from coachlog.storage.recent import has_unread_news, recent_twin
from coachlog.storage.short_ids import new_ids

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

    from coachlog.domain.language.quick_check import WordingAdviser
    from coachlog.services.settings import Settings
    from coachlog.storage.file.connection import Log
    from coachlog.storage.likeness import LikeEntry

    SimilarEntry = tuple[str, str, str | None]


FALLBACK_TOPIC = "general"
TWIN_SECONDS = 60
CLOCK_TOLERANCE = 60  # seconds by which the newest entry may be ahead of this computer's clock
MOST_SIMILAR = 3
MOST_HINTS = 2  # with this many hints, only lessons are still offered


class Recorded:
    """What was recorded, and what to tell the writer.

    Attributes:
        fields: The stored fields.
        similar: Earlier entries that may be worth reading now, as `(short_id, happened, lesson)`.
        hints: A line for each thing to look at.
        new_names: The team and topics that no entry had before, as `(table, name)`.
        news: What became of the writer's earlier entries, as `news.unread_news` returns it.
    """

    def __init__(
        self,
        fields: "Fields",
        *,
        similar: "list[SimilarEntry]",
        hints: list[str],
        new_names: list[tuple[str, str]],
        news: "list[Any]",
    ) -> None:
        self.fields = fields
        self.similar = similar
        self.hints = hints
        self.new_names = new_names
        self.news = news


def record(
    log: "Log",
    settings: "Settings",
    typed: "Fields",
    *,
    remember_team: bool = False,
    verb: str | None = None,
    write_more: "Callable[[str, str], None] | None" = None,
) -> Recorded:
    """Record one entry.

    Args:
        log: The log to write to.
        settings: Fill in what was not typed.
        typed: The fields that the writer typed; `kind` and `happened` are needed.
        remember_team: Whether the entry's team becomes the writer's usual one.
        verb: What undo and history call the action, if not `log` or `mistake`.
        write_more: Writes what else belongs to the action, given its hlc and the entry's uuid.

    Raises:
        UsageError: A field cannot be stored.
        DecisionNeededError: No team is known.
        SettingsError: A setting in the environment cannot be used.
        StorageError: Nothing was recorded.
    """
    fields = clean_fields(typed)
    if "happened" not in fields:
        raise UsageError(
            "there is nothing to record. Say what happened, and say it first: words after an option"
            " such as --recovery belong to that option."
        )
    typed_names = {"team", "topics"} & fields.keys()
    _fill_in(log, settings, fields)
    # Read before anything is written, because an unusable setting stops the recording.
    adviser = settings.wording_adviser
    offer_similar = settings.similar == "yes"
    with log.atomic():
        # Not before: the wait for another program may have taken half a minute.
        now = log.clock.now()
        _date(fields, now)
        new_names = names.use_known_spellings(log, [fields])
        hints = _likely_slips(log, fields, new_names, typed_names)
        fields["uuid"], fields["short_id"] = new_ids(log)
        if verb is None:
            verb = "mistake" if fields["kind"] == "mistake" else "log"
        hlc = revisions.begin_action(log, verb)
        twin = recent_twin(log, fields, TWIN_SECONDS)
        hints += _warnings(twin, hlc, now)
        number = ledger.create_entries(log, hlc, [fields], new_names)
        like = _like_mistake(log, hlc, fields, number)
        if write_more:
            write_more(hlc, fields["uuid"])
        if remember_team:
            from coachlog.services.settings import setting_change

            change = setting_change("team", fields["team"])
            ledger.change_records(log, hlc, [change])
        news_rows = _take_news(log)
    hints += _next_steps(fields, adviser, remember_team=remember_team)
    if not offer_similar:
        like = []
    elif like is None:
        like = _like_entries(log, fields, number)
    similar = _worth_reading(like, twin, lessons_only=len(hints) >= MOST_HINTS)
    return Recorded(fields, similar=similar, hints=hints, new_names=new_names, news=news_rows)


def _fill_in(log: "Log", settings: "Settings", fields: "Fields") -> None:
    """Fill in every field but the times that the writer left to coachlog."""
    if "team" not in fields or "topics" not in fields:
        # Not loaded for an entry that names both: each module costs `log` 0.1 ms.
        from coachlog.services.team_and_topics import usual_team_and_topics

        team, topics = usual_team_and_topics(log, settings, fields)
        if team is None:
            raise DecisionNeededError(
                "which team? Add @team, or set it once:  coachlog config set team NAME",
            )
        fields.setdefault("team", team)
        fields.setdefault("topics", topics or [FALLBACK_TOPIC])
    if "trainer" not in fields:
        trainer = clean_name(settings.user, "trainer")
        if trainer:
            fields["trainer"] = trainer
    if settings.role:
        fields.setdefault("role", settings.role)
    fields.setdefault("follow_up", settings.follow_up)
    if fields["follow_up"] == NONE:
        del fields["follow_up"]


def _date(fields: "Fields", now: "datetime") -> None:
    """Fill in when the entry is recorded, and when it happened if the writer did not say."""
    recorded_at = utc_text(now)
    if "occurred_on" not in fields:
        fields["occurred_at"] = recorded_at
        fields["occurred_on"] = now.date().isoformat()
    fields["recorded_at"] = recorded_at
    fields["updated_at"] = recorded_at


def _likely_slips(
    log: "Log",
    fields: "Fields",
    new_names: list[tuple[str, str]],
    typed_names: "set[str]",
) -> list[str]:
    """Return a hint for each name that was typed, is new, and is close to a known one."""
    hints = []
    for table, name in new_names:
        field = "team" if table == "team" else "topics"
        if field not in typed_names:
            continue
        close = names.close_name(log, table, name)
        if close is None:
            continue
        intended = [close]
        if table == "topic":
            intended = [close if topic == name else topic for topic in fields["topics"]]
        # Loaded for a likely slip alone.
        from shlex import quote

        options = " ".join(f"--{table} {quote(value)}" for value in intended)
        hints.append(f"New {table} {name}. Did you mean {close}?  coachlog edit last {options}")
    return hints


def _warnings(twin: str | None, hlc: str, now: "datetime") -> list[str]:
    warnings = []
    if twin:
        warnings.append(
            f"The same text was recorded a moment ago as {twin}. To remove this one: coachlog undo"
        )
    # An hlc is never before the newest one in the log, so the newest need not be looked up.
    if revisions.epoch_seconds(hlc) - now.timestamp() > CLOCK_TOLERANCE:
        warnings.append(
            "This computer's clock is behind the newest entry."
            " The order of entries is kept, but check the date."
        )
    warning = zone_warning()
    if warning:
        warnings.append(warning)
    return warnings


def _next_steps(
    fields: "Fields",
    adviser: "WordingAdviser | None",
    *,
    remember_team: bool,
) -> list[str]:
    """Return a hint for each thing that the writer may want to do now."""
    hints = []
    if remember_team:
        hints.append(
            f"Your team is now {fields['team']}. To change it: coachlog config set team NAME"
        )
    is_settled = fields.get("status") in SETTLED_STATUSES
    if fields["kind"] == "mistake" and "recovery" not in fields and not is_settled:
        hints.append(
            "Still open. To add how it was put right:"
            f'  coachlog edit {fields["short_id"]} --recovery "…"'
        )
    advice = adviser.advice_for(fields) if adviser else None
    return [*hints, *filter(None, (advice, personal_hint(fields), learner_hint(fields)))]


def _take_news(log: "Log") -> "list[Any]":
    """Return what became of the user's earlier entries, and note that they were told.

    In the same transaction as the recording: news is told together with a receipt or another
    time, but never lost. If it cannot be read or noted, there is none.
    """
    try:
        if not has_unread_news(log):
            return []
        from coachlog.storage.news import mark_news_read, unread_news

        rows = unread_news(log)
        if rows:
            mark_news_read(log)
    except CoachlogError:
        return []
    return rows


def _like_mistake(
    log: "Log",
    hlc: str,
    fields: "Fields",
    number: int,
) -> "list[LikeEntry] | None":
    """Link a mistake to the earlier lesson that it looks like, and return all entries like it.

    Returns:
        None for another kind, for which no other process has to wait meanwhile.
    """
    if fields["kind"] != "mistake" or fields.get("share") == "private":
        return None
    entries = _like_entries(log, fields, number)
    earlier = earlier_lesson(entries)
    if earlier:
        # Not loaded for the others, of which there are many more.
        from coachlog.storage.repeats import note_repeat

        note_repeat(log, hlc, fields["uuid"], earlier)
    return entries


def _like_entries(log: "Log", fields: "Fields", number: int) -> "list[LikeEntry]":
    try:
        return like_entries(log, fields, before=number)
    except (CoachlogError, KeyboardInterrupt):
        # The entry is recorded or about to be, so the receipt must be printed.
        return []


def _worth_reading(
    entries: "list[LikeEntry]",
    twin: str | None,
    *,
    lessons_only: bool,
) -> "list[SimilarEntry]":
    """Return what to offer of the entries like a new one, without its twin, which a hint names."""
    similar = []
    for entry in entries:
        is_offered = entry.lesson or not lessons_only
        if entry.is_like and is_offered and entry.short_id != twin:
            similar.append((entry.short_id, entry.happened, entry.lesson))
    return similar[:MOST_SIMILAR]
