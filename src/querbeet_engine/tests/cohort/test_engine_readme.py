"""What the README says works as it stands: its ten lines, run on a file, with the sources and with the wheel."""

import csv
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import test_cohort_real_file as real_file

import querbeet_engine as engine

HOME = Path(engine.__file__).parent
ROOT = HOME.parents[1]
UV = ROOT / "var" / "tools" / "bin" / "uv"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a `pairs.csv` out of the sample, as the README asks for."""
    monkeypatch.setattr(real_file, "FOLDER", ROOT / "examples" / "uk-civil-service")
    problem = real_file.programme()
    columns = problem.mentee.tolist(), problem.mentor.tolist(), problem.fit.tolist()
    with (tmp_path / "pairs.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("mentee", "mentor", "fit"), *zip(*columns, strict=True)])
    return tmp_path


def printed(python, folder):
    """What the example prints, run by some Python that sees nothing of this repository but what is installed."""
    text = (HOME / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    done = subprocess.run([python, "-c", example], cwd=folder, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_lines_of_the_readme_solve_a_file(folder):
    *pairs, summary = printed(sys.executable, folder)
    assert len(pairs) == 28
    assert summary == "28 served, proven: True, faults: []"


@pytest.mark.long
@pytest.mark.skipif(not UV.exists(), reason="bin/setup brings what builds the wheel")
def test_the_wheel_in_an_environment_of_its_own_runs_them_too(folder):
    def uv(*words):
        subprocess.run([UV, *words, "--offline", "--quiet"], cwd=folder, check=True)

    uv("build", "--wheel", "--out-dir", "wheel", HOME)
    uv("venv", "--python", sys.executable, "fresh")
    (wheel,) = (folder / "wheel").glob("*.whl")
    uv("pip", "install", "--python", "fresh", "--no-deps", wheel)
    (packages,) = (folder / "fresh").glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"))  # numpy and the others, without a download
    python = folder / "fresh" / "bin" / "python"
    where = "import querbeet_engine as e; print(e.__file__)"
    found = subprocess.run([python, "-c", where], cwd=folder, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()).is_relative_to(packages)
    assert printed(python, folder) == printed(sys.executable, folder)
