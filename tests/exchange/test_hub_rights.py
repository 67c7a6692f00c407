"""What a login can read and change on a hub with any program: only what is its own."""

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from coachlog.clock import Clock
from coachlog.errors import UsageError
from coachlog.exchange.hub.administration import invite, members, remove
from coachlog.exchange.hub.shelf import HubShelf
from tests.exchange.shelf_contract import segment_of


@pytest.fixture
def department(hub):
    """Return a hub on which Kim is in two teams, Lou in one, and each has sent something."""
    hub.invite("kim", "Permits", "Finance")
    hub.invite("lou", "Permits")
    for login, team, seq in (("kim", "Permits", 1), ("kim", "Finance", 2), ("lou", "Permits", 3)):
        shelf = HubShelf.join(hub.connection(login), login)
        name, data = segment_of(seq=seq, team=team)
        shelf.put_if_absent(team, name, data)
        if login == "kim":
            name, data = segment_of(seq=seq + 10, team=team)
            shelf.put_nameless(team, name, data)
    return hub


def refused(hub, login, statement, parameters=None):
    """Return the kind of error with which a login is refused a statement."""
    from psycopg import Error

    with pytest.raises(Error) as caught:
        hub.run(statement, parameters, login=login)
    return type(caught.value).__name__


INSERT = "INSERT INTO coachlog.segment (key, team, name, bytes) VALUES (%s, %s, %s, %s)"


def test_a_login_reads_the_segments_of_its_teams_alone(department):
    query = "SELECT team, author FROM coachlog.segment ORDER BY team, author"
    assert department.run(query, login="lou") == [("Permits", "kim"), ("Permits", "lou")]
    query = "SELECT DISTINCT team FROM coachlog.nameless_segment"
    assert department.run(query, login="lou") == [("Permits",)]


def test_a_login_that_is_no_member_reads_nothing(department):
    department.run("DROP ROLE IF EXISTS eve; CREATE ROLE eve LOGIN")
    for table in ("hub", "person", "member", "segment", "nameless_segment"):
        statement = f"SELECT * FROM coachlog.{table}"
        assert refused(department, "eve", statement) == "InsufficientPrivilege"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE coachlog.segment SET author = 'kim'",
        "UPDATE coachlog.segment SET bytes = ''",
        "DELETE FROM coachlog.segment",
        "TRUNCATE coachlog.segment",
        "DELETE FROM coachlog.nameless_segment",
        "INSERT INTO coachlog.nameless_segment VALUES ('permits', 'Permits', 'x', '')",
        "INSERT INTO coachlog.member VALUES ('lou', 'finance', 'Finance', true)",
        "INSERT INTO coachlog.segment (key, team, name, author, bytes)"
        " VALUES ('permits', 'Permits', 'x', 'kim', '')",
        "INSERT INTO coachlog.segment (key, team, name, received_at, bytes)"
        " VALUES ('permits', 'Permits', 'x', now(), '')",
        "UPDATE coachlog.person SET author = 'kim'",
        "DELETE FROM coachlog.report_week",
        "UPDATE coachlog.report_week SET monday = 9",
        "SELECT xmin FROM coachlog.report_week",
        "UPDATE coachlog.hub SET id = gen_random_uuid()",
        "SELECT * FROM coachlog.person",
        "SELECT * FROM coachlog.member",
        "ALTER TABLE coachlog.segment DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE coachlog.mine (x int)",
        "CREATE OR REPLACE FUNCTION coachlog.my_author() RETURNS text LANGUAGE sql"
        " AS $$ SELECT 'kim' $$",
        "SET SESSION AUTHORIZATION kim",
        "SET ROLE kim",
        "SELECT coachlog.sign()",
        # Which transaction added a row, and where it lies, would tell who added the nameless ones.
        "SELECT xmin FROM coachlog.nameless_segment",
        "SELECT ctid FROM coachlog.nameless_segment",
        "SELECT xmin FROM coachlog.segment",
        "SELECT coachlog.add_nameless('finance', 'Finance', 'x', '')",
        "SELECT coachlog.remove('finance', 'x')",
        "BEGIN; LOCK TABLE coachlog.segment IN ROW EXCLUSIVE MODE",
        "BEGIN; LOCK TABLE coachlog.segment IN ACCESS EXCLUSIVE MODE",
        "BEGIN; LOCK TABLE coachlog.nameless_segment IN ACCESS SHARE MODE",
        "SELECT name FROM coachlog.segment FOR UPDATE",
        "SELECT name FROM coachlog.nameless_segment FOR SHARE",
        "CREATE TRIGGER mine BEFORE INSERT ON coachlog.segment"
        " FOR EACH ROW EXECUTE FUNCTION coachlog.sign()",
        "ALTER TABLE coachlog.segment DISABLE TRIGGER sign",
        "ALTER FUNCTION coachlog.my_author() SET search_path = public",
        "SET session_replication_role = replica",
    ],
)
def test_a_login_can_do_nothing_else(department, statement):
    before = department.run("SELECT * FROM coachlog.segment ORDER BY 1, 3")
    kind = refused(department, "lou", statement)
    assert kind in {"InsufficientPrivilege", "InvalidObjectDefinition", "FeatureNotSupported"}
    assert department.run("SELECT * FROM coachlog.segment ORDER BY 1, 3") == before


