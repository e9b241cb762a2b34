"""The demo shows everything that has a life in every state of it, and is planted once whatever happens."""

import json

import pytest

from querbeet.config.demo import planting
from querbeet.config.running import first_start
from querbeet.core import statements
from querbeet.growth.models.path import Path
from querbeet.growth.rules.path import PATH
from querbeet.meetings.models.meeting import Meeting
from querbeet.meetings.rules.lifecycle import MEETING
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.rules.lifecycle import MENTORSHIP
from querbeet.people.models.account import Account
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules.enrolment import ENROLMENT
from querbeet.programmes.rules.lifecycle import PROGRAMME
from querbeet.skills.actions import vocabulary

LIVES = {Programme: PROGRAMME, Participant: ENROLMENT, Mentorship: MENTORSHIP, Meeting: MEETING, Path: PATH}
SIGN_INS = [{"community": "Garden", "role": "member", "name": "moos-quitte", "passphrase": "a b c d"}]


@pytest.mark.django_db
def test_every_state_of_every_table_is_somewhere_in_the_demo():
    vocabulary.load()
    with statements.planned_once():
        planting.plant()
    for model, lifecycle in LIVES.items():
        states = {str(stage.state) for stage in lifecycle.stages}
        if model is Path:
            states -= {str(lifecycle.start)}  # a way that nobody has stepped on yet has no row
        assert set(model.objects.values_list("state", flat=True)) == states, lifecycle.name


@pytest.fixture
def start(settings, tmp_path, monkeypatch):
    """A first start, and what it left; the garden is one account, so that the tests are quick."""
    settings.DATA = tmp_path

    def plant():
        for one in SIGN_INS:
            Account.objects.create_user(one["name"], None, language="de")
        return SIGN_INS

    monkeypatch.setattr(planting, "plant", plant)

    def again() -> tuple[int, list[str]]:
        first_start.demo()
        return Account.objects.count(), sorted(file.name for file in tmp_path.iterdir())

    return again


@pytest.mark.django_db(transaction=True)
def test_every_start_after_the_first_plants_nothing(start, tmp_path):
    assert [start(), start()] == [(1, ["demo-accounts.json"])] * 2
    assert json.loads((tmp_path / "demo-accounts.json").read_text()) == SIGN_INS
    assert (tmp_path / "demo-accounts.json").stat().st_mode & 0o077 == 0


@pytest.mark.django_db(transaction=True)
def test_a_start_that_is_killed_while_it_plants_leaves_nothing_and_the_next_one_plants_all(start, monkeypatch):
    whole = planting.plant

    def killed():
        whole()
        raise KeyboardInterrupt

    monkeypatch.setattr(planting, "plant", killed)
    with pytest.raises(KeyboardInterrupt):
        start()
    assert not Account.objects.exists()
    monkeypatch.setattr(planting, "plant", whole)
    assert start() == (1, ["demo-accounts.json"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", ["", "[{", json.dumps(SIGN_INS)], ids=["empty", "half written", "not committed"])
def test_sign_ins_beside_their_file_count_for_nothing_when_the_garden_is_not_there(start, tmp_path, broken):
    (tmp_path / first_start.BEGUN).write_text(broken)
    assert start() == (1, ["demo-accounts.json"])


@pytest.mark.django_db(transaction=True)
def test_a_start_that_is_killed_when_all_is_planted_goes_on_without_planting_again(start, tmp_path):
    start()
    (tmp_path / "demo-accounts.json").rename(tmp_path / first_start.BEGUN)
    assert start() == (1, ["demo-accounts.json"])
    assert json.loads((tmp_path / "demo-accounts.json").read_text()) == SIGN_INS
