"""Django finds its models here; import the noun's own module for use."""

from querbeet.programmes.models import imports, participant, programme, vetting  # noqa: F401
