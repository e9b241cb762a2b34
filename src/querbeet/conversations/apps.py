from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.conversations"
    label = "conversations"
