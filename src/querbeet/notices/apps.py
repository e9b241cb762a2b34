from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.notices"
    label = "notices"
