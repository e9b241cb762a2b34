"""Words to begin an agreement with, in plain language. Everybody in it can change every one of them."""

from django.utils.translation import gettext as _


def draft() -> dict[str, str]:
    """A first text for each part of an agreement, in the reader's language."""
    return {
        "goals": _("What would we like to have reached in half a year?"),
        "rhythm": _("We talk every two weeks for an hour. Whoever cannot come says so the day before."),
        "channels": _("We write here. We meet online or in a place where both feel safe."),
        "boundaries": _("Both may say no to any question or topic at any time, without a reason."),
        "confidence": _(
            "What we tell each other stays between us. If somebody is in serious danger, we get help and say so first."
        ),
        "ending": _("Each of us may end it at any time, without a reason. We then talk once more, if both want to."),
    }
