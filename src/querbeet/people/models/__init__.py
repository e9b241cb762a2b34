"""Django finds its models here; import the noun's own module for use."""

from querbeet.people.models import letter, limit, session, ways  # noqa: F401
from querbeet.people.models.account import Account  # noqa: F401  the account model of the site, see AUTH_USER_MODEL
