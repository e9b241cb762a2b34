"""Figures that name nobody: fixed groups, none shown below a threshold, none to be worked out from the others."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

FEW = 10


def hidden(cells: Mapping[str, int]) -> set[str]:
    """The cells of one partition that must not be shown beside its total.

    Small cells hide; empty ones do not, there is nobody in them. What a subtraction would give back is at least two
    cells and at least FEW people; where the small ones are less than that, the next smallest hide with them.
    """
    by_size = sorted((name for name in cells if cells[name]), key=lambda name: (cells[name], name))
    if not any(cells[name] < FEW for name in by_size):
        return set()
    gone: list[str] = []
    for name in by_size:
        if cells[name] >= FEW and len(gone) > 1 and sum(cells[one] for one in gone) >= FEW:
            break
        gone.append(name)
    return set(gone)


def told(number: int) -> str:
    """A figure as it may be printed."""
    return str(number) if number >= FEW else _("fewer than %(few)d") % {"few": FEW}


def partition(cells: Mapping[str, int]) -> dict[str, str]:
    """Every cell of a partition as it may be printed, in the order given. Small and hidden ones read alike."""
    gone = hidden(cells)
    return {name: _("not shown") if name in gone else str(number) for name, number in cells.items()}
