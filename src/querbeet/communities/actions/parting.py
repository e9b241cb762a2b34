"""What ends when one member blocks another. Packages above say so when they start, since a block may be made from any
floor and must not miss what two people have together there.
"""

from collections.abc import Callable

from querbeet.communities.models.member import Member

_verbs: list[Callable[[Member, Member], None]] = []


def ends(verb: Callable[[Member, Member], None]) -> None:
    """Have `verb(by, member)` called in the transaction of every block, while both still see each other."""
    if verb not in _verbs:
        _verbs.append(verb)


def part(by: Member, member: Member) -> None:
    """End everything that two members have together."""
    for verb in _verbs:
        verb(by, member)
