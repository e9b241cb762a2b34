"""What somebody asked for about their own data, for the sweeps in tests/worlds."""

from datetime import timedelta
from uuid import uuid4

from querbeet.core import clock
from querbeet.rights.models import Download, Erased, Erasure


def plant(bed) -> None:
    now = clock.now()
    for member in bed.everybody:
        account = member.persona.account
        Erasure.objects.create(account=account, member=member, due_at=now + timedelta(days=7))
        Download.objects.get_or_create(
            account=account, defaults={"salt": b"s" * 16, "key": "k" * 44, "expires_at": now + timedelta(days=1)}
        )
    Erased.objects.create(subject=uuid4(), kind="persona")
