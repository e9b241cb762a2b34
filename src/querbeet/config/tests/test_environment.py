"""Settings are read loudly: what cannot be used is named, with what to write instead."""

import pytest

from querbeet.config import environment as env


def test_a_flag_that_is_neither_yes_nor_no_stops_the_start(monkeypatch):
    monkeypatch.setenv("QUERBEET_DEMO", "maybe")
    with pytest.raises(env.WrongSetting, match="neither yes nor no"):
        env.flag("QUERBEET_DEMO")


@pytest.mark.parametrize("text", ["eighty", "0", "70000", "-1", "8.5"])
def test_a_port_outside_of_its_range_stops_the_start(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(env.WrongSetting, match="from 1 to 65535"):
        env.number("PORT", 8000, least=1, most=65535)


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_an_address_that_is_no_postgresql_database_is_refused(url):
    with pytest.raises(env.WrongSetting, match="DATABASE_URL"):
        env.DatabaseUrl.parse(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://owner:p%40ss@db.example:6543/garden?sslmode=require",
        "postgresql://owner@/garden?host=/run/socket&port=5433",
    ],
)
def test_an_address_survives_being_taken_apart(url):
    parsed = env.DatabaseUrl.parse(url)
    assert env.DatabaseUrl.parse(parsed.url()) == parsed


def test_a_secret_is_written_once_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("QUERBEET_DATA", str(tmp_path))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = env.secret("secret-key")
    assert env.secret("secret-key") == first
    assert (tmp_path / "keys" / "secret-key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("SECRET_KEY", "from-the-environment")
    assert env.secret("secret-key") == "from-the-environment"


def test_numbered_keys_make_the_first_one_and_find_a_later_one(monkeypatch, tmp_path):
    monkeypatch.setenv("QUERBEET_DATA", str(tmp_path))
    here, elsewhere = env.NumberedKeys("vault"), env.NumberedKeys("vault")
    assert (here.newest(), here.numbers()) == (1, [1])
    assert here.read(1) == elsewhere.read(1) == (tmp_path / "keys" / "vault-1").read_text()
    assert (elsewhere.add(), here.newest()) == (2, 2)
    assert here.read(2) == elsewhere.read(2) != here.read(1)
    assert here.read(3) == ""


def test_a_numbered_key_can_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("QUERBEET_DATA", str(tmp_path))
    monkeypatch.setenv("VAULT_2", "from-the-environment")
    keys = env.NumberedKeys("vault")
    assert (keys.newest(), keys.read(2)) == (2, "from-the-environment")


def test_a_removed_key_is_gone_for_whoever_starts_after_that(monkeypatch, tmp_path):
    monkeypatch.setenv("QUERBEET_DATA", str(tmp_path))
    keys = env.NumberedKeys("vault")
    keys.read(keys.newest())
    (tmp_path / "keys" / "vault-1").unlink()
    keys.forget()
    assert keys.read(1) == ""


def test_a_secret_that_two_write_at_once_is_one_of_both(tmp_path):
    path = tmp_path / "key"
    env.write_secret(path)
    first = path.read_text()
    env.write_secret(path)
    assert path.read_text() == first
    assert [*tmp_path.iterdir()] == [path]
