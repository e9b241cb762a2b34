"""Django finds its models here; import the noun's own module for use."""

from querbeet.communities.models import bounds, community, member  # noqa: F401
