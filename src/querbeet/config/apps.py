from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.config"
    label = "config"
