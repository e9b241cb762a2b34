from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.people"
    label = "people"
