from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.growth"
    label = "growth"

    def ready(self) -> None:
        from querbeet.growth import texts

        texts.declare_all()
