"""Every address has a row in the access matrix."""

import tomllib
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture import house

MATRIX = house.ROOT / "tests" / "architecture" / "access.toml"
COLUMNS = {"path", "methods", "anonymous", "member", "coordinator", "steward"}


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The full name of every pattern, or its route where it has none."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, space)
        elif isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or str(pattern.pattern))


def rows() -> dict[str, dict[str, object]]:
    return tomllib.loads(MATRIX.read_text())


def without_row(addresses: set[str], matrix: dict[str, dict[str, object]]) -> set[str]:
    return addresses - set(matrix)


def test_every_address_has_a_row_and_every_row_an_address():
    addresses = set(names(get_resolver()))
    assert without_row(addresses, rows()) == set()
    assert set(rows()) - addresses == set()


def test_an_address_without_a_row_is_found():
    assert without_row({"people:planted", *rows()}, rows()) == {"people:planted"}


def test_every_row_says_who_may():
    assert {name: COLUMNS - set(row) for name, row in rows().items() if COLUMNS - set(row)} == {}
