from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.rights"
    label = "rights"
