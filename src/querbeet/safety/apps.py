from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.safety"
    label = "safety"
