"""Mutation testing of the referees: `python bench/mutants.py` spoils them one place at a time and runs their tests.

A mutant is killed if a test fails. Operators: comparisons moved or turned, + and - exchanged, `and` and `or` exchanged,
conditions turned, small numbers off by one, lists emptied. Prints the survivors and the share killed, writes
bench/results/mutants.json. Not part of the tests: it takes minutes.
"""

from __future__ import annotations

import ast
import copy
import importlib
import json
import os
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "src" / "querbeet_engine"
TESTS = ROOT / "tests"
REFEREES = {
    "querbeet_engine.referee": ["cohort/test_cohort_referee.py", "cohort/test_cohort_brute_force.py"],
    "querbeet_engine.exchange.referee": ["exchange/test_exchange_referee.py", "exchange/test_exchange_rules.py"],
}
TURNED = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
EXCHANGED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Mult: ast.Add}


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What a node may be spoiled to, each with words."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in TURNED.get(type(operator), ()):
                spoiled = copy.deepcopy(node)
                spoiled.ops[place] = other()
                yield f"{type(operator).__name__} -> {other.__name__}", spoiled
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in EXCHANGED:
        other = EXCHANGED[type(node.op)]
        yield f"{type(node.op).__name__} -> {other.__name__}", _with(node, op=other())
    elif isinstance(node, ast.BoolOp):
        yield "and <-> or", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.If | ast.IfExp):
        yield "condition turned", _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) < 100:
        yield f"{node.value} -> {node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Return) and not (isinstance(node.value, ast.List) and not node.value.elts):
        yield "returns nothing found", ast.Return(ast.List([], ast.Load()))


def _with(node: ast.AST, **fields: ast.AST) -> ast.AST:
    spoiled = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(spoiled, name, value)
    return spoiled


def mutants(source: str) -> Iterator[tuple[int, str, ast.Module]]:
    """Every spoiled version of a module: line, words, tree."""
    whole = ast.parse(source)
    said = annotations(whole)
    for number, original in enumerate(ast.walk(whole)):
        if original in said:
            continue
        for words, spoiled in changes(original):
            tree = ast.parse(source)
            target = list(ast.walk(tree))[number]
            _Replace(target, spoiled).visit(tree)
            yield getattr(original, "lineno", 0), words, ast.fix_missing_locations(tree)


def annotations(tree: ast.AST) -> set[ast.AST]:
    """Nodes that only say what type something has: spoiling them changes nothing that runs."""
    outer = (getattr(node, name, None) for node in ast.walk(tree) for name in ("annotation", "returns"))
    return {inner for node in outer if node is not None for inner in ast.walk(node)}


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, ast.copy_location(new, old)

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def functions(holder: object) -> dict[str, types.FunctionType]:
    """The functions of a module and of its classes by name."""
    found = {}
    for name, value in vars(holder).items():
        if isinstance(value, staticmethod):
            value = value.__func__
        if isinstance(value, types.FunctionType):
            found[name] = value
        elif isinstance(value, type):
            found |= {f"{name}.{inner}": each for inner, each in functions(value).items()}
    return found


def insides(function: types.FunctionType) -> tuple[types.CodeType, dict[str, object] | None]:
    """What a spoiled function is exchanged by: its code, and the values of what is left out."""
    return function.__code__, function.__kwdefaults__


def survivors(name: str, tests: list[str]) -> tuple[int, list[str]]:
    """How many mutants there were, and those whom no test noticed."""
    module = importlib.import_module(name)
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    here = {key: each for key, each in functions(module).items() if each.__module__ == name}
    good = {key: insides(each) for key, each in here.items()}
    if not passes(tests):
        raise SystemExit("the tests fail without any mutant")
    alive, count = [], 0
    for line, words, tree in mutants(source):
        spoiled = types.ModuleType(name)
        spoiled.__dict__["__package__"] = name.rpartition(".")[0]
        sys.modules.setdefault(name, module)
        exec(compile(tree, str(module.__file__), "exec"), spoiled.__dict__)
        changed = functions(spoiled)
        for key, each in here.items():
            each.__code__, each.__kwdefaults__ = insides(changed[key])
        count += 1
        if passes(tests):
            alive.append(f"{name} line {line}: {words}")
            print("alive:", alive[-1], flush=True)
        for key, each in here.items():
            each.__code__, each.__kwdefaults__ = good[key]
    return count, alive


def passes(tests: list[str]) -> bool:
    """Whether all tests pass; silent."""
    out, quiet = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    try:
        return pytest.main(["-x", "-q", "-p", "no:cacheprovider", *(str(TESTS / each) for each in tests)]) == 0
    finally:
        os.dup2(out, 1)
        os.close(out)
        os.close(quiet)


def main() -> None:
    report = {}
    for name, tests in REFEREES.items():
        count, alive = survivors(name, tests)
        report[name] = {"mutants": count, "killed": count - len(alive), "alive": alive}
        print(f"{name}: {count - len(alive)} of {count} killed ({1 - len(alive) / count:.1%})", flush=True)
    out = Path(__file__).resolve().parent / "results" / "mutants.json"
    out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
