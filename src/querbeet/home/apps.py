from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

MINE = ("edit", "audiences", "address", "blocks", "unblock", "pause")
MY_SKILLS = ("offers", "offer", "wishes", "wish", "week", "strengths", "strength")


class Config(AppConfig):
    name = "querbeet.home"
    label = "home"

    def ready(self) -> None:
        from querbeet.ui import navigation

        navigation.register(navigation.Place("today", _("Today"), "home:today", icon="sun", order=10))
        covers = ("people", "notices:preferences", "home:preview", "home:personas", "home:leave")
        more = (*(f"communities:{name}" for name in MINE), *(f"skills:{name}" for name in MY_SKILLS))
        navigation.register(
            navigation.Place("me", _("Me"), "home:me", icon="user-round", order=90, covers=(*covers, *more))
        )
