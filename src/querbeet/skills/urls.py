"""Addresses of skills and of people found by them."""

from django.urls import path

from querbeet.skills.enums import Side
from querbeet.skills.views import mine, people, strengths, vocabulary

OFFER, WISH = {"side": Side.OFFER}, {"side": Side.WISH}
app_name = "skills"
urlpatterns = [
    path("people", people.people, name="people"),
    path("skills", vocabulary.skills, name="skills"),
    path("skills/areas/<slug:key>", vocabulary.area, name="area"),
    path("skills/proposals", vocabulary.proposals, name="proposals"),
    path("skills/proposals/new", vocabulary.propose, name="propose"),
    path("skills/proposals/<slug:key>", vocabulary.proposal, name="proposal"),
    path("skills/proposals/<slug:key>/refusal", vocabulary.refusal, name="refusal"),
    path("skills/proposals/<slug:key>/merging", vocabulary.merging, name="merging"),
    path("skills/<slug:key>", vocabulary.skill, name="skill"),
    path("me/offers", mine.listings, OFFER, name="offers"),
    path("me/offers/<slug:key>", mine.listing, OFFER, name="offer"),
    path("me/offers/<slug:key>/withdrawal", mine.withdrawal, OFFER, name="offer-withdrawal"),
    path("me/wishes", mine.listings, WISH, name="wishes"),
    path("me/wishes/<slug:key>", mine.listing, WISH, name="wish"),
    path("me/wishes/<slug:key>/withdrawal", mine.withdrawal, WISH, name="wish-withdrawal"),
    path("me/week", mine.week, name="week"),
    path("me/strengths", strengths.strengths, name="strengths"),
    path("me/strengths/<uuid:key>", strengths.strength, name="strength"),
    path("me/strengths/<uuid:key>/removal", strengths.removal, name="strength-removal"),
    path("me/endorsements/<uuid:key>", strengths.decision, name="decision"),
    path("strengths/<uuid:key>/endorsement", strengths.endorsement, name="endorsement"),
    path("strengths/<uuid:key>/endorsement/withdrawal", strengths.taking_back, name="taking-back"),
]
