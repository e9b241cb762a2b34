"""Under Me: a copy is asked for, waits, and is fetched once; an erasure is asked for, shown, and taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from querbeet.communities.tests import factories as make
from querbeet.core import clock, viewing
from querbeet.people.models.session import Session
from querbeet.rights import boxes, rules
from querbeet.rights.actions import downloads, erasure, retention
from querbeet.rights.models import Download, Erasure

pytestmark = pytest.mark.django_db
PASSPHRASE = "ein Satz nur für diese Datei"


@pytest.fixture(autouse=True)
def ledger(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def mika():
    return make.member("Mika")


@pytest.fixture
def client(mika):
    return make.signed_in_client(mika)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A passphrase is stretched once instead of six hundred thousand times."""
    monkeypatch.setattr(boxes, "ROUNDS", 1)


def build() -> None:
    asked = Download.objects.get()
    with viewing.as_account(asked.account_id):
        downloads.build(account_id=asked.account_id, download_id=asked.pk)


def freshen(client) -> None:
    """As though the passphrase had just been given."""
    session = client.session
    session["fresh"] = int(clock.now().timestamp())
    session.save()


def ask(client, **data):
    freshen(client)
    return client.post("/me/data/copy", {"what": "here", "passphrase": PASSPHRASE, **data})


def test_a_copy_is_asked_for_waits_and_is_fetched_once(client):
    assert ask(client).status_code == 302
    assert "being put together" in client.get("/me/data").content.decode()
    assert client.post("/me/data/box").status_code == 302
    build()
    assert "Your copy is ready" in client.get("/me/data").content.decode()
    answer = client.post("/me/data/box")
    assert answer["Content-Disposition"] == 'attachment; filename="box.html"'
    assert boxes.open_box(answer.content, PASSPHRASE)["version"] == 1
    assert client.post("/me/data/box").status_code == 302
    assert not Download.objects.exists()


def test_a_copy_that_nobody_fetched_is_gone_after_a_day(client):
    ask(client)
    build()
    with time_machine.travel(clock.now() + rules.KEEP + timedelta(minutes=1)):
        freshen(client)
        retention.clear(now=clock.now())
        assert not Download.objects.exists()


def test_a_copy_whose_day_is_over_is_not_handed_out(client, mika):
    ask(client)
    build()
    with (
        time_machine.travel(clock.now() + rules.KEEP + timedelta(minutes=1)),
        viewing.as_account(mika.persona.account_id),
        pytest.raises(rules.NothingToFetch),
    ):
        downloads.fetch(account=mika.persona.account)


def test_a_new_request_replaces_the_old_one(client, mika):
    ask(client)
    first = Download.objects.get().pk
    ask(client, what="all")
    assert Download.objects.get().member is None
    with viewing.as_account(mika.persona.account_id):
        downloads.build(account_id=mika.persona.account_id, download_id=first)
    assert Download.objects.get().ready_at is None


def test_a_job_that_runs_twice_locks_one_box(client):
    ask(client)
    build()
    first = bytes(Download.objects.get().box)
    build()
    assert bytes(Download.objects.get().box) == first


@pytest.mark.parametrize("passphrase", ["kurz", "aaaaaaaaaaaaaaaa", ""])
def test_a_passphrase_that_is_guessed_quickly_is_refused(client, passphrase):
    assert ask(client, passphrase=passphrase).status_code == 422
    assert not Download.objects.exists()


@pytest.mark.parametrize("path", ["/me/data/copy", "/me/data/end", "/me/data/end/all"])
def test_whoever_was_not_recognised_just_now_is_asked_first(client, path):
    assert client.get(path).status_code == 302
    assert client.post(path, {"what": "here", "passphrase": PASSPHRASE}).status_code == 403
    assert not Download.objects.exists()
    assert not Erasure.objects.exists()


def test_nobody_fetches_the_copy_of_somebody_else(client, mika):
    ask(client)
    build()
    other = make.signed_in_client(make.member("Kim", community=mika.community))
    assert other.post("/me/data/box").status_code == 302
    assert Download.objects.exists()


def test_an_erasure_waits_a_week_is_shown_and_can_be_taken_back(client):
    freshen(client)
    assert client.get("/me/data/end").status_code == 200
    assert client.post("/me/data/end").status_code == 302
    assert "about to end" in client.get("/me/data").content.decode()
    assert "about to end" in client.get("/me").content.decode()
    assert Erasure.objects.get().due_at - clock.now() > timedelta(days=6)
    assert erasure.carry_out(now=clock.now() + timedelta(days=6)) == 0
    assert client.post("/me/data/stay").status_code == 302
    assert "about to end" not in client.get("/me").content.decode()
    assert erasure.carry_out(now=clock.now() + rules.WAIT) == 0


def test_asking_twice_does_not_put_it_off(client):
    freshen(client)
    client.post("/me/data/end/all")
    first = Erasure.objects.get().due_at
    client.post("/me/data/end/all")
    assert Erasure.objects.get().due_at == first


def test_nobody_else_takes_an_erasure_back(client, mika):
    freshen(client)
    client.post("/me/data/end/all")
    make.signed_in_client(make.member("Kim", community=mika.community)).post("/me/data/stay")
    assert Erasure.objects.count() == 1


def test_the_last_coordinator_hands_over_first():
    client = make.signed_in_client(make.coordinator())
    freshen(client)
    assert client.post("/me/data/end").status_code == 200
    assert not Erasure.objects.exists()


def test_an_erasure_ends_every_visit(client, mika):
    freshen(client)
    client.post("/me/data/end/all")
    erasure.carry_out(now=clock.now() + rules.WAIT)
    assert not Session.objects.filter(account=mika.persona.account_id).exists()
    assert client.get("/me").status_code == 302


def test_an_erasure_that_comes_late_is_carried_out_all_the_same(client, mika):
    """The worker was down for forty days."""
    freshen(client)
    client.post("/me/data/end/all")
    assert erasure.carry_out(now=clock.now() + timedelta(days=40)) == 1
    assert erasure.carry_out(now=clock.now() + timedelta(days=40)) == 0


def test_replaying_an_empty_ledger_does_nothing(tmp_path):
    assert erasure.replay(tmp_path / "none") == 0


def test_somebody_who_is_gone_already_is_noted_down_once(settings):
    gone = uuid4()
    settings.DATA.joinpath("old").write_text(f"persona {gone}\naccount {gone}\n")
    assert erasure.replay(settings.DATA / "old") == 0
    assert erasure.replay(settings.DATA / "old") == 0
    assert erasure.ledger_path().read_text().count(str(gone)) == 2
