"""Conversations of two and of three, for the sweeps in tests/worlds; everybody has written in each of theirs."""

from querbeet.conversations import actions
from querbeet.core import viewing


def plant(bed) -> None:
    for members in ((bed.a, bed.b), (bed.b, bed.c), bed.three, (bed.a, bed.coordinator)):
        with viewing.as_member(members[0]):
            thread = actions.open_thread(members=members)
        for member in members:
            with viewing.as_member(member):
                actions.write(thread=thread, by=member, text=f"Words of {member.pk}")
