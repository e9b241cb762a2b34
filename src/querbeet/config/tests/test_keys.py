"""The wrapping key is changed while the site runs, may be stopped in the middle, and the old one can go."""

import uuid

import pytest

from querbeet.config import environment as env
from querbeet.config.doctor import keys as doctor
from querbeet.core import rewrapping, vault, viewing
from querbeet.core.models import DataKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings, tmp_path, monkeypatch):
    """A keys folder of this test alone."""
    monkeypatch.setenv("QUERBEET_DATA", str(tmp_path))
    settings.VAULT_KEYS = env.NumberedKeys("vault")
    return tmp_path / "keys"


@pytest.fixture
def owners(keys):
    made = [uuid.uuid4() for _ in range(5)]
    vault.prepare(made)
    return made


def secrets() -> dict[uuid.UUID, bytes]:
    return {row.owner: vault.unwrap(row).secret for row in DataKey.objects.all()}


def wraps() -> dict[int, int]:
    return {one.number: one.wraps for one in rewrapping.wrappings()}


def rotate(settings) -> None:
    settings.VAULT_KEYS.add()
    while rewrapping.rewrap(batch=2):
        pass


def test_a_rotation_changes_the_wrapping_and_no_key(owners, settings):
    before = secrets()
    rotate(settings)
    assert wraps() == {1: 0, 2: 5}
    assert secrets() == before


def test_the_old_key_can_go_afterwards(owners, settings, keys):
    rotate(settings)
    (keys / "vault-1").unlink()
    settings.VAULT_KEYS.forget()
    assert len(secrets()) == 5
    assert list(doctor.findings()) == []


def test_without_a_rotation_it_cannot(owners, settings, keys):
    """The control."""
    settings.VAULT_KEYS.add()
    (keys / "vault-1").unlink()
    settings.VAULT_KEYS.forget()
    with pytest.raises(vault.KeyMissing):
        secrets()


def test_a_rotation_that_stopped_in_the_middle_reads_everything_and_goes_on(owners, settings):
    before = secrets()
    settings.VAULT_KEYS.add()
    rewrapping.rewrap(batch=2)  # and then the power goes
    assert wraps() == {1: 3, 2: 2}
    assert secrets() == before
    assert rewrapping.unfinished()
    while rewrapping.rewrap(batch=2):
        pass
    assert not rewrapping.unfinished()
    assert secrets() == before


def test_a_process_that_runs_on_finds_the_new_key(owners, settings):
    elsewhere = env.NumberedKeys("vault")
    elsewhere.read(1)
    rotate(settings)
    settings.VAULT_KEYS = elsewhere
    assert len(secrets()) == 5


def test_a_batch_that_fails_changes_nothing(owners, settings):
    settings.VAULT_KEYS.add()
    DataKey.objects.filter(owner=owners[0]).update(wrapped=b"\x01 broken and too short to be anything")
    with pytest.raises(vault.Broken):
        rewrapping.rewrap()
    assert wraps() == {1: 5, 2: 0}


def test_nobody_but_a_rotation_can_do_it(owners, settings):
    settings.VAULT_KEYS.add()
    with viewing.looking(viewing.Context(member=str(owners[0]))):
        assert DataKey.objects.update(wrapping=2) == 0


def test_the_doctor_finds_keys_left_on_an_old_wrapping(owners, settings):
    assert list(doctor.findings()) == []
    settings.VAULT_KEYS.add()
    assert [finding.mend for finding in doctor.findings()] == ["Run: querbeet keys rotate"]


def test_the_doctor_finds_a_missing_key_and_a_wrong_one(owners, settings, keys):
    right = (keys / "vault-1").read_text()
    (keys / "vault-1").write_text("x" * 64)
    settings.VAULT_KEYS.forget()
    assert ["not the one" in finding.what for finding in doctor.findings()] == [True]
    (keys / "vault-1").unlink()
    settings.VAULT_KEYS.add()
    settings.VAULT_KEYS.add()
    (keys / "vault-1").unlink(missing_ok=True)
    settings.VAULT_KEYS.forget()
    assert ["is missing" in finding.what for finding in doctor.findings()] == [True]
    (keys / "vault-1").write_text(right)
    assert len(secrets()) == 5
