"""The public door: light to import, complete, and its README runs as it is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import querbeet_engine as engine

FOLDER = Path(engine.__file__).parent


def test_importing_the_engine_loads_nothing_heavy():
    code = (
        "import sys, querbeet_engine as e; e.Refusal; dir(e);"
        "heavy = {'numpy', 'scipy', 'numba', 'highspy'} & set(sys.modules); print(sorted(heavy));"
        "e.Problem, e.Solution; print(sorted({'scipy', 'numba', 'highspy'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split("\n")[:2] == ["[]", "[]"]


def test_every_name_of_the_door_is_there_and_none_is_a_module():
    modules = {path.stem for path in FOLDER.iterdir() if path.suffix == ".py" or path.is_dir()}
    for name in engine.__all__:
        assert getattr(engine, name) is not None
    functions = {name for name in engine.__all__ if callable(getattr(engine, name))}
    assert functions & modules == set()
    assert set(engine.__all__) <= set(dir(engine))
    with pytest.raises(AttributeError, match="has no attribute 'magic'"):
        engine.magic  # noqa: B018


def test_the_code_in_the_readme_runs(tmp_path):
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)
    (tmp_path / "pairs.csv").write_text("mentee,mentor,fit\nAda,Kim,0.9\nAda,Lou,0.4\nBo,Kim,0.8\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert out.stdout.splitlines() == ["Ada Lou 0.4", "Bo Kim 0.8", "2 served, proven: True, faults: []"]
