"""How members want to be told, for the sweeps in tests/worlds; what they are told is planted by whoever tells it."""

from querbeet.core import viewing
from querbeet.notices import actions
from querbeet.notices.enums import Rhythm


def plant(bed) -> None:
    for member in bed.everybody:
        account = member.persona.account
        with viewing.looking(viewing.of(member, account=account.pk)):
            actions.prefer(
                member=member,
                account=account,
                site="https://garden.example",
                kinds={"conversations.written": "digest"},
                rhythm=Rhythm.DAILY,
            )
