"""Statements for the record store of an LMS, as people export and send them."""

import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections import Counter

import pytest

from coachlog.exchange.xapi.profile import profile
from coachlog.exchange.xapi.templates import TEMPLATES
from coachlog.exchange.xapi.vocabulary import PROFILE_VERSION
from tests.record_store import DROPPED, KEY, TAKEN, USER, running_store
from tests.taught_team import PLANTED, TRAINERS

NOTHING_NEW = "Nothing to send: the record store has it all.\n"
SEND = "import sys; from coachlog.cli.main import run; run(['xapi', 'send', sys.argv[1]])"
EVERY_SORT = Counter(moment=5, recovery=1, feedback=1, highlight=1, adoption=1, **{"check-in": 2})


def exported(by, *arguments, name="robin"):
    done = by(name, "xapi", "export", *arguments)
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def values_at(statement, path):
    """Return the values at a JSONPath, of which the rules use a small part."""
    value = statement
    for name, key, number in re.findall(r"\.(\w+)|\['([^']+)'\]|\[(\d+)\]", path):
        try:
            value = value[int(number) if number else name or key]
        except (LookupError, TypeError):
            return []
    return [value]


def determines(template, statement):
    """Return whether a statement has what determines a template."""
    type_ = statement["object"].get("definition", {}).get("type")
    activities = statement["context"]["contextActivities"].get("grouping", [])
    groupings = [each["definition"]["type"] for each in activities]
    return (
        statement["verb"]["id"] == template["verb"]
        and template.get("objectActivityType", type_) == type_
        and template.get("contextGroupingActivityType", groupings) == groupings
    )


def broken_rules(template, statement):
    broken = []
    for rule in template["rules"]:
        values = values_at(statement, rule["location"])
        is_kept = bool(values) == (rule["presence"] == "included")
        if not is_kept or not set(map(str, values)) <= set(rule.get("all", map(str, values))):
            broken.append(rule["location"])
    return broken


def template_of(statement):
    """Return the name of the one template that a statement follows, rule by rule."""
    (template,) = [each for each in profile()["templates"] if determines(each, statement)]
    assert broken_rules(template, statement) == []
    return template["id"].rpartition("/")[2]


def test_every_sort_of_statement_follows_its_template(taught_team, by):
    statements = exported(by)
    assert Counter(map(template_of, statements)) == EVERY_SORT
    for statement in statements:
        (category,) = statement["context"]["contextActivities"]["category"]
        assert category["id"] == PROFILE_VERSION
    assert by("adazqz", "delete", taught_team["question"]).code == 0
    assert Counter(map(template_of, exported(by)))["withdrawal"] == 1


@pytest.mark.parametrize("template", TEMPLATES, ids=[each.name for each in TEMPLATES])
def test_a_rule_of_a_template_can_be_broken(template):
    (published,) = [each for each in profile()["templates"] if each["id"] == template.iri]
    everywhere = {"result": {"x": 1}, "context": {"instructor": {}}, "actor": {}, "object": {}}
    assert broken_rules(published, everywhere) != []


def test_no_text_private_entry_answer_or_name_is_in_a_byte_of_it(taught_team, by):
    done = by("adazqz", "xapi", "export", "--learners", "--mine")
    assert json.loads(done.out.splitlines()[0])
    assert PLANTED not in done.out.replace("leazqz", "")
    assert PLANTED not in by("adazqz", "xapi", "export").out
    assert PLANTED not in by("robin", "xapi", "export", "--learners").out


def test_a_learner_is_named_only_if_asked_and_only_by_the_trainer(taught_team, by):
    def members(*arguments, name):
        statements = exported(by, *arguments, name=name)
        return [each["actor"]["member"] for each in statements if "member" in each["actor"]]

    assert members(name="adazqz") == []
    assert members("--learners", name="robin") == []
    (member,) = members("--learners", name="adazqz")
    assert [each["account"]["name"] for each in member] == ["leazqz"]