def test_nothing_is_added_to_a_team_of_others(department):
    name, data = segment_of(seq=9, team="Finance")
    values = ("finance", "Finance", name, data)
    assert refused(department, "lou", INSERT, values) == "InsufficientPrivilege"


def test_the_server_notes_who_sent_a_segment(department):
    name, data = segment_of(seq=9)
    department.run(INSERT, ("permits", "Permits", name, data), login="lou")
    query = "SELECT author, by_supervisor FROM coachlog.segment WHERE name = %s"
    assert department.run(query, (name,)) == [("lou", False)]


def test_the_sender_is_noted_even_under_a_role_that_was_taken_on(department):
    department.run("GRANT lou TO kim")
    name, data = segment_of(seq=9)
    department.run(
        "SET ROLE lou; INSERT INTO coachlog.segment (key, team, name, bytes)"
        f" VALUES ('permits', 'Permits', '{name}', '\\x{data.hex()}')",
        login="kim",
    )
    department.run("REVOKE lou FROM kim")
    query = "SELECT author FROM coachlog.segment WHERE name = %s"
    assert department.run(query, (name,)) == [("kim",)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a1b2c3d4e5f6-00000001-0000000000000000.jsonl.gz", b"other bytes"),
        ("../../etc/passwd", b"x"),
        (f"a-00000001-{sha256(b'x').hexdigest()[:16]}.jsonl.gz\n", b"x"),
        (f"A-00000001-{sha256(b'x').hexdigest()[:16]}.jsonl.gz", b"x"),
    ],
)
def test_a_segment_has_the_bytes_that_its_name_says(department, name, data):
    values = ("permits", "Permits", name, data)
    assert refused(department, "lou", INSERT, values) == "CheckViolation"


def test_a_segment_is_not_larger_than_a_log_sends_one(department):
    statement = (
        "INSERT INTO coachlog.segment (key, team, name, bytes)"
        " SELECT 'permits', 'Permits',"
        " 'a-00000001-' || left(encode(sha256(b), 'hex'), 16) || '.jsonl.gz', b"
        " FROM (SELECT convert_to(repeat('x', 134217729), 'UTF8') AS b) s"
    )
    assert refused(department, "lou", statement) == "CheckViolation"


def test_one_login_cannot_take_the_connections_of_the_others(department):
    limit = "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'lou'"
    assert department.run(limit) == [(10,)]


