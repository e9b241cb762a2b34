"""The picture of a member: put up, shown to others than before, taken down."""

import base64

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.enums import Audience
from querbeet.communities.models.member import Member
from querbeet.communities.models.picture import Picture
from querbeet.core import pictures


def put_up(*, member: Member, data: bytes, name: str, audience: Audience) -> Picture:
    """Show this picture instead of the one before, which is gone. Raises NotAPicture; then nothing has changed.

    `data` is the file as it was sent and `name` what it was called; neither is kept.
    """
    clean = pictures.clean(data, name=name)
    with transaction.atomic():
        locked = Member.objects.select_for_update().get(pk=member.pk)
        Picture.objects.filter(member=locked).delete()
        put = Picture.objects.create(member=locked, data=base64.b64encode(clean).decode(), audience=audience)
        audit.record("picture.put_up", by=locked, community=locked.community_id)
    return put


@transaction.atomic
def show(*, member: Member, audience: Audience) -> None:
    """Show one's picture to others than before. Does nothing where there is none."""
    if Picture.objects.filter(member=member).exclude(audience=audience).update(audience=audience):
        audit.record("picture.shown", by=member, community=member.community_id)


@transaction.atomic
def take_down(*, member: Member) -> None:
    """The picture is gone. Safe to repeat."""
    if Picture.objects.filter(member=member).delete()[0]:
        audit.record("picture.taken_down", by=member, community=member.community_id)


def pixels(picture: Picture) -> bytes:
    """The image itself."""
    return base64.b64decode(picture.data)
