"""Every request of one person, sent again with another's ids in it; and every form, with fields it does not have.

Nothing of the other is answered with, nothing of theirs is changed, and no field is taken that a form did not offer.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from querbeet.communities.forms import ProfileForm
from querbeet.communities.models.member import Member
from querbeet.core import clock
from tests.worlds import canaries, fields, forms, garden, rows, walking, worlds
from tests.worlds.forms import Fields, Form

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NEVER = re.compile(r"^/(leave|sign-out|sign-in|appearance|language|confirm)")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
RANDOM = re.compile(
    rf"{ID.pattern}|[0-9a-f]{{64}}|\\\\x[0-9a-f]+|\d\d\d\d-\d\d-\d\d \d\d:\d\d:[\d.+]+|\b[2-9a-z]{{12}}\b"
)
POINTING = ("member", "community", "account", "by", "owner", "author")
ALWAYS_NEW = {"/me/account/name"}  # makes up another sign-in name each time
EXTRA = {
    "role": "steward",
    "roles": "steward",
    "status": "suspended",
    "state": "closed",
    "shown": "on",
    "key": "22222222222a",
    "created_at": "2020-01-01",
    "onboarded_at": "2020-01-01",
    "adult_confirmed_at": "2020-01-01",
    "is_active": "",
    "min_age": "1",
    "origin": "import",
    "capacity": "99",
    "taken": "0",
    "position": "9",
    "fit": "99",
    "decided_at": "2020-01-01",
    "proposed_by": "",
    "sign_in_name": "planted",
}


@pytest.fixture(scope="module")
def one_moment(sown) -> Iterator[None]:
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        yield


def recorded(client: Client, grown: garden.Garden, under: str = "/") -> list[Form]:
    """The forms on every page that somebody can open, or on those under a path, one of each kind."""
    found: dict[tuple, Form] = {}
    pages = [address for address in walking.everything(grown) if address.path.startswith(under)]
    for answer in walking.walk(client, pages):
        for form in forms.on(answer.address.path, answer.body):
            if form.method == "post" and not NEVER.match(form.action):
                kind = ID.sub("*", form.action), *form.fields
                found.setdefault(kind, form)
    return list(found.values())


def exchanges(one: Member, other: Member) -> dict[str, str]:
    """The ids of what is one's, each with the id of something of the same kind that is the other's."""
    pairs = {one.key: other.key, str(one.pk): str(other.pk)}
    for model in garden.own_models():
        mine, theirs = (
            [row for row in model._base_manager.all() if fields.belongs_to(row, who)] for who in (one, other)
        )
        pairs |= {str(row.pk): str(theirs[0].pk) for row in mine if theirs}
    return pairs


def swapped(text: str, pairs: dict[str, str]) -> str:
    return re.sub("|".join(map(re.escape, pairs)), lambda found: pairs[found[0]], text)


def swapped_fields(data: Fields, pairs: dict[str, str]) -> Fields:
    return {name: [swapped(value, pairs) for value in values] for name, values in data.items()}


def sent(client: Client, action: str, data: Fields, before: rows.Rows) -> tuple[bytes, rows.Rows]:
    """What a form is answered with and what stands in the tables then; undone at once."""
    answers = []
    with worlds.undone():
        after = rows.after(before, lambda: answers.append(client.post(action, data)))
    answer = answers[0]
    return b"".join(answer.streaming_content) if answer.streaming else answer.content, after


def with_the_others_ids(grown, marks: canaries.Marks, one: Member, other: Member, under: str = "/") -> list[str]:
    """What came of sending all of one's requests with the other's ids: forbidden marks and changed rows."""
    client, pairs, eyes = walking.browser(one), exchanges(one, other), fields.Eyes(one)
    known, wrong = recorded(client, grown, under), []
    before, theirs = rows.all_rows(), rows.owned_by(other, apart_from=one)
    for form in known:
        action = swapped(form.action, pairs)
        for data in form.sent():
            body, after = sent(client, action, swapped_fields(data, pairs), before)
            harmed = rows.changed(before, after) & theirs
            seen = {str(mark) for _, mark in marks.found(body) if not eyes.may_see(mark.row, mark.name)}
            wrong += [f"{form.action}: {what}" for what in sorted({*seen, *(label for label, _ in harmed)})]
    return wrong


def test_with_anothers_ids_nothing_of_theirs_is_shown_or_changed(one_moment, ground, marks):
    assert with_the_others_ids(ground, marks, ground.here.b, ground.here.c) == []


def test_a_view_that_takes_any_id_is_found(one_moment, ground, marks, monkeypatch, settings):
    """The control: whose a strength is no longer matters to either wall."""
    from querbeet.skills.models.strengths import StrengthQuerySet

    settings.DATABASE_RUNTIME_ROLE = ""
    monkeypatch.setattr(StrengthQuerySet, "filter", _whatever_the_member)
    found = with_the_others_ids(ground, marks, ground.here.b, ground.here.c, "/me/strengths")
    assert any("skills.Strength" in line for line in found)


def _whatever_the_member(self, *conditions, **named):
    named.pop("member", None)
    return super(type(self), self).filter(*conditions, **named)


def effect(client: Client, form: Form, data: Fields, before: rows.Rows) -> list[str]:
    """What a form did to the tables, without what is random in it."""
    _body, after = sent(client, form.action, data, before)
    touched = rows.changed(before, after) | rows.added(before, after)
    return sorted(f"{label} {RANDOM.sub('*', after.get((label, key), 'gone'))}" for label, key in touched)


def taking_more(grown, viewer: Member, under: str = "/") -> list[str]:
    """Forms with another effect when they bring fields they do not have."""
    client, found = walking.browser(viewer), []
    offered = recorded(client, grown, under)
    before = rows.all_rows()
    for form in offered:
        known = {*form.fields, *form.choices, *form.files, *(name for name, _ in form.buttons)}
        more = {name: [value] for name, value in EXTRA.items() if name not in known}
        more |= {
            name: [str(grown.there.a.pk)] for name in ("member", "community", "account", "by") if name not in known
        }
        data = next(iter(form.sent()))
        if form.action not in ALWAYS_NEW and effect(client, form, data, before) != effect(
            client, form, data | more, before
        ):
            found.append(form.action)
    return found


@pytest.mark.parametrize(
    "who", ["b", *(pytest.param(who, marks=pytest.mark.nightly) for who in ("coordinator", "steward"))]
)
def test_no_form_takes_more_than_it_offers(one_moment, ground, who):
    assert taking_more(ground, getattr(ground.here, who)) == []


def test_a_form_that_takes_whatever_comes_is_found(one_moment, ground, monkeypatch, settings):
    """The control. The database would stop this one too, so it is off."""
    saved = ProfileForm.clean

    def clean(self):
        Member.objects.filter(pk=ground.here.b.pk).update(roles=[self.data.get("roles", "")])
        return saved(self)

    settings.DATABASE_RUNTIME_ROLE = ""
    monkeypatch.setattr(ProfileForm, "clean", clean)
    assert taking_more(ground, ground.here.b, "/me/profile") == ["/me/profile"]
