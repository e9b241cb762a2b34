"""One unsafe thing, in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What is wrong, and what to do about it."""

    what: str
    mend: str

    def __str__(self) -> str:
        return f"✗ {self.what}\n  → {self.mend}"
