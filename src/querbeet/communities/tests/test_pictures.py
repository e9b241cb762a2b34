"""A picture is seen by those to whom its owner shows it, behind two walls; for everybody else it is not there."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from querbeet.communities import queries
from querbeet.communities.actions import pictures, presence
from querbeet.communities.enums import Audience, Status, TieKind
from querbeet.communities.models.picture import AUDIENCES, Picture
from querbeet.communities.tests import factories as make
from querbeet.core import viewing
from querbeet.core.pictures import is_plain

pytestmark = pytest.mark.django_db


def file(colour=(9, 99, 9), name="IMG_2026-11-26.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


@pytest.fixture
def world():
    here, there = make.community(), make.community("Elsewhere")
    viewer = make.member("Viewer", community=here)
    found = {
        "viewer": viewer,
        "open": make.member("Open", community=here),
        "match": make.member("Match", community=here),
        "circle": make.member("Circle", community=here),
        "paused match": make.member("Paused match", community=here, status=Status.PAUSED),
        "paused": make.member("Paused", community=here, status=Status.PAUSED),
        "suspended": make.member("Suspended", community=here, status=Status.SUSPENDED),
        "blocked by me": make.member("Blocked", community=here),
        "blocking me": make.member("Blocking", community=here),
        "foreign": make.member("Foreign", community=there),
    }
    make.tie(viewer, found["match"])
    make.tie(found["paused match"], viewer)
    make.tie(found["circle"], viewer, TieKind.CIRCLE)
    make.block(viewer, found["blocked by me"])
    make.block(found["blocking me"], viewer)
    return found


SEEN = {
    Audience.ONLY_ME: {"viewer"},
    Audience.MATCHES: {"viewer", "match", "paused match"},
    Audience.CIRCLES: {"viewer", "circle"},
    Audience.COMMUNITY: {"viewer", "open", "match", "circle", "paused match"},
}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_wall_alone_and_the_page_show_the_same(world, audience):
    put = {make.picture(member, audience).pk: name for name, member in world.items()}
    viewer = world["viewer"]
    assert {put[one.pk] for one in Picture.objects.visible_to(viewer)} == SEEN[audience]
    with viewing.as_member(viewer):
        assert {put[one.pk] for one in Picture.objects.all()} == SEEN[audience]
    browser = make.signed_in_client(viewer)
    answers = {name: browser.get(f"/pictures/{pk}") for pk, name in put.items()}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == SEEN[audience]
    nowhere = browser.get("/pictures/11111111-1111-4111-8111-111111111111")
    assert {answer.status_code for name, answer in answers.items() if name not in SEEN[audience]} <= {404}
    assert nowhere.status_code == 404


def test_a_picture_is_nothing_more_also_when_it_is_opened_by_itself(world):
    answer = make.signed_in_client(world["viewer"]).get(f"/pictures/{make.picture(world['open']).pk}")
    assert is_plain(answer.content)
    assert answer["Content-Type"] == "image/webp"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Disposition"] == "inline"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "ETag" not in answer


def test_putting_up_showing_and_taking_down(world):
    member = world["viewer"]
    browser = make.signed_in_client(member)
    assert browser.post("/me/picture", {"file": file(), "audience": "matches"}).status_code == 302
    first = Picture.objects.get(member=member)
    assert first.audience == "matches"
    assert is_plain(pictures.pixels(first))
    assert f"/pictures/{first.pk}" in browser.get("/me/picture").content.decode()
    browser.post("/me/picture", {"audience": "community"})
    first.refresh_from_db()
    assert first.audience == "community"
    browser.post("/me/picture", {"file": file((200, 9, 9)), "audience": "community"})
    second = Picture.objects.get(member=member)
    assert second.pk != first.pk
    assert browser.get(f"/pictures/{first.pk}").status_code == 404
    for _ in range(2):
        assert browser.post("/me/picture/removal").status_code == 302
    assert not Picture.objects.exists()


def test_the_same_picture_of_two_members_has_nothing_in_common(world):
    one, other = (make.picture(world[name]) for name in ("open", "match"))
    assert pictures.pixels(one) == pictures.pixels(other)
    stored = list(Picture.objects.extra(select={"raw": "data"}).values_list("raw", flat=True))
    assert len(set(map(bytes, stored))) == 2
    assert all(b"RIFF" not in bytes(raw) and base64.b64encode(b"RIFF")[:4] not in bytes(raw) for raw in stored)


def test_nothing_of_the_file_but_its_pixels_is_kept(world):
    browser = make.signed_in_client(world["viewer"])
    browser.post("/me/picture", {"file": file(name="Mirabelle at home.jpg"), "audience": "matches"})
    assert "Mirabelle" not in browser.get("/me/picture").content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a picture first."),
        ({"file": SimpleUploadedFile("a.jpg", b"<svg/>")}, "a picture and something else at once"),
        ({"file": SimpleUploadedFile("a.jpg", b"Hello there, I am text.")}, "no picture that we can read"),
        ({"file": SimpleUploadedFile("a.jpg", bytes(10 * 1024 * 1024 + 1))}, "larger than 10 MB"),
    ],
)
def test_what_is_refused_is_refused_in_words_and_the_old_picture_stays(world, sent, words):
    member = world["viewer"]
    kept = make.picture(member) if sent else None
    answer = make.signed_in_client(member).post("/me/picture", {**sent, "audience": "circles"})
    assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert list(Picture.objects.filter(member=member)) == ([kept] if kept else [])
    if kept:
        assert Picture.objects.get().audience == kept.audience


def test_an_audience_that_cannot_be_chosen_is_refused(world):
    browser = make.signed_in_client(world["viewer"])
    browser.post("/me/picture", {"file": file(), "audience": "matching"})
    assert not Picture.objects.exists()
    browser.post("/me/picture", {"file": file()})
    assert Picture.objects.get().audience == "only_me"


def test_whoever_leaves_takes_their_picture_along(world):
    make.picture(world["open"])
    with viewing.as_member(world["open"]):
        presence.leave(member=world["open"])
    assert not Picture.objects.exists()


def test_cards_bear_the_picture_of_whom_one_may_see_and_cost_no_query_more(world, django_assert_num_queries):
    viewer = world["viewer"]
    shown = make.picture(world["open"], Audience.COMMUNITY)
    make.picture(world["match"], Audience.ONLY_ME)
    with viewing.as_member(viewer), django_assert_num_queries(3):  # bounds, members with pictures, pronouns
        cards = queries.cards(viewer, [world["open"].pk, world["match"].pk, world["blocking me"].pk])
    assert cards[world["open"].pk].picture == f"/pictures/{shown.pk}"
    assert cards[world["match"].pk].picture == ""
    page = make.signed_in_client(viewer).get(f"/people/{world['open'].key}").content.decode()
    assert f'src="/pictures/{shown.pk}" alt=""' in page
    page = make.signed_in_client(viewer).get(f"/people/{world['match'].key}").content.decode()
    assert "/pictures/" not in page


def test_a_preview_shows_the_picture_to_whom_it_is_shown(world):
    member = world["viewer"]
    put = make.picture(member, Audience.MATCHES)
    assert queries.preview(member, "match").card.picture == f"/pictures/{put.pk}"
    assert queries.preview(member, "community").card.picture == ""


def test_nobody_puts_up_or_takes_down_a_picture_of_another(world):
    put = make.picture(world["open"], Audience.COMMUNITY)
    with viewing.as_member(world["viewer"]):
        assert Picture.objects.filter(pk=put.pk).update(audience="only_me") == 0
        assert Picture.objects.filter(pk=put.pk).delete()[0] == 0
