"""What members may do, cell by cell, for owner, staff and outsider."""

from datetime import UTC, datetime, timedelta

import pytest

from querbeet.communities import rules
from querbeet.communities.enums import Role, Status
from querbeet.communities.models.community import Agreement, Community, Invitation
from querbeet.communities.models.member import Member

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE, ELSEWHERE = Community(name="Garden"), Community(name="Other")


def someone(status: Status = Status.ACTIVE, *roles: Role, community: Community = HERE, **fields) -> Member:
    return Member(community=community, status=status, roles=list(roles), **fields)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("event", rules.EVENTS)
def test_every_cell_of_the_life_of_a_member_is_either_in_the_table_or_refused(status, event):
    member = someone(status)
    if (status, event) in rules.LIFE:
        assert rules.after(member, event) == rules.LIFE[status, event]
    else:
        with pytest.raises(rules.NotNow):
            rules.after(member, event)


def test_every_state_but_the_first_has_a_way_in_and_every_state_but_the_last_a_way_out():
    moves = {(before, after) for (before, _event), after in rules.LIFE.items() if before != after}
    assert {after for _before, after in moves} == set(Status)
    assert {before for before, _after in moves} == set(Status) - {Status.LEFT}


def test_a_lifted_suspension_restores_the_break_that_was_before():
    assert rules.after(someone(Status.SUSPENDED, earlier_status=Status.PAUSED), "lift") == Status.PAUSED


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (someone(Status.ACTIVE, Role.COORDINATOR), True),
        (someone(Status.PAUSED, Role.COORDINATOR), False),
        (someone(Status.ACTIVE, Role.STEWARD), False),
        (someone(), False),
        (someone(Status.ACTIVE, Role.COORDINATOR, community=ELSEWHERE), False),
    ],
    ids=["coordinator", "on a break", "steward", "member", "foreign coordinator"],
)
def test_only_an_active_coordinator_of_the_community_coordinates(by, may):
    assert rules.can_coordinate(by, HERE) is may
    if may:
        rules.check_coordinate(by, HERE)
    else:
        with pytest.raises(rules.NotYours):
            rules.check_coordinate(by, HERE)


@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        (someone(Status.ACTIVE, Role.STEWARD), None),
        (someone(Status.ACTIVE, Role.COORDINATOR), rules.NotYours),
        (someone(), rules.NotYours),
        (someone(Status.ACTIVE, Role.STEWARD, community=ELSEWHERE), rules.NotYours),
    ],
    ids=["steward", "coordinator", "member", "foreign steward"],
)
def test_only_a_steward_of_the_community_suspends(by, refusal):
    assert rules.can_suspend(by, someone()) is (refusal is None)
    if refusal is None:
        rules.check_suspend(by, someone())
    else:
        with pytest.raises(refusal):
            rules.check_suspend(by, someone())


def test_a_steward_does_not_decide_about_themself():
    steward = someone(Status.ACTIVE, Role.STEWARD)
    with pytest.raises(rules.NotOneself):
        rules.check_suspend(steward, steward)


def test_one_blocks_others_of_the_same_community_and_not_oneself():
    me = someone()
    assert rules.can_block(me, someone())
    rules.check_block(me, someone())
    assert not rules.can_block(me, someone(community=ELSEWHERE))
    with pytest.raises(rules.NotOneself):
        rules.check_block(me, me)


def test_the_last_coordinator_keeps_the_role():
    last = someone(Status.ACTIVE, Role.COORDINATOR, Role.STEWARD)
    with pytest.raises(rules.LastCoordinator):
        rules.check_give_up(last, Role.COORDINATOR, other_coordinators=0)
    rules.check_give_up(last, Role.COORDINATOR, other_coordinators=1)
    rules.check_give_up(last, Role.STEWARD, other_coordinators=0)
    rules.check_give_up(someone(), Role.COORDINATOR, other_coordinators=0)


@pytest.mark.parametrize(
    "change",
    [{"used_at": NOW}, {"revoked_at": NOW}, {"expires_at": NOW}],
    ids=["used", "revoked", "expired"],
)
def test_a_code_that_opens_nothing_says_the_same_whatever_the_reason(change):
    good = {"expires_at": NOW + timedelta(seconds=1)}
    rules.check_redeem(Invitation(**good), NOW)
    with pytest.raises(rules.CodeNotValid) as refused:
        rules.check_redeem(Invitation(**(good | change)), NOW)
    with pytest.raises(rules.CodeNotValid) as unknown:
        rules.check_redeem(None, NOW)
    assert str(refused.value) == str(unknown.value)


def test_one_comes_in_by_the_newest_agreement_and_a_word_about_age():
    new = Agreement(community=HERE, version=2)
    rules.check_agreed(new, 2, adult=True, community=HERE)
    with pytest.raises(rules.AgreementChanged):
        rules.check_agreed(new, 1, adult=True, community=HERE)
    with pytest.raises(rules.NotAgreed) as refused:
        rules.check_agreed(new, 2, adult=False, community=HERE)
    assert "18" in str(refused.value)


def test_one_arrives_with_a_name():
    rules.check_arrive(someone(display_name="Mika"))
    with pytest.raises(rules.NameNeeded):
        rules.check_arrive(someone(display_name="  "))
    assert not rules.can_arrive(someone(Status.LEFT, display_name="Mika"))
