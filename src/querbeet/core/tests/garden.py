"""Keys of the vault, for the sweeps in tests/worlds: everybody has one, whether or not they have sealed anything."""

from querbeet.core import vault


def plant(bed) -> None:
    vault.prepare([member.pk for member in bed.everybody])
