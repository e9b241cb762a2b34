from django.apps import AppConfig


class Config(AppConfig):
    name = "querbeet.mentorships"
    label = "mentorships"
