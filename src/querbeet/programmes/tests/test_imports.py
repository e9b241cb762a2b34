"""Imports: nothing before the yes, twice is the same as once, and everything can be taken back."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation

from querbeet.communities.tests import factories as communities
from querbeet.core import clock, sheets, viewing
from querbeet.programmes import queries, tasks
from querbeet.programmes.actions import imports, programmes
from querbeet.programmes.actions.imports import NEW_QUESTION, AlreadyDecided
from querbeet.programmes.enums import EnrolmentState, QuestionKind, Side, State
from querbeet.programmes.models.imports import ColumnMapping, ImportBatch
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.rules import guessing, reading
from querbeet.programmes.rules.lifecycle import NotNow
from querbeet.programmes.rules.reading import NoIdentification, Problem
from querbeet.programmes.tests import factories
from querbeet.programmes.tests.factories import GRADE, RULES

pytestmark = pytest.mark.django_db
FILE = b"Nr;Vorname;Nachname;Grade;Topics;E-Mail\n1;Ash;Berg;one;rest, naps;ash@example.org\n2;Bo;;Two;;\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    return factories.programme(by=kim, state=State.DRAFT)


def upload(programme, kim, data=FILE, side=Side.MENTEE):
    with viewing.as_member(kim):
        return imports.upload(programme=programme, side=side, file_name="people.csv", data=data, by=kim)


def confirm(batch, kim):
    with viewing.as_member(kim):
        return imports.confirm(batch=batch, by=kim)


def people():
    rows = Participant.objects.order_by("reference")
    return [(row.reference, row.name, row.contact, row.answers, row.capacity) for row in rows]


ASH = ("1", "Ash Berg", "ash@example.org", {"grade": "One", "topics": ["rest", "naps"]}, None)
BO = ("2", "Bo", "", {"grade": "Two"}, None)


def test_nothing_is_imported_before_the_yes(programme, kim):
    batch = upload(programme, kim)
    assert people() == []
    done = confirm(batch, kim)
    assert people() == [ASH, BO]
    assert done.counts == {"new": 2, "changed": 0, "same": 0}
    assert (done.rows, done.state) == ([], "done")


def test_the_same_file_twice_is_the_same_as_once(programme, kim):
    confirm(upload(programme, kim), kim)
    again = confirm(upload(programme, kim), kim)
    assert people() == [ASH, BO]
    assert again.counts == {"new": 0, "changed": 0, "same": 2}


def test_a_newer_file_brings_people_up_to_date_and_undo_takes_it_back(programme, kim):
    confirm(upload(programme, kim), kim)
    newer = confirm(upload(programme, kim, FILE.replace(b"Two;;", b"Three;;") + b"3;Cleo;;Four;;\n"), kim)
    assert newer.counts == {"new": 1, "changed": 1, "same": 1}
    assert [row[3].get("grade") for row in people()] == ["One", "Three", "Four"]
    with viewing.as_member(kim):
        imports.undo(batch=newer, by=kim)
    assert people() == [ASH, BO]


def test_undo_happens_once_and_the_latest_first(programme, kim):
    first, second = confirm(upload(programme, kim), kim), confirm(upload(programme, kim), kim)
    with viewing.as_member(kim):
        with pytest.raises(AlreadyDecided, match="Take back the later import"):
            imports.undo(batch=first, by=kim)
        imports.undo(batch=second, by=kim)
        with pytest.raises(AlreadyDecided, match="already taken back"):
            imports.undo(batch=second, by=kim)
        imports.undo(batch=first, by=kim)
    assert people() == []


def test_an_upload_is_decided_once(programme, kim):
    batch = confirm(upload(programme, kim), kim)
    with viewing.as_member(kim):
        for verb in (imports.confirm, imports.discard):
            with pytest.raises(AlreadyDecided):
                verb(batch=batch, by=kim)


def test_an_upload_can_be_thrown_away(programme, kim):
    with viewing.as_member(kim):
        imports.discard(batch=upload(programme, kim), by=kim)
        assert not ImportBatch.objects.exists()


def test_somebody_taken_out_comes_back_with_the_next_import(programme, kim):
    confirm(upload(programme, kim), kim)
    Participant.objects.filter(reference="2").update(state=EnrolmentState.LEFT)
    assert confirm(upload(programme, kim), kim).counts["new"] == 1
    assert Participant.objects.in_pool().filter(reference="2").count() == 1


def test_what_members_say_about_themselves_is_not_overwritten(programme, kim):
    ash = communities.member("Ash", community=kim.community)
    mine = factories.enrolled(programme, Side.MENTEE, ash, grade="Four")
    Participant.objects.filter(pk=mine.pk).update(reference="1")
    confirm(upload(programme, kim), kim)
    assert Participant.objects.get(pk=mine.pk).answers == {"grade": "Four"}


def test_a_closed_programme_takes_nobody(kim):
    with pytest.raises(NotNow):
        upload(factories.programme(by=kim, state=State.CLOSED), kim)


def test_columns_of_ones_own_become_questions_and_are_remembered(programme, kim):
    data = b"Nr,Favourite tea,Walks\n1,mint,yes\n2,mint,no\n3,mint,\n4,sage,no\n5,sage,no\n6,sage,no\n"
    batch = upload(programme, kim, data)
    with viewing.as_member(kim):
        mapping = {**batch.mapping, "Favourite tea": NEW_QUESTION, "Walks": NEW_QUESTION}
        imports.map_columns(batch=batch, mapping=mapping, by=kim)
        batch.refresh_from_db()
        confirm(batch, kim)
        questions = {one.key: one for one in queries.ruleset(programme).questions}
    assert [questions[key].kind for key in ("favourite_tea", "walks")] == [QuestionKind.CHOICE, QuestionKind.YES_NO]
    assert Participant.objects.get(reference="1").answers == {"favourite_tea": "mint", "walks": True}
    assert upload(programme, kim, b"walks,favourite TEA,nr\nno,sage,9\n").mapping == {
        "walks": "answer:walks",
        "favourite TEA": "answer:favourite_tea",
        "nr": "id",
    }


def test_forgotten_uploads_are_thrown_away_and_imported_ones_stay(programme, kim):
    old, done, fresh = (upload(programme, kim) for _time in range(3))
    confirm(done, kim)
    ImportBatch.objects.filter(pk__in=[old.pk, done.pk]).update(created_at=clock.now() - timedelta(days=3))
    assert tasks.throw_away_old_uploads(0) == 1
    assert set(ImportBatch.objects.values_list("pk", flat=True)) == {done.pk, fresh.pk}


def read(data, ruleset=RULES, **mapping):
    sheet = sheets.read(data)
    return reading.read(sheet, mapping or guessing.guess(sheet, ruleset, Side.MENTEE), ruleset, Side.MENTEE)


def test_every_problem_is_named_by_row_and_column():
    found = read(
        b"id,grade,capacity,employer\nA,Nine,many,x\n,One,1,x\na,One,1,x\nb,One,-1,x\nc,One,3,x,stray\nd,One,0,x\n"
        + b"e" * 201
        + b",One,,x\n"
    )
    assert [str(problem) for problem in found.problems] == [
        "Row 2, column “grade”: “Nine” is not one of: One, Two, Three, Four.",
        "Row 2, column “capacity”: “many” is not a whole number from 0 to 50.",
        "Row 3, column “id”: The identification is missing.",
        "Row 4, column “id”: Row 2 already has “a”.",
        "Row 5, column “capacity”: “-1” is not a whole number from 0 to 50.",
        "Row 6, column “E”: This row has more cells than there are columns: “stray” stands alone.",
        "Row 8, column “id”: The identification is too long.",
    ]
    assert [(one.id, one.capacity) for one in found.people] == [("d", 0)]


def test_a_needed_answer_that_is_missing_is_a_problem():
    from dataclasses import replace

    ruleset = replace(RULES, questions=(replace(GRADE, needed=True),), rules=(), wishes=())
    assert read(b"id,grade\n1,\n", ruleset).problems == (Problem(2, "grade", "The answer is missing."),)


def test_a_problem_of_a_whole_row_names_the_row():
    assert str(Problem(3, "", "Gone.")) == "Row 3: Gone."


def test_without_an_identification_nothing_can_be_imported():
    with pytest.raises(NoIdentification):
        read(b"grade\nOne\n")


@pytest.mark.parametrize(
    ("data", "mapping"),
    [
        (
            b"Kennung,Anzeigename,E-Mail-Adresse,Pl\xc3\xa4tze,Stufe\n7,A,a@b.org,2,Two\n",
            {
                "Kennung": "id",
                "Anzeigename": "name",
                "E-Mail-Adresse": "contact",
                "Plätze": "capacity",
                "Stufe": "answer:grade",
            },
        ),
        (b"email address,grades\na@b.org,One\nc@d.org,Two\n", {"email address": "id", "grades": "answer:grade"}),
        (b"x,y\na@b.org,note\nc@d.org,more\n", {"x": "id", "y": ""}),
        (b"x,y\na,b\n", {"x": "", "y": ""}),
    ],
)
def test_columns_are_guessed_by_name_and_by_content(data, mapping):
    assert guessing.guess(sheets.read(data), RULES, Side.MENTEE) == mapping


def test_what_was_remembered_counts_only_while_it_means_something():
    sheet = sheets.read(b"id,grade\n1,One\n")
    remembered = {"id": "id", "grade": "answer:gone"}
    assert guessing.guess(sheet, RULES, Side.MENTEE, remembered) == {"id": "id", "grade": "answer:grade"}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (b"3;x\n4,5;x\n", QuestionKind.NUMBER),
        (b"yes;x\nnein;x\n", QuestionKind.YES_NO),
        (b"long text;x\nother;x\n", QuestionKind.TEXT),
        (b"a;x\nb;x\na;x\nb;x\na;x\nb;x\n", QuestionKind.CHOICE),
    ],
)
def test_a_new_question_has_the_kind_that_its_cells_suggest(cells, kind):
    sheet = sheets.read(b"Wert;Note\n" + cells)
    assert guessing.suggested_question(sheet, "Wert", Side.MENTOR).kind == kind


TABLES = (ImportBatch, ColumnMapping, Participant)


def test_the_database_shows_nothing_of_it_to_members_and_strangers(programme, kim):
    confirm(upload(programme, kim), kim)
    upload(programme, kim)
    with viewing.as_member(kim):
        assert all(table.objects.exists() for table in TABLES)  # the control: the rows are there
    for other in (communities.member(community=kim.community), communities.coordinator("Lou")):
        with viewing.as_member(other):
            assert [table.objects.count() for table in TABLES] == [0, 0, 0]
            assert not Participant.objects.visible_to(other).exists()
    with viewing.looking(viewing.Context()):
        assert [table.objects.count() for table in TABLES] == [0, 0, 0]


def test_a_member_cannot_write_an_enrolment_for_somebody_else(programme, kim):
    from django.db.utils import ProgrammingError

    factories.programmes.move(programme=programme, event="open", by=kim)
    mika, noa = (communities.member(name, community=kim.community) for name in ("Mika", "Noa"))
    with viewing.as_member(mika):
        factories.enrolled(programme, Side.MENTEE, mika)
        with pytest.raises(ProgrammingError), transaction.atomic():
            factories.enrolled(programme, Side.MENTEE, noa)


def test_rules_survive_the_way_through_the_database(programme, kim):
    assert queries.ruleset(programme) == RULES
    with viewing.as_member(kim):
        programmes.change_rules(programme=programme, ruleset=RULES, by=kim)
    assert queries.ruleset(programme) == RULES
