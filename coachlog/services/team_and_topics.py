"""Which team and topics a new entry gets when its writer does not name them.

What was named counts first, then the context of `coachlog use`, then the settings, then the
writer's last entry. A private entry lends its team and topics only to the writer's next private
one, so that nobody else sees them.
"""

from coachlog.domain.fields import Fields
from coachlog.domain.typed_text import name_key
from coachlog.storage.names import close_name, known_name
from coachlog.storage.recent import last_of_reader, last_shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.services.settings import Settings
    from coachlog.storage.file.connection import Log

    TeamAndTopics = tuple[str | None, list[str]]


def known_team_and_topics(settings: "Settings", typed: "Fields") -> "TeamAndTopics":
    """Return the team and topics that were named: in the entry, the context or the settings.

    Args:
        settings: hold the context of `coachlog use`, and the usual team and topic.
        typed: the fields of the entry so far; it may lack both.

    Returns:
        The team, None if none is named; and the topics, empty if none is named.
    """
    used_team = settings.used_team
    team = typed.get("team") or used_team or settings.team
    topics = typed.get("topics")
    # The topics of the context belong to its team, and say nothing about another one.
    if not topics and (used_team is None or _is_same_team(used_team, team)):
        topics = settings.used_topics
    if not topics and settings.topic:
        topics = [settings.topic]
    return team, topics or []


def usual_team_and_topics(log: "Log", settings: "Settings", typed: "Fields") -> "TeamAndTopics":
    """Return the team and topics for a new entry; the team is None if there is no way to tell.

    Whatever is not named comes from the writer's last entry, or from the newest entry of all if
    the writer has none.

    Args:
        log: where that entry is.
        settings: tell the team and topics in force.
        typed: the fields of the entry so far; `share` says whether it is private.
    """
    team, topics = known_team_and_topics(settings, typed)
    if team and topics:
        return team, topics
    private = typed.get("share") == "private"
    last = last_of_reader(log, private=private) or last_shared(log)
    if last is None:
        return team, topics
    last_team, last_topics = last[:2]
    if team is not None and not _is_same_team(team, last_team):
        # The topics of another team are not a guess.
        return team, topics
    return last_team, topics or last_topics


def likely_team_and_topics(log: "Log", settings: "Settings", typed: "Fields") -> "TeamAndTopics":
    """Return the team and topics to offer at a prompt: those of the most similar entry, if any.

    Args:
        log: where similar entries are.
        settings: tell the team and topics in force, which counts first.
        typed: the fields of the entry so far; `happened` is needed.
    """
    team, topics = known_team_and_topics(settings, typed)
    if not team or not topics:
        from coachlog.storage.likeness import similar_team_and_topics

        similar = similar_team_and_topics(log, typed["happened"], team)
        if similar:
            return team or similar[0], topics or similar[1]
    return usual_team_and_topics(log, settings, typed)


def new_names(log: "Log", typed: "Fields") -> "list[tuple[str, str, str | None]]":
    """Return the team and topics among typed fields that the log does not know.

    Args:
        log: the names that it knows are those that its reader may see.
        typed: fields as they are stored; team and topics may be missing.

    Returns:
        `(table, name, known name that is close)` of each; the last is None where none is close.
    """
    named = [("topic", topic) for topic in typed.get("topics", [])]
    if typed.get("team"):
        named.insert(0, ("team", typed["team"]))
    new = []
    for table, name in named:
        if known_name(log, table, name) is None:
            new.append((table, name, close_name(log, table, name)))
    return new


def last_team_and_topics(log: "Log", typed: "Fields") -> "Fields | None":
    """Return the team, topics and learner of the writer's last entry, for another one like it.

    Args:
        log: where that entry is.
        typed: the fields of the new entry; only a private one may follow a private one.

    Returns:
        The three fields; None where the writer has no such entry.
    """
    private = typed.get("share") == "private"
    last = last_of_reader(log, private=private)
    if last is None:
        return None
    team, topics, learner = last
    return {"team": team, "topics": topics, "learner": learner}


def _is_same_team(team: str, other: str | None) -> bool:
    return other is not None and name_key(team) == name_key(other)
