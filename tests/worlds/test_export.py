"""A copy of one's own data holds all of it and nothing of anybody else's, and opens with its passphrase alone."""

import json

import pytest

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.models.member import Member, Persona
from querbeet.communities.tests import factories as make
from querbeet.core import viewing
from querbeet.people.models import Account
from querbeet.rights import boxes, registry
from querbeet.rights.actions import downloads
from querbeet.rights.models import Download, Erasure
from tests.worlds import fields, garden

pytestmark = pytest.mark.django_db
PASSPHRASE = "ein Satz nur für diese Datei"


def copy_of(member: Member, *, everything: bool = False) -> dict:
    """What is in the copy that a member asked for."""
    account = member.persona.account
    with viewing.looking(viewing.of(member, account=account.pk)):
        asked = downloads.ask(account=account, member=None if everything else member, passphrase=PASSPHRASE)
    with viewing.as_account(account.pk):
        downloads.build(account_id=account.pk, download_id=asked.pk)
    with viewing.looking(viewing.of(member, account=account.pk)):
        return boxes.open_box(downloads.fetch(account=account), PASSPHRASE)


def parts(told: dict) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for chapter in told["chapters"]:
        for part in chapter["parts"]:
            found.setdefault(part["model"], []).extend(part["rows"])
    return found


@pytest.fixture
def here():
    bed = garden.plant().here
    for member in bed.everybody:
        make.facet(member, Kind.ABOUT, f"about-{member.display_name}", Audience.ONLY_ME)
    return bed


def test_it_holds_every_row_that_is_one_s_own(here):
    told = parts(copy_of(here.a))
    wanted = {
        model._meta.label: registry.rows_of(model, owner).count()
        for owner in (here.a, here.a.persona.account)
        for model in registry.all_models()
        if registry.owner_model(model) is type(owner) and model is not Download and registry.told_fields(model)
    }
    # For coordinators alone; pairs that nobody was told of yet, and meetings that somebody else only drafts.
    unseen = {"matching.Pair", "matching.Left", "matching.Marking", "matching.Run"}
    unseen |= {"mentorships.Mentorship", "mentorships.Partner", "meetings.Seat"}
    missing = {label for label, count in wanted.items() if count != len(told.get(label, ()))}
    assert missing <= unseen
    assert len(told) > 15


def test_it_tells_what_was_sealed(here):
    text = json.dumps(copy_of(here.a), ensure_ascii=False)
    assert "about-Anemone" in text
    assert here.a.persona.account.email in text


def test_it_names_nobody_else_and_holds_nothing_of_theirs(here):
    text = json.dumps(copy_of(here.c), ensure_ascii=False)
    for member in here.everybody:
        if member != here.c:
            account = member.persona.account
            own = (member.display_name, member.key, str(member.pk), account.email, str(account.pk))
            found = [text[text.index(value) - 80 : text.index(value) + 80] for value in own if value in text]
            assert found == []
            assert f"about-{member.display_name}" not in text


def test_it_holds_nothing_that_nobody_may_see(here):
    told = parts(copy_of(here.a, everything=True))
    for model in registry.all_models():
        words = fields.table(model).get("fields", {})
        hidden = {name for name, who in words.items() if not registry.TOLD & set(who.replace(":", " ").split())}
        names = {str(model._meta.get_field(name).verbose_name) for name in hidden}
        for row in told.get(model._meta.label, ()):
            assert not names & row.keys()


def test_somebody_who_was_blocked_learns_nothing_of_it(here):
    assert "communities.Block" not in parts(copy_of(here.blocked))
    assert "communities.Block" in parts(copy_of(here.c))


def test_other_personas_are_in_it_only_on_request(here):
    account = here.c.persona.account
    (other,) = Persona.objects.filter(account=account).exclude(member=here.c.pk)
    one = {chapter["title"] for chapter in copy_of(here.c)["chapters"]}
    everything = {chapter["title"] for chapter in copy_of(here.c, everything=True)["chapters"]}
    assert other.member.community.name not in one
    assert other.member.community.name in everything


def test_the_control_finds_a_name_that_is_there(here):
    """What the sweep above looks for would be found: one's own name is there."""
    assert here.a.display_name in json.dumps(copy_of(here.a), ensure_ascii=False)


def test_it_is_fetched_once(here):
    copy_of(here.a)
    assert not Download.objects.filter(account=here.a.persona.account).exists()


def test_neither_passphrase_nor_content_lie_anywhere(here):
    account = here.a.persona.account
    with viewing.looking(viewing.of(here.a, account=account.pk)):
        asked = downloads.ask(account=account, member=here.a, passphrase=PASSPHRASE)
    with viewing.as_account(account.pk):
        downloads.build(account_id=account.pk, download_id=asked.pk)
    built = Download.objects.get(pk=asked.pk)
    assert built.key == ""
    assert b"about-Anemone" not in bytes(built.box)
    with pytest.raises(boxes.WrongPassphrase):
        boxes.open_box(bytes(built.box), "ein anderer Satz")


def test_what_belongs_to_several_people_is_found_for_each_of_them(here):
    for model in registry.all_models():
        if registry.owner_path(model).endswith("partners.member"):
            assert registry.owner_model(model) is Member
            assert registry.rows_of(model, here.a).exists(), model._meta.label


def test_every_owner_that_the_matrix_names_is_understood():
    known = {Member, Account, None}
    assert {registry.owner_model(model) for model in registry.all_models()} <= known
    assert registry.owner_model(Erasure) is Account
