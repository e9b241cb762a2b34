from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.growth"
    label = "growth"
