"""The vault: texts of a person that lie encrypted in the database, each person's with a key of their own.

    class Message(Record):
        PERSONAL = {"author": Fate.ERASE, "body": Fate.ERASE}

        author = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="messages")
        body = SealedText(owner="author_id", max_length=4000)

`owner` names the column that holds the id of whose text it is: a member, an account, or "id" for a row that stands
for a person itself. The column must be filled when the row is saved. In the first migration that uses a SealedText,
depend on ("core", "0002_vault").

* Assign and read plain text: `message.body = "Hallo"; message.save()`, `{{ message.body }}`. It is decrypted when it is
  read. `save`, `create`, `bulk_create`, `bulk_update`, `get_or_create(defaults=...)`, `only` and `defer` work as usual.
* A list calls `vault.gather(rows)` once (rows of any models, also nested: `vault.gather(thread, thread.messages)`): all
  keys in one query. Without it each new owner costs a query; an owner seen before in the same transaction costs none.
  Before a `bulk_create` for many owners: `vault.prepare(owner_ids)`.
* The database cannot search it. `filter(body="")`, `exclude(body="")` and `body__isnull` work (an empty text is stored
  as nothing); every other lookup raises FieldError. `update(body="")` clears; `update(body="words")` raises PlainText,
  because an update does not know whose row it is: assign and save. `values()` and `values_list()` give closed `Sealed`
  objects; load the rows instead. No unique constraint, no index.
* `vault.shred(owner_id)` throws the key away: everything sealed with it reads as "" from then on. So does a text whose
  owner column has become NULL. A backup from before still holds the wrapped key; it is worthless once the wrapping key
  of its time was rotated and deleted, see docs/how-to/keys.md.
* What was changed, or moved to another row, column or owner, raises `vault.Broken` and is logged by its place. To give
  a row to another owner on purpose, assign the text again.
* A validator holds `max_length` (in signs) in `full_clean`; a form says it once more: `CharField(max_length=...)`.

A sealed text is: 01, id of the data key (16 bytes), nonce (12 bytes), AES-256-GCM of the padded text. Table, column,
row, owner and key are authenticated with it. Padding to 64 bytes hides which of a few short words it is. The data keys
lie in core_datakey, each wrapped with the newest of the numbered keys in the keys folder (`settings.VAULT_KEYS`).
"""

import json
import logging
import os
from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import Exact, IsNull
from django.db.models.query_utils import DeferredAttribute

from querbeet.core import keyring, sealing
from querbeet.core.models import DataKey
from querbeet.core.sealing import Broken

log = logging.getLogger(__name__)

VERSION = b"\x01"
HEAD = len(VERSION) + 16
NONCE = 12
BLOCK = 64
LENGTH = 4


class PlainText(ValueError):
    """A text was on its way into the database unsealed."""


class KeyMissing(Exception):
    """The key that wraps a data key is not in the keys folder: nothing of it can be read until it is back."""


class Sealed:
    """What the database gave: opened when the row is asked for it, closed for everybody else."""

    __slots__ = ("data", "keys")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.keys: dict[UUID, keyring.DataKey | None] = {}

    def __str__(self) -> str:
        return ""

    def __repr__(self) -> str:
        return "<sealed>"

    def __bool__(self) -> bool:
        return bool(self.data)


class Opened:
    """A value that knows the row it was read from, so that `bulk_update` can seal it again."""

    row: models.Model


class Text(Opened, str):
    """A plain text."""


class Map(Opened, dict):
    """An object of JSON."""


class Items(Opened, list):
    """A list of JSON."""


def gather(*rows: models.Model | Iterable[models.Model] | None) -> None:
    """Fetch the keys for all sealed texts of these loaded rows with one query, or with none if all are known."""
    found: list[tuple[Sealed, UUID]] = []
    for row in _flat(rows):
        for field in _sealed_fields(type(row)):
            value = row.__dict__.get(field.attname)
            if isinstance(value, Sealed) and value.data and (owner := field.owner_of(row)):
                found.append((value, owner))
    keys = _load({owner for _, owner in found})
    for value, owner in found:
        value.keys = {owner: keys[owner]}