def test_a_trainer_is_an_account_that_is_the_same_in_the_whole_log_and_no_other(
    taught_team, by, home
):
    def accounts(*options):
        statements = map(json.loads, by("robin", *options, "xapi", "export").out.splitlines())
        people = [each["context"].get("instructor") for each in statements]
        return Counter(each["account"]["name"] for each in people if each)

    assert sorted(accounts().values()) == [1, 3, 3]
    assert len(accounts()) == len(TRAINERS)
    by("adazqz", "--db", "other.db", "log", "@permits", "+fees", "Showed")
    assert not accounts() & accounts("--db", "other.db")


def test_what_is_exported_again_is_the_same(taught_team, by):
    assert exported(by) == exported(by)


def test_nobody_is_said_to_have_made_a_mistake(taught_team, by):
    for statement in exported(by, "--kind", "mistake"):
        if template_of(statement) != "check-in":
            assert "instructor" not in statement["context"]


def test_a_filter_chooses_what_is_exported_and_never_a_private_entry(taught_team, by):
    assert {each["actor"]["name"] for each in exported(by, "@finance")} == {"finance"}
    assert Counter(map(template_of, exported(by, "--since", "2026-11-01"))) == Counter()
    assert Counter(map(template_of, exported(by, "--mine", name="adazqz")))["moment"] == 3


@pytest.mark.parametrize("way", ["edit", "delete", "purge"])
def test_what_the_team_may_no_longer_read_is_withdrawn(taught_team, by, way):
    before = {each["id"] for each in exported(by)}
    change = ("edit", taught_team["learner"], "--share", "private")
    if way != "edit":
        change = ("delete", taught_team["learner"])
    assert by("adazqz", *change).code == 0
    if way == "purge":
        assert by("adazqz", "purge", "--yes").code == 0
    after = exported(by)
    withdrawals = [each for each in after if template_of(each) == "withdrawal"]
    (withdrawn,) = [each["object"]["id"] for each in withdrawals]
    assert before - {each["id"] for each in after} == {withdrawn}
    # The next file says so, too: nobody knows which of them an LMS reads.
    assert exported(by) == after


def test_a_purge_says_what_a_record_store_may_still_have(taught_team, by):
    def purged(entry):
        assert by("adazqz", "delete", entry).code == 0
        return by("adazqz", "purge", "--yes").err

    exported(by)
    assert by("adazqz", "log", "@permits", "+fees", "Said it after the export").code == 0
    assert "record store" not in purged("last")
    line = "A record store may still have 1 statement about this, and cannot forget. "
    assert line in purged(taught_team["learner"])
    exported(by)
    other = json.loads(by("adazqz", "list", "--mine", "--format", "json").out)[0]["short_id"]
    assert by("adazqz", "delete", other).code == 0
    exported(by)
    # It is void there already.
    assert "record store" not in by("adazqz", "purge", "--yes").err


def test_what_comes_back_is_another_statement(taught_team, by):
    before = {each["id"] for each in exported(by)}
    for share in ("private", "team"):
        assert by("adazqz", "edit", taught_team["learner"], "--share", share).code == 0
    after = exported(by)
    (withdrawal,) = [each for each in after if template_of(each) == "withdrawal"]
    assert before - {each["id"] for each in after} == {withdrawal["object"]["id"]}
    assert Counter(map(template_of, after)) == EVERY_SORT + Counter(withdrawal=1)


def test_a_highlight_is_of_an_entry_that_is_cleared_for_a_meeting(taught_team, by):
    assert "highlight" in map(template_of, exported(by))
    for name in ("recovery", "cydzqz"):
        assert by("adazqz", "edit", taught_team[name], "--share", "team").code == 0
    after = Counter(map(template_of, exported(by)))
    assert after == EVERY_SORT - Counter(highlight=1) + Counter(withdrawal=1)


