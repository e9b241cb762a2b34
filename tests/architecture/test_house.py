"""The house rules hold; and each of them fails on a tree with a planted breach."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import house

RULES = [
    house.private_imports,
    house.upward_tests,
    house.engine_windows,
    house.oversize,
    house.foreign_includes,
    house.inline_code,
]
PLANTED = {
    house.private_imports: ("src/querbeet/home/planted.py", "from querbeet.people.views import sign_in\n"),
    house.upward_tests: ("src/querbeet/people/tests/test_planted.py", "import querbeet.communities.models\n"),
    house.engine_windows: ("src/querbeet/matching/planted.py", "from querbeet_engine.cohort import flow\n"),
    house.foreign_includes: ("src/querbeet/home/templates/home/p.html", '{% include "people/card.html" %}'),
    house.inline_code: ("src/querbeet/home/templates/home/p.html", '<p style="color: red">no</p>'),
}
TOO_LONG = {
    "a file": ("src/querbeet/home/planted.py", "x = 1\n" * 401),
    "a function": ("src/querbeet/home/planted.py", "def f():\n" + "    x = 1\n" * 40),
    "a view": ("src/querbeet/home/views.py", "def f():\n" + "    x = 1\n" * 25),
    "a view in a folder": ("src/querbeet/home/views/today.py", "def f():\n" + "    x = 1\n" * 25),
    "a template": ("src/querbeet/home/templates/home/p.html", "<p></p>\n" * 121),
    "a style sheet": ("src/querbeet/ui/static/ui/p.css", "\n" * 251),
    "a script": ("src/querbeet/ui/static/ui/p.js", "\n" * 121),
}


def plant(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return folder


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule):
    assert rule(house.ROOT) == []


@pytest.mark.parametrize("rule", PLANTED, ids=lambda rule: rule.__name__)
def test_a_planted_breach_is_found(rule, tmp_path):
    assert len(rule(plant(tmp_path, *PLANTED[rule]))) == 1


@pytest.mark.parametrize("what", TOO_LONG)
def test_what_is_too_long_is_found(what, tmp_path):
    assert len(house.oversize(plant(tmp_path, *TOO_LONG[what]))) == 1


IMPORT_BREACHES = {
    "floors": ("src/querbeet/core/planted.py", "def f():\n    import querbeet.people.models\n", "floors"),
    "across one floor": ("src/querbeet/skills/rules.py", "import querbeet.ledger\n", "floors"),
    "inside a package": ("src/querbeet/people/enums.py", "import querbeet.people.views\n", "order inside"),
    "pure engine": ("src/querbeet_engine/planted.py", "import django\n", "engine is pure"),
    "one door": ("src/querbeet/programmes/planted.py", "import querbeet_engine\n", "one door"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter over the tree in `folder`, with the contracts of this project."""
    call = "sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True))"
    code = f"import sys; from importlinter.cli import lint_imports; {call}"
    config = str(house.ROOT / "pyproject.toml")
    return subprocess.run(
        [sys.executable, "-c", code, config],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def bare_tree(tmp_path_factory) -> Path:
    """All Python files of the project, without templates and data."""
    folder = tmp_path_factory.mktemp("tree")
    for path in house.python_files(house.ROOT):
        copy = folder / path.relative_to(house.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text())
    return folder


def test_imports_keep_the_contracts(bare_tree):
    done = lint(bare_tree)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("breach", IMPORT_BREACHES)
def test_a_planted_import_breaks_its_contract(breach, bare_tree):
    name, text, contract = IMPORT_BREACHES[breach]
    neighbour = bare_tree / "src/querbeet/ledger/__init__.py"
    file = bare_tree / name
    before = file.read_text() if file.exists() else None
    if "ledger" in text:
        neighbour.parent.mkdir()
        neighbour.touch()
    file.write_text(text + (before or ""))
    try:
        broken = [line for line in lint(bare_tree).stdout.splitlines() if line.endswith("BROKEN")]
    finally:
        file.write_text(before) if before is not None else file.unlink()
        if "ledger" in text:
            neighbour.unlink()
            neighbour.parent.rmdir()
    assert any(contract in line for line in broken)
