"""Django with the database owner's rights: for migrations and set-up, never for a request."""

import os

import django
from django.conf import settings


def set_up() -> None:
    """Start Django in this process, connected as the owner."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querbeet.config.settings")
    from querbeet.config import environment as env

    owner = env.DatabaseUrl.parse(os.environ["DATABASE_URL"])
    settings.DATABASES["default"].update(owner.django())
    settings.DATABASE_RUNTIME_ROLE = env.DatabaseUrl.parse(os.environ["DATABASE_RUNTIME_URL"]).user
    django.setup()