def test_tables_and_operators_of_a_login_are_not_used_by_the_functions(department):
    import psycopg

    with psycopg.connect(department.address("lou"), autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE member (login text, key text)")
        connection.execute("INSERT INTO pg_temp.member VALUES ('lou', ''), ('lou', 'finance')")
        connection.execute("SET search_path = pg_temp, coachlog")
        rows = connection.execute("SELECT DISTINCT key FROM coachlog.segment").fetchall()
        assert rows == [("permits",)]
        assert connection.execute("SELECT coachlog.is_member('finance')").fetchone() == (False,)


def test_somebody_who_asks_for_few_rows_learns_nothing_of_the_others(department):
    """A function of a login is not called with rows that its login may not read."""
    statement = (
        "CREATE FUNCTION pg_temp.seen(t text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
        " $$ BEGIN IF t = 'Finance' THEN RAISE 'seen'; END IF; RETURN true; END $$;"
        " SELECT name FROM coachlog.segment WHERE pg_temp.seen(team)"
    )
    department.run(statement, login="lou")


def test_statements_in_a_name_are_text(department):
    team = "Permits'); DROP SCHEMA coachlog CASCADE; --"
    department.invite("ada", team)
    shelf = HubShelf.join(department.connection("ada"), "ada")
    name, data = segment_of(team=team)
    assert shelf.put_if_absent(team, name, data) is True
    assert shelf.teams() == [team]
    assert shelf.get(team, name) == data


def test_a_login_removes_its_own_segments_alone(department):
    kim = HubShelf.join(department.connection("kim"), "kim")
    lou = HubShelf.join(department.connection("lou"), "lou")
    (sent_by_lou,) = [
        name for name in lou.list("Permits") if lou.authors("Permits", name) == {"lou"}
    ]
    with pytest.raises(Exception, match="somebody else sent this segment"):
        kim.delete("Permits", sent_by_lou)
    lou.delete("Permits", sent_by_lou)
    assert sent_by_lou not in kim.list("Permits")


def test_only_a_supervisor_may_send_what_others_wrote(department):
    department.invite("sam", "Permits", supervisor=True)
    sam = HubShelf.join(department.connection("sam"), "sam")
    lou = HubShelf.join(department.connection("lou"), "lou")
    name, data = segment_of(seq=9)
    sam.put_if_absent("Permits", name, data)
    assert lou.authors("Permits", name) is None
    assert sam.only_author("Permits") is None
    assert lou.only_author("Permits") == "lou"
    sent_by_lou = lou.list("Permits")
    assert {"lou"} in [lou.authors("Permits", each) for each in sent_by_lou]


def test_somebody_who_was_taken_out_reads_nothing_more(department):
    lou = HubShelf.join(department.connection("lou"), "lou")
    assert lou.list("Permits")
    assert remove(department.connection(), "lou", None) == ('DROP ROLE "lou";', [])
    assert refused(department, "lou", "SELECT * FROM coachlog.segment") == "InsufficientPrivilege"
    assert [member.author for member in members(department.connection())] == ["kim"]


def test_two_people_cannot_have_one_name(department):
    with pytest.raises(UsageError, match="kim is the login of kim already"):
        invite(
            department.connection(),
            Clock(),
            author="kim",
            login="kim2",
            teams=["Permits"],
            supervisor=False,
        )


def test_a_superuser_is_not_invited(department):
    with pytest.raises(UsageError, match="superuser"):
        department.invite("postgres", "Permits")


def queries_of_the_docs():
    """Return the statements that the page about departments shows."""
    page = Path(__file__).parents[2].joinpath("docs", "department.md").read_text("utf-8")
    return re.findall(r"```sql\n(.*?)```", page, re.DOTALL)


NOT_FOR_OTHER_PROGRAMS = (
    "SELECT * FROM coachlog.segment",
    "SELECT * FROM coachlog.nameless_segment",
    "SELECT * FROM coachlog.report_gone",
    "SELECT * FROM coachlog.person",
    "INSERT INTO coachlog.report_entry (key) VALUES ('permits')",
    "UPDATE coachlog.report_entry SET happened = ''",
    "DELETE FROM coachlog.report_entry",
    "TRUNCATE coachlog.report_entry",
    "DELETE FROM coachlog.report_week",
    "SELECT coachlog.count_weeks()",
    "SELECT coachlog.write_report('permits', 'x', '[]', 1, 'x')",
    "SELECT coachlog.add_nameless('permits', 'Permits', 'x', '')",
)


def test_the_queries_of_the_docs_answer_a_login_that_was_only_granted_the_report(department):
    by_topic, open_mistakes, grants = queries_of_the_docs()
    columns = "key, team, uuid, short_id, occurred_on, week, kind, topics, share, status, factors"
    more = "happened, recorded_at, replied_on, thanked_on, version"
    department.run(
        f"""INSERT INTO coachlog.report_entry ({columns}, {more})
            VALUES ('permits', 'Permits', gen_random_uuid(), '8f3a', '2026-11-19', '2026-11-16',
                'mistake', '{{fees,forms}}', 'team', 'logged', '{{}}', 'Text', now(), '{{}}',
                '{{}}', '1')"""
    )
    department.run("DROP ROLE IF EXISTS bi; CREATE ROLE bi LOGIN")
    assert refused(department, "bi", by_topic) == "InsufficientPrivilege"
    department.run(grants)
    week, day = date(2026, 11, 16), date(2026, 11, 19)
    assert department.run(by_topic, login="bi") == [
        (week, "Permits", "fees", 1),
        (week, "Permits", "forms", 1),
    ]
    assert department.run(open_mistakes, login="bi") == [("Permits", 1, day)]
    for statement in NOT_FOR_OTHER_PROGRAMS:
        assert refused(department, "bi", statement) == "InsufficientPrivilege", statement
    assert department.run(open_mistakes, login="kim") == []
    department.run("DROP POLICY bi ON coachlog.report_entry")
    department.run(grants.replace("(true)", "(team IN ('licences'))"))
    assert department.run(open_mistakes, login="bi") == []
    department.run("DROP OWNED BY bi")
    assert refused(department, "bi", by_topic) == "InsufficientPrivilege"
    department.run("DROP ROLE bi")
