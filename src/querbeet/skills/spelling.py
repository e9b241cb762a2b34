"""How far two words are apart, as people mistype them."""

from collections.abc import Iterable

SHORT = 4  # signs; one error in so short a word is all that can be told from another word


def distance(one: str, other: str, *, most: int = 2) -> int:
    """Optimal string alignment distance: signs added, left out, replaced, or swapped with their neighbour.

    Anything beyond `most` is `most + 1`. After Damerau (1964) and Levenshtein (1966).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for at, against in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (sign != against))
            if place > 1 and at > 1 and sign == other[at - 2] and one[place - 2] == against:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` is most likely a slip of; the word itself if it is known; empty where none is near."""
    most = 1 if len(word) <= SHORT else 2
    near = [(distance(word, other, most=most), other[:1] != word[:1], other) for other in known]
    best = min(near, default=(most + 1, False, ""))
    return best[2] if best[0] <= most else ""
