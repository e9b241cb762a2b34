"""Somebody with a row of every kind is erased: each table does what it declared, a dump holds nothing of them."""

import os
import subprocess

import pytest
from django.db import connection, models

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.models.member import Facet, Member, Persona
from querbeet.communities.tests import factories as make
from querbeet.config.running import postgres
from querbeet.core import clock, vault, viewing
from querbeet.core.models import DataKey, Fate
from querbeet.people.models import Account
from querbeet.rights import registry, rules
from querbeet.rights.actions import erasure
from querbeet.rights.models import Erased, Erasure
from tests.worlds import garden

pytestmark = pytest.mark.django_db(transaction=True)
NAME, ABOUT, ADDRESS = "Kanariname7f3a", "Kanaritext7f3b", "kanaripost7f3c@example.org"


@pytest.fixture(autouse=True)
def ledger(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path / "erasures"


def dump() -> str:
    """All data of the test's database, as its owner would back it up."""
    parts = connection.settings_dict
    where = ["-h", parts["HOST"], "-p", str(parts["PORT"]), "-U", parts["USER"], parts["NAME"]]
    command = [str(postgres.binaries() / "pg_dump"), "--enable-row-security", *where]
    secret = {**os.environ, "PGPASSWORD": parts["PASSWORD"]}
    return subprocess.run(command, env=secret, capture_output=True, check=True, text=True).stdout


def bed():
    """A garden whose first member carries canaries."""
    here = garden.plant().here
    Member.objects.filter(pk=here.a.pk).update(display_name=NAME)
    make.facet(here.a, Kind.ABOUT, ABOUT, Audience.COMMUNITY)
    account = here.a.persona.account
    account.email = ADDRESS
    account.save()
    Erasure.objects.all().delete()
    return here


def erase(member: Member, *, whole: bool) -> None:
    account = member.persona.account
    with viewing.looking(viewing.of(member, account=account.pk)):
        erasure.ask(account=account, member=None if whole else member)
    assert erasure.carry_out(now=clock.now() + rules.WAIT) == 1


def pointing(person: models.Model) -> dict[str, int]:
    """How many rows of each table point at somebody, kept ones aside."""
    found = {}
    for model, field, fate in registry.pointers(type(person)):
        if fate is not Fate.KEEP and (count := model._base_manager.filter(**{field.name: person.pk}).count()):
            found[f"{model._meta.label}.{field.name}"] = count
    return found


def test_everybody_in_the_garden_is_pointed_at_from_many_tables():
    """The control: without an erasure there is much to find."""
    here = bed()
    assert len(pointing(here.a)) > 15
    assert NAME in dump()


@pytest.mark.parametrize("whole", [True, False])
def test_after_an_erasure_no_table_points_at_the_person(whole):
    here = bed()
    account = here.a.persona.account
    before = Member.objects.count()
    erase(here.a, whole=whole)
    assert pointing(here.a) == {}
    assert not Persona.objects.filter(member=here.a.pk).exists()
    assert not DataKey.objects.filter(owner=here.a.pk).exists()
    assert Account.objects.filter(pk=account.pk).exists() is not whole
    assert DataKey.objects.filter(owner=account.pk).exists() is not whole
    assert before - Member.objects.count() in (0, 1)
    text = dump()
    assert NAME not in text
    assert ABOUT not in text
    assert ADDRESS not in text


def test_a_dump_shows_nothing_of_what_is_sealed_while_its_person_is_there():
    bed()
    text = dump()
    assert ABOUT not in text
    assert ABOUT.encode().hex() not in text
    assert ADDRESS not in text
    assert ADDRESS.encode().hex() not in text


def test_others_keep_theirs():
    here = bed()
    other = make.facet(here.b, Kind.ABOUT, "bleibt", Audience.COMMUNITY)
    erase(here.a, whole=True)
    assert Facet.objects.get(pk=other.pk).value == "bleibt"
    assert Account.objects.filter(pk=here.b.persona.account_id).exists()


def test_another_persona_of_the_same_person_stays_when_one_is_erased():
    here = bed()
    (other,) = Persona.objects.filter(account=here.c.persona.account_id).exclude(member=here.c.pk)
    erase(here.c, whole=False)
    assert Persona.objects.filter(pk=other.pk).exists()


def test_an_old_backup_does_not_bring_anybody_back(ledger):
    here = bed()
    account = here.a.persona.account
    erase(here.a, whole=True)
    assert {str(here.a.pk), str(account.pk)} <= set(ledger.read_text().split())
    Erased.objects.all().delete()
    Account.objects.bulk_create([account])
    Member.objects.bulk_create([Member(pk=here.a.pk, display_name=NAME, community=here.community)])
    Persona.objects.create(account=account, member_id=here.a.pk)
    assert erasure.replay() == 2
    assert not Account.objects.filter(pk=account.pk).exists()
    assert pointing(here.a) == {}
    assert NAME not in dump()
    assert Erased.objects.count() == 2
    assert erasure.replay() == 0


def test_a_text_in_an_old_copy_of_a_row_stays_closed():
    here = bed()
    facet = Facet.objects.get(
        member=here.a,
        kind=Kind.ABOUT,
        value__isnull=False,
        position=Facet.objects.filter(member=here.a, kind=Kind.ABOUT).count() - 1,
    )
    sealed = facet.__dict__["value"]
    erase(here.a, whole=True)
    facet.__dict__["value"] = vault.Sealed(sealed.data)
    assert facet.value == ""


def test_each_pointer_s_way_to_be_deleted_is_its_declared_fate():
    """What Django does when a person's row goes is what the model says, for every column that points at a person."""
    ways = {Fate.ERASE: models.CASCADE, Fate.DETACH: models.SET_NULL}
    wrong = [
        f"{model._meta.label}.{field.name}"
        for person in (Member, Account)
        for model, field, fate in registry.pointers(person)
        if fate in ways and field.remote_field.on_delete is not ways[fate]
    ]
    assert wrong == []
