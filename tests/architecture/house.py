"""The house rules as functions over a source tree: each returns its breaches, one line each.

They take the folder, so that a test can show each of them failing on a tree with a planted breach.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = (
    ("core",),
    ("ui",),
    ("audit",),
    ("people",),
    ("communities",),
    ("notices",),
    ("safety",),
    ("skills", "conversations", "library", "ledger"),
    ("programmes",),
    ("mentorships", "exchanges", "circles", "learning", "opportunities"),
    ("meetings",),
    ("growth",),
    ("matching",),
    ("insights",),
    ("home",),
    ("rights",),
    ("api",),
    ("config",),
)
OPEN_TO_OTHERS = {"models", "enums", "rules", "queries", "actions"}
OPEN_ANYWAY = {"core", "ui", "audit", "config"}  # no domain inside: tools, looks and the record
GUARDS = {"guards", "middleware", "templatetags"}  # offered to the views and templates of other packages

LINES = {".py": 400, ".html": 120, ".css": 250, ".js": 120}
LONGEST_FUNCTION = 40
LONGEST_VIEW = 25


def floor(package: str) -> int:
    """How high a package lives; the ground floor is 0."""
    return next(level for level, names in enumerate(FLOORS) if package in names)


def python_files(root: Path) -> Iterator[Path]:
    return (path for path in sorted((root / "src").rglob("*.py")) if "migrations" not in path.parts)


def package_of(path: Path, root: Path) -> str:
    parts = path.relative_to(root / "src").parts
    return parts[1] if parts[0] == "querbeet" and len(parts) > 2 else parts[0]


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, inside functions too, with the line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def private_imports(root: Path) -> list[str]:
    """From another package only models, enums, rules, queries and actions; views may use guards."""
    breaches = []
    for path in python_files(root):
        own = package_of(path, root)
        if own == "config" or "tests" in path.parts:
            continue
        for line, module in imported(path):
            parts = module.split(".")
            if parts[0] != "querbeet" or len(parts) < 3 or parts[1] == own or parts[1] in OPEN_ANYWAY:
                continue
            if parts[2] not in OPEN_TO_OTHERS | GUARDS:
                breaches.append(f"{path.relative_to(root)}:{line} reaches into {module}")
    return breaches


def upward_tests(root: Path) -> list[str]:
    """Tests of a package obey its floor too."""
    breaches = []
    for path in python_files(root):
        own = package_of(path, root)
        if "tests" not in path.parts or own in ("config", "querbeet_engine"):
            continue
        for line, module in imported(path):
            parts = module.split(".")
            if parts[0] == "querbeet" and len(parts) > 1 and parts[1] != own and floor(parts[1]) >= floor(own):
                breaches.append(f"{path.relative_to(root)}:{line} looks up to {module}")
    return breaches


def engine_windows(root: Path) -> list[str]:
    """Matching enters the engine by its door alone, never by an inner module."""
    breaches = []
    for path in python_files(root):
        if package_of(path, root) == "querbeet_engine":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("querbeet_engine."):
                breaches.append(f"{path.relative_to(root)}:{node.lineno} climbs in by {node.module}")
            if isinstance(node, ast.Import) and any(name.name.startswith("querbeet_engine.") for name in node.names):
                breaches.append(f"{path.relative_to(root)}:{node.lineno} climbs into the engine")
    return breaches


def oversize(root: Path) -> list[str]:
    """Files and functions over their budget."""
    breaches = []
    for path in sorted((root / "src").rglob("*")):
        limit = LINES.get(path.suffix)
        if limit is None or "migrations" in path.parts:
            continue
        lines = len(path.read_text().splitlines())
        if lines > limit:
            breaches.append(f"{path.relative_to(root)} has {lines} lines, {limit} are allowed")
        if path.suffix == ".py":
            breaches += _long_functions(path, root)
    return breaches


def _long_functions(path: Path, root: Path) -> list[str]:
    limit = LONGEST_VIEW if "views" in (path.stem, path.parent.name) else LONGEST_FUNCTION
    breaches = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > limit:
                where = f"{path.relative_to(root)}:{node.lineno}"
                breaches.append(f"{where} {node.name} has {length} lines, {limit} are allowed")
    return breaches


def foreign_includes(root: Path) -> list[str]:
    """Templates include and extend only their own package's and the design system's."""
    breaches = []
    for path in sorted((root / "src" / "querbeet").rglob("*.html")):
        own = package_of(path, root)
        for name in re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']", path.read_text()):
            if name.split("/")[0] not in (own, "ui", "cotton"):
                breaches.append(f"{path.relative_to(root)} takes {name}")
    return breaches


def inline_code(root: Path) -> list[str]:
    """The content policy forbids inline styles, scripts and handlers; so do we, before a browser has to."""
    pattern = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    breaches = []
    for path in sorted((root / "src" / "querbeet").rglob("*.html")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if pattern.search(line):
                breaches.append(f"{path.relative_to(root)}:{number} {line.strip()[:80]}")
    return breaches
