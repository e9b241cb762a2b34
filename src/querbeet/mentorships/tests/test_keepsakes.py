"""At the end one takes one's notes along or shreds them: one's own at once, shared ones when all want to."""

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import viewing
from querbeet.mentorships.actions import endings, notes, parting
from querbeet.mentorships.models.together import Note, PrivateNote, Shredding
from querbeet.mentorships.queries import together as queries
from querbeet.mentorships.rules.parts import NotNow
from querbeet.mentorships.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make.pair()


@pytest.fixture
def ended(two):
    found = make.mentorship("ending", *two)
    for member, text in zip(two, ("Try the small library", "Questions for Dara"), strict=True):
        by(member, notes.write, mentorship=found, by=member, text=text)
        by(member, notes.keep, mentorship=found, member=member, text=f"Only for {member.display_name}", version=0)
    return found


def by(member, act, /, **more):
    with viewing.as_member(member):
        return act(**more)


def seen(ended, member):
    with viewing.as_member(member):
        texts = sorted(one.row.text for one in queries.notes(ended, member))
        assert len(texts) == Note.objects.count()  # the second wall says the same
        return texts


def shred(ended, member):
    by(member, notes.shred, mentorship=ended, by=member)


def test_the_file_holds_what_is_one_s_own_and_what_is_shared_and_names_nobody(ended, two):
    by(two[0], endings.take_along, mentorship=ended, member=two[0], text="I can ask now.")
    answer = signed_in_client(two[0]).get(f"/mentoring/{ended.pk}/notes/file")
    text = answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    for words in ("Only for Ash", "I can ask now.", "Try the small library", "Questions for Dara"):
        assert words in text
    assert ("Only for Dara" in text, "Querbeet" in text, "entor" in text) == (False, False, False)


def test_a_file_without_notes_says_so(two):
    found = make.mentorship("closed", *two)
    assert (
        signed_in_client(two[0]).get(f"/mentoring/{found.pk}/notes/file").content == b"There is nothing written yet.\n"
    )


def test_one_s_own_note_goes_at_once_and_the_other_s_stays(ended, two):
    browser, here = signed_in_client(two[0]), f"/mentoring/{ended.pk}/own-note/removal"
    assert "Shred your own note?" in browser.get(here).content.decode()
    assert "Your own note is gone." in browser.post(here, follow=True).content.decode()
    assert [note.member for note in PrivateNote.objects.all()] == [two[1]]
    by(two[0], notes.drop, mentorship=ended, member=two[0])


def test_shared_notes_are_gone_for_one_and_stay_for_the_other_who_learns_nothing(ended, two):
    browser, here = signed_in_client(two[0]), f"/mentoring/{ended.pk}/notes/removal"
    before = signed_in_client(two[1]).get(f"/mentoring/{ended.pk}/notes").content.decode().split("<main")[1]
    assert "Shred the shared notes?" in browser.get(here).content.decode()
    assert "They are gone for you." in browser.post(here, follow=True).content.decode()
    assert (seen(ended, two[0]), len(seen(ended, two[1]))) == ([], 2)
    after = signed_in_client(two[1]).get(f"/mentoring/{ended.pk}/notes").content.decode().split("<main")[1]
    assert after.split("csrfmiddlewaretoken")[0] == before.split("csrfmiddlewaretoken")[0]
    with viewing.as_member(two[1]):
        assert (Shredding.objects.count(), Shredding.objects.visible_to(two[1]).count()) == (0, 0)


def test_shared_notes_are_erased_when_all_are_done_with_them(ended, two):
    for member in two:
        assert Note.objects.count() == 2
        shred(ended, member)
    assert not Note.objects.exists()


def test_what_is_written_after_that_is_seen_and_stays(ended, two):
    shred(ended, two[0])
    by(two[1], notes.write, mentorship=ended, by=two[1], text="One more")
    assert seen(ended, two[0]) == ["One more"]
    shred(ended, two[1])
    assert [note.text for note in Note.objects.all()] == ["One more"]
    shred(ended, two[0])
    assert not Note.objects.exists()


def test_who_is_blocked_cannot_erase_what_the_other_keeps(ended, two):
    """Proof of what was written stays with whoever wants it, and to the other it looks the same."""
    communities.block(two[1], two[0])
    parted = by(two[1], parting.apart, member=two[1], other=two[0])
    assert parted is None
    ended.refresh_from_db()
    shred(ended, two[0])
    assert (seen(ended, two[0]), len(seen(ended, two[1]))) == ([], 2)


def test_when_whoever_kept_them_leaves_what_the_other_shredded_goes(ended, two):
    shred(ended, two[0])
    by(two[1], parting.forget, member=two[1])
    assert (Note.objects.count(), PrivateNote.objects.filter(member=two[1]).count()) == (0, 0)


def test_when_nobody_shredded_leaving_takes_no_notes_from_the_other(ended, two):
    by(two[1], parting.forget, member=two[1])
    assert Note.objects.count() == 2


def test_shared_notes_are_shredded_at_the_end_alone(two):
    found = make.mentorship("active", *two)
    with pytest.raises(NotNow):
        shred(found, two[0])
    assert signed_in_client(two[0]).get(f"/mentoring/{found.pk}/notes/removal").status_code == 404


@pytest.mark.parametrize("part", ["notes/file", "notes/removal", "own-note/removal"])
def test_strangers_and_coordinators_find_nothing(ended, two, part):
    for other in (communities.member(community=two[0].community), communities.coordinator(community=two[0].community)):
        assert signed_in_client(other).get(f"/mentoring/{ended.pk}/{part}").status_code == 404


def test_the_page_of_goodbye_offers_all_three(ended, two):
    page = signed_in_client(two[0]).get(f"/mentoring/{ended.pk}/farewell").content.decode()
    for words in ("Take my notes along as a file", "Shred my own note", "Shred the shared notes"):
        assert words in page
