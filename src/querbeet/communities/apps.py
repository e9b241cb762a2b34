from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.communities"
    label = "communities"
