"""Words for sign-in names and suggested passphrases: plain ones from gardens, kitchens and landscapes."""

import secrets
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("words")


@cache
def words(language: str) -> tuple[str, ...]:
    """The list of a language, in order; German for a language without one."""
    path = FOLDER / f"{language}.txt"
    return tuple((path if path.exists() else FOLDER / "de.txt").read_text().split())


def sign_in_name(language: str) -> str:
    """Such as `moos-quitte-482`: about 28 bits, so that nobody meets a name by trying."""
    first, second = (secrets.choice(words(language)) for _ in range(2))
    return f"{first}-{second}-{100 + secrets.randbelow(900)}"


def passphrase(language: str) -> str:
    """Four words and a number: about 44 bits, easy to write down and to say."""
    chosen = [secrets.choice(words(language)) for _ in range(4)]
    return " ".join([*chosen, str(10 + secrets.randbelow(90))])
