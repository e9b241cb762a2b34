from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.conversations"
    label = "conversations"

    def ready(self) -> None:
        from querbeet.conversations import texts

        texts.declare()
