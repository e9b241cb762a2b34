"""Calls for help about each other, answered ones and open ones, for the sweeps in tests/worlds."""

from querbeet.core import viewing
from querbeet.safety import actions
from querbeet.safety.enums import Wish


def plant(bed) -> None:
    for by, about in ((bed.a, bed.b), (bed.b, bed.c), (bed.c, bed.a)):
        with viewing.as_member(by):
            open_ = actions.report(by=by, about=about, words=f"Worries of {by.pk}", named=by == bed.b)
            actions.add(report=open_, text=f"More worries of {by.pk}")
            settled = actions.report(by=by, words=f"Old worries of {by.pk}", wish=Wish.LISTEN)
        with viewing.as_member(bed.steward):
            actions.answer(report=settled, by=bed.steward, text=f"An answer to {by.pk}")
    with viewing.as_member(bed.coordinator):
        actions.keep_line(community=bed.community, name="Advice", reach="0345 1", note="weekdays", by=bed.coordinator)
