"""The xAPI Profile that statements follow, as JSON-LD.

Its structure is that of https://github.com/adlnet/xapi-profiles, "xAPI Profiles Document Structure
Specification". Verbs and types of others are named in the templates and stay theirs; concepts are
what we add.
"""

import json
from typing import Any

from coachlog.exchange.xapi.templates import TEMPLATES, WITHDRAWAL, Rule, Template
from coachlog.exchange.xapi.vocabulary import (
    EXTENSIONS,
    PROFILE,
    PROFILE_VERSION,
    PUBLISHED,
    Extension,
)


def profile() -> dict[str, Any]:
    """Return the profile."""
    return {
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": PROFILE,
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": {"en": "coachlog"},
        "definition": {
            "en": "What teams learn at the desk: coaching moments, how mistakes were put right, and"
            " whether it sticks. No statement has a free text, because a record store cannot"
            " forget."
        },
        "versions": [{"id": PROFILE_VERSION, "generatedAtTime": PUBLISHED}],
        "author": {"type": "Organization", "name": "The authors of coachlog"},
        "concepts": list(map(_concept, EXTENSIONS)),
        "templates": list(map(_template, TEMPLATES)),
    }


def profile_text() -> str:
    """Return the profile as it is published."""
    return json.dumps(profile(), indent=2, ensure_ascii=False) + "\n"


def _concept(extension: Extension) -> dict[str, Any]:
    return {
        "id": extension.iri,
        "type": extension.type,
        "inScheme": PROFILE_VERSION,
        "prefLabel": {"en": extension.label},
        "definition": {"en": extension.definition},
        "inlineSchema": json.dumps(extension.schema),
    }


def _template(template: Template) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": template.iri,
        "type": "StatementTemplate",
        "inScheme": PROFILE_VERSION,
        "prefLabel": {"en": template.label},
        "definition": {"en": template.definition},
        "verb": template.verb.iri,
    }
    if template.object_type:
        shape["objectActivityType"] = template.object_type.iri
    if template.grouping_type:
        shape["contextGroupingActivityType"] = [template.grouping_type.iri]
    if template == WITHDRAWAL:
        others = [each.iri for each in TEMPLATES if each != WITHDRAWAL]
        shape["objectStatementRefTemplate"] = others
    shape["rules"] = list(map(_rule, template.rules))
    return shape


def _rule(rule: Rule) -> dict[str, Any]:
    shape: dict[str, Any] = {"location": rule.location, "presence": rule.presence}
    if rule.values:
        shape["all"] = list(rule.values)
    return shape
