from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.skills"
    label = "skills"
