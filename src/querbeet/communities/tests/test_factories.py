"""The worlds that factories lay out are worlds the application can live in."""

import pytest

from querbeet.communities import queries
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from querbeet.core import viewing

pytestmark = pytest.mark.django_db


def test_a_made_member_is_the_persona_its_browser_looks_as():
    person = make.account()
    make.member("First", account=person)
    second = make.member("Second", account=person)
    with viewing.as_account(person.pk):
        assert queries.persona(person, str(second.pk)) == second
        assert [member.agreed for member in queries.personas(person)] == [True, True]


def test_two_members_of_a_community_know_of_each_other():
    here = make.community()
    one, other = make.member("One", community=here), make.member("Other", community=here)
    with viewing.as_member(one):
        assert set(Member.objects.visible_to(one)) == {one, other}
