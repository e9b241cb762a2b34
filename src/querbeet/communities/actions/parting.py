"""What ends when members cannot be together any more: one blocked another, or somebody was shut out. Packages above say
so when they start, since that may happen on any floor and must not miss what people have together there.
"""

from collections.abc import Callable

from querbeet.communities.models.member import Member

_verbs: list[Callable[[Member, Member | None], None]] = []


def ends(verb: Callable[[Member, Member | None], None]) -> None:
    """Have `verb(member, other)` called in the transaction of every parting, while both still see each other."""
    if verb not in _verbs:
        _verbs.append(verb)


def part(member: Member, other: Member | None = None) -> None:
    """End everything that a member has together with another; without one, with anybody. Runs as the member."""
    for verb in _verbs:
        verb(member, other)
