"""What has served its time goes: every night, by the age that each model declares."""

from datetime import datetime, timedelta

from querbeet.core import viewing
from querbeet.rights import registry


def clear(*, now: datetime) -> dict[str, int]:
    """Delete the rows of every model that are older than they are kept; returns how many of each.

    It looks at the clock and not at when it last ran, so that nothing stays longer because it did not run.
    """
    gone = {}
    with viewing.for_purpose("erase"):
        for model in registry.all_models():
            age = model.AGE if hasattr(model, "AGE") else None
            if age is not None:
                before = now - timedelta(days=age.days)
                rows = model._base_manager.filter(**{f"{age.since}__lt": before}, **age.where)
                gone[model._meta.label] = rows.delete()[1].get(model._meta.label, 0)
    return gone
