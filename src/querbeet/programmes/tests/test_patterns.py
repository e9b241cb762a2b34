"""Whole programmes to begin with, in both languages."""

import pytest
from django.utils import translation

from querbeet.communities.tests import factories as communities
from querbeet.core import viewing
from querbeet.programmes import queries
from querbeet.programmes.actions import programmes, vetting
from querbeet.programmes.enums import Shape, VettingKind
from querbeet.programmes.models.programme import KeptApart, Programme
from querbeet.programmes.rules import patterns, shapes
from querbeet.programmes.tests import factories


@pytest.mark.parametrize("key", patterns.KEYS)
def test_both_languages_ask_and_rule_the_same(key):
    found = []
    for language in patterns.LANGUAGES:
        with translation.override(language):
            found.append(patterns.load(key))
    english, german = found
    assert english.name != german.name
    assert german.purpose
    told = ("training_about",)
    assert {k: v for k, v in english.frame.items() if k not in told} == {
        k: v for k, v in german.frame.items() if k not in told
    }
    shapes_ = [
        [(q.key, q.kind, q.asked, q.shown, q.needed, len(q.choices)) for q in one.ruleset.questions] for one in found
    ]
    assert shapes_[0] == shapes_[1]
    assert (english.ruleset.rules, english.ruleset.wishes) == (german.ruleset.rules, german.ruleset.wishes)
    assert [(c["kind"], c["asked"], c.get("valid_months")) for c in english.checks] == [
        (c["kind"], c["asked"], c.get("valid_months")) for c in german.checks
    ]


@pytest.mark.parametrize("key", patterns.KEYS)
def test_a_pattern_has_room_for_its_shape(key):
    pattern = patterns.load(key)
    frame = shapes.frame(pattern.frame["shape"])
    assert pattern.ruleset.mentors_each >= frame.mentors


def test_an_unknown_pattern_and_language_fall_back():
    assert patterns.load("../secret") is None
    with translation.override("fr"):
        assert patterns.load("jobs").name == "Into work"
    assert len(patterns.everything()) == 6


@pytest.mark.django_db
def test_a_programme_begins_from_a_pattern_and_says_its_own_purpose():
    kim = communities.coordinator()
    with viewing.as_member(kim):
        made = programmes.create(by=kim, name="Two", purpose="Our own.", pattern=patterns.load("arriving"))
    made.refresh_from_db()
    assert (made.purpose, made.shape, made.rolling, made.screening) == ("Our own.", Shape.CO_MENTORS, True, True)
    assert [step.kind for step in made.vetting_steps.all()] == ["talk", "record", "promise"]
    assert queries.ruleset(made).mentors_each == 2


@pytest.mark.django_db
def test_a_copy_has_the_questions_rules_checks_and_protections_and_nobody():
    kim = communities.coordinator()
    first = factories.programme(by=kim, purpose="To grow.")
    factories.candidate(first, "mentee", "Ash")
    KeptApart.objects.create(programme=first, one="ash", other="dara")
    with viewing.as_member(kim):
        vetting.add_step(programme=first, by=kim, kind=VettingKind.TALK, asked="both")
        made = programmes.copy(programme=first, name="Again", by=kim)
        assert queries.ruleset(made, by=kim).rules[-1].pairs == (("ash", "dara"),)
    assert (made.state, made.purpose, made.starts_on) == ("draft", "To grow.", None)
    assert made.vetting_steps.count() == 1
    assert made.participants.count() == 0
    with viewing.as_member(kim):
        programmes.change(programme=made, by=kim, screening=False)
    assert Programme.objects.get(pk=made.pk).screening is True