def test_feedback_is_withdrawn_with_an_entry_of_its_group_and_comes_back_with_it(taught_team, by):
    for share, expected in (("private", 0), ("team", 1), ("private", 0), ("team", 1)):
        assert by("benzqz", "edit", taught_team["benzqz"], "--share", share).code == 0
        statements = exported(by)
        withdrawals = [each for each in statements if template_of(each) == "withdrawal"]
        gone = {each["object"]["id"] for each in withdrawals}
        feedback = [each for each in statements if template_of(each) == "feedback"]
        assert len(feedback) == expected
        assert not gone.intersection(each["id"] for each in feedback)
        # For a trainer whom the group is about, it is neither there nor withdrawn.
        seen = Counter(map(template_of, exported(by, name="adazqz")))
        assert seen["feedback"] == 0
        assert seen["withdrawal"] == len(withdrawals)


def test_an_edited_text_changes_no_statement_and_an_edited_topic_replaces_it(taught_team, by):
    before = exported(by)
    assert by("adazqz", "edit", taught_team["learner"], "--happened", "Called them zqz").code == 0
    assert exported(by) == before
    assert by("adazqz", "edit", taught_team["learner"], "--topic", "forms").code == 0
    after = exported(by)
    assert Counter(map(template_of, after)) == EVERY_SORT + Counter(withdrawal=1)


def test_a_file_is_written_and_what_it_means_is_said(taught_team, coachlog, home):
    done = coachlog("xapi", "export", "-o", "statements.jsonl")
    assert (done.code, done.out) == (0, "")
    first, *rest = done.err.splitlines()
    assert first == "11 statements written to statements.jsonl."
    assert " ".join(rest).startswith("A record store cannot forget")
    assert len((home / "statements.jsonl").read_text().splitlines()) == 11
    again = coachlog("xapi", "export", "-o", "statements.jsonl", "--force")
    assert again.err == "11 statements written to statements.jsonl.\n"


def test_everything_is_sent_once(taught_team, coachlog, store):
    done = coachlog("xapi", "send", store.address)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("A record store cannot forget")
    assert done.err.endswith(".\nSent 11 statements.\n")
    assert PLANTED not in json.dumps(store.requests)
    assert Counter(map(template_of, store.statements.values())) == EVERY_SORT
    assert coachlog("xapi", "send", store.address).err == NOTHING_NEW
    assert len(store.requests) == 1


def test_what_has_changed_is_sent_and_withdrawn(taught_team, by, store):
    assert by("robin", "xapi", "send", store.address).code == 0
    assert by("adazqz", "delete", taught_team["learner"]).code == 0
    assert by("adazqz", "edit", taught_team["adazqz"], "--topic", "forms").code == 0
    done = by("robin", "xapi", "send", store.address)
    # The moment, its check-in and the group of answers, which is about two topics now, are
    # replaced; the deleted one is only withdrawn.
    assert done.err.startswith("Sent 7 statements, 4 of them to withdraw others.\n")
    assert store.standing.keys() == {
        each["id"] for each in exported(by) if template_of(each) != "withdrawal"
    }
    assert by("robin", "xapi", "send", store.address).err == NOTHING_NEW


def test_a_filter_withdraws_nothing_that_it_leaves_out(taught_team, by, store):
    assert by("robin", "xapi", "send", store.address).code == 0
    done = by("robin", "xapi", "send", store.address, "@finance")
    assert done.err == NOTHING_NEW


@pytest.mark.parametrize("answer", [DROPPED, TAKEN, 503])
def test_what_stops_half_way_goes_on_with_nothing_lost_and_nothing_twice(
    taught_team, coachlog, store, answer, monkeypatch
):
    monkeypatch.setattr("coachlog.services.xapi_sending.BATCH", 3)
    for number in range(6):
        store.answers = [None] * (number % 3) + [answer]
        done = coachlog("xapi", "send", store.address)
        assert done.code in (0, 7)
    assert coachlog("xapi", "send", store.address).code == 0
    assert Counter(map(template_of, store.statements.values())) == EVERY_SORT
    contents = {}
    for statement in [each for request in store.requests for each in request]:
        assert contents.setdefault(statement["id"], statement) == statement


