"""Being erased: asked for, taken back, carried out by a job, and carried out again after an old backup was restored."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from querbeet.audit import actions as audit
from querbeet.communities import queries as communities
from querbeet.communities import rules as community_rules
from querbeet.communities.enums import Role
from querbeet.communities.models.member import Member, Persona
from querbeet.core import clock, ids, vault, viewing
from querbeet.core.models import Fate
from querbeet.core.vault import SealedText
from querbeet.home.actions import leaving
from querbeet.people.models import Account
from querbeet.rights import registry, rules
from querbeet.rights.models import Erased, Erasure

PURPOSE = "erase"
PERSONA, ACCOUNT = "persona", "account"
WORDS = (SealedText, models.TextField, models.CharField, models.JSONField)


def ledger_path() -> Path:
    """The file of erasures: outside of the database and of its backups, one line for each id, only ever added to."""
    return settings.DATA / "erasures"


@transaction.atomic
def ask(*, account: Account, member: Member | None) -> Erasure:
    """Ask that one persona, or the whole account (`member` None), is erased in a week. Asked twice, it stays that day.

    Raises LastCoordinator for a persona without whom nobody would coordinate its community.
    """
    if member is not None:
        others = communities.coordinators_besides(member)
        community_rules.check_give_up(member, Role.COORDINATOR, other_coordinators=others)
    due = rules.due_at(clock.now())
    wanted, made = Erasure.objects.get_or_create(account=account, member=member, defaults={"due_at": due})
    if made:
        audit.record(
            "rights.erasure_asked_for", by=member or account, community=member.community_id if member else None
        )
    return wanted


@transaction.atomic
def take_back(*, account: Account) -> None:
    """Stay: everything that an account asked to be erased is kept."""
    taken, _ = Erasure.objects.filter(account=account).delete()
    if taken:
        audit.record("rights.erasure_taken_back", by=account)


def carry_out(*, now: datetime) -> int:
    """Erase everybody whose day has come, each in a transaction of their own; returns how many."""
    with viewing.for_purpose(PURPOSE):
        due = list(Erasure.objects.filter(due_at__lte=now).values_list("account", "member"))
    for account_id, member_id in due:
        if member_id:
            _once(PERSONA, member_id, account_id)
        else:
            _whole_account(account_id)
    return len(due)


def replay(path: Path | None = None) -> int:
    """Erase everybody again whose id stands in the ledger; returns how many were still there.

    To be called after an old backup was restored, and before the restored site answers its first request. `path` is the
    ledger to go by, the one of this installation by default; its ids are added to that one and to the table.
    """
    found = 0
    for kind, subject in _lines(path or ledger_path()):
        with viewing.for_purpose(PURPOSE):
            model = Account if kind == ACCOUNT else Member
            there = model._base_manager.filter(pk=subject).exists()
            owner = Persona.objects.filter(member=subject).values_list("account", flat=True).first()
        if there and kind == ACCOUNT:
            _whole_account(subject)
        else:
            _once(PERSONA if kind == PERSONA else ACCOUNT, subject, owner)
        found += there
    return found


def _whole_account(account_id: UUID) -> None:
    with viewing.for_purpose(PURPOSE):
        personas = list(Persona.objects.filter(account=account_id).values_list("member", flat=True))
    for member_id in personas:
        _once(PERSONA, member_id, account_id)
    _once(ACCOUNT, account_id, account_id)


@transaction.atomic
def _once(kind: str, subject: UUID, account_id: UUID | None) -> None:
    """Erase one persona or one account, as a whole or not at all. The ledger knows it first."""
    _note_down(kind, subject)
    if kind == PERSONA:
        _say_goodbye(subject, account_id)
    eyes = viewing.Context(account=str(account_id or ""), member=str(subject), purpose=PURPOSE)
    with viewing.looking(eyes):
        Erased.objects.get_or_create(subject=subject, defaults={"kind": kind})
        _walk(Member if kind == PERSONA else Account, subject)
        vault.shred(subject)
        audit.record(f"rights.{kind}_erased", by=None)


def _say_goodbye(member_id: UUID, account_id: UUID | None) -> None:
    """What each package does when a member leaves: running things end, others are told what they need to know."""
    with viewing.for_purpose(PURPOSE):
        member = Member.objects.filter(pk=member_id).first()
    if member is not None and member.display_name:
        with viewing.looking(viewing.of(member, account=account_id)):
            leaving.forget(member=member)


def _walk(person: type[models.Model], subject: UUID) -> None:
    """Every row of the house that points at somebody, each by its declared fate; then the person's own row."""
    kept = False
    for model in registry.shared(person):  # while the rows that lead there still stand
        registry.rows_of(model, person(pk=subject)).update(**_empty(model))
    for model, field, fate in registry.pointers(person):
        rows = model._base_manager.filter(**{field.name: subject})
        if fate is Fate.ERASE:
            vault.shred(*_own_keys(model, rows))
            rows.delete()
        elif fate is Fate.DETACH:
            rows.update(**{field.name: None, **_emptied(model, field)})
        else:
            kept = kept or rows.exists()
    own = person._base_manager.filter(pk=subject)
    if kept:
        own.update(display_name="", roles=[], key=ids.public_key())
    else:
        own.delete()


def _own_keys(model: type[models.Model], rows: models.QuerySet) -> Iterator[UUID]:
    """The ids of rows that have a data key of their own."""
    owners = {field.owner for field in model._meta.concrete_fields if isinstance(field, SealedText)}
    return iter(rows.values_list("pk", flat=True) if owners & {"id", "pk"} else ())


def _emptied(model: type[models.Model], pointer: models.Field) -> dict[str, Any]:
    """When a row loses whom it belonged to, what was theirs alone in it goes too."""
    if registry.owner_path(model) != pointer.name:
        return {}
    return _empty(model)


def _empty(model: type[models.Model]) -> dict[str, Any]:
    """Empty values for the words that go with their person, where the row itself stays."""
    personal = model.PERSONAL  # type: ignore[attr-defined]
    gone = [
        field
        for field in model._meta.concrete_fields
        if personal.get(field.name) is Fate.ERASE and isinstance(field, WORDS)
    ]
    return {field.name: None if field.null else field.get_default() for field in gone}


def _note_down(kind: str, subject: UUID) -> None:
    """Add an id to the ledger, and return when it is on the disk."""
    if (kind, subject) in _lines(ledger_path()):
        return
    handle = os.open(ledger_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"{kind} {subject}\n")
        file.flush()
        os.fsync(file.fileno())


def _lines(path: Path) -> list[tuple[str, UUID]]:
    lines = path.read_text().splitlines() if path.exists() else []
    return [(kind, UUID(subject)) for kind, _, subject in (line.partition(" ") for line in lines)]
