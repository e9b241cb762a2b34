"""What ages says when it has served its time, and goes then, however long nobody looked."""

from datetime import timedelta

import pytest
import time_machine
from django.db import models

from querbeet.core import clock
from querbeet.core.models import Age
from querbeet.rights import registry
from querbeet.rights.actions import retention
from querbeet.rights.models import Download
from tests.worlds import garden

pytestmark = pytest.mark.django_db
ENDS = {"expires_at", "ended_at", "told_at", "finished_at"}  # a row with one of these is over some day


def without_age(found: list[type[models.Model]]) -> list[str]:
    return [
        model._meta.label
        for model in found
        if ENDS & {field.name for field in model._meta.concrete_fields} and getattr(model, "AGE", None) is None
    ]


def aged() -> list[tuple[type[models.Model], Age]]:
    return [(model, model.AGE) for model in registry.all_models() if getattr(model, "AGE", None)]


def test_every_model_that_comes_to_an_end_says_how_long_it_is_kept():
    assert without_age(registry.all_models()) == []


def test_a_model_that_does_not_say_so_is_found():
    class Forgetful(Download):
        AGE = None

        class Meta:
            app_label = "retention_tests"
            proxy = True

    assert without_age([Forgetful]) == ["retention_tests.Forgetful"]


def test_every_age_names_fields_that_are_there():
    for model, age in aged():
        assert model._base_manager.filter(**{f"{age.since}__lt": clock.now()}, **age.where).count() >= 0


@pytest.mark.parametrize("late", [0, 40])
def test_each_row_goes_when_its_time_has_come_and_not_before(late):
    """`late`: days that the worker was down."""
    garden.plant()
    now = clock.now()
    for model, age in aged():
        rows = model._base_manager.filter(**age.where)
        ended = rows.exclude(**{age.since: None}).order_by("created_at")
        row = ended.first() or rows.order_by("created_at").first()
        if row is None:
            continue
        rows.exclude(pk=row.pk).delete()
        moment = now if model._meta.get_field(age.since).get_internal_type() == "DateTimeField" else now.date()
        model._base_manager.filter(pk=row.pk).update(**{age.since: moment})
        with time_machine.travel(now + timedelta(days=age.days) - timedelta(minutes=1)):
            retention.clear(now=clock.now())
            assert model._base_manager.filter(pk=row.pk).exists(), model._meta.label
        with time_machine.travel(now + timedelta(days=age.days + late, minutes=1)):
            assert retention.clear(now=clock.now())[model._meta.label] >= 1, model._meta.label
            assert not model._base_manager.filter(pk=row.pk).exists(), model._meta.label


def test_without_the_job_it_would_stay():
    """The control."""
    garden.plant()
    with time_machine.travel(clock.now() + timedelta(days=4000)):
        assert all(model._base_manager.exists() for model, age in aged() if not age.where)
