"""Agreement with kep-solver (another method, other people's code), where it is installed.

It is GPL and never part of the product: set QUERBEET_PEERS to a Python that has it beside the engine's dependencies.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from exchange_pools import town

from querbeet_engine import rings

ROOT = Path(__file__).resolve().parents[4]
PYTHON = os.environ.get("QUERBEET_PEERS", sys.executable)
CASES = [(12 + 3 * k, k, 2 + k % 3, (0, 3)[k % 2]) for k in range(12)]
SCRIPT = """
import json, sys
sys.path[:0] = [sys.argv[1], sys.argv[2], sys.argv[3]]
from exchange_pools import town
import ring_peers
for people, seed, ring, chain in json.loads(sys.argv[4]):
    asked = town(people, seed, giving=0.1 if chain else 0.0)
    print(json.dumps(ring_peers.kepsolver(asked, ring, chain, 60)[0]))
"""


def test_kep_solver_finds_the_same_values():
    there = subprocess.run([PYTHON, "-c", "import kep_solver"], capture_output=True, check=False)
    if there.returncode:
        pytest.skip("kep-solver is not installed")
    folders = [str(ROOT / "src"), str(ROOT / "bench"), str(Path(__file__).parent)]
    command = [PYTHON, "-c", SCRIPT, *folders, json.dumps(CASES)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    for (people, seed, ring, chain), value in zip(CASES, told, strict=True):
        asked = town(people, seed, giving=0.1 if chain else 0.0)
        served = rings(asked, max_ring=ring, max_chain=chain).served
        # with chains kep-solver counts their last gift too and may prefer more of them
        assert served == int(value) if chain == 0 else served >= int(value)
