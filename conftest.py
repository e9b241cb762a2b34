"""Fixtures for all tests: a database whose runtime role has the rights it has on a server."""

import os
from dataclasses import replace

import pytest
from django.db import connection


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from django.conf import settings

    from querbeet.config import environment as env
    from querbeet.config.running import provision

    owner = replace(env.DatabaseUrl.parse(os.environ["DATABASE_URL"]), name=connection.settings_dict["NAME"])
    provision.grant(owner, settings.DATABASE_RUNTIME_ROLE)
