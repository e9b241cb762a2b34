import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from querbeet_engine import Refusal, scale, scoring, warm
from querbeet_engine.tests.scoring import worlds

FIELDS = ("mentee", "mentor", "fit_mentee", "fit_mentor", "parts", "removed", "removed_alone")
HOW = {"keep": 3, "within": "community", "areas": np.arange(worlds.SKILLS, dtype=np.int32) // 3, "rows": 7}


def world():
    return worlds.world(5, 40, 45, chosen=["language", "can teach", "blocks", "wished"])


def assert_same(one, other):
    for name in FIELDS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_two_processes_give_the_same_bytes_as_one():
    with scale.processes(2) as executor:
        assert_same(scoring.build(*world(), **HOW, executor=executor), scoring.build(*world(), **HOW))


def test_a_dask_cluster_gives_the_same_bytes_too():
    pytest.importorskip("distributed")
    with scale.dask(1) as executor:
        assert_same(scoring.build(*world(), **HOW, executor=executor), scoring.build(*world(), **HOW))


def test_no_more_tasks_are_drawn_than_there_is_room_for():
    drawn, done = [], []

    def pieces():
        for piece in range(20):
            drawn.append(piece)
            assert len(drawn) - len(done) <= 4
            yield piece

    with ThreadPoolExecutor(2) as pool:
        for result in scale.Ahead(pool, 4).map(abs, pieces()):
            done.append(result)
    assert done == list(range(20))


@pytest.mark.parametrize("place", [scale.processes, scale.dask])
def test_places_without_workers_are_refused(place):
    with pytest.raises(Refusal), place(0):
        pass


def test_scoring_and_scale_leave_dask_alone():
    script = "import sys; from querbeet_engine import scale, scoring; print({'dask', 'distributed'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_every_kernel_is_compiled_by_warming_up():
    for group in warm.GROUPS:
        warm.one_after_the_other(group)
    assert all(kernel.signatures for kernel in (scoring.row_kernels.fill_scores, scoring.best_kernels.fill_best))


def test_groups_warm_up_in_processes_of_their_own():
    warm.everything(((),))
