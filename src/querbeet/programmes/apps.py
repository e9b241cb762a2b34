from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.programmes"
    label = "programmes"

    def ready(self) -> None:
        from querbeet.programmes import texts

        texts.declare()
