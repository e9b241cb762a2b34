"""Words that tell: what a stranger must not read in a title, an address, a file name, a mail or a cookie.

German and English. Where a new word belongs: `ANYWHERE` if it tells inside of longer words too, `ALONE` if only as a
whole word ("bi" tells, "Bibliothek" does not). Dots, dashes, digits and underscores end a word, so that file names and
addresses are read as people read them; a dash in a word here also stands for a space, an underscore or nothing.
"""

import re

BRAND = "Querbeet"

ANYWHERE = """
    queer lgbt lsbt gay lesb schwul homosex homoerot bisex pansex asexu aromant sapph regenbogen rainbow
    trans-gender trans-sex trans-ident trans-fem trans-mask trans-masc trans-mann trans-männ trans-frau trans-man
    trans-men trans-wom trans-person non-binar nicht-binär genderfluid geschlecht intersex pronomen pronoun deadname
    transition hormon coming-out outing geoutet selbsthilfe self-help fetisch fetish polyam sexuell sexual dating asylum
"""
ALONE = """
    bi pan ace aro homo dyke enby agender gender trans inter tin tinq drag pride csd hiv prep kink poly outed asyl
"""

_INSIDE = "|".join(re.escape(word).replace(r"\-", r"[\W_]?") for word in ANYWHERE.split())
_WHOLE = "|".join(map(re.escape, ALONE.split()))
_TELLING = re.compile(rf"{_INSIDE}|(?<![^\W\d_])(?:{_WHOLE})(?![^\W\d_])", re.IGNORECASE)
_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def telling(text: str) -> list[str]:
    """The words in a text that tell, as they stand there. Ids are dice: what they spell is not read."""
    return [found[0] for found in _TELLING.finditer(_ID.sub("*", text))]
