"""What mentoring promises over all packages: hidden facets are in no message and no file, and what has aged is gone."""

import io
import random
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation
from openpyxl import load_workbook

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.models.member import Facet
from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock, viewing
from querbeet.matching import actions as matching
from querbeet.matching import tasks
from querbeet.matching.models import Run
from querbeet.meetings.enums import State as Meet
from querbeet.meetings.tests import factories as meetings
from querbeet.mentorships import tasks as clocks
from querbeet.mentorships.actions import goals, notes
from querbeet.mentorships.models.agreement import Agreement
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.mentorships.models.together import Goal, Note, PrivateNote, Shredding, Step
from querbeet.mentorships.tests import factories as mentorships
from querbeet.notices import queries as notices
from querbeet.programmes.enums import Asked, QuestionKind, Side, WishKind
from querbeet.programmes.rules.ruleset import Question, RuleSet, Wish
from querbeet.programmes.tests import factories as programmes
from querbeet.rights.actions import retention

pytestmark = pytest.mark.django_db
SEEDS = [*range(2), *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(2, 20))]
HIDDEN = (Audience.ONLY_ME, Audience.MATCHING)


# No hidden facet in any message or file


def rules(shown):
    """What members say about themselves and two answers count for matching; none of it is shown, or one is."""
    tag = Question("tag", "Self-description", QuestionKind.MULTI, facet="tag", shown=False)
    secret = Question("secret", "Shared experience", QuestionKind.MULTI, shown=shown)
    wanted = Question("wanted", "Wants that", QuestionKind.YES_NO, Asked.MENTEE, shown=False)
    wishes = (
        Wish(WishKind.COMMON, "tag", "tag", points=5),
        Wish(WishKind.COMMON, "secret", "secret", points=3, only_if="" if shown else "wanted"),
    )
    return RuleSet(name="Spring", questions=(tag, secret, wanted), wishes=wishes, mentors_each=1, mentees_each=1)


class Told:
    """Four people with hidden facets, matched; everything that is written to anybody, or for a file, is collected."""

    def __init__(self, seed, shown=False):
        lot = random.Random(seed)
        self.kim = communities.coordinator("Kim")
        self.programme = programmes.programme(by=self.kim, start=rules(shown))
        self.people = [communities.member(name, community=self.kim.community) for name in ("Ash", "Bo", "Dara", "Eden")]
        for number, member in enumerate(self.people):
            side = Side.MENTEE if number < 2 else Side.MENTOR
            answers = {"secret": ["zqcommon"], **({"wanted": True} if side == Side.MENTEE else {})}
            programmes.enrolled(self.programme, side, member, capacity=1, **answers)
            for kind in (Kind.TAG, Kind.ABOUT, Kind.PRONOUNS, Kind.REGION):
                value = "zqshared" if kind == Kind.TAG else f"zq{kind.value}{number}"
                communities.facet(member, kind, value, lot.choice(HIDDEN))
        self.run = self._run()

    def _run(self):
        with viewing.as_member(self.kim):
            run = matching.start(programme=self.programme, by=self.kim)
        tasks.execute(str(run.pk), str(self.kim.pk), "en")
        run = Run.objects.get(pk=run.pk)
        with viewing.as_member(self.kim):
            assert matching.publish(run=run, by=self.kim) == 2
        return run

    def messages(self):
        """News of everybody, and all mail."""
        for member in (self.kim, *self.people):
            with viewing.as_member(member):
                yield from (line.line.text for line in notices.lines(member, notices.unread(member)))
            for path in ("/news", "/mentoring"):
                yield signed_in_client(member).get(path).content.decode()
        yield from (f"{one.subject} {one.body} {one.message()}" for one in mail.outbox)

    def files(self):
        """Everything that can be taken out: lists, calendars, notes."""
        run, programme = self.run.get_absolute_url(), f"/programmes/{self.programme.pk}"
        lists = [f"{run}/{part}.{suffix}" for part in ("pairs", "without") for suffix in ("csv", "xlsx")]
        lists += [
            f"{programme}/people/list.csv",
            f"{programme}/people/list.xlsx",
            f"{run}/paper",
            f"{programme}/report",
        ]
        for path in lists:
            yield read(path, signed_in_client(self.kim).get(path))
        running = mentorships.mentorship("active", self.people[0], self.people[2], programme=self.programme)
        meeting = meetings.meeting(running, Meet.CONFIRMED)
        for member in (self.people[0], self.people[2]):
            with viewing.as_member(member):
                notes.write(mentorship=running, by=member, text="See you")
            for path in (f"/mentoring/{running.pk}/notes/file", f"/meetings/{meeting.pk}/entry.ics"):
                yield read(path, signed_in_client(member).get(path))

    def all(self):
        found = [*self.messages(), *self.files()]
        Mentorship.objects.filter(state="offered").update(expires_at=clock.now())
        clocks.lapse(0)
        clocks.next_in_line(0)
        return "\n".join([*found, *self.messages()])


