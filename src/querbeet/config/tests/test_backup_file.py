"""The form of a backup: what is inside comes out again, and whatever is not whole, right or ours is refused."""

import io
import json
import os
import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from querbeet.config import environment as env
from querbeet.config.backup import archive, envelope, restoring
from querbeet.config.backup.manifest import FORMAT, Manifest, fingerprint
from querbeet.config.doctor import backups

CANARY = b"Mirabelle wrote this"
MEMBERS = [
    ("keys/vault-1", b"a key"),
    ("database/000001", CANARY * 9000),
    ("database/000002", b"the rest"),
    ("files/ab/cd", b""),
]


def about(**changes) -> Manifest:
    told = {"created_at": "2026-01-01", "postgres": 18, "owner": "o", "migrations": [], "rows": {"t": 1}}
    return Manifest(**told | {"elsewhere": {}} | changes)


@pytest.fixture
def pair():
    return envelope.new_pair()


@pytest.fixture
def sealed(tmp_path, pair):
    """A backup, and the key that opens it."""
    file = tmp_path / "backup.age"
    envelope.seal(archive.write(MEMBERS, about()), file, envelope.recipient(pair.public))
    return file


@pytest.fixture
def key(tmp_path, pair):
    file = tmp_path / "identity"
    file.write_text(f"# kept in a drawer\n{pair.private}\n")
    return envelope.identity(file)


def taken(file, key) -> list[tuple[str, bytes]]:
    found = []
    with envelope.opened(file, key) as plain:
        archive.read(plain, lambda name, data: found.append((name, data)))
    return found


def packed(file, pair, members, told=None) -> None:
    """A file as somebody might make it who has nothing but the public key."""

    def pieces():
        for name, data in members:
            yield from archive.member(name, data)
        if told is not None:
            yield from archive.member("manifest.json", told)
        yield archive.end()

    file.unlink(missing_ok=True)
    envelope.seal(pieces(), file, envelope.recipient(pair.public))


def test_what_goes_in_comes_out_and_nothing_of_it_can_be_read_from_outside(sealed, key):
    assert taken(sealed, key) == MEMBERS
    assert CANARY not in sealed.read_bytes()
    assert sealed.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in sealed.parent.iterdir()} == {"backup.age", "identity"}


def test_age_and_tar_alone_can_open_it(sealed, pair):
    """Also where there is no Querbeet any more."""
    import pyrage

    plain = pyrage.decrypt(sealed.read_bytes(), [pyrage.x25519.Identity.from_str(pair.private)])
    with tarfile.open(fileobj=io.BytesIO(plain)) as archived:
        assert archived.getnames() == [*(name for name, _ in MEMBERS), "manifest.json"]


@pytest.mark.parametrize("kept", [0, 10, 150, 300, 0.5, -1, -20, -70_000])
def test_a_file_that_was_cut_short_is_refused(sealed, key, kept):
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[: int(len(whole) * kept) if isinstance(kept, float) else kept])
    with pytest.raises(envelope.Unusable, match="damaged"):
        taken(sealed, key)


@pytest.mark.parametrize("place", [5, 60, 250, 1000, 70_000, -1])
def test_one_changed_bit_is_refused(sealed, key, place):
    changed = bytearray(sealed.read_bytes())
    changed[place] ^= 1
    sealed.write_bytes(changed)
    with pytest.raises(envelope.Unusable):
        taken(sealed, key)


def test_something_hung_on_behind_is_refused(sealed, key):
    sealed.write_bytes(sealed.read_bytes() + b"more")
    with pytest.raises(envelope.Unusable):
        taken(sealed, key)


def test_another_key_does_not_open_it(sealed, tmp_path):
    other = tmp_path / "other"
    other.write_text(envelope.new_pair().private)
    with pytest.raises(envelope.Unusable, match="another key"):
        taken(sealed, envelope.identity(other))


