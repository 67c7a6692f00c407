"""Statements: what happened, without a word that may have to be erased.

A statement tells the day, never the time: it stands at noon UTC, which is the same civil day nearly
everywhere. What it is about has an id that follows from the record's, because a record's own id
holds the millisecond in which it was written.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from coachlog.clock import uuid5
from coachlog.exchange.xapi.templates import WITHDRAWAL, Template
from coachlog.exchange.xapi.vocabulary import (
    HOME_PAGE,
    KIND,
    PROFILE,
    PROFILE_VERSION,
    RULE,
    TAG,
    Term,
)

# A JSON object, as a record store takes it.
Statement = dict[str, Any]


class Subject(NamedTuple):
    """What statements about one entry have in common.

    Attributes:
        team: The name of its team.
        kind: Its kind; empty for what is about no single entry.
        topics: Its topics.
        rule: The rule that it is about, if it names one.
    """

    team: str
    kind: str = ""
    topics: Sequence[str] = ()
    rule: str | None = None


def activity(type_: Term, record: str) -> Statement:
    """Return an activity.

    Args:
        type_: Its type.
        record: The uuid of its record.
    """
    return {
        "objectType": "Activity",
        "id": f"{PROFILE}/activities/{uuid5(f'activity {record}')}",
        "definition": {"type": type_.iri, "name": {"en": type_.label}},
    }


def agent(account: str) -> Statement:
    """Return an agent with an account of ours."""
    return {"objectType": "Agent", "account": {"homePage": HOME_PAGE, "name": account}}


class Parts(NamedTuple):
    """What only some statements have.

    Attributes:
        parent: The activity that its object belongs to.
        meeting: The meeting in which it happened.
        trainer: The account of the trainer.
        learner: The alias of the learner.
        extensions: Of its context, besides the kind and the rule.
        result: How it went.
    """

    parent: Statement | None = None
    meeting: Statement | None = None
    trainer: str | None = None
    learner: str | None = None
    extensions: Statement | None = None
    result: Statement | None = None


def make_statement(
    template: Template,
    subject: Subject,
    day: str,
    object_: Statement,
    parts: Parts = Parts(),  # noqa: B008 - it cannot be changed
) -> Statement:
    """Return a statement, without an id.

    Args:
        template: What it says.
        subject: The team, and what is known of the entry.
        day: The civil day.
        object_: The activity that it is about.
        parts: What else it has.
    """
    statement: Statement = {
        "actor": _team(subject.team, parts.learner),
        "verb": _verb(template),
        "object": object_,
    }
    if parts.result:
        statement["result"] = parts.result
    statement["context"] = _context(subject, parts)
    statement["timestamp"] = _noon(day)
    return statement


def withdrawal(statement_id: str, day: str) -> Statement:
    """Return the statement that voids another one, and depends on nothing but that one.

    It has the day of the other one. Without a time a store gives it one of its own, and some then
    take a repetition for another statement.

    Args:
        statement_id: The id of the other one.
        day: Its civil day.
    """
    return {
        "id": uuid5(f"withdrawal {statement_id}"),
        "actor": agent("coachlog"),
        "verb": _verb(WITHDRAWAL),
        "object": {"objectType": "StatementRef", "id": statement_id},
        "context": {"contextActivities": {"category": _category()}},
        "timestamp": _noon(day),
    }


def with_id(statement: Statement, record: str, revision: str) -> Statement:
    """Return a statement with an id that follows from its record, its revision and what it says.

    So a statement that is sent again is the same one, and no two have one id that say different
    things. Two logs that have exchanged their changes make the same id for one revision. Only the
    account of the trainer is not in it, which each log makes with a key of its own: a store that
    gets one revision from two logs then says that they differ (409), and does not count it twice.

    Args:
        statement: One without an id.
        record: The uuid of its record, and what of it the statement is about.
        revision: Stands for what was changed about the record.
    """
    context = {**statement["context"]}
    # Whether there is one counts, so that a trainer who was taken out is withdrawn.
    context["instructor"] = "instructor" in context
    content = json.dumps({**statement, "context": context}, sort_keys=True)
    return {"id": uuid5(f"statement {record} {revision} {content}"), **statement}


def day_of(statement: Statement) -> str:
    """Return the civil day of a statement."""
    return str(statement["timestamp"]).partition("T")[0]


def _noon(day: str) -> str:
    return f"{day}T12:00:00Z"


def _team(name: str, learner: str | None) -> Statement:
    team: Statement = {
        "objectType": "Group",
        "name": name,
        "account": {"homePage": HOME_PAGE, "name": name},
    }
    if learner:
        team["member"] = [agent(learner)]
    return team


def _verb(template: Template) -> Statement:
    return {"id": template.verb.iri, "display": {"en": template.verb.label}}


def _context(subject: Subject, parts: Parts) -> Statement:
    activities: Statement = {"category": _category()}
    if parts.parent:
        activities["parent"] = [parts.parent]
    if parts.meeting:
        activities["grouping"] = [parts.meeting]
    if subject.topics:
        activities["other"] = list(map(_tag, _distinct(subject.topics)))
    context: Statement = {"contextActivities": activities}
    if parts.trainer:
        context["instructor"] = agent(parts.trainer)
    extensions = dict(parts.extensions or {})
    if subject.kind:
        extensions[KIND.iri] = subject.kind
    if subject.rule:
        extensions[RULE.iri] = subject.rule
    if extensions:
        context["extensions"] = extensions
    return context


def _category() -> list[Statement]:
    return [{"objectType": "Activity", "id": PROFILE_VERSION}]


def _tag(topic: str) -> Statement:
    return {
        "objectType": "Activity",
        "id": f"{PROFILE}/topics/{quote(topic, safe='')}",
        # The language in which people write their topics is not known.
        "definition": {"type": TAG.iri, "name": {"und": topic}},
    }


def _distinct(topics: Iterable[str]) -> list[str]:
    # Of two topics that are names of people, each is `[name]`.
    return list(dict.fromkeys(topics))
