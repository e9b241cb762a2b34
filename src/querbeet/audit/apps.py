from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.audit"
    label = "audit"
