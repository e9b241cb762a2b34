"""What is told of things done together. The lines say that something is there, never what is written in it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from querbeet.communities.models.member import Member
from querbeet.mentorships.models.together import Goal, Obstacle, Tip
from querbeet.notices.rules import Kind, Line, Names, declare

GOAL, REACHED = "mentorships.goal", "mentorships.goal_reached"
OBSTACLE, OVERCOME, TIP = "mentorships.obstacle", "mentorships.overcome", "mentorships.tip"
SHELF = "mentorships.tip_offered"


def _line(text: str | Promise, address: Callable[[Any], str]) -> Callable[[Any, Member, Names], Line]:
    def say(thing: Any, reader: Member, names: Names) -> Line:
        name = names[thing.author_id].name if thing.author_id else gettext("former member")
        return Line(str(text) % {"name": name}, address(thing))

    return say


def _author(thing: Any) -> list:
    return [thing.author_id] if thing.author_id else []


def _goals(goal: Goal) -> str:
    return reverse("mentorships:goals", args=[goal.mentorship_id])


def _obstacle(obstacle: Obstacle) -> str:
    return reverse("mentorships:obstacle", args=[obstacle.pk])


def _tips(tip: Tip) -> str:
    return reverse("mentorships:obstacle", args=[tip.obstacle_id])


def _sharing(tip: Tip) -> str:
    return reverse("mentorships:sharing", args=[tip.pk])


def _offered(reader: Member) -> Any:
    """Tips about which the reader has not decided yet."""
    mine = Tip.objects.visible_to(reader).exclude(offered="").exclude(agreed__contains=[reader.pk])
    return mine.filter(shelved=False)


def declare_all() -> None:
    """Make the kinds known."""
    kinds = (
        (GOAL, _("A new goal of ours"), Goal, _("%(name)s set a goal for you together."), _goals),
        (REACHED, _("A goal of ours is reached"), Goal, _("A goal is reached. Have a look!"), _goals),
        (OBSTACLE, _("Something is in our way"), Obstacle, _("%(name)s wrote down what is in the way."), _obstacle),
        (OVERCOME, _("We got past something"), Obstacle, _("You have got past an obstacle. Have a look!"), _obstacle),
        (TIP, _("A tip for us"), Tip, _("%(name)s has a tip."), _tips),
    )
    for name, label, model, text, address in kinds:
        declare(Kind(name, label, rows=model.objects.visible_to, say=_line(text, address), names=_author))
    declare(
        Kind(
            SHELF,
            _("Somebody wants to share a tip of ours"),
            rows=_offered,
            say=_line(_("May a tip of yours help others too? Decide together."), _sharing),
            names=_author,
        )
    )
