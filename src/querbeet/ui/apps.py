from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.ui"
    label = "ui"
