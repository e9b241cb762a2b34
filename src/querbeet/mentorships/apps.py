from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from querbeet.ui import navigation
from querbeet.ui.navigation import Place


class Config(AppConfig):
    name = "querbeet.mentorships"
    label = "mentorships"

    def ready(self) -> None:
        from querbeet.communities.actions import parting as communities
        from querbeet.mentorships import texts, together_texts
        from querbeet.mentorships.actions import parting
        from querbeet.mentorships.queries import cases as queries
        from querbeet.mentorships.rules import tabs
        from querbeet.safety import rules as safety

        texts.declare()
        together_texts.declare_all()
        tabs.declare()
        safety.declare(queries.thing())
        communities.ends(parting.apart)
        navigation.register(
            Place(
                "mentoring",
                _("Mentoring"),
                "mentorships:index",
                icon="signpost",
                order=20,
                covers=("mentorships", "programmes", "matching"),
            )
        )
