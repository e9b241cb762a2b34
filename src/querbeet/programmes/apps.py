from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.programmes"
    label = "programmes"
