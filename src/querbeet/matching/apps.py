from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.matching"
    label = "matching"
