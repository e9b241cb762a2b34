"""What a person wrote lies encrypted, opens in its place alone, and is gone when its key is."""

import uuid

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models, transaction

from querbeet.core import vault, viewing
from querbeet.core.models import DataKey, Record
from querbeet.core.vault import SealedJSON, SealedText

CANARY = "kanari-7f3a auf dem Dach"


class Letter(Record):
    """A table of this test alone."""

    author = models.UUIDField(null=True)
    body = SealedText(owner="author", max_length=200)
    note = SealedText(owner="author")
    told = SealedJSON(owner="author", default=dict, blank=True)
    lines = SealedJSON(owner="author", default=list, blank=True)

    class Meta:
        app_label = "vault_tests"

    def __str__(self) -> str:
        return str(self.id)


@pytest.fixture(autouse=True)
def table(db):
    with connection.schema_editor() as editor:
        editor.create_model(Letter)
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT ALL ON "{Letter._meta.db_table}" TO querbeet_runtime')


def letter(body: str = CANARY, author: uuid.UUID | None = None, **fields) -> Letter:
    return Letter.objects.create(author=author or uuid.uuid4(), body=body, **fields)


def again(row: Letter) -> Letter:
    return Letter.objects.get(pk=row.pk)


def stored(row: Letter, column: str = "body") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{Letter._meta.db_table}" WHERE id = %s', [row.pk])
        return bytes(cursor.fetchone()[0])


def store(row: Letter, data: bytes, column: str = "body") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{Letter._meta.db_table}" SET "{column}" = %s WHERE id = %s', [data, row.pk])


# What it looks like from inside and from outside


def test_a_text_comes_back_as_it_was_written():
    assert again(letter("Grüße, 🌱")).body == "Grüße, 🌱"


def test_the_database_holds_nothing_of_it():
    assert CANARY.encode() not in stored(letter())


def test_the_same_words_never_look_the_same():
    author = uuid.uuid4()
    assert stored(letter(author=author)) != stored(letter(author=author))


def test_short_words_cannot_be_told_apart_by_their_length():
    assert len(stored(letter("er"))) == len(stored(letter("sie/ihr, they/them")))


def test_an_empty_text_is_stored_as_nothing_and_can_be_looked_for():
    empty, full = letter(""), letter()
    assert stored(empty) == b""
    assert [*Letter.objects.filter(body="")] == [empty]
    assert [*Letter.objects.exclude(body="")] == [full]
    assert not Letter.objects.filter(body__isnull=True).exists()


def test_a_hundred_thousand_sealings_never_use_a_nonce_twice():
    author, row = uuid.uuid4(), Letter(author=uuid.uuid4())
    vault.prepare([author])
    row.author = author
    with viewing.looking(viewing.Context(purpose="test")):
        seen = {Letter._meta.get_field("body").seal(row, "x").data[17:29] for _ in range(100_000)}
    assert len(seen) == 100_000


# Writing


def test_saving_again_keeps_what_was_not_read():
    row = again(letter())
    row.save()
    assert again(row).body == CANARY


def test_rows_in_bulk_are_sealed_too():
    rows = [Letter(author=uuid.uuid4(), body=CANARY) for _ in range(3)]
    vault.prepare(row.author for row in rows)
    Letter.objects.bulk_create(rows)
    assert CANARY.encode() not in stored(rows[0])
    changed = [again(rows[0]), again(rows[1])]
    changed[0].body = "neu"
    Letter.objects.bulk_update(changed, ["body"])
    assert [again(row).body for row in rows] == ["neu", CANARY, CANARY]
    assert b"neu" not in stored(rows[0])


def test_a_deferred_text_is_fetched_when_it_is_read():
    row = Letter.objects.only("id").get(pk=letter().pk)
    assert row.body == CANARY
    assert Letter.objects.defer("note").get(pk=row.pk).body == CANARY


def test_an_update_refuses_plain_text():
    row = letter()
    with pytest.raises(vault.PlainText), transaction.atomic():
        Letter.objects.filter(pk=row.pk).update(body="offen")
    Letter.objects.filter(pk=row.pk).update(body="")
    assert again(row).body == ""


def test_a_row_without_an_owner_cannot_be_written():
    with pytest.raises(vault.PlainText):
        Letter.objects.create(body=CANARY)


@pytest.mark.parametrize("lookup", ["body", "body__contains", "body__in", "body__gt", "body__lower", "body__icontains"])
def test_no_lookup_reaches_inside(lookup):
    with pytest.raises(FieldError):
        Letter.objects.filter(**{lookup: CANARY}).exists()


def test_values_stay_closed():
    letter()
    (value,) = Letter.objects.values_list("body", flat=True)
    assert (str(value), repr(value), bool(value)) == ("", "<sealed>", True)


def test_no_dump_writes_it_out():
    with pytest.raises(vault.PlainText):
        Letter._meta.get_field("body").value_to_string(letter())


def test_a_text_that_is_too_long_is_told_so():
    with pytest.raises(ValidationError):
        Letter(author=uuid.uuid4(), body="x" * 201).full_clean(exclude=["note"])
    Letter(author=uuid.uuid4(), body="x" * 200).full_clean(exclude=["note"])


def test_the_field_describes_itself_to_migrations():
    _, path, args, options = Letter._meta.get_field("body").deconstruct()
    assert (path, args, options) == ("querbeet.core.vault.SealedText", [], {"owner": "author", "max_length": 200})


# Moved, changed, lost


def test_a_changed_bit_stays_closed_and_is_logged_by_its_place(caplog):
    row = letter()
    data = bytearray(stored(row))
    for position in (20, -1):
        data[position] ^= 1
        store(row, bytes(data))
        with pytest.raises(vault.Broken):
            again(row).body  # noqa: B018
        data[position] ^= 1
    assert str(row.pk) in caplog.text
    assert CANARY not in caplog.text


