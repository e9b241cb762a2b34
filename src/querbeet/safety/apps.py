from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.safety"
    label = "safety"

    def ready(self) -> None:
        from querbeet.safety import texts

        texts.declare()
