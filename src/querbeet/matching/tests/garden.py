"""A published run with pairs, people without a match and marks, for the sweeps in tests/worlds."""

from querbeet.core import viewing
from querbeet.matching import actions
from querbeet.matching.enums import Mark, Why
from querbeet.matching.models import Left, Marking, Pair
from querbeet.programmes.enums import Side, State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme


def plant(bed) -> None:
    """In the programme that is being matched: a with b, c with b and with the imported mentee; c found nobody.

    Rows instead of a computed run: the compiled engine takes longer to load than all sweeps of a package.
    """
    programme = Programme.objects.get(community=bed.community, state=State.MATCHING)
    people = Participant.objects.filter(programme=programme)
    mentors = {member: people.get(member=member, side=Side.MENTOR) for member in (bed.a, bed.c)}
    mentees = {member: people.get(member=member, side=Side.MENTEE) for member in (bed.b, bed.c)}
    imported = people.get(member=None, side=Side.MENTEE)
    for _number in range(2):
        with viewing.as_member(bed.coordinator):
            run = actions.start(programme=programme, by=bed.coordinator)
        for mentee, mentor in ((mentees[bed.b], mentors[bed.a]), (imported, mentors[bed.c])):
            Pair.objects.create(run=run, mentee=mentee, mentor=mentor, fit=12, worth=[8, 4, 0])
        Left.objects.create(run=run, participant=mentees[bed.c], side=Side.MENTEE, why=Why.choices[0][0])
        actions._end(run, "done")
    Marking.objects.create(
        programme=programme, mentee=mentees[bed.c], mentor=mentors[bed.a], mark=Mark.FORBIDDEN, by=bed.coordinator
    )
