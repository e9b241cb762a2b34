"""Coming in by a code."""

import threading

import pytest
from django.db import connection

from querbeet.audit.models import Entry
from querbeet.communities import queries, rules
from querbeet.communities.actions import joining
from querbeet.communities.enums import Role, Status
from querbeet.communities.models.community import InvitationQuerySet
from querbeet.communities.models.member import Acceptance, Member, Persona
from querbeet.communities.tests import factories as make
from querbeet.core import viewing
from querbeet.core.viewing import Context
from querbeet.people.models import Account

AT_THE_DOOR = Context(purpose="authenticate")
PASSPHRASE = "seven slow snails sing"
PARALLEL = 6


def come_in(code: str, **more) -> joining.Joined:
    with viewing.looking(AT_THE_DOOR):
        return joining.join(**{"code": code, "version": 1, "adult": True, "passphrase": PASSPHRASE} | more)


@pytest.mark.django_db
def test_a_code_opens_an_account_and_a_persona_that_nobody_sees_yet():
    here = make.community()
    invitation, code = make.invitation(here, roles=[Role.STEWARD])
    joined = come_in(code.upper().replace("-", " "))
    assert joined.account.check_password(PASSPHRASE)
    assert Persona.objects.get(account=joined.account).member == joined.member
    assert (joined.member.roles, joined.member.onboarded_at, joined.member.display_name) == ([Role.STEWARD], None, "")
    assert joined.member.adult_confirmed_at is not None
    assert Acceptance.objects.get(member=joined.member).agreement == queries.newest_agreement(here)
    invitation.refresh_from_db()
    assert invitation.used_by == joined.member
    assert "member.joined" in Entry.objects.values_list("verb", flat=True)


@pytest.mark.django_db
def test_somebody_with_an_account_gets_a_second_persona_and_no_second_account():
    first = make.member()
    _invitation, code = make.invitation(make.community("Other"))
    account = first.persona.account
    with viewing.as_account(account.pk):
        joined = joining.join(code=code, version=1, adult=True, account=account)
    assert joined.account == account
    assert {link.member for link in account.personas.all()} == {first, joined.member}
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_one_person_is_one_persona_in_a_community_and_keeps_the_code():
    first = make.member()
    invitation, code = make.invitation(first.community)
    account = first.persona.account
    with viewing.as_account(account.pk), pytest.raises(joining.AlreadyHere):
        joining.join(code=code, version=1, adult=True, account=account)
    invitation.refresh_from_db()
    assert invitation.used_at is None
    Member.objects.filter(pk=first.pk).update(status=Status.LEFT)
    with viewing.as_account(account.pk):
        assert joining.join(code=code, version=1, adult=True, account=account).member != first


@pytest.mark.django_db
def test_looking_behind_a_code_shows_the_agreement_and_uses_nothing_up():
    here = make.community()
    make.agreement(here)
    invitation, code = make.invitation(here)
    with viewing.looking(AT_THE_DOOR):
        opened = joining.look(code)
        assert (opened.community, opened.agreement.version) == (here, 2)
        assert viewing.current() == AT_THE_DOOR
    invitation.refresh_from_db()
    assert invitation.used_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "nonsense", "aaaa-bbbb-cccc-dddd"])
def test_codes_that_open_nothing_all_sound_alike(code):
    with viewing.looking(AT_THE_DOOR), pytest.raises(rules.CodeNotValid):
        joining.look(code)
    with pytest.raises(rules.CodeNotValid):
        come_in(code)


@pytest.mark.django_db
def test_nobody_comes_in_by_an_agreement_they_did_not_read_or_without_a_word_about_age():
    here = make.community()
    invitation, code = make.invitation(here)
    with pytest.raises(rules.AgreementChanged):
        come_in(code, version=0)
    with pytest.raises(rules.NotAgreed):
        come_in(code, adult=False)
    invitation.refresh_from_db()
    assert (invitation.used_at, Member.objects.count(), Account.objects.count()) == (None, 0, 0)


def race(code: str) -> list[str]:
    """Come in with one code from several connections at the same moment; what became of each."""
    start, outcomes = threading.Barrier(PARALLEL), []

    def one() -> None:
        start.wait()
        try:
            come_in(code)
            outcomes.append("in")
        except rules.CodeNotValid:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(PARALLEL)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_several_who_come_with_one_code_at_once_exactly_one_gets_in():
    _invitation, code = make.invitation(make.community())
    assert race(code) == ["in"] + ["refused"] * (PARALLEL - 1)
    assert (Member.objects.count(), Account.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_row_lock_one_code_lets_several_in(monkeypatch):
    """The control: the same race without the lock, slow enough that all are inside before the first has finished."""
    inside, agree = threading.Barrier(PARALLEL), Acceptance.objects.create

    def slowly(**fields) -> Acceptance:
        inside.wait()
        return agree(**fields)

    monkeypatch.setattr(InvitationQuerySet, "select_for_update", lambda self: self)
    monkeypatch.setattr(Acceptance.objects, "create", slowly)
    _invitation, code = make.invitation(make.community())
    assert race(code) == ["in"] * PARALLEL
    assert Member.objects.count() == PARALLEL
