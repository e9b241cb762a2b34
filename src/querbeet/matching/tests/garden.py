"""A published run with pairs, people without a match and marks, for the sweeps in tests/worlds."""

from querbeet.core import clock
from querbeet.matching.enums import Mark, RunState, Why
from querbeet.matching.models import Left, Marking, Pair, Reserve, Run
from querbeet.programmes import queries
from querbeet.programmes.enums import Side, State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import documents

FIGURES = {"served": 2, "pairs": 2, "mentors": 2, "total": 24.0, "lowest": 12.0, "median": 12.0}
FIGURES |= {"possible": 4, "proven": True, "without": 1, "mentees_without": 1}


def plant(bed) -> None:
    """In the programme that is being matched: a with b, c with b and with the imported mentee; c found nobody.

    Rows instead of a computed run: the compiled engine takes longer to load than all sweeps of a package.
    """
    programme = Programme.objects.get(community=bed.community, state=State.MATCHING)
    people = Participant.objects.filter(programme=programme)
    mentors = {member: people.get(member=member, side=Side.MENTOR) for member in (bed.a, bed.c)}
    mentees = {member: people.get(member=member, side=Side.MENTEE) for member in (bed.b, bed.c)}
    imported = people.get(member=None, side=Side.MENTEE)
    for number in (1, 2):
        run = Run.objects.create(
            programme=programme,
            number=number,
            objective=programme.objective,
            rules=documents.dump(queries.ruleset(programme)),
            figures=FIGURES,
            state=RunState.DONE,
            finished_at=clock.now(),
            by=bed.coordinator,
        )
        for mentee, mentor in ((mentees[bed.b], mentors[bed.a]), (imported, mentors[bed.c])):
            Pair.objects.create(run=run, mentee=mentee, mentor=mentor, fit=12, worth=[8, 4, 0])
        Reserve.objects.create(run=run, mentee=mentees[bed.c], mentor=mentors[bed.a], fit=8, worth=[8, 0, 0], rank=1)
        Left.objects.create(run=run, participant=mentees[bed.c], side=Side.MENTEE, why=Why.choices[0][0])
    Marking.objects.create(
        programme=programme, mentee=mentees[bed.c], mentor=mentors[bed.a], mark=Mark.FORBIDDEN, by=bed.coordinator
    )
