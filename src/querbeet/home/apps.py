from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.home"
    label = "home"
