"""The garden is planted once a file; each test walks over it and leaves it as it was."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.worlds import canaries, garden


@pytest.fixture(scope="module")
def sown(django_db_setup, django_db_blocker) -> Iterator[tuple[garden.Garden, canaries.Marks]]:
    """A garden with its marks; what tests do to it is undone by the mark `django_db`, as ever."""
    with django_db_blocker.unblock(), transaction.atomic():
        planted = canaries.planted()
    yield planted
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def ground(sown) -> garden.Garden:
    return sown[0]


@pytest.fixture
def marks(sown) -> canaries.Marks:
    return sown[1]
