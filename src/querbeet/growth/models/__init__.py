"""Django finds its models here; import the noun's own module for use."""

from querbeet.growth.models import checks, lineage, path, rounds  # noqa: F401
