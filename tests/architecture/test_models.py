"""Foreign keys go down, and every personal field says what becomes of it."""

from django.apps import apps
from django.db import models

from querbeet.core.models import Fate, Record
from tests.architecture import house

STRUCTURE = {"id", "created_at"}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("querbeet.")]


def upward_keys(models_: list[type[models.Model]]) -> list[str]:
    breaches = []
    for model in models_:
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None or not target.__module__.startswith("querbeet."):
                continue
            if house.floor(target._meta.app_label) > house.floor(model._meta.app_label):
                breaches.append(f"{model._meta.label}.{field.name} points up to {target._meta.label}")
    return breaches


def unclassified(model: type[models.Model]) -> set[str]:
    fields = {field.name for field in model._meta.concrete_fields} - STRUCTURE
    return fields ^ (set(model.PERSONAL) | set(model.IMPERSONAL))


def test_foreign_keys_go_down():
    assert upward_keys(own_models()) == []


def test_a_key_that_points_up_is_found():
    class Planted(models.Model):  # noqa: DJ008
        member = models.ForeignKey("communities.Member", models.CASCADE)

        class Meta:
            app_label = "audit"

    try:
        assert upward_keys([Planted]) == ["audit.Planted.member points up to communities.Member"]
    finally:
        del apps.all_models["audit"]["planted"]
        apps.clear_cache()


def test_every_field_of_every_model_is_classified():
    assert {model._meta.label: unclassified(model) for model in own_models() if unclassified(model)} == {}


def test_a_field_that_nobody_classified_is_found():
    from querbeet.communities.models.member import Member

    class Forgetful:
        _meta = Member._meta
        PERSONAL = {name: fate for name, fate in Member.PERSONAL.items() if name != "display_name"}
        IMPERSONAL = Member.IMPERSONAL

    assert unclassified(Forgetful) == {"display_name"}


def test_fates_are_known_words():
    fates = {fate for model in own_models() if issubclass(model, Record) for fate in model.PERSONAL.values()}
    assert fates <= set(Fate)
