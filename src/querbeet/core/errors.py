"""Failures that are expected, each with a sentence for the person in front of the screen."""

from django.utils.functional import Promise


class Refused(Exception):
    """An act was refused for a reason a person can understand; `sentence` is what they read."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
