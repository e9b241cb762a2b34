"""Django finds its models here; import the noun's own module for use."""

from querbeet.mentorships.models import (  # noqa: F401
    agreement,
    answer,
    change,
    enquiry,
    farewell,
    freeze,
    mentorship,
    openness,
    together,
)
