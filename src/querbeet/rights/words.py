"""Words of a box: what its page says, and what the things in it are called."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TITLES = {
    "communities.Member": gettext_lazy("You in this community"),
    "communities.Facet": gettext_lazy("What you tell about yourself"),
    "communities.Acceptance": gettext_lazy("What you agreed to"),
    "communities.Block": gettext_lazy("People you blocked"),
    "communities.Tie": gettext_lazy("People you belong together with"),
    "communities.Invitation": gettext_lazy("Invitations you wrote"),
    "communities.Persona": gettext_lazy("Your personas"),
    "skills.Listing": gettext_lazy("What you offer and wish for"),
    "skills.Week": gettext_lazy("When you have time"),
    "skills.Strength": gettext_lazy("Your strengths"),
    "skills.Endorsement": gettext_lazy("Strengths of others that you confirmed"),
    "skills.Skill": gettext_lazy("Skills you proposed"),
    "conversations.Message": gettext_lazy("Messages you wrote"),
    "conversations.Seat": gettext_lazy("Conversations you take part in"),
    "programmes.Participant": gettext_lazy("Programmes you take part in"),
    "mentorships.Proposal": gettext_lazy("Pairs that were proposed to you"),
    "mentorships.Answer": gettext_lazy("Your answers to proposals"),
    "notices.Notice": gettext_lazy("What you were told"),
    "notices.Channel": gettext_lazy("How you want to be told"),
    "safety.Report": gettext_lazy("Your calls for help"),
    "safety.Word": gettext_lazy("What you wrote to those who help"),
    "people.Account": gettext_lazy("Your sign-in"),
    "people.Session": gettext_lazy("Where you are signed in"),
    "people.Passkey": gettext_lazy("Your passkeys"),
    "people.Letter": gettext_lazy("Links that wait for you"),
    "rights.Download": gettext_lazy("This copy"),
    "rights.Erasure": gettext_lazy("Erasures that you asked for"),
}


def title(model: type[models.Model]) -> str:
    """What rows of a model are called; for one without words of its own, its name."""
    return str(TITLES.get(model._meta.label, str(model._meta.verbose_name_plural).capitalize()))


def page() -> dict[str, str]:
    """What the page of a box says, in the running language. It names neither the site nor the person."""
    return {
        "title": _("Box"),
        "lead": _("This file is locked. It opens here, in your browser; nothing is sent anywhere."),
        "passphrase": _("Passphrase"),
        "show": _("Show what I type"),
        "open": _("Open"),
        "wait": _("One moment …"),
        "wrong": _("That did not open it. Look at capitals and spaces, and try again; nothing is lost."),
        "too_old": _("This browser is too old to open it. Try another one."),
        "save": _("Save as JSON"),
        "no_script": _("To open it, this page needs JavaScript."),
    }