def prepare(owners: Iterable[UUID]) -> None:
    """Make the keys that these owners lack with one statement, before many rows are written."""
    lacking = [owner for owner, key in _load(set(owners)).items() if key is None]
    if lacking:
        _create(lacking)


def shred(*owners: UUID) -> int:
    """Throw the keys of these owners away; everything sealed with them reads as "" from now on. Returns how many.

    Allowed to a member or an account for its own key, and for the purpose 'erase'.
    """
    for owner in owners:
        keyring.current().keys.pop(owner, None)
    return DataKey.objects.filter(owner__in=owners).delete()[0]


def _flat(rows: Iterable[Any]) -> Iterable[models.Model]:
    for row in rows:
        if isinstance(row, models.Model):
            yield row
        elif row is not None:
            yield from _flat(row)


def _sealed_fields(model: type[models.Model]) -> list["SealedText"]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedText)]


# Keys


def _load(owners: set[UUID]) -> dict[UUID, keyring.DataKey | None]:
    """The opened keys of these owners; None for whoever has none."""
    ring = keyring.current()
    unknown = {owner for owner in owners if not ring.knows(owner)}
    if unknown:
        stored = {row.owner: row for row in DataKey.objects.filter(owner__in=unknown)}
        for owner in unknown:
            ring.add(owner, unwrap(stored[owner]) if owner in stored else None)
    return {owner: ring.keys[owner] for owner in owners}


def _create(owners: list[UUID]) -> dict[UUID, keyring.DataKey]:
    """New keys for owners without one; whoever was quicker in another transaction wins, and theirs is used."""
    DataKey.objects.bulk_create([wrap(DataKey(owner=owner), os.urandom(32)) for owner in owners], ignore_conflicts=True)
    ring, keys = keyring.current(), {}
    for row in DataKey.objects.filter(owner__in=owners):
        keys[row.owner] = unwrap(row)
        ring.add(row.owner, keys[row.owner], new=True)
    return keys


def wrap(row: DataKey, secret: bytes) -> DataKey:
    """Put a data key, wrapped with the newest wrapping key, into its row; does not save it."""
    row.wrapping = settings.VAULT_KEYS.newest()
    row.wrapped = sealing.seal(secret, key=settings.VAULT_KEYS.read(row.wrapping), context=_wrapping_context(row))
    return row


def unwrap(row: DataKey) -> keyring.DataKey:
    """The opened key of a row. Raises KeyMissing without its wrapping key, Broken if the row was changed."""
    wrapping = settings.VAULT_KEYS.read(row.wrapping)
    if not wrapping:
        log.error("Key vault-%s is not in the keys folder; data keys wrapped with it cannot be opened.", row.wrapping)
        raise KeyMissing(f"vault-{row.wrapping}")
    try:
        return keyring.DataKey(row.id, sealing.unseal(row.wrapped, key=wrapping, context=_wrapping_context(row)))
    except Broken:
        log.error("Data key %s does not open with key vault-%s.", row.id, row.wrapping)
        raise


def _wrapping_context(row: DataKey) -> str:
    return f"core_datakey/{row.owner}/{row.id}/{row.wrapping}"


# Texts


def _seal(text: str, *, place: str, owner: UUID) -> bytes:
    key = _load({owner})[owner] or _create([owner])[owner]
    data = text.encode()
    padded = len(data).to_bytes(LENGTH, "big") + data
    padded += bytes(-len(padded) % BLOCK)
    head, nonce = VERSION + key.id.bytes, os.urandom(NONCE)
    return head + nonce + AESGCM(key.secret).encrypt(nonce, padded, head + place.encode())


