"""Programmes, people and spreadsheets for tests."""

from datetime import date

from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities
from querbeet.programmes.actions import programmes
from querbeet.programmes.enums import Asked, EnrolmentState, Origin, QuestionKind, RuleKind, Side, State, WishKind
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules.ruleset import Question, Rule, RuleSet, Wish

GRADE = Question("grade", "Grade", QuestionKind.ORDERED, choices=("One", "Two", "Three", "Four"))
EMPLOYER = Question("employer", "Employer", QuestionKind.CHOICE)
TOPICS = Question("topics", "Topics", QuestionKind.MULTI)
SECRET = Question("secret", "Shared experience", QuestionKind.MULTI, shown=False)
ASKED_FOR = Question("asked_for", "Wants shared experience", QuestionKind.YES_NO, Asked.MENTEE, shown=False)
RULES = RuleSet(
    name="Spring",
    questions=(GRADE, EMPLOYER, TOPICS, SECRET, ASKED_FOR),
    rules=(
        Rule(RuleKind.DIFFERENT, "employer", "employer"),
        Rule(RuleKind.STEPS, "grade", "grade", at_least=1, strict=True),
    ),
    wishes=(
        Wish(WishKind.STEPS, "grade", "grade", steps=((1, 4), (2, 8))),
        Wish(WishKind.COMMON, "topics", "topics", points=6),
        Wish(WishKind.COMMON, "secret", "secret", points=2, only_if="asked_for"),
    ),
    mentors_each=1,
    mentees_each=2,
)


def programme(
    *, by: Member | None = None, state: State = State.RECRUITING, start: RuleSet = RULES, **fields
) -> Programme:
    """A programme with questions and rules; `by` is its coordinator."""
    fields.setdefault("name", "Spring")
    made = programmes.create(by=by or communities.coordinator(), start=start, starts_on=date(2026, 3, 1), **fields)
    Programme.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


def candidate(programme: Programme, side: Side, name: str, **answers) -> Participant:
    """Somebody imported, identified by their name in lower case."""
    return Participant.objects.create(
        programme=programme,
        side=side,
        name=name,
        reference=name.casefold(),
        answers=answers,
        origin=Origin.IMPORT,
        state=EnrolmentState.POOL,
        capacity=answers.pop("capacity", None),
    )


def answering(of: Participant, **answers) -> None:
    """They answer anew, whatever they answered before."""
    of.answers = answers
    of.save(update_fields=["answers"])


def enrolled(
    programme: Programme, side: Side, member: Member, state: EnrolmentState = EnrolmentState.POOL, **answers
) -> Participant:
    """A member who signed up and is in the pool, or in another state."""
    return Participant.objects.create(
        programme=programme,
        side=side,
        member=member,
        state=state,
        capacity=answers.pop("capacity", None),
        answers=answers,
        origin=Origin.ENROLMENT,
    )
