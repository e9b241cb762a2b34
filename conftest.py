"""Fixtures for all tests: a database whose runtime role has the rights it has on a server."""

import os
import shutil
from dataclasses import replace

import hypothesis
import pytest
from django.db import connection
from django.utils import translation

OTHERS_GO = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""

hypothesis.settings.register_profile("same every time", derandomize=True)  # a change is judged, not the dice
hypothesis.settings.load_profile("same every time")


def pytest_collection_modifyitems(config, items):
    """The long form of the sweeps runs when it is asked for: bin/test -m nightly."""
    if "nightly" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("nightly")]
        items[:] = [item for item in items if not item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def english():
    """Each test begins in English, whatever the one before it left behind; a request chooses its own language."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def no_jobs_left(request, django_db_blocker):
    """Jobs that a test committed do not wait for the next one: Django empties its own tables only."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(request.fixturenames):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Pages link to the files as they lie in the packages; collecting and hashing them is for a server."""
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from django.conf import settings

    from querbeet.config import environment as env
    from querbeet.config.running import provision

    owner = replace(env.DatabaseUrl.parse(os.environ["DATABASE_URL"]), name=connection.settings_dict["NAME"])
    provision.grant(owner, settings.DATABASE_RUNTIME_ROLE)
    yield
    _others_go(django_db_blocker)


@pytest.fixture(autouse=True)
def nobody_holds_the_tables(request, django_db_blocker):
    """What a browser still waits for when its test is over does not stand in the way of emptying the tables."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")  # which empties them, after this
    yield
    if "live_server" in request.fixturenames:
        _others_go(django_db_blocker)


def _others_go(django_db_blocker) -> None:
    """All other sessions of the database end. Ours is a new one: while the browser's driver runs, Django keeps another
    connection than before and after, and either may have ended the other's.
    """
    with django_db_blocker.unblock():
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_GO)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Chromium of the system's packages, quiet towards the network; root needs it without its sandbox."""
    quiet = ("background-networking", "component-update", "sync", "default-apps", "gpu", "dev-shm-usage")
    args = ["--no-first-run", *(f"--disable-{part}" for part in quiet)]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "de-DE", "reduced_motion": "reduce"}
