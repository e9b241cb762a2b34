from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.meetings"
    label = "meetings"
