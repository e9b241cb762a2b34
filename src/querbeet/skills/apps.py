from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

INSIDE = ("skills", "area", "skill", "propose", "proposals", "proposal", "merging", "endorsement")


class Config(AppConfig):
    name = "querbeet.skills"
    label = "skills"

    def ready(self) -> None:
        from querbeet.ui import navigation

        covers = ("home:profile", *(f"skills:{name}" for name in INSIDE))
        navigation.register(
            navigation.Place("exchange", _("Exchange"), "skills:people", icon="repeat", order=30, covers=covers)
        )
