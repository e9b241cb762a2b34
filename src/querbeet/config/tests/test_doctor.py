"""The doctor finds each unsafe thing, and nothing where nothing is."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from querbeet.config.doctor import database, house, queue
from querbeet.core import jobs, viewing
from querbeet.core.viewing import Context

SAFE = {
    "HOSTS": ["garden.example"],
    "ALLOWED_HOSTS": ["garden.example"],
    "DEBUG": False,
    "DEMO": False,
    "GALLERY": False,
    "SECURE": True,
    "SECRET_KEY": "s" * 50,
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": True,
    "DEFAULT_FROM_EMAIL": "post@garden.example",
}
UNSAFE = {
    "HOSTS": [],
    "ALLOWED_HOSTS": ["*"],
    "DEBUG": True,
    "DEMO": True,
    "GALLERY": True,
    "SECURE": False,
    "SECRET_KEY": "short",
    "EMAIL_USE_TLS": False,
    "DEFAULT_FROM_EMAIL": "post@localhost",
}


def test_safe_settings_have_no_finding():
    assert list(house.settings(SimpleNamespace(**SAFE))) == []


@pytest.mark.parametrize("name", UNSAFE)
def test_each_unsafe_setting_is_one_finding_with_a_way_to_mend_it(name):
    findings = list(house.settings(SimpleNamespace(**SAFE | {name: UNSAFE[name]})))
    assert len(findings) == 1
    assert findings[0].mend


def test_keys_that_others_can_read_are_found(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    (keys / "secret-key").touch(0o600)
    assert list(house.folders(tmp_path)) == []
    (keys / "secret-key").chmod(0o644)
    assert [finding.mend for finding in house.folders(tmp_path)] == [f"chmod go= {keys / 'secret-key'}"]


def test_a_demo_folder_is_found(tmp_path):
    tmp_path.chmod(0o700)
    (tmp_path / "demo-accounts.json").touch()
    assert len(list(house.folders(tmp_path))) == 1


@pytest.mark.django_db
def test_the_runtime_role_and_the_walls_have_no_finding():
    with viewing.looking(Context()):
        assert [*database.role(), *database.walls()] == []


@pytest.mark.django_db
def test_the_owner_as_runtime_role_is_found():
    assert {finding.what for finding in database.role()} == {
        "The runtime role has special powers.",
        "The runtime role owns tables.",
    }


@pytest.mark.django_db
def test_a_table_without_its_wall_is_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE communities_member NO FORCE ROW LEVEL SECURITY")
    assert [finding.what for finding in database.walls()] == ["communities_member has no row-level security."]


@pytest.mark.django_db
def test_a_database_that_may_lose_commits_is_found():
    """The databases of tests are fast and forgetful, so here the findings are real."""
    assert len(list(database.durability())) == 3


@pytest.mark.django_db
def test_jobs_that_gave_up_or_wait_for_nobody_are_found():
    jobs.later("tests.nothing")
    jobs.later("tests.nothing", after=timedelta(minutes=5))
    assert list(queue.findings()) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '2 hours'")
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE scheduled_at IS NOT NULL")
        assert ["(1)" in str(finding) for finding in queue.findings()] == [True]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert ["tests.nothing (2)" in str(finding) for finding in queue.findings()] == [True]
