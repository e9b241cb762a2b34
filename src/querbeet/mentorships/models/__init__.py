"""Django finds its models here; import the noun's own module for use."""

from querbeet.mentorships.models import answer, mentorship, openness  # noqa: F401
