"""Examples from the literature by name, each with the answer its authors give."""

import pytest
from exchange_pools import givers, pool

from querbeet_engine import check_rings, rings
from querbeet_engine.exchange.pool import people_of


def served(asked, ring, chain=0):
    found = rings(asked, max_ring=ring, max_chain=chain)
    assert check_rings(asked, found, max_ring=ring, max_chain=chain) == []
    assert found.status == "proven"
    return found.served


def test_roth_sonmez_unver_2007_example_1_three_way_exchanges_save_what_two_way_cannot():
    """Coincidence of wants, AER 97(3), section II: three-way exchanges serve those whose wants are only circular."""
    circular = pool(3, "0>1 1>2 2>0")
    assert (served(circular, 2), served(circular, 3)) == (0, 3)


def test_roth_sonmez_unver_2007_odd_group_of_the_same_type_needs_one_ring_of_three():
    """Three people who can all swap: pairs leave one out, a ring of three does not."""
    same = pool(3, "0>1 1>0 1>2 2>1 0>2 2>0")
    assert (served(same, 2), served(same, 3)) == (2, 3)


def test_roth_sonmez_unver_2007_four_way_exchange_of_four_types():
    """Theorem 1: four-way exchanges can add to three-way ones; longer ones never do for blood types."""
    four = pool(4, "0>1 1>2 2>3 3>0")
    assert [served(four, length) for length in (2, 3, 4)] == [0, 0, 4]


def test_abraham_blum_sandholm_2007_figure_1_two_or_three_cycles():
    """Clearing algorithms for barter exchange markets, EC 2007, figure 1: swaps 1-2, 2-3, 3-4 and the ring 1-2-3-4-5.

    With length at most 3 the best is the two swaps; without that cap the long cycle serves everyone.
    """
    market = pool(5, "0>1 1>0 1>2 2>1 2>3 3>2 3>4 4>0")
    assert [served(market, length) for length in (2, 3, 4, 5)] == [4, 4, 4, 5]


def test_abraham_blum_sandholm_2007_capped_covers_may_not_be_the_uncapped_cover_cut_up():
    """Cycle cover is polynomial without a cap and NP-hard with one: the ring of six is
    allowed under neither cap, and each cap leaves others out."""
    six = pool(6, "0>1 1>2 2>3 3>4 4>5 5>0 0>2 2>0")
    assert (served(six, 5), served(six, 3)) == (5, 3)


def test_roth_et_al_2006_a_nonsimultaneous_chain_serves_people_whom_no_ring_can():
    """Utilizing list exchange and nondirected donation through chain paired donations, AJT 2006."""
    line = pool(4, "0>1 1>2 2>3", gives_only=givers(4, 0))
    assert [served(line, 3, length) for length in (0, 1, 2, 3, 4)] == [0, 1, 2, 3, 3]


def test_dickerson_et_al_2016_a_chain_may_not_visit_someone_twice():
    """Position-indexed formulations, EC 2016: walks by position are chains only because every vertex is used once."""
    loop = pool(3, "0>1 1>2 2>1", gives_only=givers(3, 0))
    assert served(loop, 0, 5) == 2


def test_constantino_2013_sparse_odd_ring_of_swaps_leaves_one_out():
    """New insights on integer-programming models for the kidney exchange problem, EJOR 2013: odd cycles of swaps make
    the linear program fractional (2.5 swaps in a ring of five)."""
    five = pool(5, " ".join(f"{a}>{(a + 1) % 5} {(a + 1) % 5}>{a}" for a in range(5)))
    assert (served(five, 2), served(five, 5)) == (4, 5)


def test_tutte_1947_petersen_graph_has_a_perfect_matching_of_swaps():
    outer = [(k, (k + 1) % 5) for k in range(5)]
    inner = [(5 + k, 5 + (k + 2) % 5) for k in range(5)]
    spokes = [(k, k + 5) for k in range(5)]
    swaps = pool(10, " ".join(f"{a}>{b} {b}>{a}" for a, b in outer + inner + spokes))
    assert served(swaps, 2) == 10


@pytest.mark.parametrize(("length", "expected"), [(2, ((0, 1), (2, 3))), (4, ((0, 1), (2, 3)))])
def test_two_swaps_are_preferred_to_one_ring_of_four(length, expected):
    choice = pool(4, "0>1 1>0 1>2 2>3 3>2 3>0", weight=[1, 1, 9, 1, 1, 9])
    found = rings(choice, max_ring=length)
    assert tuple(tuple(people_of(choice, arcs, chain=False)) for arcs in found.cycles) == expected


def test_fit_decides_between_equals():
    choice = pool(3, "0>1 1>0 1>2 2>1", weight=[5, 5, 6, 6])
    assert rings(choice, max_ring=2).fit == 12
