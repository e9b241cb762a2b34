"""Figures that name nobody: fixed groups, none shown below a threshold, none to be worked out from the others."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

FEW = 5


def hidden(cells: Mapping[str, int]) -> set[str]:
    """The cells of one partition that must not be shown beside its total.

    Small cells hide. What a subtraction would give back is at least two cells and at least FEW people; where the small
    ones are less than that, the next smallest hide with them.
    """
    by_size = sorted(cells, key=lambda name: (cells[name], name))
    small = [name for name in by_size if cells[name] < FEW]
    if not small:
        return set()
    gone: list[str] = []
    for name in by_size:
        if cells[name] >= FEW and len(gone) > 1 and sum(cells[one] for one in gone) >= FEW:
            break
        gone.append(name)
    return set(gone)


def told(number: int, *, hide: bool = False) -> str:
    """A figure as it may be printed."""
    if number < FEW:
        return _("fewer than %(few)d") % {"few": FEW}
    return _("not shown") if hide else str(number)


def partition(cells: Mapping[str, int]) -> dict[str, str]:
    """Every cell of a partition as it may be printed, in the order given. Small and hidden ones read alike."""
    gone = hidden(cells)
    return {name: _("not shown") if name in gone else str(number) for name, number in cells.items()}