def read(path, answer):
    assert answer.status_code == 200, path
    if not path.endswith("xlsx"):
        return answer.content.decode()
    book = load_workbook(io.BytesIO(answer.content))
    return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_facet_is_in_any_message_or_file(seed):
    with translation.override("en"):
        told = Told(seed)
        assert {pair.fit for pair in told.run.pairs.all()} != {0}  # what is hidden counted
        everything = told.all().casefold()
    hidden = {facet.value for facet in Facet.objects.exclude(kind=Kind.PRONOUNS)}
    assert [mark for mark in sorted(hidden) if mark in everything] == []
    assert "zqcommon" not in "".join(told.messages())


def test_the_control_an_answer_that_both_show_each_other_is_found_in_both():
    with translation.override("en"):
        told = Told(0, shown=True)
        assert "zqcommon" in "".join(told.messages())
        assert "zqcommon" in "".join(told.files())


# Retention deletes what it says

AGES = (0, 30, 364, 366, 1000, 1094, 1096, 3000)
KEEPS = 3 * 365


def grown(days):
    """A mentorship that ended so many days ago, with everything that hangs on it."""
    two = mentorships.pair()
    made = mentorships.mentorship("active", *two)
    for member in two:
        with viewing.as_member(member):
            goals.add(mentorship=made, by=member, title="A job", steps=["A list"])
            notes.write(mentorship=made, by=member, text="A note")
            notes.keep(mentorship=made, member=member, text="For me", version=0)
        Shredding.objects.create(mentorship=made, member=member, at=clock.now())
    Agreement.objects.create(mentorship=made, version=1, by=two[0])
    Mentorship.objects.filter(pk=made.pk).update(state="closed", ended_at=clock.now() - timedelta(days=days))
    return made


def left(made):
    """How many rows of each kind are left of it."""
    models = (Partner, Answer, Agreement, Goal, Step, Note, PrivateNote, Shredding)
    return {model.__name__: model.objects.filter(mentorship=made.pk).count() for model in models}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_has_aged_goes_with_all_that_hangs_on_it_and_nothing_else(seed):
    lot = random.Random(seed)
    all_ = {grown(days): days for days in lot.sample(AGES, 4)}
    before = {made: left(made) for made in all_}
    retention.clear(now=clock.now())
    for made, days in all_.items():
        kept = days < KEEPS
        assert Mentorship.objects.filter(pk=made.pk).exists() == kept
        assert left(made) == (before[made] if kept else dict.fromkeys(before[made], 0))


def test_what_has_not_ended_never_ages():
    running = mentorships.mentorship("active", began_at=clock.now() - timedelta(days=5000))
    retention.clear(now=clock.now())
    assert Mentorship.objects.get() == running


def test_the_control_without_the_job_it_would_all_be_there():
    made = grown(3000)
    assert (Mentorship.objects.filter(pk=made.pk).exists(), min(left(made).values()) > 0) == (True, True)