def _open(sealed: Sealed, *, place: str, owner: UUID | None) -> str:
    if not sealed.data or owner is None:
        return ""
    head, nonce, body = sealed.data[:HEAD], sealed.data[HEAD : HEAD + NONCE], sealed.data[HEAD + NONCE :]
    key = sealed.keys[owner] if owner in sealed.keys else _load({owner})[owner]
    if key is None or head[1:] != key.id.bytes:
        if head[:1] == VERSION and not DataKey.objects.filter(pk=UUID(bytes=head[1:])).exists():
            return ""  # the key was shredded or lost, and its text with it
        raise _broken(place)  # it is somebody else's
    try:
        padded = AESGCM(key.secret).decrypt(nonce, body, head + place.encode())
    except (InvalidTag, ValueError):
        raise _broken(place) from None
    return padded[LENGTH : LENGTH + int.from_bytes(padded[:LENGTH], "big")].decode()


def _broken(place: str) -> Broken:
    log.error("A sealed text was changed or moved and stays closed: %s", place)
    return Broken(place)


# The field


class SealedAttribute(DeferredAttribute):
    """Opens a text when it is read, and takes plain text when it is assigned."""

    field: "SealedText"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.from_text(self.field.open(instance, value))
        for plain, kind in self.field.kinds.items():
            if isinstance(value, plain):
                value = kind(value)
                value.row = instance
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedExact(Exact):
    """Only the empty text can be looked for: it is stored as nothing."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("A sealed text cannot be looked for in the database; load the rows and compare.")
        return b""


class SealedText(models.Field):
    """A text encrypted at rest with the key of the person whose id stands in the column `owner`; see the module."""

    descriptor_class = SealedAttribute
    kinds: ClassVar[dict[type, Any]] = {str: Text}
    lookups: ClassVar[dict[str, type]] = {"exact": SealedExact, "isnull": IsNull}
    empty_strings_allowed = True

    def __init__(self, *args: Any, owner: str, **options: Any) -> None:
        self.owner = owner
        options.setdefault("default", "")
        super().__init__(*args, **options)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        if options.get("default") == "":
            del options["default"]
        return name, path, args, options | {"owner": self.owner}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in self.lookups:
            raise FieldError(f"A sealed text cannot be looked for by {lookup_name!r}; load the rows and compare.")
        return self.lookups[lookup_name]

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"A sealed text cannot be looked for by {lookup_name!r}; load the rows and compare.")

    def owner_of(self, row: models.Model) -> UUID | None:
        return getattr(row, self.owner)

    def place(self, row: models.Model) -> str:
        """Where a text belongs: it opens there and nowhere else."""
        return f"{row._meta.db_table}/{self.column}/{row.pk}/{self.owner_of(row)}"

    def open(self, row: models.Model, sealed: Sealed) -> str:
        return _open(sealed, place=self.place(row), owner=self.owner_of(row))

    def from_text(self, text: str) -> Any:
        """What was sealed as this text."""
        return text

    def to_text(self, value: Any) -> str:
        """What is sealed of a value; nothing for an empty one."""
        return value

    def seal(self, row: models.Model, value: Any) -> Sealed:
        """Encrypt a value for its place, with the owner's key, which is made on first use."""
        text = self.to_text(value)
        if not text:
            return Sealed(b"")
        owner = self.owner_of(row)
        if row.pk is None or owner is None:
            raise PlainText(f"{self} needs an id and {self.owner} before it can be sealed.")
        return Sealed(_seal(text, place=self.place(row), owner=owner))

    def pre_save(self, row: models.Model, add: bool) -> Any:
        value = row.__dict__.get(self.attname, "")
        return value if value is None or isinstance(value, Sealed) else self.seal(row, value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else str(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Opened) and value:
            value = self.seal(value.row, value)
        if isinstance(value, Sealed):
            value = value.data
        if value is None or isinstance(value, bytes):
            return value
        if value:
            raise PlainText(f"{self} was to be written as plain text; assign it to the row and save that.")
        return b""

    def value_to_string(self, obj: Any) -> str:
        raise PlainText(f"{self} leaves the database only through the member's own export.")


class SealedJSON(SealedText):
    """An object or a list of JSON, encrypted the same way; `default` says which (dict or list).

    What is read is a copy: assign it again after a change.
    """

    kinds: ClassVar[dict[type, Any]] = {dict: Map, list: Items}

    def from_text(self, text: str) -> Any:
        return json.loads(text) if text else self.get_default()

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False) if value else ""

    def to_python(self, value: Any) -> Any:
        return value
