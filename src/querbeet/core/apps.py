from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.core"
    label = "core"