@pytest.mark.parametrize("text", ["", "age1nonsense", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA"])
def test_what_is_no_key_is_refused(tmp_path, text):
    file = tmp_path / "no-key"
    file.write_text(text)
    with pytest.raises(envelope.Unusable, match="no private key"):
        envelope.identity(file)
    with pytest.raises(envelope.Unusable, match="not a public key"):
        envelope.recipient(text)


def test_a_key_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(envelope.Unusable, match="no private key"):
        envelope.identity(tmp_path / "nowhere")


def test_a_backup_never_replaces_a_file(sealed, pair):
    before = sealed.read_bytes()
    with pytest.raises(FileExistsError):
        envelope.seal(archive.write(MEMBERS, about()), sealed, envelope.recipient(pair.public))
    assert sealed.read_bytes() == before


def test_a_source_that_fails_half_way_leaves_no_file(tmp_path, pair):
    def failing():
        yield "database/000001", b"begun"
        raise RuntimeError("The disk is gone.")

    with pytest.raises(RuntimeError, match="disk is gone"):
        envelope.seal(archive.write(failing(), about()), tmp_path / "x.age", envelope.recipient(pair.public))
    assert list(tmp_path.iterdir()) == []


def honest(**changes) -> bytes:
    """A manifest that fits MEMBERS, then changed."""
    told = about()
    for _ in archive.write(MEMBERS, told):
        pass
    return json.dumps(json.loads(told.dump()) | changes).encode()


@pytest.mark.parametrize(
    ("members", "told", "sentence"),
    [
        ([("../../etc/cron.d/x", b"")], honest(), "no backup of Querbeet"),
        ([("files/../keys/secret-key", b"")], honest(), "no backup of Querbeet"),
        ([("/etc/passwd", b"")], honest(), "no backup of Querbeet"),
        ([("database/1", b"")], honest(), "no backup of Querbeet"),
        (MEMBERS, None, "no end"),
        ([], None, "no end"),
        (MEMBERS[:-1], honest(), "does not hold"),
        ([*MEMBERS, ("files/more", b"")], honest(), "does not hold"),
        ([*MEMBERS[:-1], ("files/ab/cd", b"other")], honest(), "does not hold"),
        ([("manifest.json", honest()), *MEMBERS], None, "no backup of Querbeet"),
        (MEMBERS, honest(format=FORMAT + 1), "newer Querbeet"),
        (MEMBERS, honest(format=0), "no longer reads"),
    ],
)
def test_what_is_not_as_it_says_is_refused(tmp_path, pair, key, members, told, sentence):
    file = tmp_path / "b.age"
    packed(file, pair, members, told)
    with pytest.raises(envelope.Unusable, match=sentence):
        taken(file, key)


def test_the_honest_one_is_taken(tmp_path, pair, key):
    """The control of the refusals."""
    packed(tmp_path / "b.age", pair, MEMBERS, honest())
    assert taken(tmp_path / "b.age", key) == MEMBERS


def test_what_is_no_archive_at_all_is_refused(tmp_path, pair, key):
    envelope.seal([b"A letter, not an archive. " * 100], tmp_path / "b.age", envelope.recipient(pair.public))
    with pytest.raises(envelope.Unusable, match="no backup of Querbeet"):
        taken(tmp_path / "b.age", key)


def test_a_file_with_a_name_that_could_not_be_restored_stops_the_backup(tmp_path, pair):
    with pytest.raises(envelope.Unusable, match="no backup holds"):
        envelope.seal(
            archive.write([("files/a\nb", b"")], about()), tmp_path / "b.age", envelope.recipient(pair.public)
        )


def test_a_fingerprint_tells_keys_apart_without_telling_them():
    assert fingerprint("one") == fingerprint("one") != fingerprint("two")
    assert "one" not in fingerprint("one")


# -- the doctor

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def found(data, hosts=("garden.example",)) -> list[str]:
    values = SimpleNamespace(HOSTS=list(hosts), DATA=data, BACKUP_DAYS=7)
    return [finding.what for finding in backups.findings(values, NOW)]


def noted(data, days: int) -> None:
    (data / backups.NAME).write_text(json.dumps({"at": (NOW - timedelta(days=days)).isoformat()}))


def test_the_doctor_misses_a_backup_only_where_others_rely_on_it(tmp_path):
    assert found(tmp_path) == ["No backup was ever made."]
    assert found(tmp_path, hosts=()) == []


def test_the_doctor_tells_when_the_last_backup_is_old(tmp_path):
    noted(tmp_path, 7)
    assert found(tmp_path) == []
    noted(tmp_path, 8)
    assert found(tmp_path) == ["The last backup is 8 days old."]
    (tmp_path / backups.NAME).write_text("nonsense")
    assert found(tmp_path) == ["No backup was ever made."]


# What fits into this installation


def empty_database() -> env.DatabaseUrl:
    return replace(env.DatabaseUrl.parse(os.environ["DATABASE_URL"]), name="postgres")


def test_a_backup_with_migrations_that_are_not_known_here_is_refused():
    restoring._refuse_newer(about(migrations=["people.0001_initial"]))
    with pytest.raises(envelope.Unusable, match=r"newer Querbeet \(it knows people\.9999_later\)"):
        restoring._refuse_newer(about(migrations=["people.0001_initial", "people.9999_later"]))


def test_a_backup_of_a_newer_postgresql_is_refused():
    restoring._refuse_database(empty_database(), about(postgres=9))
    with pytest.raises(envelope.Unusable, match="comes from PostgreSQL 99"):
        restoring._refuse_database(empty_database(), about(postgres=99))


@pytest.mark.django_db
def test_a_database_with_something_in_it_is_refused():
    full = replace(empty_database(), name=connection.settings_dict["NAME"])
    with pytest.raises(envelope.Unusable, match="is not empty"):
        restoring._refuse_database(full, about(postgres=9))
