"""A lively community of invented people, to look around in."""
