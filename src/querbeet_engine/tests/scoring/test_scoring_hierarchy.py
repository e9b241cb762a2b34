import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querbeet_engine import scoring

MILLION = 1_000_000


def as_table(near):
    table = np.zeros((near.size, near.size), np.int64)
    table[np.repeat(np.arange(near.size), np.diff(near.indptr)), near.skill] = near.similarity
    return table


def test_a_flat_vocabulary_knows_each_skill_by_itself():
    assert as_table(scoring.flat(3)).tolist() == (np.eye(3, dtype=np.int64) * MILLION).tolist()


def test_nearness_falls_with_each_step_up_and_down_and_ends_at_the_cutoff():
    link = np.array([[1, 0], [2, 0], [3, 1]])
    near = as_table(scoring.linked(4, link[:, 0], link[:, 1], np.full(3, 0.5), cutoff=0.2))
    assert near[1].tolist() == [500_000, MILLION, 250_000, 500_000]
    assert near[3].tolist() == [250_000, 500_000, 0, MILLION]


def test_of_two_parents_the_nearer_way_counts():
    near = scoring.linked(4, np.array([3, 3, 1, 2]), np.array([1, 2, 0, 0]), np.array([0.5, 0.9, 0.9, 0.9]))
    assert as_table(near)[3, 0] == 810_000


@given(seed=st.integers(0, 10**6), size=st.integers(1, 9))
@settings(max_examples=80, deadline=None)
def test_nearness_is_the_best_product_over_all_common_ancestors(seed, size):
    rng = np.random.default_rng(seed)
    child, parent = np.nonzero(np.tril(rng.random((size, size)) < 0.4, -1))
    decay = rng.choice([0.5, 0.8, 1.0], len(child))
    up = np.eye(size)
    for skill in range(size):
        for c, p, d in zip(child, parent, decay, strict=True):
            if c == skill:
                up[skill] = np.maximum(up[skill], up[p] * d)
    best = (up[:, None, :] * up[None, :, :]).max(axis=2)
    near = as_table(scoring.linked(size, child, parent, decay, cutoff=0.3))
    expected = np.where(best >= 0.3, best * MILLION, 0)
    clear = np.abs(best - 0.3) > 1e-4
    assert np.abs(near - expected)[clear].max(initial=0) <= 20
    assert np.array_equal(near, near.T)


@pytest.mark.parametrize(
    ("child", "parent", "decay", "message"),
    [
        ([4], [0], [0.5], "child: 4 of link 0 is not one of 4 skills"),
        ([0, 1], [1, -1], [0.5, 0.5], "parent: -1 of link 1 is not one of 4 skills"),
        ([0], [1], [1.5], "decay: 1.5 of link 0 is not between 0 and 1"),
        ([0], [1], [np.nan], "decay: nan of link 0 is not between 0 and 1"),
    ],
)
def test_links_that_cannot_be_are_refused(child, parent, decay, message):
    with pytest.raises(ValueError, match="hierarchy") as refused:
        scoring.linked(4, np.array(child), np.array(parent), np.array(decay))
    assert str(refused.value) == f"hierarchy: {message.replace(': ', ' ')}"
