"""Django finds its models here; import the noun's own module for use."""

from querbeet.skills.models import availability, exchange, strengths, vocabulary  # noqa: F401