def test_an_unknown_version_stays_closed():
    row = letter()
    store(row, b"\x02" + stored(row)[1:])
    with pytest.raises(vault.Broken):
        again(row).body  # noqa: B018


def test_a_text_in_another_row_of_the_same_person_stays_closed():
    row = letter()
    other = letter("anderes", author=row.author)
    store(other, stored(row))
    with pytest.raises(vault.Broken):
        again(other).body  # noqa: B018


def test_a_text_in_another_column_stays_closed():
    row = letter()
    store(row, stored(row), column="note")
    with pytest.raises(vault.Broken):
        again(row).note  # noqa: B018


def test_a_text_of_another_person_stays_closed():
    row, other = letter(), letter()
    store(other, stored(row))
    with pytest.raises(vault.Broken):
        again(other).body  # noqa: B018
    Letter.objects.filter(pk=row.pk).update(author=other.author)
    with pytest.raises(vault.Broken):
        again(row).body  # noqa: B018


def test_a_shredded_key_takes_all_texts_of_its_person_and_of_nobody_else():
    author = uuid.uuid4()
    first, second, other = letter(author=author), letter(author=author), letter()
    copy = stored(first)
    assert vault.shred(author) == 1
    assert (again(first).body, again(second).body, again(other).body) == ("", "", CANARY)
    first.body = "später"  # a new key
    first.save()
    store(second, stored(first))
    store(first, copy)  # what an old backup holds
    assert again(first).body == ""


def test_a_text_without_its_owner_reads_as_nothing():
    row = letter()
    Letter.objects.update(author=None)
    assert again(row).body == ""


def test_without_the_wrapping_key_nothing_opens(settings, caplog):
    row = letter()
    settings.VAULT_KEYS = Ring({})
    with pytest.raises(vault.KeyMissing):
        again(row).body  # noqa: B018
    settings.VAULT_KEYS = Ring({1: "another"})
    with pytest.raises(vault.Broken):
        again(row).body  # noqa: B018
    assert "vault-1" in caplog.text


class Ring:
    """Wrapping keys of a test."""

    def __init__(self, keys: dict[int, str]) -> None:
        self.keys = keys

    def newest(self) -> int:
        return max(self.keys)

    def read(self, number: int) -> str:
        return self.keys.get(number, "")


# Keys and who may have them


def test_a_list_costs_one_query_whoever_wrote_it(django_assert_num_queries):
    for _ in range(3):
        letter()
    rows = [*Letter.objects.all()]
    with django_assert_num_queries(1):
        vault.gather(rows, None, rows[0])
        assert [row.body for row in rows] == [CANARY] * 3


def test_an_owner_costs_one_query_a_transaction(django_assert_num_queries):
    author = uuid.uuid4()
    first, second = letter(author=author), letter(author=author)
    with viewing.looking(viewing.Context(purpose="test")):
        rows = [again(first), again(second)]
        with django_assert_num_queries(1):
            assert [row.body for row in rows] == [CANARY, CANARY]
        with django_assert_num_queries(0):
            vault.gather(rows)


def test_a_key_that_was_undone_is_made_again():
    author = uuid.uuid4()
    with viewing.looking(viewing.Context(purpose="test")):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            letter(author=author)
            raise ZeroDivisionError
        row = letter(author=author)
        assert again(row).body == CANARY
    assert again(row).body == CANARY


def test_a_key_that_was_shredded_in_this_transaction_opens_nothing_more():
    author = uuid.uuid4()
    with viewing.looking(viewing.Context(member=str(author))):
        row = letter(author=author)
        assert again(row).body == CANARY
        vault.shred(author)
        assert again(row).body == ""


def test_nobody_gets_no_key():
    letter()
    with viewing.looking(viewing.Context()):
        assert not DataKey.objects.exists()


def test_a_key_is_thrown_away_by_its_owner_or_an_erasure_alone():
    row = letter()
    with viewing.looking(viewing.Context(member=str(uuid.uuid4()))):
        assert vault.shred(row.author) == 0
    with viewing.looking(viewing.Context(member=str(row.author))):
        assert vault.shred(row.author) == 1


def test_nobody_but_a_rotation_changes_a_key():
    row = letter()
    with viewing.looking(viewing.Context(member=str(row.author))):
        assert DataKey.objects.update(wrapped=b"") == 0


@pytest.mark.parametrize(
    ("name", "value"), [("told", {"who": CANARY, "n": [1, None, True]}), ("lines", [[CANARY], []])]
)
def test_json_is_sealed_and_comes_back_as_it_was(name, value):
    row = letter(**{name: value})
    assert CANARY.encode() not in stored(row, name)
    found = Letter.objects.get(pk=row.pk)
    assert getattr(found, name) == value
    found.save()
    Letter.objects.bulk_update([found], [name])
    assert getattr(Letter.objects.get(pk=row.pk), name) == value


def test_empty_json_is_nothing_in_the_database_and_empty_again():
    row = letter()
    assert stored(row, "told") == stored(row, "lines") == b""
    found = Letter.objects.get(pk=row.pk)
    assert (found.told, found.lines) == ({}, [])
    Letter.objects.filter(pk=letter(told={"a": 1}).pk).update(told={})
    assert all(row.told == {} for row in Letter.objects.all())


def test_json_without_its_key_is_empty():
    row = letter(told={"a": CANARY})
    DataKey.objects.all().delete()
    with viewing.looking(viewing.Context()):
        assert Letter.objects.get(pk=row.pk).told == {}


def test_an_update_cannot_write_open_json():
    row = letter()
    with pytest.raises(vault.PlainText):
        Letter.objects.filter(pk=row.pk).update(told={"a": CANARY})
