from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "querbeet.meetings"
    label = "meetings"

    def ready(self) -> None:
        from querbeet.meetings import texts
        from querbeet.mentorships.rules import tabs

        texts.declare_all()
        tabs.register(tabs.Tab("meetings", _("Meetings"), "meetings:of", 35, lambda one: one.began_at is not None))
