"""Two validators that others have written take every statement, and refuse a hundred broken ones.

One is the models of `ralph-malph`, in Python; the other is the package `xapi-validation` of
Learning Locker, which needs node and `npm install` in tests/browser, or another installation in
NODE_PATH.
"""

import copy
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
HERE = Path(__file__).parent
MODULES = Path(os.environ.get("NODE_PATH", HERE.parent / "browser" / "node_modules"))
VALIDATE = """
const validate = require(process.argv[1]).default;
const statements = JSON.parse(require('fs').readFileSync(0));
console.log(JSON.stringify(statements.map((each) => validate(each).map(String))));
"""


def missing():
    """Return what the validator for node lacks here; empty if it can run."""
    if not NODE:
        return "node is not installed"
    if not (MODULES / "xapi-validation").is_dir():
        return f"xapi-validation is not in {MODULES}: npm install in tests/browser"
    return ""


with_node = pytest.mark.skipif(bool(missing()), reason=missing() or "all is there")


@pytest.fixture
def statements(taught_team, by):
    """The statement of each sort that says the most."""
    first = by("robin", "xapi", "export").out
    assert by("adazqz", "delete", taught_team["question"]).code == 0
    lines = first + by("adazqz", "xapi", "export", "--learners").out
    by_verb = {}
    for line in sorted(lines.splitlines(), key=len):
        statement = json.loads(line)
        by_verb[statement["verb"]["display"]["en"]] = statement
    assert len(by_verb) == 7
    assert "member" in by_verb["experienced"]["actor"]
    return list(by_verb.values())


def refused_by_ralph(statements):
    models = pytest.importorskip("ralph.models.xapi.base.statements")
    refused = []
    for statement in statements:
        try:
            models.BaseXapiStatement.model_validate(statement)
            refused.append(False)
        except ValueError:
            refused.append(True)
    return refused


def refused_by_node(statements):
    done = subprocess.run(
        [NODE, "-e", VALIDATE, str(MODULES / "xapi-validation")],
        input=json.dumps(statements),
        capture_output=True,
        text=True,
        check=True,
    )
    return list(map(bool, json.loads(done.stdout)))


def put(path, value):
    """Return a change that puts a value at a path; it does nothing where the path is not."""

    def change(statement):
        *before, last = path
        place = statement
        for step in before:
            try:
                place = place[step]
            except (LookupError, TypeError):
                return
        if isinstance(place, dict) and (last in place or value is not REMOVED):
            if value is REMOVED:
                del place[last]
            else:
                place[last] = value

    return change


REMOVED = object()
ACTIVITY = {"objectType": "Activity", "id": "no iri"}
# Each breaks a rule of xAPI 1.0.3, part two, by its section.
CHANGES = {
    "2.4.1 an id is a UUID": put(["id"], "8f3a"),
    "2.4.2 there is an actor": put(["actor"], REMOVED),
    "2.4.2 an actor is an agent or a group": put(["actor", "objectType"], "Team"),
    "2.4.2.1 an account has a home page": put(["actor", "account", "homePage"], REMOVED),
    "2.4.2.1 a home page is an address": put(["actor", "account", "homePage"], "permits"),
    "2.4.2.1 an account has a name": put(["actor", "account", "name"], REMOVED),
    "2.4.2.1 the name of an account is a text": put(["actor", "account", "name"], 5),
    "2.4.2.2 a group has an account or members": put(["actor", "account"], REMOVED),
    "2.4.2 the name of an actor is a text": put(["actor", "name"], 5),
    "2.2 there is nothing else in an actor": put(["actor", "rank"], 1),
    "2.4.3 there is a verb": put(["verb"], REMOVED),
    "2.4.3 a verb has an id": put(["verb", "id"], REMOVED),
    "2.4.3 the id of a verb is an IRI": put(["verb", "id"], "experienced"),
    "4.2 a language has a tag": put(["verb", "display"], {"no language": "experienced"}),
    "4.2 what is displayed is a text": put(["verb", "display"], {"en": 5}),
    "2.2 there is nothing else in a verb": put(["verb", "rank"], 1),
    "2.4.4 an object is not empty": put(["object"], {}),
    "2.4.4 an object is of a known sort": put(["object", "objectType"], "Case"),
    "2.4.4 the id of an object is one": put(["object", "id"], "no iri"),
    "2.4.4.1 the type of an activity is an IRI": put(["object", "definition", "type"], "moment"),
    "2.4.6 a context is an object": put(["context"], "at the desk"),
    "2.4.6 an instructor is an agent": put(["context", "instructor"], {"name": "Ada"}),
    "2.4.6 a registration is a UUID": put(["context", "registration"], "8f3a"),
    "2.4.6.2 a category is an activity": put(
        ["context", "contextActivities", "category"], [ACTIVITY]
    ),
    "2.4.6.2 there is no other relation": put(
        ["context", "contextActivities", "cousin"], [ACTIVITY]
    ),
    "4.1 the key of an extension is an IRI": put(["context", "extensions"], {"kind": "strength"}),
    "2.2 there is nothing else in a statement": put(["rank"], 1),
    "2.2 a value is not null": put(["context", "instructor"], None),
    "2.4.7 a timestamp is one": put(["timestamp"], "on Thursday"),
    "2.4.10 a version begins with 1.0": put(["version"], "3.0.0"),
    "2.4.5 a score is a number": put(["result"], {"score": {"raw": "four"}}),
    "2.4.5.1 a score is not below the least": put(
        ["result"], {"score": {"raw": 1, "min": 2, "max": 5}}
    ),
    "2.4.5 success is true or false": put(["result"], {"success": "yes"}),
    "2.4.5 a duration is one of ISO 8601": put(["result"], {"duration": "an hour"}),
}
BROKEN = 100


def broken(statements):
    """Return the broken statements, each with what it breaks."""
    changed = []
    for name, change in CHANGES.items():
        for statement in statements:
            mutated = copy.deepcopy(statement)
            change(mutated)
            if mutated != statement:
                verb = statement["verb"]["display"]["en"]
                changed.append((f"{name}: {verb}", mutated))
    # Of each rule some, of every sort of statement.
    step = len(changed) / BROKEN
    return [changed[int(number * step)] for number in range(BROKEN)]


def test_models_in_python_take_every_statement(statements):
    assert not any(refused_by_ralph(statements))


def test_models_in_python_refuse_a_hundred_broken_ones(statements):
    names, mutated = zip(*broken(statements), strict=True)
    refused = zip(names, refused_by_ralph(mutated), strict=True)
    assert [name for name, is_refused in refused if not is_refused] == []


@with_node
def test_the_package_for_node_takes_every_statement(statements):
    assert not any(refused_by_node(statements))


@with_node
def test_the_package_for_node_refuses_a_hundred_broken_ones(statements):
    names, mutated = zip(*broken(statements), strict=True)
    assert len(set(map(json.dumps, mutated))) == BROKEN
    refused = zip(names, refused_by_node(mutated), strict=True)
    assert [name for name, is_refused in refused if not is_refused] == []
