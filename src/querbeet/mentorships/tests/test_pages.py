"""Every page of mentorships: what it shows, what it does, and to whom it does not exist."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querbeet.communities.enums import Audience
from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import viewing
from querbeet.mentorships.actions import agreements, answers, breaks, opening
from querbeet.mentorships.enums import Reply, State
from querbeet.mentorships.models.agreement import Agreement
from querbeet.mentorships.models.enquiry import Enquiry
from querbeet.mentorships.models.farewell import LONGEST
from querbeet.mentorships.models.freeze import Freeze
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.openness import OpenPlace
from querbeet.mentorships.tests import factories as make
from querbeet.programmes.enums import Side
from querbeet.programmes.tests import factories as programmes
from querbeet.safety import actions as safety
from querbeet.safety.enums import Wish
from querbeet.skills.tests import factories as skills

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make.pair()


def page(member, path, **posted):
    browser = signed_in_client(member)
    answer = browser.post(path, posted, follow=True) if posted else browser.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def status(member, path):
    return signed_in_client(member).get(path).status_code


def state(mentorship):
    return Mentorship.objects.get(pk=mentorship.pk).state


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("offered", "Suggested to you"),
        ("exploring", "Have a first talk"),
        ("active", "Agree on how you do it"),
        ("on_hold", "It rests"),
        ("ending", "Say goodbye"),
        ("closed", "What was"),
        ("lapsed", "Did not come about"),
    ],
)
def test_the_first_page_says_where_it_stands_and_what_comes_next(two, where, says):
    make.mentorship(where, *two)
    assert says in page(two[0], "/mentoring")


def test_without_anything_the_first_page_says_what_will_be_here(two):
    assert "Nobody at your side yet" in page(two[0], "/mentoring")


@pytest.mark.parametrize("shape", ["one_to_one", "flash", "circle"])
@pytest.mark.parametrize("where", ["exploring", "active", "on_hold", "ending", "closed"])
def test_every_state_has_its_page(two, where, shape):
    found = make.mentorship(where, *two, shape=shape)
    assert "Dara" in page(two[0], f"/mentoring/{found.pk}")


@pytest.mark.parametrize("where", ["proposed", "offered"])
def test_what_has_not_come_about_has_no_page(two, where):
    found = make.mentorship(where, *two)
    assert status(two[0], f"/mentoring/{found.pk}") == 404


def test_a_suggestion_is_answered_on_the_first_page(two):
    found = make.mentorship("offered", *two)
    with viewing.as_member(two[1]):
        answers.answer(mentorship=found, member=two[1], reply=Reply.NO)
    assert "You have answered and may change your mind" in page(two[0], f"/mentoring/{found.pk}/answer", reply="yes")
    assert "Not now?" in page(two[0], f"/mentoring/{found.pk}/not-now")
    page(two[0], f"/mentoring/{found.pk}/answer", reply="not_now")
    assert signed_in_client(two[0]).post(f"/mentoring/{found.pk}/answer", {"reply": "agreed"}).status_code == 404


def test_a_yes_of_all_leads_to_their_page(two):
    place = make.open_place(two[1])
    with viewing.as_member(two[0]):
        asked = opening.ask(place=place, by=two[0])
    assert "Ash asks you directly." in page(two[1], "/mentoring")
    assert "You have all said yes" in page(two[1], f"/mentoring/{asked.pk}/answer", reply="yes")


def test_where_the_place_is_gone_the_suggestion_is_over(two):
    found = make.mentorship("offered", *two, asked_by=two[0])
    page(two[0], f"/mentoring/{found.pk}/answer", reply="yes")
    assert "There is no free place any more" in page(two[1], f"/mentoring/{found.pk}/answer", reply="yes")


def test_somebody_asks_for_more_and_is_told(two):
    found = make.mentorship("offered", *two)
    here = f"/mentoring/{found.pk}/question"
    assert "What would you like to know?" in page(two[0], here)
    assert "No reply yet." in page(two[0], here, to="others", text="On Mondays?")
    asked = Enquiry.objects.get()
    assert "Ash would like to know" in page(two[1], "/mentoring")
    assert "On Mondays?" in page(two[1], f"/mentoring/questions/{asked.pk}")
    assert "Your reply is on its way." in page(two[1], f"/mentoring/questions/{asked.pk}", text="Gladly.")
    assert "Gladly." in page(two[0], "/mentoring")
    assert status(two[1], f"/mentoring/questions/{asked.pk}") == 404
    for _number in range(3):
        page(two[0], here, to="others", text="And?")
    assert "You have asked three things already" in page(two[0], here, to="others", text="And?")
    assert status(two[0], f"/mentoring/{make.mentorship('active', *two).pk}/question") == 404


def test_coordinators_reply_to_what_they_are_asked(two):
    kim = communities.coordinator(community=two[0].community)
    found = make.mentorship("offered", *two)
    assert "No open questions" in page(kim, "/mentoring/questions")
    page(two[0], f"/mentoring/{found.pk}/question", to="coordinators", text="Is there somebody else?")
    assert "Is there somebody else?" in page(kim, "/mentoring/questions")
    assert "Is there somebody else?" not in page(two[1], "/mentoring")
    page(kim, f"/mentoring/questions/{Enquiry.objects.get().pk}", text="Yes.")
    assert Enquiry.objects.get().replied_by == kim


def test_after_the_talk_each_answers_alone(two):
    found = make.mentorship("exploring", *two)
    here = f"/mentoring/{found.pk}"
    before = page(two[1], here).split("<main")[1]
    assert "Nobody sees what you said." in page(two[0], f"{here}/decision", fits="no")
    strip = lambda text: [line for line in text.splitlines() if "csrf" not in line]  # noqa: E731
    assert strip(page(two[1], here).split("<main")[1]) == strip(before)
    page(two[0], f"{here}/decision", fits="yes")
    page(two[1], f"{here}/decision", fits="yes")
    assert state(found) == State.ACTIVE
    assert "no longer open" in page(two[1], f"{here}/decision", fits="yes")
    assert signed_in_client(two[0]).post(f"{here}/decision", {"fits": "perhaps"}).status_code == 404


def test_an_agreement_is_written_signed_and_changed(two):
    found = make.mentorship("active", *two)
    here = f"/mentoring/{found.pk}/agreement"
    assert "Begin with a draft" in page(two[0], here)
    assert "every two weeks" in page(two[0], f"{here}/next")
    assert "Our agreement, version 1" in page(two[0], f"{here}/next", goals="Find a job", read="0")
    assert "newer version" in page(two[1], f"{here}/next", goals="Mine", read="0")
    assert "I agree and sign" in page(two[1], here)
    assert "It holds" in page(two[1], f"/mentoring/agreements/{Agreement.objects.get().pk}/signature", ok="1")
    assert "You are under way" in page(two[0], f"/mentoring/{found.pk}")
    page(two[1], f"{here}/next", goals="Find two", read="1")
    assert "Read and sign" in page(two[0], "/mentoring")
    assert "It holds as soon as all have signed." in page(two[1], "/mentoring")
    old = Agreement.objects.get(version=1)
    assert "newer version" in page(two[0], f"/mentoring/agreements/{old.pk}/signature", ok="1")
    closed = make.mentorship("closed", *two)
    assert status(two[0], f"/mentoring/{closed.pk}/agreement/next") == 404
    assert "Nothing written down yet" in page(two[0], f"/mentoring/{closed.pk}/agreement")


def test_a_break_is_taken_and_ended_and_the_other_sees_only_that_it_rests(two):
    found = make.mentorship("active", *two)
    here = f"/mentoring/{found.pk}/break"
    assert "Ask me again on" in page(two[0], here)
    assert "You take a break" in page(two[0], here, until="")
    assert "It rests" in page(two[1], f"/mentoring/{found.pk}")
    assert "Rest longer" in page(two[0], here)
    assert "Agree on how you do it" in page(two[0], here, back="yes")
    assert "not possible at the moment" in page(
        two[0], f"/mentoring/{make.mentorship('closed', *two).pk}/break", until=""
    )


def test_it_is_ended_without_a_reason_and_all_say_goodbye(two):
    found = make.mentorship("active", *two)
    here = f"/mentoring/{found.pk}"
    assert "You need no reason" in page(two[0], f"{here}/ending")
    assert status(two[0], f"{here}/farewell") == 404
    assert "Nobody asks you why." in page(two[0], f"{here}/ending", yes="1")
    assert "I can ask now." in page(two[0], f"{here}/farewell", what="keep", text="I can ask now.")
    long = "x" * (LONGEST + 1)
    for what in ("keep", "thank"):  # too long: it stays on the page, and what was kept before stays kept
        assert f">\n{long}</textarea>" in page(two[0], f"{here}/farewell", what=what, text=long)
    assert "I can ask now." in page(two[0], f"{here}/farewell")
    page(two[0], f"{here}/farewell", what="thank", text="Thank you for the calm.")
    other = page(two[1], f"{here}/farewell")
    assert ("Thank you for the calm." in other, "I can ask now." in other) == (True, False)
    page(two[1], f"{here}/farewell", what="done")
    assert "You have said goodbye" in page(two[1], here)
    assert "Pass it on" in page(two[0], f"{here}/farewell", what="done")
    assert state(found) == State.CLOSED
    assert "Thank you for the calm." in page(two[1], here)
    assert "exchange of experience" in page(two[0], f"{here}/paper")


def test_before_it_began_it_ends_at_once_and_there_is_nothing_to_confirm(two):
    found = make.mentorship("exploring", *two)
    assert status(two[0], f"/mentoring/{found.pk}/paper") == 404
    assert "It ends at once" in page(two[0], f"/mentoring/{found.pk}/ending")
    page(two[0], f"/mentoring/{found.pk}/ending", yes="1")
    assert state(found) == State.LAPSED


def test_messages_lead_to_the_conversation_of_those_in_it(two):
    found = make.mentorship("active", *two)
    with viewing.as_member(two[0]):
        breaks.rest(mentorship=found, member=two[0])
        breaks.resume(mentorship=found, member=two[0])
    answer = signed_in_client(two[0]).get(f"/mentoring/{found.pk}/messages")
    assert answer.status_code == 302
    assert answer.url.startswith("/threads/")


def test_members_take_others_along_and_are_asked(two):
    ash, dara = two
    assert "First show what you can share" in page(dara, "/mentoring/open/mine")
    skill = skills.skill("Pruning")
    skills.offer(dara, skill, Audience.COMMUNITY)
    skills.offer(dara, skills.skill("Secret"), Audience.ONLY_ME)
    form = page(dara, "/mentoring/open/mine")
    assert ("Pruning" in form, "Secret" in form) == (True, False)
    assert "Nobody yet" in page(ash, "/mentoring/open")
    page(dara, "/mentoring/open/mine", places="1", skills=skill.key)
    shown = page(ash, "/mentoring/open")
    assert ("Pruning" in shown, "There is a free place." in shown) == (True, True)
    place = OpenPlace.objects.get()
    assert "Ask Dara" in page(ash, f"/mentoring/open/{place.pk}")
    assert "single talk" not in page(ash, f"/mentoring/open/{place.pk}").split("<main")[1]
    assert "Your question is on its way." in page(ash, f"/mentoring/open/{place.pk}", shape="one_to_one")
    assert "something open already" in page(ash, f"/mentoring/open/{place.pk}", shape="one_to_one")
    assert "You have something open already." in page(ash, "/mentoring/open")
    asked = Mentorship.objects.get()
    assert "Taken back." in page(ash, f"/mentoring/{asked.pk}/withdrawal", ok="1")
    assert "no longer open" in page(ash, f"/mentoring/{asked.pk}/withdrawal", ok="1")
    page(dara, "/mentoring/open/mine", places="0", skills=skill.key)
    assert status(ash, f"/mentoring/open/{place.pk}") == 404
    assert 'value="0"' in page(dara, "/mentoring/open/mine")


def test_whoever_waits_in_line_sees_that(two):
    make.open_place(two[1], places=1)
    make.mentorship("active", communities.member(community=two[0].community), two[1])
    assert "We cannot tell yet how long it takes." in page(two[0], "/mentoring/open")
    page(two[0], f"/mentoring/open/{OpenPlace.objects.get().pk}", shape="one_to_one")
    assert "in line until a place is free" in page(two[0], "/mentoring")
    assert "in line" not in page(two[1], "/mentoring")


def test_coordinators_bring_several_together():
    kim = communities.coordinator()
    programme = programmes.programme(by=kim)
    people = [communities.member(name, community=kim.community) for name in ("Ash", "Dara", "Mika")]
    for one, side in zip(people, (Side.MENTEE, Side.MENTOR, Side.MENTOR), strict=True):
        programmes.enrolled(programme, side, one, grade="One" if side == Side.MENTEE else "Two")
    here = f"/mentoring/groups/{programme.pk}"
    for where in (here, f"/programmes/{programme.pk}", f"/programmes/{programme.pk}/waiting"):
        assert "Bring several together" in page(kim, where)
    told = {"shape": "co_mentors", "mentors": [str(one.pk) for one in people[1:]], "others": [str(people[0].pk)]}
    page(kim, here, **told)
    found = Mentorship.objects.get()
    assert (found.shape, found.state, found.partners.count()) == ("co_mentors", State.OFFERED, 3)
    assert status(people[0], here) == 404


def test_whoever_reads_a_call_for_help_can_let_it_rest(two):
    sasha = communities.steward(community=two[0].community)
    found = make.mentorship("active", *two)
    here = f"/mentoring/{found.pk}/rest"
    assert status(sasha, here) == 404
    with viewing.as_member(two[0]):
        safety.report(
            by=two[0], about=two[1], thing=found, words="Too close.", wish=Wish.FREEZE, named=True, left_out=[]
        )
    assert "Let it rest" in page(sasha, here)
    assert "You let it rest" in page(sasha, here, ok="1")
    assert Freeze.objects.get().by == sasha
    for member in two:
        assert "It rests" in page(member, f"/mentoring/{found.pk}")
        assert status(member, here) == 404
    page(sasha, here, ok="1")
    assert state(found) == State.ACTIVE
    Mentorship.objects.filter(pk=found.pk).update(state="closed", ended_at=found.began_at)
    assert "nothing to stop" in page(sasha, here)


def test_help_is_asked_for_from_the_page(two):
    communities.steward(community=two[0].community)
    found = make.mentorship("active", *two)
    assert f"/help/call/mentoring/{found.pk}" in page(two[0], f"/mentoring/{found.pk}")
    assert "It is about Dara." in page(two[0], f"/help/call/mentoring/{found.pk}")


@pytest.mark.parametrize("part", ["", "/agreement", "/break", "/ending", "/farewell", "/paper", "/messages"])
def test_strangers_and_coordinators_find_nothing(two, part):
    found = make.mentorship("ending", *two)
    for other in (communities.member(community=two[0].community), communities.coordinator(community=two[0].community)):
        assert status(other, f"/mentoring/{found.pk}{part}") == 404


@pytest.mark.parametrize("path", ["/mentoring", "/mentoring/open"])
def test_lists_cost_the_same_with_one_row_and_with_three(two, path):
    def grow(number):
        for _number in range(number):
            other = communities.member("Other", community=two[0].community)
            make.open_place(other, skills.skill(f"Skill of {other.pk}"))
            for where in ("offered", "exploring", "active", "closed"):
                found = make.mentorship(where, two[0], other)
            with viewing.as_member(two[0]):
                active = Mentorship.objects.filter(state=State.ACTIVE, partners__member=other).get()
                agreements.write(mentorship=active, by=two[0], parts={"goals": "Go on"}, read=0)
            assert found

    def cost():
        browser = signed_in_client(two[0])
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            browser.get(path)
        return len(queries)

    grow(1)
    with_one = cost()
    grow(2)
    assert cost() == with_one
