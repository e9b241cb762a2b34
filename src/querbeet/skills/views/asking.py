"""What somebody is searching for stays out of addresses: those end up in histories and on shared screens.

It is kept in the session, one search a page and persona, and goes with it. So Back and reloading work as usual.
"""

from typing import Any

from querbeet.communities.guards import MemberRequest

KEY = "asked"


def keep(request: MemberRequest, page: str, form: Any) -> None:
    """Remember what was asked on a page, in place of what was asked there before."""
    request.session[_key(request, page)] = form.asked()


def kept(request: MemberRequest, page: str) -> dict[str, str]:
    """What was asked on a page last."""
    return request.session.get(_key(request, page), {})


def _key(request: MemberRequest, page: str) -> str:
    return f"{KEY}:{page}:{request.member.pk}"