def test_a_conflict_holds_up_nothing_else(taught_team, by, store):
    other = exported(by)[3] | {"timestamp": "2026-01-01T12:00:00Z"}
    # Another log of the team has sent it.
    store.statements[other["id"]] = other
    done = by("robin", "xapi", "send", store.address)
    assert done.code == 7
    assert "\nSent 10 statements.\n1 statement is there already with another" in done.err
    assert len(store.statements) == 11
    assert store.statements[other["id"]] == other


def test_a_store_that_takes_little_at_a_time_gets_little(taught_team, coachlog, store):
    store.most = 2
    assert coachlog("xapi", "send", store.address).code == 0
    assert Counter(map(template_of, store.statements.values())) == EVERY_SORT


@pytest.mark.parametrize(
    "answer", [301, 400, 401, 403, 404, 413, 418, 429, 500, b"<html>", b"{}", b'["other"]']
)
def test_a_refusal_is_one_line_without_the_key(taught_team, coachlog, store, answer):
    store.answers = [answer] * 12
    done = coachlog("xapi", "send", store.address)
    assert (done.code, done.out) == (7, "")
    (line,) = [line for line in done.err.splitlines() if line.startswith("coachlog: ")]
    assert "the record store at 127.0.0.1" in line
    if isinstance(answer, int):
        assert f"({answer})" in line
    assert KEY not in done.err
    assert USER not in done.err
    assert len(store.requests) <= 12


def test_a_store_that_knows_only_the_next_version_takes_them_too(taught_team, coachlog, store):
    store.version = "2.0.0"
    assert coachlog("xapi", "send", store.address).code == 0
    assert Counter(map(template_of, store.statements.values())) == EVERY_SORT


def test_a_store_that_does_not_answer_is_one_line(taught_team, coachlog, store, monkeypatch):
    monkeypatch.setattr("coachlog.exchange.xapi.record_store.PATIENCE", 0.1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        done = coachlog("xapi", "send", f"http://127.0.0.1:{silent.getsockname()[1]}/xapi")
    assert done.code == 7
    assert "it did not answer within 0.1 seconds. Nothing is lost: run this again" in done.err


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_a_certificate_that_nobody_has_signed_is_refused(taught_team, coachlog, store, tmp_path):
    files = ["-keyout", tmp_path / "key.pem", "-out", tmp_path / "certificate.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, *files], capture_output=True, check=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    with running_store(context) as other:
        done = coachlog("xapi", "send", other.address.replace("http:", "https:"))
    assert done.code == 7
    assert "its certificate is not trusted (" in done.err
    assert other.requests == []


def test_what_was_sent_before_an_error_is_said(taught_team, coachlog, store, monkeypatch):
    monkeypatch.setattr("coachlog.services.xapi_sending.BATCH", 3)
    store.answers = [None, 503]
    done = coachlog("xapi", "send", store.address)
    assert done.code == 7
    assert done.err.splitlines()[1:] == [
        "Sent 3 statements.",
        "coachlog: the record store at 127.0.0.1 has a problem of its own (503). Nothing is lost:"
        " run this again later.",
    ]


def test_a_store_that_is_away_is_one_line(taught_team, coachlog, store):
    done = coachlog("xapi", "send", "http://127.0.0.1:9/xapi")
    assert done.code == 7
    assert (
        "coachlog: the record store at 127.0.0.1 cannot be reached: Connection refused." in done.err
    )


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        ("http://lrs.example.org/xapi", "https"),
        ("https://robin:sesame-key@lrs.example.org/xapi", "leave the user and the key out"),
        ("https://lrs.example.org/xapi?token=sesame-key", "leave out what follows the path"),
        ("lrs.example.org", "looks like this"),
        ("ftp://lrs.example.org", "looks like this"),
        ("https://[", "looks like this"),
        ("https://lrs.example.org:x/", "looks like this"),
        ("https://lrs.example.org/a b", "looks like this"),
    ],
)
def test_an_address_that_is_not_safe_is_refused(taught_team, coachlog, store, endpoint, message):
    done = coachlog("xapi", "send", endpoint)
    assert done.code == 2
    assert message in done.err
    assert "sesame" not in done.err


