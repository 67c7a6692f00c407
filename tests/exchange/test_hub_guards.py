"""What PostgreSQL says of a hub's own guards: whatever is added to the schema needs them, too."""

import pytest

from coachlog.exchange.hub.administration import COLUMNS, FUNCTIONS

TABLES = """SELECT oid, relname, relrowsecurity FROM pg_class
    WHERE relnamespace = 'coachlog'::regnamespace AND relkind IN ('r', 'v')"""


@pytest.fixture
def members_hub(hub):
    """Return a hub of which Lou is a member, who supervises a team."""
    hub.invite("lou", "Permits", supervisor=True)
    return hub


def test_every_function_runs_as_the_owner_with_a_path_of_its_own(members_hub):
    rows = members_hub.run(
        """SELECT proname, prosecdef, proconfig, has_function_privilege('public', oid, 'EXECUTE')
           FROM pg_proc WHERE pronamespace = 'coachlog'::regnamespace"""
    )
    path = ["search_path=pg_catalog, pg_temp"]
    assert len(rows) > len(FUNCTIONS)
    assert [row for row in rows if row[1:] != (True, path, False)] == []


def test_a_member_may_call_the_functions_for_members_alone(members_hub):
    rows = members_hub.run(
        """SELECT proname FROM pg_proc WHERE pronamespace = 'coachlog'::regnamespace
               AND has_function_privilege('lou', oid, 'EXECUTE')"""
    )
    expected = sorted(function.partition("(")[0] for function in FUNCTIONS)
    assert sorted(name for (name,) in rows) == expected


def test_rows_are_kept_apart_in_every_table_that_a_member_may_read(members_hub):
    rows = members_hub.run(
        f"""SELECT relname FROM ({TABLES}) c WHERE NOT relrowsecurity
                AND has_any_column_privilege('lou', oid, 'SELECT')"""
    )
    assert rows == [("hub",)]


@pytest.mark.parametrize(
    ("privilege", "expected"),
    [
        ("SELECT", {table: set(columns.split(", ")) for table, columns in COLUMNS.items()}),
        ("INSERT", {"segment": {"key", "team", "name", "bytes"}}),
        ("UPDATE", {}),
        ("REFERENCES", {}),
    ],
)
def test_a_member_has_only_the_columns_that_are_granted(members_hub, privilege, expected):
    rows = members_hub.run(
        f"""SELECT c.relname, a.attname FROM ({TABLES}) c JOIN pg_attribute a ON attrelid = oid
            WHERE has_column_privilege('lou', oid, attnum, %s)""",
        (privilege,),
    )
    granted = {}
    for table, column in rows:
        granted.setdefault(table, set()).add(column)
    assert granted == expected


@pytest.mark.parametrize("privilege", ["SELECT", "INSERT", "DELETE", "TRUNCATE", "TRIGGER"])
def test_a_member_has_no_whole_table(members_hub, privilege):
    rows = members_hub.run(
        f"SELECT relname FROM ({TABLES}) c WHERE has_table_privilege('lou', oid, %s)",
        (privilege,),
    )
    assert rows == []


def test_a_member_can_put_nothing_into_the_schema(members_hub):
    query = "SELECT has_schema_privilege('lou', 'coachlog', 'CREATE')"
    assert members_hub.run(query) == [(False,)]
