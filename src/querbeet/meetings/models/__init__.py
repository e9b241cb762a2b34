"""Django finds its models here; import the noun's own module for use."""

from querbeet.meetings.models import calendar, meeting  # noqa: F401
