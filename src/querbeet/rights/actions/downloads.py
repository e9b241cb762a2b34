"""A copy of one's own data: asked for, locked by a job, fetched once."""

import base64
import os
from uuid import UUID

from django.db import transaction
from django.utils import translation

from querbeet.audit import actions as audit
from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.core import clock, jobs
from querbeet.people.models import Account
from querbeet.rights import boxes, queries, rules, words
from querbeet.rights.models import Download


@transaction.atomic
def ask(*, account: Account, member: Member | None, passphrase: str) -> Download:
    """Ask for a copy of what is one's own in one community, or everywhere (`member` None); replaces an earlier one.

    Raises PassphraseTooShort. The passphrase is kept nowhere; what it becomes waits sealed until the box is locked.
    """
    rules.check_passphrase(passphrase)
    Download.objects.filter(account=account).delete()
    salt = os.urandom(boxes.SALT)
    key = base64.b64encode(boxes.derive(passphrase, salt)).decode()
    now = clock.now()
    made = Download.objects.create(account=account, member=member, key=key, salt=salt, expires_at=now + rules.KEEP)
    jobs.later("rights.build", account=str(account.pk), download=str(made.pk))
    audit.record("rights.copy_asked_for", by=account)
    return made


@transaction.atomic
def build(*, account_id: UUID, download_id: UUID) -> None:
    """Collect and lock what was asked for. Nothing for a request that was replaced, or is done already."""
    wanted = Download.objects.select_for_update().filter(pk=download_id, box=None).first()
    if wanted is None:
        return
    account = Account.objects.get(pk=account_id)
    personas = communities.personas(account)
    chosen = [member for member in personas if wanted.member_id in (None, member.pk)]
    language = account.language or "de"
    with translation.override(language):
        told = queries.own_data(account, chosen)
        said = words.page()
    key = base64.b64decode(wanted.key)
    wanted.box = boxes.lock(told, key=key, salt=bytes(wanted.salt), words=said, language=language)
    wanted.key, wanted.ready_at = "", clock.now()
    wanted.expires_at = wanted.ready_at + rules.KEEP
    wanted.save()


@transaction.atomic
def fetch(*, account: Account) -> bytes:
    """Hand out the box and forget it. Raises NothingToFetch."""
    held = Download.objects.select_for_update().filter(account=account).first()
    if held is None or held.box is None or not rules.can_fetch(held, clock.now()):
        raise rules.NothingToFetch(rules.NOTHING)
    box = bytes(held.box)
    held.delete()
    audit.record("rights.copy_fetched", by=account)
    return box
