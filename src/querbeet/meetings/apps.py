from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.meetings"
    label = "meetings"

    def ready(self) -> None:
        from querbeet.meetings import texts

        texts.declare_all()
