"""The second wall, read from the catalogue of the database: every table with something about people is guarded.

A table is either guarded or stands in a short list with its reason. Each test has a control that plants a gap.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DataError, IntegrityError, ProgrammingError, connection, connections, transaction

from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from querbeet.core import viewing
from tests.architecture import house
from tests.worlds import garden

pytestmark = pytest.mark.django_db
OPEN_TABLES = {
    "django_migrations": "which migrations ran",
    "django_content_type": "names of our models",
    "auth_permission": "names of our models",
    "auth_group": "unused, empty",
    "auth_group_permissions": "unused, empty",
    "people_limit": "fingerprints that change every day, counted outside of any request",
    "procrastinate_jobs": "ids and numbers; the worker takes jobs before it knows for whom",
    "procrastinate_events": "times of jobs",
    "procrastinate_periodic_defers": "times of jobs",
    "procrastinate_workers": "signs of life of workers",
}
NOT_EMPTY_FOR_NOBODY = {"skills_edition", "skills_area", "skills_skill", "skills_wording", "skills_word"} | {
    f"skills_skill_{part}" for part in ("broader", "related")
}  # the shared vocabulary says nothing about anybody
COMMANDS = {"r", "a", "w", "d"}
PURPOSES = house.ROOT / "tests" / "architecture" / "purposes.toml"
PURPOSE = re.compile(r"""(?:for_purpose\(|purpose\(|purpose=)["']([a-z_ -]+)["']""")
IN_POLICY = re.compile(r"app_purpose\(\)[^=<>]*?(?:=|<>)\s*'([a-z_ -]+)'")
TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),
       coalesce(array_agg(p.polcmd::text) FILTER (WHERE p.polroles = '{0}' AND p.polname NOT LIKE 'erase_%%'), '{}')
  FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
 WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY c.oid
"""
POWERS = """
SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
       has_schema_privilege(rolname, 'public', 'CREATE'), has_database_privilege(rolname, current_database(), 'CREATE')
  FROM pg_roles WHERE rolname = %s
"""
TRUNCATE = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
   AND CASE WHEN relkind IN ('r', 'p') THEN has_table_privilege(%s, oid, 'TRUNCATE, REFERENCES, TRIGGER') ELSE false END
"""
SEQUENCES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
   AND CASE WHEN relkind = 'S' THEN has_sequence_privilege(%s, oid, 'SELECT, UPDATE') ELSE false END
"""
OWNED = "SELECT relname FROM pg_class WHERE relowner = %s::regrole"
MEMBER_OF = "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE m.member = %s::regrole"
VIEWS = "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
DEFINERS = """
SELECT proname, coalesce(proconfig::text LIKE '%%search_path=public, pg_temp%%', false)
  FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
"""
POLICIES = """
SELECT coalesce(pg_get_expr(polqual, polrelid), '') || coalesce(pg_get_expr(polwithcheck, polrelid), '') FROM pg_policy
"""
OVER_THE_WALL = {
    "app_meetings": "the ids of meetings at which one has a seat, for policies that would else run in circles",
    "app_met": "the ids of those who have a seat beside one's own; their weeks are seen for one purpose alone",
    "app_rounds": "the ids of circles of mentors in which one sits",
    "meetings_begun": "the ids of drafts that one began oneself, so that people can be seated at them",
    "app_mentorships": "the ids of one's own mentorships, for policies that would else run in circles",
    "mentorships_lock": "holds rows while places are counted; returns nothing; for two purposes alone",
    "mentorships_room": "how many places somebody has left, as a number, for two purposes alone",
    "mentorships_apart": "whether a block or a list stands between some, yes or no, for two purposes alone",
    "mentorships_taken": "since when places are taken, for two purposes alone",
    "mentorships_lasted": "how long mentorships here lasted, as numbers, for two purposes alone",
}
"""Functions with the owner's eyes: ids of one's own, times and numbers. Each fixes where names are looked up."""


def rows(sql: str, *values: object) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def one(sql: str, *values: object) -> list:
    return [row[0] for row in rows(sql, *values)]


def runtime() -> str:
    return settings.DATABASE_RUNTIME_ROLE


def gaps() -> list[str]:
    """What is missing from the wall, one line each."""
    found = []
    for table, guarded, forced, owner, commands in rows(TABLES):
        if table in OPEN_TABLES:
            continue
        if not (guarded and forced):
            found.append(f"{table}: not guarded")
        if COMMANDS - set(commands):
            found.append(f"{table}: no policy for {sorted(COMMANDS - set(commands))}")
        if owner == runtime():
            found.append(f"{table}: belongs to the runtime role")
    return found


def test_every_table_is_guarded_or_says_why_not():
    assert gaps() == []
    assert set(OPEN_TABLES) <= {table for table, *_ in rows(TABLES)}


def test_every_model_stands_behind_the_wall():
    tables = {model._meta.db_table for model in garden.own_models()} - set(OPEN_TABLES)
    assert tables <= {table for table, guarded, forced, *_ in rows(TABLES) if guarded and forced}


@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE skills_strength DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE skills_strength NO FORCE ROW LEVEL SECURITY",
        'DROP POLICY "update_rows" ON skills_strength',
        "CREATE TABLE planted (member_id uuid)",
    ],
)
def test_a_gap_in_the_wall_is_found(harm):
    """The control."""
    rows_before = gaps()
    with connection.cursor() as cursor:
        cursor.execute(harm)
    assert (rows_before, len(gaps()) > 0) == ([], True)


def test_the_runtime_role_has_no_power_beyond_rows():
    assert rows(POWERS, runtime()) == [(False,) * 7]
    assert [one(TRUNCATE, runtime()), one(OWNED, runtime()), one(MEMBER_OF, runtime())] == [[], [], []]


def test_the_runtime_role_reads_no_counter_that_tells_how_many_there_are():
    assert [name for name in one(SEQUENCES, runtime()) if not name.startswith("procrastinate_")] == []


@pytest.mark.parametrize("harm", ["GRANT TRUNCATE ON skills_strength TO {}", "GRANT CREATE ON SCHEMA public TO {}"])
def test_a_power_too_many_is_found(harm):
    """The control."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(harm.format(runtime()))
        except ProgrammingError:
            pytest.skip("the owner may not even give this away")
    assert one(TRUNCATE, runtime()) or rows(POWERS, runtime()) != [(False,) * 7]


def test_no_view_and_no_function_looks_over_the_wall():
    assert one(VIEWS) == []
    assert dict(rows(DEFINERS)) == dict.fromkeys(OVER_THE_WALL, True)


def test_a_view_that_looks_over_the_wall_is_found():
    """The control, and what it would do: the owner's view shows rows to nobody in particular."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE MATERIALIZED VIEW planted AS SELECT id FROM communities_member")
        cursor.execute("CREATE FUNCTION planted_too() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")
    assert one(VIEWS) == ["planted"]
    assert dict(rows(DEFINERS)) == dict.fromkeys(OVER_THE_WALL, True) | {"planted_too": False}


# -- nobody


@contextmanager
def looking_as_nobody() -> Iterator[None]:
    with viewing.looking(viewing.Context()):
        yield


def seen_by_nobody() -> dict[str, int]:
    """Tables in which somebody without a viewer finds rows."""
    tables = [table for table, *_ in rows(TABLES) if table not in OPEN_TABLES]
    with looking_as_nobody():
        counts = {table: one(f'SELECT count(*) FROM "{table}"')[0] for table in tables}
    return {table: count for table, count in counts.items() if count}


def test_without_a_viewer_there_is_nothing(ground):
    assert set(seen_by_nobody()) <= NOT_EMPTY_FOR_NOBODY


def test_with_the_wall_down_there_is_everything(ground, settings):
    """The control: the rows are there."""
    settings.DATABASE_RUNTIME_ROLE = ""
    assert len(seen_by_nobody()) >= len(garden.own_models()) - len(garden.WITHOUT_ROWS) - 1


@pytest.mark.parametrize("command", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_without_a_viewer_nothing_can_be_changed(ground, command):
    changed = {}
    for model in apps.get_models():
        table = model._meta.db_table
        if model in garden.own_models() and table not in OPEN_TABLES:
            with transaction.atomic(), looking_as_nobody(), connection.cursor() as cursor:
                try:
                    with transaction.atomic():
                        cursor.execute(command.format(f'"{table}"'))
                        changed[table] = cursor.rowcount
                except (ProgrammingError, IntegrityError, DataError):
                    changed[table] = 0
    assert {table for table, count in changed.items() if count} == set()


# -- a viewer never stays behind


def who_is_bound() -> str:
    return viewing.current().member


def test_a_viewer_ends_with_the_transaction_however_that_ends(ground):
    member = ground.here.a
    with viewing.as_member(member):
        assert who_is_bound() == str(member.pk)
    assert who_is_bound() == ""
    with pytest.raises(ZeroDivisionError), viewing.as_member(member):
        _ = 1 / 0
    assert who_is_bound() == ""


def test_a_savepoint_that_is_undone_brings_the_earlier_viewer_back(ground):
    with viewing.as_member(ground.here.a):
        with transaction.atomic(), viewing.as_member(ground.here.b):
            transaction.set_rollback(True)
        assert who_is_bound() == str(ground.here.a.pk)


def test_a_statement_that_was_cancelled_leaves_no_viewer(ground):
    from django.db.utils import OperationalError

    with pytest.raises(OperationalError), viewing.as_member(ground.here.a), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(5)")
    assert who_is_bound() == ""


def test_a_request_that_fails_leaves_no_viewer(ground, monkeypatch):
    client = make.signed_in_client(ground.here.a, raise_request_exception=False)
    monkeypatch.setattr("querbeet.home.queries.today", None, raising=False)
    monkeypatch.setattr("querbeet.home.views.garden.render", None)
    assert client.get("/today").status_code == 500
    assert who_is_bound() == ""


def test_a_connection_that_somebody_poisoned_is_bound_anew_by_each_request(ground):
    """A viewer set for the whole connection is what went wrong elsewhere: the next request must not look through it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.member', %s, false)", [str(ground.here.a.pk)])
    anonymous = connections["default"]
    assert anonymous is not None
    with viewing.looking(viewing.Context(purpose="authenticate")):
        assert Member.objects.count() == 0


def test_an_empty_viewer_is_nobody_and_no_error():
    with viewing.looking(viewing.Context(member="", community="")):
        assert list(Member.objects.all()) == []


# -- purposes


def purposes() -> dict[str, str]:
    return tomllib.loads(PURPOSES.read_text())


def used() -> set[str]:
    """Every purpose that code asks for or a policy knows."""
    found = set()
    for path in house.python_files(house.ROOT):
        if "tests" not in path.parts and "demo" not in path.parts:
            found |= set(PURPOSE.findall(path.read_text()))
    for text in one(POLICIES):
        found |= set(IN_POLICY.findall(text))
    return found


def test_every_purpose_is_narrow_and_known():
    assert used() == set(purposes())
    assert all(reason for reason in purposes().values())


def test_a_purpose_that_nobody_knows_is_found():
    """The control."""
    assert PURPOSE.findall('with viewing.for_purpose("everything"):') == ["everything"]
    assert "everything" not in purposes()