def test_the_key_is_needed_and_stands_nowhere(taught_team, coachlog, store, monkeypatch, home):
    assert coachlog("xapi", "send", store.address).code == 0
    for path in home.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes()
    monkeypatch.delenv("COACHLOG_XAPI_KEY")
    done = coachlog("xapi", "send", store.address)
    assert done.code == 6
    assert "COACHLOG_XAPI_KEY" in done.err


def test_the_key_is_typed_without_being_seen(taught_team, terminal, store, monkeypatch):
    monkeypatch.delenv("COACHLOG_XAPI_USER")
    monkeypatch.delenv("COACHLOG_XAPI_KEY")
    child = terminal("xapi", "send", store.address)
    child.expect("User, or key: ")
    child.sendline(USER)
    child.expect("Password, or secret: ")
    child.sendline(KEY)
    child.expect_exact("cannot forget")
    assert KEY not in child.before
    child.expect_exact("Sent 11 statements")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_sender_that_is_killed_anywhere_loses_nothing_and_repeats_nothing(
    taught_team, by, store, monkeypatch
):
    line = [
        sys.executable,
        "-c",
        "from coachlog.services import xapi_sending as x; x.BATCH = 1\n" + SEND,
    ]
    for number in range(12):
        # Each time something is new, something changes, and something is withdrawn.
        assert by("adazqz", "log", "@permits", "+fees", f"Showed {number}").code == 0
        topic = f"topic {number}"
        assert by("benzqz", "edit", taught_team["benzqz"], "--topic", topic).code == 0
        share = "private" if number % 2 else "team"
        assert by("adazqz", "edit", taught_team["learner"], "--share", share).code == 0
        sending = subprocess.Popen([*line, store.address], stderr=subprocess.DEVNULL)
        asked_for = len(store.requests) + number % 6
        end = time.monotonic() + 30
        while len(store.requests) < asked_for and sending.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.001)
        sending.kill()
        sending.wait()
    assert by("robin", "xapi", "send", store.address).code == 0
    expected = [each for each in exported(by) if template_of(each) != "withdrawal"]
    assert store.standing == {each["id"]: each for each in expected}
    assert by("robin", "xapi", "send", store.address).err == NOTHING_NEW


def test_a_restored_log_sends_the_same_again(taught_team, coachlog, store):
    assert coachlog("xapi", "export").code == 0  # it chooses the key of the accounts
    assert coachlog("backup", "-o", "before.db").code == 0
    assert coachlog("xapi", "send", store.address).code == 0
    first = dict(store.statements)
    assert coachlog("--db", "before.db", "xapi", "send", store.address).code == 0
    assert store.statements == first


def test_two_logs_of_a_team_count_nothing_twice(taught_team, by, store):
    assert by("adazqz", "bundle", "-o", "all.coachlog").code == 0
    assert by("kim", "--db", "kims.db", "merge", "all.coachlog").code == 0
    assert by("robin", "xapi", "send", store.address, "--kind", "correction").code == 0
    first = dict(store.statements)
    done = by("kim", "--db", "kims.db", "xapi", "send", store.address, "--kind", "correction")
    assert done.code == 7
    assert "there already with another content (409)" in done.err
    assert store.statements == first


def test_a_terminal_shows_how_much_is_sent(taught_team, terminal, store, monkeypatch):
    batch = "from coachlog.services import xapi_sending as x; x.BATCH = 2\n"
    child = terminal(command=(sys.executable, ["-c", batch + SEND, store.address]))
    child.expect_exact("[####")
    child.expect_exact("100%")
    child.expect(r"\nSent 11 statements\.")
